"""Behaviours 29 to 41 as a program meets them: through the library, at both doors, on each build that they concern."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from hcspy.errors import (
    AlreadyStoppedError,
    ClosedError,
    HcspyError,
    InvalidDocumentError,
    NotFoundError,
    NotSupportedError,
    SystemAlreadyStoppedError,
    TimedOutError,
)
from hcspy.hcs import System
from hcspy.hcs.config import choose_schema
from hcspy.hcs.services import HCS
from hcspy.host import Host
from hcspy.testing import FakeHost

from .doors import ARGON, ARGON_2, DOORS, LCOW, MACHINE, XENON

BUILDS = ["2019", "1903", "2022", "win11", "2025"]
OLD = ["rs1", "1803"]
GROUP = "8cb8e1ba-2b5a-4d0a-9b1e-6f1d2c3b4a59"
each_build = pytest.mark.parametrize("build", BUILDS)


@pytest.fixture
def host(fake: FakeHost) -> Iterator[Host]:
    """A connection; nothing may be left of what was done through it."""
    with fake.connect() as host:
        yield host
    fake.assert_clean()


@pytest.fixture(params=DOORS)
def hcs(request: pytest.FixtureRequest, host: Host) -> HCS:
    """The compute service, through each door."""
    return host.hcs.use(request.param)


def running(hcs: HCS, document: Any = ARGON) -> System:
    """Start a system that ends with its block."""
    system = hcs.systems.create("c1", document, terminate_on_exit=True)
    system.start()
    return system


@each_build
def test_29_what_has_stopped_is_stopped_whatever_the_number(hcs: HCS, build: str) -> None:
    """0xC0370110, 0x80370110, 0x8037011F and 0x490 are nothing that a program has to tell apart."""
    with running(hcs) as system, hcs.systems.open("c1") as again:
        process = system.exec("hostname")
        process.wait()
        process.kill()
        process.close()
        with pytest.raises((AlreadyStoppedError, NotFoundError)):
            system.open_process(2)
        system.terminate()
        system.shutdown()
        again.terminate()
        with pytest.raises((SystemAlreadyStoppedError, NotFoundError)):
            again.pause()


@each_build
def test_30_late_answer_is_a_timeout_and_nothing_else(hcs: HCS, fake: FakeHost, build: str) -> None:
    """The verb goes on: what was started late runs."""
    with (
        hcs.systems.create("c1", ARGON, terminate_on_exit=True) as system,
        fake.on("HcsStartComputeSystem").delay_notification(0.2),
    ):
        with pytest.raises(TimedOutError) as caught:
            system.start(timeout=0.01)
        assert isinstance(caught.value, TimeoutError)
        until(lambda: str(system.properties().state) == "Running")


@each_build
def test_31_newer_schema_is_the_choice_where_it_is_known(host: Host, hcs: HCS, build: str) -> None:
    """And the older one is taken, if asked for."""
    assert choose_schema(host.version).pair == (2, 1)
    with running(hcs, ARGON_2):
        pass
    with running(hcs, ARGON):
        pass


@pytest.mark.parametrize("build", OLD)
def test_31_older_schema_is_the_choice_before(host: Host, build: str) -> None:
    """These hosts refuse the other one, and have one door."""
    assert choose_schema(host.version).pair == (1, 0)
    with running(host.hcs, ARGON):
        pass


@each_build
def test_32_machine_is_closed_twice_and_not_waited_for(hcs: HCS, build: str) -> None:
    """It has not begun, so it does not end; a handle that is closed tells nothing any more."""
    with hcs.systems.create("c1", MACHINE, terminate_on_exit=True) as system:
        with pytest.raises(TimedOutError):
            system.wait(0.02)
        system.terminate()
    system.close()
    system.close()
    with pytest.raises(ClosedError):
        system.properties()


@each_build
@pytest.mark.parametrize(
    ("document", "code"), [(ARGON, 1067), (XENON, 1067), (LCOW, 137)], ids=["argon", "xenon", "lcow"]
)
def test_33_killed_process_tells_its_kind_by_its_code(hcs: HCS, document: Any, code: int, build: str) -> None:
    """Windows' own code for a process that was ended, or that of a signal."""
    with running(hcs, document) as system, system.exec("ping -t x") as process:
        process.kill()
        assert process.wait(30) == code


