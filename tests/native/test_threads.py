"""Many threads in the DLL at once, and what happens when nobody answers."""

from __future__ import annotations

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

import hcspy
from hcspy import hns

from .remote import Remote


def test_thirty_two_threads_call_at_once(host: hcspy.Host, remote: Remote) -> None:
    """Each thread has to get the answer to its own call."""
    together = threading.Barrier(32)

    def create(number: int) -> tuple[str | None, str | None]:
        together.wait(30)
        network = host.hns.networks.create(hns.HNSNetwork(name=f"network-{number}", type="NAT"))
        return network.name, host.hns.networks.get(network.id or "").name

    with ThreadPoolExecutor(32) as pool:
        names = list(pool.map(create, range(32)))
    assert names == [(f"network-{number}", f"network-{number}") for number in range(32)]
    assert len({asked["tid"] for asked in remote.requests()}) == 32


def test_waiting_call_lets_another_one_through(host: hcspy.Host, remote: Remote) -> None:
    """A lock held across a call, ours or the DLL's, would dead lock a program that waits for its own other thread."""
    rule = remote.rule("GET /endpoints*", "hang")
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(host.hns.endpoints.list)
        remote.wait_until_hanging(rule)
        assert host.hns.networks.list() == []
        assert not waiting.done()
        remote.release(rule)
        assert waiting.result(30) == []


def test_thread_hangs_up_when_it_ends(host: hcspy.Host, remote: Remote) -> None:
    """A connection for every thread that ever called would use up the ports of the machine."""
    host.hns.networks.list()
    before = remote.connections()
    with ThreadPoolExecutor(16) as pool:
        together = threading.Barrier(16)
        list(pool.map(lambda _: (together.wait(30), host.hns.networks.list()), range(16)))
        assert remote.connections() == before + 16
    deadline = time.monotonic() + 30
    while remote.connections() > before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert remote.connections() == before


def test_timeout_leaves_a_waiting_call_behind(remote: Remote) -> None:
    """HNSCall cannot be cancelled: the caller goes on, and the late answer is freed."""
    rule = remote.rule("GET /endpoints*", "hang")
    with hcspy.connect(timeout=2) as host:
        with pytest.raises(hcspy.TimedOutError):
            host.hns.endpoints.list()
        assert host.hns.networks.list() == []
        remote.release(rule)
        assert host.hns.endpoints.list() == []


def test_no_service_is_an_error_of_its_own(host: hcspy.Host, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody listens: that is not the same as a network that is not there."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    monkeypatch.setenv("HCSPY_STANDIN_PORT", str(port))
    with pytest.raises(hcspy.ServiceUnavailableError) as caught:
        host.hns.networks.list()
    assert caught.value.hresult == 0x800706BA
    assert not isinstance(caught.value, hcspy.NotFoundError)


def test_service_that_comes_back_is_found(host: hcspy.Host, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that broke must not stay with its thread."""
    with monkeypatch.context() as patch:
        patch.setenv("HCSPY_STANDIN_PORT", "1")
        with pytest.raises(hcspy.ServiceUnavailableError):
            host.hns.networks.list()
    assert host.hns.networks.list() == []
