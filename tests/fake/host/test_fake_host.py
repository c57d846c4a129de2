"""The fake host as programs meet it: through its C tables, from many threads, until it is closed."""

from __future__ import annotations

import _thread
import json
import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import hcspy
from hcspy import hns
from hcspy._ffi import cdata, vmcompute
from hcspy._ffi.exports import EXPORTS
from hcspy._ffi.strings import out_string, wide
from hcspy.errors import (
    AccessDeniedError,
    ClosedError,
    HcspyError,
    NetworkNotFoundError,
    NotSupportedError,
    PortInUseError,
    ServiceUnavailableError,
)
from hcspy.testing import FakeHost, LeakError
from hcspy.testing.delivery.crew import Crew
from hcspy.testing.delivery.registrations import Registration
from hcspy.testing.dlls.answers import unsupported
from hcspy.testing.profiles import PROFILES

E_HANDLE = -2147024890
ffi = cdata.ffi


@pytest.fixture
def fake() -> Iterator[FakeHost]:
    with FakeHost() as fake:
        yield fake


def network(fake: FakeHost, name: str = "web") -> hns.HNSNetwork:
    return fake.host.hns.networks.create(hns.HNSNetwork(name=name, type="NAT"))


def raw_list(fake: FakeHost) -> Any:
    """Make a request and do not free the answer."""
    response = out_string()
    assert fake.tables.vmcompute.HNSCall(wide("GET"), wide("/networks/"), wide(""), response) == 0
    return response


# -- what there is ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", PROFILES)
def test_profile_has_the_exports_of_its_build(profile: str) -> None:
    """A program that binds an export which Server 2016 lacks must find that out here, not there."""
    build = PROFILES[profile].build
    with FakeHost(profile) as fake:
        for dll, exports in EXPORTS.items():
            for name, export in exports.items():
                assert fake.tables.has(dll, name) == (export.since <= build), name


def test_missing_export_says_which_windows_brought_it() -> None:
    """The second door opened with Server 2019."""
    with FakeHost("rs1") as fake, pytest.raises(NotSupportedError, match="17763"):
        fake.tables.computenetwork.HcnCloseNetwork(ffi.NULL)


def test_unknown_profile_is_named() -> None:
    """A typing error must not test the default."""
    with pytest.raises(ValueError, match="'2031'"):
        FakeHost("2031")


def test_export_that_the_fake_does_not_play_says_so_and_is_recorded(fake: FakeHost) -> None:
    """Success without effect would be a lie that a program acts on."""
    del fake._responder._answers["computecore", "HcsSubmitWerReport"]
    hresult = fake.tables.computecore.HcsSubmitWerReport(wide("{}"))
    assert hresult & 0xFFFFFFFF == 0x80004001
    fake.tables.computecore.HcsCloseOperation(ffi.NULL)
    assert fake.calls[0].args == {"settings": "{}"}
    assert fake.calls[0].hresult == 0x80004001
    assert len(fake.calls) == 2
    assert unsupported("virtdisk", "DetachVirtualDisk") == {"ret": 120}
    assert unsupported("kernel32", "CloseHandle") == {"ret": 0}


def test_same_seed_gives_the_same_ids() -> None:
    """A test that names an id in its assertion works tomorrow, too."""

    def ids(seed: int) -> tuple[str | None, ...]:
        with FakeHost(seed=seed) as fake:
            return network(fake, "a").id, network(fake, "b").id

    assert ids(1) == ids(1)
    assert ids(1) != ids(2)


def test_threads_have_their_own_compartment(fake: FakeHost) -> None:
    """Entering a container's network must not move the other threads there."""
    compartment = fake.add_container("web")
    get, enter = fake.tables.iphlpapi.GetCurrentThreadCompartmentId, fake.tables.iphlpapi.SetCurrentThreadCompartmentId
    seen: list[int] = []
    assert enter(compartment) == 0
    thread = threading.Thread(target=lambda: seen.append(get()))
    thread.start()
    thread.join()
    assert (get(), seen) == (compartment, [1])
    assert enter(999) & 0xFFFFFFFF == 0x80070490
    assert enter(0) == 0
    assert get() == 1


