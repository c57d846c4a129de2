"""Rules for calls: which calls they take, and what they do to them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from hcspy.testing.calls import Call, Calls
from hcspy.testing.faults import Failure, Faults

EXPORTS = ("HNSCall", "HcsOpenComputeSystem", "HcsCloseComputeSystem")
DENIED = 0x80070005
IN_USE = 0x803B0013


@pytest.fixture
def faults() -> Iterator[Faults]:
    faults = Faults(EXPORTS)
    yield faults
    faults.close()


def call(method: str = "GET", path: str = "/networks/") -> Call:
    return Calls().begin("vmcompute", "HNSCall", {"method": method, "path": path, "object": ""})


def opened() -> Call:
    return Calls().begin("vmcompute", "HcsOpenComputeSystem", {"id": "web"})


def codes(faults: Faults, *calls: Call) -> list[int | None]:
    return [failure and failure.hresult for failure in map(faults.apply, calls)]


def test_rule_without_numbers_fails_every_call(faults: Faults) -> None:
    """A door that is out of order is out of order for everybody."""
    faults.add("HNSCall").fail(DENIED)
    assert codes(faults, call(), opened(), call()) == [DENIED, None, DENIED]


def test_nth_fails_one_call(faults: Faults) -> None:
    """Failing each native call in turn needs exactly one failure."""
    faults.add("HNSCall", nth=2).fail(DENIED)
    assert codes(faults, call(), call(), call()) == [None, DENIED, None]


def test_nth_with_times_fails_from_there(faults: Faults) -> None:
    """A service that is down for a while fails several calls in a row."""
    faults.add("HNSCall", nth=2, times=2).fail(DENIED)
    assert codes(faults, *[call() for _ in range(4)]) == [None, DENIED, DENIED, None]


def test_times_fails_the_first_calls(faults: Faults) -> None:
    """A retry that works at the third try needs two failures."""
    faults.add("HNSCall", times=2).fail(DENIED)
    assert codes(faults, *[call() for _ in range(3)]) == [DENIED, DENIED, None]


def test_two_rules_queue_up(faults: Faults) -> None:
    """One call has one answer: the second failure is for the second call."""
    faults.add("HNSCall", times=1).fail(DENIED)
    faults.add("HNSCall", times=1).fail(IN_USE)
    assert codes(faults, call(), call(), call()) == [DENIED, IN_USE, None]


def test_route_matches_method_and_path(faults: Faults) -> None:
    """One verb of one noun is the usual target."""
    faults.add("HNSCall", method="post", path="/endpoints*").fail(DENIED)
    assert codes(faults, call("POST", "/endpoints/"), call("GET", "/endpoints/"), call("POST", "/networks/")) == [
        DENIED,
        None,
        None,
    ]


@pytest.mark.parametrize("route", ["POST /endpoints*", "/endpoints*", "post /ENDPOINTS"])
def test_route_may_be_one_text(faults: Faults, route: str) -> None:
    """HNS forgives letter case and the slash at the end, and so does a rule."""
    faults.add(route).fail(DENIED)
    assert codes(faults, call("POST", "/Endpoints/"), opened()) == [DENIED, None]


def test_when_looks_at_the_call(faults: Faults) -> None:
    """What neither name nor route can say, a function can."""
    faults.add("Hcs*", when=lambda call: call.args["id"] == "web").fail(DENIED)
    assert codes(faults, opened()) == [DENIED]


@pytest.mark.parametrize(
    ("what", "options", "message"),
    [
        ("HNSCal", {}, "did you mean HNSCall"),
        ("Zzz", {}, "no DLL exports 'Zzz'$"),
        ("HNSCall", {"nth": 0}, "nth counts from 1"),
        ("HNSCall", {"times": 0}, "times counts from 1"),
        ("HNSCall", {"probability": 2}, "between 0 and 1"),
        ("HcsOpenComputeSystem", {"method": "GET"}, "only HNSCall has a method"),
    ],
)
def test_rule_that_cannot_fire_is_refused(faults: Faults, what: str, options: dict[str, int], message: str) -> None:
    """A typing error in a rule must not make a test pass that tests nothing."""
    with pytest.raises(ValueError, match=message):
        faults.add(what, **options)  # type: ignore[arg-type]


def test_probability_is_repeatable_from_the_seed() -> None:
    """Chaos that cannot be repeated cannot be debugged."""

    def run(seed: int) -> list[int | None]:
        faults = Faults(EXPORTS, seed)
        faults.add("HNSCall", probability=0.5).fail(DENIED)
        return codes(faults, *[call() for _ in range(64)])

    assert run(1) == run(1)
    assert run(1) != run(2)
    assert set(run(1)) == {DENIED, None}


def test_unused_rules_are_visible(faults: Faults) -> None:
    """A rule that never fired shows that the program does not do what the test thinks."""
    used = faults.add("HNSCall").fail(DENIED)
    unused = faults.add("HcsOpenComputeSystem").fail(DENIED)
    faults.apply(call())
    assert faults.unused == [unused]
    assert repr(used) == "<on('HNSCall'): 1 seen, 1 fired>"
    assert len(faults) == 2


def test_delay_makes_the_call_late(faults: Faults) -> None:
    """Time limits are tested with a slow service."""
    faults.add("HNSCall").delay(0.08)
    start = time.monotonic()
    assert faults.apply(call()) is None
    assert time.monotonic() - start >= 0.07


def test_steps_happen_in_order_before_the_failure(faults: Faults) -> None:
    """An object that vanishes between two calls is a hook on the second."""
    seen: list[str] = []
    faults.add("HNSCall").run(lambda call: seen.append(call.export)).delay(0).fail(DENIED, "Zugriff verweigert")
    assert faults.apply(call()) == Failure(DENIED, "Zugriff verweigert", False)
    assert seen == ["HNSCall"]


def test_hook_may_raise(faults: Faults) -> None:
    """Ctrl-C arrives in the middle of a native call."""

    def interrupt(call: Call) -> None:
        raise KeyboardInterrupt

    faults.add("HNSCall").run(interrupt)
    with pytest.raises(KeyboardInterrupt):
        faults.apply(call())


def hanging(faults: Faults) -> threading.Thread:
    thread = threading.Thread(target=faults.apply, args=(call(),))
    thread.start()
    return thread


def test_hanging_call_goes_on_when_released(faults: Faults) -> None:
    """A test decides itself when the service wakes up."""
    rule = faults.add("HNSCall").hang()
    thread = hanging(faults)
    rule.wait_until_hanging()
    assert thread.is_alive()
    rule.release()
    thread.join(10)
    assert not thread.is_alive()
    faults.apply(call())  # does not wait any more


def test_hanging_call_goes_on_when_the_fake_closes(faults: Faults) -> None:
    """A forgotten hang must not hang the test run."""
    rule = faults.add("HNSCall").hang()
    thread = hanging(faults)
    rule.wait_until_hanging()
    faults.close()
    thread.join(10)
    assert not thread.is_alive()


def test_waiting_for_a_hang_that_never_comes_times_out(faults: Faults) -> None:
    """A test that waits for a call which is never made must end, and say so."""
    with pytest.raises(TimeoutError, match="0 of 1 calls hang"):
        faults.add("HNSCall").hang().wait_until_hanging(timeout=0.01)


def test_rule_ends_with_its_block(faults: Faults) -> None:
    """The outage of a with block is over after it."""
    with faults.add("HNSCall").fail(DENIED):
        assert codes(faults, call()) == [DENIED]
    assert codes(faults, call()) == [None]


def test_clear_takes_all_rules_away(faults: Faults) -> None:
    """One call brings the world back to normal."""
    rule = faults.add("HNSCall").hang()
    thread = hanging(faults)
    rule.wait_until_hanging()
    faults.clear()
    thread.join(10)
    assert not thread.is_alive()
    assert not len(faults)
