from __future__ import annotations

import subprocess
import sys
import threading

import pytest

import hcspy
from hcspy import host as host_module
from hcspy.errors import ClosedError, InvalidDocumentError
from hcspy.testing import FakeHost


def test_connect_fake_is_a_host_of_its_own() -> None:
    """Two fakes share nothing."""
    from hcspy import hns

    with hcspy.connect("fake") as one, hcspy.connect("fake") as two:
        one.hns.networks.create(hns.HNSNetwork(name="web", type="NAT"))
        assert two.hns.networks.list() == []


@pytest.mark.parametrize("target", ["", "windows", "native:x", "fake2:path"])
def test_connect_refuses_an_unknown_name(target: str) -> None:
    """The message says which there are."""
    with pytest.raises(InvalidDocumentError, match="unknown host"):
        hcspy.connect(target)


def test_connect_refuses_a_fake_of_another_profile() -> None:
    """A test that asks for 2019 must not run on 2022."""
    with FakeHost(profile="2022") as fake, pytest.raises(InvalidDocumentError, match="2022"):
        hcspy.connect(fake, profile="2019")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has the real thing, or the stand-in")
def test_connect_without_a_name_needs_windows() -> None:
    """Not an import error somewhere below."""
    with pytest.raises(hcspy.NotSupportedError, match="Windows"):
        hcspy.connect()


def test_closed_host_says_so(fake_host: FakeHost) -> None:
    """Not an error from within the call."""
    host = fake_host.connect()
    assert "closed" not in repr(host)
    host.close()
    host.close()
    assert repr(host) == "<Host FakeHost, closed>"
    for use in (lambda: host.hns, lambda: host.tables, host.snapshot, host.transaction):
        with pytest.raises(ClosedError):
            use()


def test_host_says_which_windows_it_is(fake_host: FakeHost) -> None:
    """What an image is compared with; a target that does not know it says so."""
    with fake_host.connect() as host:
        assert str(host.version) == "10.0.20348.1"
    mute = type("Mute", (), {"tables": fake_host.tables, "close": lambda self: None})()
    with hcspy.connect(mute) as host, pytest.raises(hcspy.NotSupportedError, match="Mute does not say"):
        assert host.version


def test_default_target_is_for_every_thread() -> None:
    """Program code under test connects where it likes."""
    seen = []
    with FakeHost() as fake:
        host_module.push_default_target(fake)
        try:
            thread = threading.Thread(target=lambda: seen.append(hcspy.connect().tables is fake.tables))
            thread.start()
            thread.join()
        finally:
            host_module.pop_default_target(fake)
    host_module.pop_default_target(fake)
    assert seen == [True]


def test_import_loads_nothing_else() -> None:
    """Each command-line call and each test run pays for what an import pulls in."""
    heavy = ("attr", "attrs", "cattrs", "cffi", "asyncio", "json")
    code = f"import hcspy, sys; print(*(name for name in {heavy} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_public_names_are_all_there() -> None:
    """Names that are loaded on demand fail only when somebody uses them."""
    for name in hcspy.__all__:
        assert getattr(hcspy, name) is not None
    assert set(hcspy.__all__) <= set(dir(hcspy))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        hcspy.nothing  # noqa: B018
    assert callable(hcspy.validate)
