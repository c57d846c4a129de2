"""Handles: closed once, by whoever they belong to."""

from __future__ import annotations

import pytest

from hcspy._ffi.computenetwork import NO_ID, NounCalls, networks, open_service
from hcspy._ffi.computenetwork.handles import LiveHandle
from hcspy.errors import AccessDeniedError, ClosedError, NetworkNotFoundError, UnexpectedAnswerError

from .conftest import ID, SETTINGS, Service, noun_of_each_kind


@noun_of_each_kind
def test_closing_twice_calls_once(calls: NounCalls[LiveHandle[object]], service: Service) -> None:
    """The number may belong to somebody else by then."""
    handle = calls.open(service.tables, ID)
    handle.close()
    handle.close()
    assert service.exports == [calls.exports.open, calls.handle.closes]
    assert repr(handle) == f"<{calls.noun}, closed>"


@noun_of_each_kind
def test_closed_handle_is_refused_before_the_call(calls: NounCalls[LiveHandle[object]], service: Service) -> None:
    """The service might take it for another object."""
    with calls.opened(service.tables, ID) as handle:
        pass
    for use in (
        lambda: calls.query(handle),
        lambda: calls.modify(handle, "{}"),
        lambda: calls.query(handle, timeout=1),
    ):
        with pytest.raises(ClosedError, match=f"the handle of the {calls.noun} is closed"):
            use()
    assert len(service.calls) == 2


def test_handle_is_a_context_manager(service: Service) -> None:
    """Like a file."""
    with networks.create(service.tables, NO_ID, SETTINGS) as network, open_service(service.tables) as opened:
        assert repr(opened) == "<service, open>"
    assert network.is_closed
    assert service.exports[-2:] == ["HcnCloseService", "HcnCloseNetwork"]


def test_refused_close_is_an_error_for_who_asked(service: Service) -> None:
    """And the handle is given up all the same."""
    service.fail("HcnCloseNetwork", 0x80070005)
    network = networks.open(service.tables, ID)
    with pytest.raises(AccessDeniedError) as error:
        network.close()
    assert error.value.call == "HcnCloseNetwork"
    assert network.is_closed


def test_refused_close_at_the_end_changes_no_outcome(service: Service) -> None:
    """The network was read, or was not found: that is what the program has to hear."""
    service.fail("HcnCloseNetwork", 0x80070005)
    assert networks.read(service.tables, ID) == '{"Of":"HcnQueryNetworkProperties"}'
    with pytest.raises(ZeroDivisionError), networks.opened(service.tables, ID):
        raise ZeroDivisionError


def test_failure_of_the_block_is_raised_after_the_close(service: Service) -> None:
    """Nothing is in the way of either."""
    with pytest.raises(ZeroDivisionError), networks.opened(service.tables, ID):
        raise ZeroDivisionError
    assert service.exports == ["HcnOpenNetwork", "HcnCloseNetwork"]


def test_refused_open_closes_nothing(service: Service) -> None:
    """There is no handle."""
    service.fail("HcnOpenNetwork", 0x803B0001)
    with pytest.raises(NetworkNotFoundError):
        networks.read(service.tables, ID)
    assert service.exports == ["HcnOpenNetwork"]


def test_success_without_a_handle_is_an_error(service: Service) -> None:
    """NULL in the next call would bring the process down."""
    service.fault = lambda number, export: {}
    with pytest.raises(UnexpectedAnswerError, match="HcnOpenNetwork succeeded and gave no handle"):
        networks.open(service.tables, ID)
    assert service.exports == ["HcnOpenNetwork"]


def test_handle_that_was_closed_has_nothing_to_hand_over(service: Service) -> None:
    """One owner at a time."""
    network = networks.open(service.tables, ID)
    heir = network.handed_over()
    assert network.is_closed
    assert network.handed_over() is None
    assert heir is not None
    heir.close()