@each_build
def test_34_output_comes_whole_and_before_the_end(hcs: HCS, build: str) -> None:
    """What is written is read, and what is said is there when the code is."""
    with running(hcs) as system:
        silent, said = system.run("cmd /c (exit 0)"), system.run("cmd /c echo hi y'all", text=True)
        assert (silent.returncode, silent.stdout) == (0, b"")
        assert (said.returncode, said.stdout.strip()) == (0, "hi y'all")
        assert system.run("tee", input=b"hi y'all").stdout == b"hi y'all"


@each_build
@pytest.mark.parametrize("document", [ARGON, XENON, ARGON_2], ids=["argon 1", "xenon 1", "argon 2"])
def test_35_container_starts_runs_a_process_and_is_shut_down(hcs: HCS, document: Any, build: str) -> None:
    """Of either schema and isolation; waiting for it then succeeds."""
    with running(hcs, document) as system:
        done = system.run("cmd /c (echo done & exit 7)")
        assert (done.returncode, done.stdout) == (7, b"done \r\n")
        system.shutdown()
        assert not system.wait(30).unexpected


@each_build
def test_36_double_quotes_survive_as_words_and_as_a_line(hcs: HCS, fake: FakeHost, build: str) -> None:
    """A program gets what it was given."""
    seen: list[list[str]] = []
    fake.programs.register("look", lambda program: seen.append(program.args))
    words = ["look", "a b", 'c "d" e', r"f\\g", ""]
    with running(hcs) as system:
        system.run(words)
        system.run(r'look "a b" "c \"d\" e" f\\g ""')
    assert seen == [words, words]


@each_build
@pytest.mark.parametrize("os", ["windows", "linux"])
def test_37_guest_says_what_it_can(hcs: HCS, os: str, build: str) -> None:
    """Namespaces and signals go through its connection."""
    chipset = {"LinuxKernelDirect": {"KernelFilePath": "k"}} if os == "linux" else {"Uefi": {}}
    machine = {**MACHINE, "VirtualMachine": {**MACHINE["VirtualMachine"], "Chipset": chipset}}
    with running(hcs, machine) as system:
        connection = system.guest_connection()
        assert system.os == os
        assert connection is not None
        assert (connection.protocol_version or 0) >= 4
        able = connection.guest_defined_capabilities
        assert (able["NamespaceAddRequestSupported"], able["SignalProcessSupported"]) == (True, True)


@each_build
def test_38_memory_is_what_was_asked_for(hcs: HCS, build: str) -> None:
    """To the page."""
    with running(hcs, MACHINE) as system:
        system.set_memory(2048)
        memory = system.memory()
        assert memory is not None
        assert memory.virtual_machine_memory.assigned_memory * 4096 == 2048 << 20


@each_build
def test_39_cpu_group_is_there_until_it_is_deleted(hcs: HCS, build: str) -> None:
    """Found by its id."""
    hcs.create_cpu_group(GROUP, [0, 1])
    assert [group.group_id for group in hcs.cpu_groups()] == [GROUP]
    hcs.delete_cpu_group(GROUP)
    assert hcs.cpu_groups() == ()
    with pytest.raises(NotFoundError):
        hcs.delete_cpu_group(GROUP)


@each_build
def test_40_affinity_of_a_silo_is_taken_where_the_build_can(hcs: HCS, fake: FakeHost, build: str) -> None:
    """It came with 20H2; before, the service says that it does not do that."""
    asked = [{"Group": 0, "Mask": 5}]
    request = {"ResourcePath": "Container/Processor", "RequestType": "Update", "Settings": {"Affinity": asked}}
    with running(hcs, ARGON_2) as system:
        if build in ("2019", "1903"):
            with pytest.raises(NotSupportedError):
                system.modify(request)
            return
        system.modify(request)
        with fake.machine() as machine:
            assert machine.state.systems.get("c1").resources["container/processor"]["Affinity"] == asked


@each_build
def test_41_empty_host_has_no_systems(hcs: HCS, build: str) -> None:
    """An empty list, no error."""
    assert hcs.systems.list() == []
    assert hcs.systems.find("c1") is None


@pytest.mark.parametrize("build", OLD + BUILDS)
def test_41_scratch_disk_needs_the_name_of_a_file(host: Host, build: str) -> None:
    """Neither nothing nor a folder is one."""
    for path in ("", r"C:\layers"):
        with pytest.raises(InvalidDocumentError):
            host.storage.disks.create(path, size=1 << 30)
        with pytest.raises(HcspyError):
            host.storage.layers.create_scratch(path, [])


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds, not for ever."""
    for _ in range(1000):
        if holds():
            return
        time.sleep(0.01)
    pytest.fail("it never came")
