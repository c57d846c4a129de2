"""`hcspy.connect()` without a target, sent to a fake."""

from __future__ import annotations

import asyncio
import threading
import unittest
from pathlib import Path

import pytest

import hcspy
from hcspy import host as host_module
from hcspy import testing
from hcspy._ffi.strings import out_string, wide
from hcspy.testing import FakeHost, LeakError, use_fake_host


def profile() -> str:
    """Stand for a program that knows nothing of any fake."""
    with hcspy.connect() as host:
        host.hns.networks.list()
        return str(host._target.profile)  # type: ignore[attr-defined]


def leak(fake: FakeHost) -> None:
    fake.tables.vmcompute.HNSCall(wide("GET"), wide("/networks/"), wide(""), out_string())


@pytest.fixture(autouse=True)
def nothing_stays() -> object:
    """Whatever a test does here, connect() means this machine afterwards."""
    yield
    assert host_module._default() == "native"


def test_block_redirects_every_thread() -> None:
    """The program under test may do its work in threads that it started long before."""
    seen: list[str] = []
    go = threading.Event()

    def program() -> None:
        go.wait(10)
        seen.append(profile())

    thread = threading.Thread(target=program)
    thread.start()
    with use_fake_host(profile="1903") as fake:
        go.set()
        thread.join()
        assert len(fake.calls) == 1
    assert seen == ["1903"]


def test_blocks_nest() -> None:
    """The innermost fake is the host, and the outer one comes back."""
    with use_fake_host("2019"):
        with use_fake_host("2025"):
            assert profile() == "2025"
        assert profile() == "2019"


def test_function_gets_a_host_of_its_own_each_time() -> None:
    """Two tests under one decorator must not see each other's objects."""

    @use_fake_host(profile="rs1")
    def program(name: str) -> int:
        """Say what it does."""
        with hcspy.connect() as host:
            host.hns.networks.create(hcspy.hns.HNSNetwork(name=name, type="NAT"))
            return len(host.hns.networks.list())

    assert [program("a"), program(name="b")] == [1, 1]
    assert program.__doc__ == "Say what it does."


def test_coroutine_is_redirected_while_it_runs() -> None:
    """A decorator that ends before the first await does nothing at all."""

    @use_fake_host(profile="win11")
    async def program() -> str:
        await asyncio.sleep(0)
        return profile()

    assert asyncio.run(program()) == "win11"


def test_start_and_stop_pair_up() -> None:
    """Test runners with set-up and teardown methods have no block."""
    use = use_fake_host()
    outer = use.start()
    inner = use.start()
    assert inner is not outer
    profile()
    assert (len(inner.calls), len(outer.calls)) == (1, 0)
    use.stop()
    profile()
    assert len(outer.calls) == 1
    use.stop()


def test_unittest_enters_it() -> None:
    """The standard library's own test cases have enterContext."""

    class Case(unittest.TestCase):
        def runTest(self) -> None:
            self.enterContext(use_fake_host("2019"))
            assert profile() == "2019"

    assert Case().run().wasSuccessful()  # type: ignore[union-attr]


def test_leak_fails_the_decorated_function() -> None:
    """The promise of the block holds for the function."""

    @use_fake_host()
    def program() -> None:
        leak(host_module._default())  # type: ignore[arg-type]

    with pytest.raises(LeakError):
        program()
    use = use_fake_host()
    leak(use.start())
    with pytest.raises(LeakError):
        use.stop()


def test_host_that_cannot_be_made_redirects_nothing(tmp_path: Path) -> None:
    """A wrong profile or a missing file must not leave half a redirection."""
    for options in ({"profile": "2031"}, {"load": tmp_path / "missing.json"}):
        with pytest.raises((ValueError, OSError)), use_fake_host(**options):  # type: ignore[arg-type]
            pass


def test_public_names_load_on_demand() -> None:
    """The state half of the fake is used without the C half; names appear when they are asked for."""
    for name in testing.__all__:
        assert getattr(testing, name).__module__.startswith("hcspy.testing.")
    assert set(testing.__all__) <= set(dir(testing))
    with pytest.raises(AttributeError, match="no attribute 'FakeHosts'"):
        testing.FakeHosts  # noqa: B018