def test_many_threads_create_at_once(fake: FakeHost) -> None:
    """A daemon serves several clients; none may lose an object or get another's."""
    made = network(fake)

    def create(number: int) -> None:
        for index in range(10):
            fake.host.hns.endpoints.create(hns.HNSEndpoint(name=f"{number}-{index}", virtual_network=made))

    threads = [threading.Thread(target=create, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    endpoints = fake.host.hns.endpoints.list()
    assert len(endpoints) == len({endpoint.ip_address for endpoint in endpoints}) == 80


def test_exception_behind_a_slot_reaches_the_caller(fake: FakeHost) -> None:
    """Ctrl-C in a slow call ends the program as anywhere else."""

    def interrupt(call: object) -> None:
        raise KeyboardInterrupt

    fake.on("HNSCall").run(interrupt)
    with pytest.raises(KeyboardInterrupt):
        fake.host.hns.networks.list()
    assert fake.calls[0].hresult == 0x80004005


def test_ctrl_c_ends_a_hanging_call(fake: FakeHost) -> None:
    """A service that hangs must not make the program deaf."""
    rule = fake.on("HNSCall").hang()

    def press() -> None:
        rule.wait_until_hanging()
        _thread.interrupt_main()

    thread = threading.Thread(target=press)
    with pytest.raises(KeyboardInterrupt):
        thread.start()
        fake.host.hns.networks.list()
    thread.join()
    rule.remove()
    assert fake.host.hns.networks.list() == []


# -- what is left behind ----------------------------------------------------------------------------------------------


def test_leaked_string_is_reported_with_its_call() -> None:
    """Without the call, a leak is a needle in a haystack."""
    fake = FakeHost()
    fake.host.hns.globals()
    raw_list(fake)
    with pytest.raises(
        LeakError, match=r"string at 0x\w+ of call 2: HNSCall\(method='GET', path='/networks/'"
    ) as caught:
        fake.assert_clean()
    assert len(caught.value.leaks) == 1
    fake.close()


def test_leak_is_reported_after_the_log_was_cleared() -> None:
    """Clearing the record of calls does not forgive the leaks of before."""
    fake = FakeHost()
    raw_list(fake)
    fake.calls.clear()
    with pytest.raises(LeakError, match="HNSCall"):
        fake.assert_clean()
    fake.close()


def test_leaving_the_block_reports_leaks() -> None:
    """Nobody has to remember to ask."""
    with pytest.raises(LeakError, match="1 leak"), FakeHost() as fake:
        raw_list(fake)


def test_leak_does_not_hide_the_error_of_the_block() -> None:
    """The leak is a note on the error that caused it."""
    with pytest.raises(ZeroDivisionError) as caught, FakeHost() as fake:
        raw_list(fake)
        raise ZeroDivisionError
    assert "1 leak" in caught.value.__notes__[0]
    with pytest.raises(ZeroDivisionError) as caught, FakeHost():
        raise ZeroDivisionError
    assert not hasattr(caught.value, "__notes__")


def test_string_freed_twice_is_a_misuse() -> None:
    """On Windows that corrupts the heap, some time later, somewhere else."""
    fake = FakeHost()
    pointer = raw_list(fake)[0]
    fake.tables.combase.CoTaskMemFree(pointer)
    fake.tables.combase.CoTaskMemFree(pointer)
    with pytest.raises(LeakError, match="1 misuse") as caught:
        fake.assert_clean()
    assert "again" in caught.value.misuses[0]
    fake.close()


def test_leaked_handle_and_callback_are_reported() -> None:
    """Each open handle holds memory in the service until the program ends."""
    fake = FakeHost()
    fake.add_container("web")
    system = vmcompute.open_compute_system(fake.tables, "web")
    registration = vmcompute.register_compute_system_callback(system, print)
    leaks = fake.leaks
    assert [leak.partition(" 0x")[0] for leak in leaks] == ["compute system", "callback"]
    assert leaks[0].endswith("of call 1: HcsOpenComputeSystem(id='web')")
    registration.close()
    system.close()
    fake.assert_clean()
    fake.close()


def test_stale_and_foreign_handles_are_refused() -> None:
    """What works with a stale handle today is somebody else's system tomorrow."""
    fake, other = FakeHost(), FakeHost()
    for host in (fake, other):
        host.add_container("web")
    system = vmcompute.open_compute_system(fake.tables, "web")
    handle = system.value()
    tables, result, null = fake.tables.vmcompute, out_string(), ffi.NULL
    assert other.tables.vmcompute.HcsCloseComputeSystem(handle) == E_HANDLE
    system.close()
    assert tables.HcsCloseComputeSystem(handle) == E_HANDLE
    assert tables.HcsModifyComputeSystem(handle, wide("{}"), result) == E_HANDLE
    assert tables.HcsRegisterComputeSystemCallback(handle, null, null, ffi.new("VMCOMPUTE_HCS_CALLBACK *")) == E_HANDLE
    assert tables.HcsUnregisterComputeSystemCallback(ffi.cast("VMCOMPUTE_HCS_CALLBACK", 8)) == E_HANDLE
    assert len(fake.misuses) == 4
    assert len(other.misuses) == 1
    fake.close()
    other.close()


# -- compute systems --------------------------------------------------------------------------------------------------


def test_compute_system_shows_its_properties(fake: FakeHost) -> None:
    """Hot attach looks at the system before it changes it."""
    fake.add_container("web", owner="docker")
    system = vmcompute.open_compute_system(fake.tables, "web")
    assert json.loads(vmcompute.get_compute_system_properties(system))["Owner"] == "docker"
    assert [entry["Id"] for entry in json.loads(vmcompute.enumerate_compute_systems(fake.tables))] == ["web"]
    system.close()


def test_unknown_compute_system_cannot_be_opened(fake: FakeHost) -> None:
    """The container may have stopped a moment ago."""
    with pytest.raises(HcspyError) as caught:
        vmcompute.open_compute_system(fake.tables, "web")
    assert caught.value.hresult == 0xC037010E
    assert caught.value.record


def test_wrong_query_is_refused(fake: FakeHost) -> None:
    """A failed enumeration gives a result document, not a list."""
    with pytest.raises(HcspyError) as caught:
        vmcompute.enumerate_compute_systems(fake.tables, "[")
    assert caught.value.record


def test_hot_attach_reaches_the_endpoint(fake: FakeHost) -> None:
    """The two doors lead to one machine."""
    fake.add_container("web")
    endpoint = fake.host.hns.endpoints.create(hns.HNSEndpoint(name="e", virtual_network=network(fake)))
    fake.host.hot_attach(endpoint, "web")
    assert list(fake.host.hns.endpoints.get(endpoint).shared_containers) == ["web"]
    fake.host.hot_detach(endpoint, "web")
    assert list(fake.host.hns.endpoints.get(endpoint).shared_containers) == []


def test_register_without_a_callback_is_refused(fake: FakeHost) -> None:
    """A NULL function pointer must not be called later."""
    fake.add_container("web")
    system = vmcompute.open_compute_system(fake.tables, "web")
    cell = ffi.new("VMCOMPUTE_HCS_CALLBACK *")
    register = fake.tables.vmcompute.HcsRegisterComputeSystemCallback
    assert register(system.value(), ffi.NULL, ffi.NULL, cell) & 0xFFFFFFFF == 0x80004003
    system.close()


def test_stopped_container_is_told_from_a_foreign_thread(fake: FakeHost) -> None:
    """Notifications arrive on threads that Python did not make."""
    fake.add_container("web")
    fake.add_container("other")
    arrived = threading.Event()
    seen: list[tuple[int, int]] = []

    def handler(type: int, status: int, data: str | None) -> None:
        seen.append((type, threading.get_ident()))
        arrived.set()

    system = vmcompute.open_compute_system(fake.tables, "web")
    registration = vmcompute.register_compute_system_callback(system, handler)
    fake.remove_container("other")
    fake.remove_container("WEB")
    assert arrived.wait(10)
    registration.close()
    system.close()
    assert [type for type, thread in seen] == [1]
    assert seen[0][1] != threading.get_ident()


def test_unregistered_callback_is_not_called_again(fake: FakeHost) -> None:
    """Unregister waits for callbacks under way; a later one finds nobody."""
    fake.add_container("web")
    inside, go_on = threading.Event(), threading.Event()
    seen: list[int] = []

    def handler(type: int, status: int, data: str | None) -> None:
        inside.set()
        go_on.wait(10)
        seen.append(type)

    system = vmcompute.open_compute_system(fake.tables, "web")
    registration = vmcompute.register_compute_system_callback(system, handler)
    fake.notify("web", 7)
    assert inside.wait(10)
    threading.Timer(0.05, go_on.set).start()
    registration.close()
    assert seen == [7]
    fake.notify("web", 8)
    assert seen == [7]
    system.close()


def test_registration_delivers_until_it_ends() -> None:
    """A notification that is already on its way when the program unregisters must not arrive."""
    seen: list[tuple[Any, ...]] = []
    arrived = threading.Event()
    crew = Crew()
    registration = Registration(crew, lambda *args: (seen.append(args), arrived.set()))
    registration.send((1, 0, "{}"))
    assert arrived.wait(10)
    assert registration.end()
    registration.send((2, 0, None))
    crew.close()
    assert seen == [(1, 0, "{}")]


# -- faults -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", PROFILES)
def test_injected_failure_is_told_as_the_build_tells_its_own(profile: str) -> None:
    """Older builds answer S_OK and a text, newer ones the code too; the program meets one error."""
    with FakeHost(profile) as fake:
        web = network(fake)
        with fake.on("POST /endpoints*").fail(0x803B0013), pytest.raises(PortInUseError) as caught:
            fake.host.hns.endpoints.create(hns.HNSEndpoint(name="e", virtual_network=web))
        assert caught.value.record
        new = PROFILES[profile].post_failure == "hresult"
        assert fake.calls[-1].hresult == (0x803B0013 if new else 0)


def test_injected_text_is_sent(fake: FakeHost) -> None:
    """A program that shows the service's words shows these."""
    fake.on("GET /networks").fail(0x803B0001, "Das Netzwerk ist weg.")
    with pytest.raises(NetworkNotFoundError) as caught:
        fake.host.hns.networks.list()
    assert "Das Netzwerk ist weg." in str(caught.value.record)


def test_nobody_answers_for_a_service_that_is_not_there(fake: FakeHost) -> None:
    """The text of a service that is down would come from nowhere."""
    fake.on("GET /networks").fail(0x800706BE)
    with pytest.raises(ServiceUnavailableError) as caught:
        fake.host.hns.networks.list()
    assert caught.value.record is None


def test_failure_of_another_export_has_its_own_record(fake: FakeHost) -> None:
    """HCS sends a result document where HNS sends an envelope."""
    fake.on("HcsOpenComputeSystem").fail(0x80070005, "nein")
    with pytest.raises(AccessDeniedError) as caught:
        vmcompute.open_compute_system(fake.tables, "web")
    assert json.loads(str(caught.value.record)) == {"Error": -2147024891, "ErrorMessage": "nein"}
    fake.on("ProcessBaseImage").fail(0x80070005, "no place for it")
    assert fake.tables.vmcompute.ProcessBaseImage(wide("x")) & 0xFFFFFFFF == 0x80070005
    fake.on("DetachVirtualDisk").fail(0x80070005)
    assert fake.tables.virtdisk.DetachVirtualDisk(ffi.NULL, 0, 0) == 5
    fake.on("HcnOpenNetwork").fail(0x80070490, "Element not found. ")
    record = out_string()
    cell = ffi.new("HCN_NETWORK *")
    fake.tables.computenetwork.HcnOpenNetwork(ffi.new("GUID *"), cell, record)
    assert json.loads(str(fake.tables.take(record)))["ErrorCode"] == 0x80070490


def test_lost_answer_leaves_the_work_done(fake: FakeHost) -> None:
    """The service was killed after the work: a retry meets what it made before."""
    fake.on("POST /networks*", nth=1).fail(0x800706BE, after=True)
    with pytest.raises(ServiceUnavailableError):
        network(fake)
    assert [made.name for made in fake.host.hns.networks.list()] == ["web"]


def test_lost_handle_is_no_leak(fake: FakeHost) -> None:
    """The program never saw it, so it cannot close it."""
    fake.add_container("web")
    fake.on("HcsOpenComputeSystem").fail(0x800706BE, after=True)
    with pytest.raises(ServiceUnavailableError):
        vmcompute.open_compute_system(fake.tables, "web")
    assert fake.leaks == []


def test_rules_that_never_fired_fail_the_test(fake: FakeHost) -> None:
    """A rule with a path that is never asked for tests nothing."""
    fake.on("GET /networks").delay(0)
    rule = fake.on("DELETE /networks*").fail(0x80070005)
    fake.host.hns.networks.list()
    assert len(fake.rules) == 2
    with pytest.raises(AssertionError, match="HNSCall DELETE /networks"):
        fake.assert_all_used()
    rule.remove()
    fake.assert_all_used()
    fake.reset_rules()
    assert fake.rules == []


def test_service_that_is_down_comes_back() -> None:
    """A service restart is over after its block, or when the test says so."""
    with FakeHost() as fake:
        with fake.service_crashed(), pytest.raises(ServiceUnavailableError) as caught:
            fake.host.hns.networks.list()
        assert caught.value.hresult == 0x800706BE
        fake.service_stopped()
        assert fake.service == "stopped"
        with pytest.raises(ServiceUnavailableError) as caught:
            fake.host.hns.networks.list()
        assert caught.value.hresult == 0x80070426
        fake.service = "running"
        assert fake.host.hns.networks.list() == []
        with pytest.raises(ValueError, match="service"):
            fake.service = "asleep"


def test_texts_are_localized(fake: FakeHost) -> None:
    """A program that reads English sentences breaks on a German server."""
    fake.language = "de"
    with pytest.raises(NetworkNotFoundError) as caught:
        fake.host.hns.networks.get("c08cb7b8-9b3c-408e-8e30-5e16a3aeb444")
    assert "Das Netzwerk wurde nicht gefunden" in str(caught.value.record)
    assert fake.language == "de"


def test_close_lets_hanging_calls_go() -> None:
    """A test that forgets to release a call must still end."""
    fake = FakeHost()
    rule = fake.on("HNSCall").hang()
    errors: list[Exception] = []

    def program() -> None:
        try:
            fake.host.hns.networks.list()
        except HcspyError as error:
            errors.append(error)

    thread = threading.Thread(target=program)
    thread.start()
    rule.wait_until_hanging()
    assert fake.calls[0].reply is None
    fake.close()
    thread.join(10)
    assert not thread.is_alive()
    assert isinstance(errors[0], ServiceUnavailableError)


# -- the end ----------------------------------------------------------------------------------------------------------


def test_closed_host_answers_no_more() -> None:
    """A thread that outlives its test must not change the next one's machine."""
    fake = FakeHost()
    host = fake.connect()
    fake.close()
    fake.close()
    with pytest.raises(ClosedError):
        host.hns.networks.list()
    assert fake.dump()["networks"] == []


def test_strings_can_be_freed_after_the_close() -> None:
    """Cleanup comes in any order."""
    fake = FakeHost()
    response = raw_list(fake)
    fake.close()
    fake.tables.combase.CoTaskMemFree(response[0])
    fake.assert_clean()


def test_connect_takes_the_host_itself(fake: FakeHost) -> None:
    """A program that takes a target as an argument is given the fake."""
    with hcspy.connect(fake) as host:
        assert host.hns.networks.list() == []
    assert fake.host.hns.networks.list() == []  # not closed with the connection
    assert repr(fake) == "<FakeHost 2022, 2 calls>"


def test_wire_log_shows_what_the_fake_was_asked(fake: FakeHost, caplog: pytest.LogCaptureFixture) -> None:
    """The log is the same with the fake as on Windows."""
    with caplog.at_level(logging.DEBUG, "hcspy.wire"):
        fake.host.hns.networks.list()
    assert "GET /networks/" in caplog.text


def test_load_takes_documents_and_paths(tmp_path: Path) -> None:
    """What was recorded on a node is looked at on a laptop."""
    document = {"ID": "9a82e74b-15ae-4616-8b15-1fee6377d4bf", "Name": "recorded", "Type": "nat", "Odd": [1]}
    path = tmp_path / "recorded.json"
    path.write_text(json.dumps([document]), encoding="utf-8-sig")
    for source in ([document], {"Networks": [document]}, path, str(path)):
        with FakeHost(load=source) as fake:
            assert fake.host.hns.networks.get(name="recorded").id == document["ID"]
    with FakeHost() as fake:
        network(fake)
        fake.load(path)
        assert [found.name for found in fake.host.hns.networks.list()] == ["web", "recorded"]


def test_dump_carries_the_profile() -> None:
    """A dumped Server 2019 is one when it is loaded, exports included."""
    with FakeHost("rs1") as fake, FakeHost(load=fake.dump()) as copy:
        assert copy.profile == "rs1"
        assert not copy.tables.has("computenetwork", "HcnOpenNetwork")
