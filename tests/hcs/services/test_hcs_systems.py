"""The systems of a host: made, found, listed, asked and changed, through both doors."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from hcs_documents import DOCUMENT

import hcspy
from hcspy import hcn, hcs, hns
from hcspy.errors import (
    AccessDeniedError,
    AmbiguousError,
    HcspyError,
    InvalidDocumentError,
    InvalidJSONError,
    LibraryMissingError,
    NotSupportedError,
    SystemAlreadyExistsError,
    SystemNotFoundError,
    UnexpectedAnswerError,
)
from hcspy.hcs import EventKind, System, schema1
from hcspy.hcs.services import HCS
from hcspy.host import Host
from hcspy.testing import FakeHost

GROUP = "27b4c6d8-e0f1-4a23-8b45-c6d7e8f90a1b"
VOLUME = "\\\\?\\Volume{61f2e3d4-c5b6-4a79-8889-9a0b1c2d3e4f}"
# A system is one of the two.
BOTH = hcspy.hcs.ComputeSystem(container=hcspy.hcs.Container(), virtual_machine=hcspy.hcs.VirtualMachine())
MACHINE = {
    "Owner": "me",
    "SchemaVersion": {"Major": 2, "Minor": 1},
    "ShouldTerminateOnLastHandleClosed": True,
    "VirtualMachine": {
        "ComputeTopology": {"Memory": {"SizeInMB": 1024}, "Processor": {"Count": 2}},
        "Devices": {},
    },
}


def test_document_may_be_a_model_of_either_schema(hcs: HCS) -> None:
    """Or a mapping, or text."""
    documents: dict[str, Any] = {
        "new": hcspy.hcs.ComputeSystem(
            owner="me", schema_version=hcspy.hcs.Version(major=2, minor=1), container=hcspy.hcs.Container()
        ),
        "old": schema1.ContainerConfig(
            name="old",
            owner="me",
            layer_folder_path="C:\\w",
            volume_path=VOLUME,
        ),
        "plain": DOCUMENT,
        "text": json.dumps(DOCUMENT),
    }
    for id, document in documents.items():
        with hcs.systems.create(id, document, terminate_on_exit=True) as system:
            assert system.properties().owner == "me"


def test_wrong_document_is_refused_before_the_call(hcs: HCS, fake_host: FakeHost) -> None:
    """The service would say less about it."""
    with pytest.raises(InvalidDocumentError) as error:
        hcs.systems.create("web", BOTH)
    assert error.value.findings
    assert fake_host.calls.of("HcsCreateComputeSystem") == []


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ({"SchemaVersion": {"Major": 2, "Minor": 1}, "Container": {}, "VirtualMachine": {}}, "VirtualMachine"),
        ({"virtualMachine": {"ComputeTopology": {"Memory": {"SizeInMB": "much"}}}}, "ComputeTopology"),
        ({"SystemType": "Box", "Name": "web"}, "SystemType"),
        ({"LayerFolderPath": "C:\\w", "Layers": [{"ID": "none", "Path": "C:\\base"}]}, "Layers[0]"),
    ],
)
def test_wrong_mapping_is_refused_as_a_model_would_be(
    document: dict[str, Any], path: str, hcs: HCS, fake_host: FakeHost
) -> None:
    """Who writes documents as dicts is told before the call, too, by the path of what is wrong."""
    with pytest.raises(InvalidDocumentError) as error:
        hcs.systems.create("web", document)
    assert [finding for finding in error.value.findings if path in finding.path]
    assert fake_host.calls.of("HcsCreateComputeSystem") == []


@pytest.mark.parametrize("document", [{"Owner": "me"}, {"Container": {}, "SystemType": "Box"}, '{"SystemType":"Box"}'])
def test_unclear_document_is_left_to_the_service(document: Any, hcs: HCS, fake_host: FakeHost) -> None:
    """A mapping that may be of either schema, or a text, is nothing that the checks could speak about."""
    with pytest.raises(HcspyError):
        hcs.systems.create("web", document)
    assert len(fake_host.calls.of("HcsCreateComputeSystem")) == 1


def test_unchecked_document_is_refused_by_the_service(fake_host: FakeHost) -> None:
    """With its own words, and the events that led to it."""
    with fake_host.connect(validate=False) as host, pytest.raises(InvalidJSONError) as error:
        host.hcs.systems.create("web", {"Owner": 5, "Container": "x"})
    assert error.value.record is not None
    assert error.value.call == "HcsCreateComputeSystem"


ENDPOINT = "4f6a2c90-7d1e-4b3a-a5c8-112233445566"


@pytest.mark.parametrize(
    ("request_", "path", "value", "allowed"),
    [
        (
            {"ResourcePath": "Container/Memory/SizeInMB", "RequestType": "Update", "Settings": "all"},
            "Settings",
            "all",
            "a whole number from 0 to 18446744073709551615",
        ),
        (
            {
                "ResourcePath": "Container/MappedDirectories",
                "RequestType": "Add",
                "Settings": {"HostPath": "data", "ContainerPath": "C:\\data"},
            },
            "Settings.HostPath",
            "data",
            "an absolute path",
        ),
        (
            {"ResourceType": "Network", "RequestType": "Add", "Settings": "web"},
            "Settings",
            "web",
            "the endpoint's id",
        ),
        (
            hcspy.hcs.ModifySettingRequest(resource_path="Container/Memory/SizeInMB", request_type="Grow", settings=1),
            "RequestType",
            "Grow",
            "Add",
        ),
        (
            schema1.ResourceModificationRequestResponse(resource_type="Network", request_type="Add", settings="web"),
            "Settings",
            "web",
            "the endpoint's id",
        ),
    ],
)
def test_change_that_cannot_be_right_is_refused_before_the_call(
    request_: Any, path: str, value: object, allowed: str, system: System, fake_host: FakeHost
) -> None:
    """The service would say that something is invalid, and not what."""
    with pytest.raises(InvalidDocumentError) as error:
        system.modify(request_)
    (finding,) = error.value.findings
    assert (finding.path, finding.value) == (path, value)
    assert allowed in finding.allowed
    assert fake_host.calls.of("HcsModifyComputeSystem") == []


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ({"CommandLine": "cmd", "ConsoleSize": [25]}, "ConsoleSize"),
        ({"CommandLine": "cmd", "Environment": {"A=B": "1"}}, "Environment"),
        (hcspy.hcs.ProcessParameters(command_line="x" * 32_767), "CommandLine"),
        (schema1.ProcessConfig(command_line="\N{SNAKE}" * 16_384), "CommandLine"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_process_that_cannot_be_right_is_refused_before_the_call(
    document: Any, path: str, system: System, fake_host: FakeHost
) -> None:
    """Nothing would be started, and nobody would know why."""
    with pytest.raises(InvalidDocumentError) as error:
        system.create_process(document)
    assert [finding.path for finding in error.value.findings] == [path]
    assert fake_host.calls.of("HcsCreateProcess") == []


def test_variable_that_has_no_name_is_refused_by_exec(system: System, fake_host: FakeHost) -> None:
    """The verb makes the document, and what is in it comes from the program."""
    with pytest.raises(InvalidDocumentError, match="Environment"):
        system.exec("cmd", env={"": "1"})
    assert fake_host.calls.of("HcsCreateProcess") == []


def test_changes_of_a_process_are_checked(system: System, fake_host: FakeHost) -> None:
    """Its console, its streams, and the signals that it gets."""
    system.start()
    with system.exec("ping -t localhost") as process:
        with pytest.raises(InvalidDocumentError, match=r"ConsoleSize\.Height"):
            process.resize_console(-1, 80)
        with pytest.raises(InvalidDocumentError, match="CloseHandle"):
            process.modify({"Operation": "CloseHandle"})
        with pytest.raises(InvalidDocumentError, match="Signal"):
            process.signal({"Signal": 1.5})
        process.kill()
        process.wait(30)
    assert fake_host.calls.of("HcsModifyProcess") == fake_host.calls.of("HcsSignalProcess") == []


def test_unchecked_requests_are_refused_by_the_service(hcs: HCS, fake_host: FakeHost) -> None:
    """Whoever knows better may say so; a text goes as it is in any case."""
    with fake_host.connect(validate=False) as host:
        opened = host.hcs.use(hcs.door).systems
        with opened.create("other", DOCUMENT, terminate_on_exit=True) as system:
            system.start()
            with pytest.raises(HcspyError):
                system.modify({"ResourcePath": "Container/Memory/SizeInMB", "RequestType": "Update", "Settings": "x"})
            with pytest.raises(HcspyError):
                system.create_process({"CommandLine": "x" * 32_767})
            with system.exec("ping -t localhost") as process, pytest.raises(HcspyError):
                process.modify({"Operation": "CloseHandle", "CloseHandle": {"Handle": "StdNone"}})
    assert fake_host.calls.of("HcsModifyComputeSystem")


def test_live_migration_is_told_in_typed_events(fake_host: FakeHost) -> None:
    """Whoever moves a machine has to know when the guest stands still, and for how long."""
    exited = (
        '{"Origin":"Source","Event":"BlackoutExited","Result":"Success",'
        '"AdditionalDetails":{"BlackoutDurationMilliseconds":250}}'
    )
    with fake_host.connect() as host:
        systems = host.hcs.use("computecore").systems
        with (
            systems.create("web", DOCUMENT, migration_events=True, terminate_on_exit=True) as system,
            systems.open("web", migration_events=True) as again,
        ):
            registered = fake_host.calls.of("HcsSetComputeSystemCallback")
            assert [call.args["callbackOptions"] for call in registered] == [4, 4]
            with system.events() as events, again.events() as others:
                registered[0].args["callback"](0x80000003, exited)
                registered[1].args["callback"](0x80000003, '{"Event":"Landed"}')
                told, other = events.get(30), others.get(30)
    assert told.kind is EventKind.LIVE_MIGRATION
    assert told.migration is not None
    assert (told.migration.origin, told.migration.event) == ("Source", hcs.MigrationEvent.BLACKOUT_EXITED)
    assert told.migration.result is hcs.MigrationResult.SUCCESS
    details = told.migration.additional_details
    assert details.blackout_duration == timedelta(milliseconds=250)  # type: ignore[union-attr]
    assert str(other.migration.event) == "Landed"  # type: ignore[union-attr]


def test_migration_is_told_only_where_it_was_asked_for(fake_host: FakeHost) -> None:
    """A Windows that does not know of it would refuse the question; vmcompute.dll cannot tell at all."""
    with fake_host.connect() as host:
        with host.hcs.use("computecore").systems.create("web", DOCUMENT, terminate_on_exit=True) as system:
            (call,) = fake_host.calls.of("HcsSetComputeSystemCallback")
            assert call.args["callbackOptions"] == 0
            with system.events() as events:
                call.args["callback"](4)
                assert events.get(30).migration is None
        for open in (
            lambda: host.hcs.use("vmcompute").systems.create("web", DOCUMENT, migration_events=True),
            lambda: host.hcs.use("vmcompute").systems.open("web", migration_events=True),
        ):
            with pytest.raises(NotSupportedError, match="knows no live migration"):
                open()
    fake_host.assert_clean()


def test_id_that_is_taken_is_refused(system: System, hcs: HCS) -> None:
    """And the one that is there stays as it is."""
    with pytest.raises(SystemAlreadyExistsError):
        hcs.systems.create("web", DOCUMENT)
    assert [found.id for found in hcs.systems.list()] == ["web"]


def test_systems_are_listed_without_handles(hcs: HCS, fake_host: FakeHost) -> None:
    """Filters go to the service; all that are given have to hold."""
    with (
        hcs.systems.create("one", {**DOCUMENT, "Owner": "docker"}, terminate_on_exit=True),
        hcs.systems.create("two", DOCUMENT, terminate_on_exit=True),
    ):
        handles = len(fake_host.leaks)
        assert [found.id for found in hcs.systems.list()] == ["one", "two"]
        assert [found.id for found in hcs.systems.list(owners="docker")] == ["one"]
        assert [found.id for found in hcs.systems.list(ids=["two", "three"])] == ["two"]
        assert [found.id for found in hcs.systems.list(types=["VirtualMachine"])] == []
        assert [found.id for found in hcs.systems.list(owners="me", ids="one")] == []
        assert hcs.systems.list(ids=[]) == []
        assert isinstance(hcs.systems.list(schema=1)[0], schema1.ContainerProperties)
        assert len(fake_host.leaks) == handles


def test_one_system_is_found(hcs: HCS) -> None:
    """By its id, or by filters of which exactly one has to fit."""
    with (
        hcs.systems.create("one", DOCUMENT, terminate_on_exit=True),
        hcs.systems.create("two", DOCUMENT, terminate_on_exit=True),
    ):
        assert hcs.systems.get("one").id == "one"
        assert hcs.systems.find("three") is None
        with pytest.raises(SystemNotFoundError):
            hcs.systems.get("three")
        with pytest.raises(AmbiguousError):
            hcs.systems.find(owner="me")
        with pytest.raises(InvalidDocumentError, match="neither an id nor a filter"):
            hcs.systems.get()


def test_answer_that_is_no_list_is_an_error(hcs: HCS, fake_host: FakeHost, monkeypatch: pytest.MonkeyPatch) -> None:
    """It cannot be used, whatever the call said."""
    for text in ("", "{}", "[5]", "{"):
        monkeypatch.setattr(hcs._door, "enumerate", lambda query, timeout, text=text: text)
        with pytest.raises(UnexpectedAnswerError):
            hcs.systems.list()


def test_answer_that_is_no_object_is_an_error(running: System, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for properties."""
    for text in ("", "[]"):
        monkeypatch.setattr(running._open, "properties", lambda query, timeout, text=text: text)
        with pytest.raises(UnexpectedAnswerError):
            running.properties()


def test_refused_call_is_explained(hcs: HCS, fake_host: FakeHost) -> None:
    """Whoever is no administrator is told so."""
    fake_host.on("HcsEnumerateComputeSystems").fail(0x80070005)
    with pytest.raises(AccessDeniedError) as error:
        hcs.systems.list()
    assert error.value.hint


def test_properties_are_typed_by_schema(running: System) -> None:
    """What was asked for is there, in either form."""
    found = running.properties("Statistics", "ProcessList")
    assert isinstance(found, hcs.Properties)
    assert found.statistics is not None
    older = running.properties("Statistics", schema=1)
    assert isinstance(older, schema1.ContainerProperties)
    assert older.statistics.container_start_time == running.statistics().container_start_time
    with pytest.raises(InvalidDocumentError, match="the schemas 1 and 2, not 3"):
        running.properties(schema=3)  # type: ignore[call-overload]


def test_processes_are_listed(running: System) -> None:
    """With names and numbers."""
    with running.exec("ping -t localhost") as process:
        listed = {item.process_id: item.image_name for item in running.processes()}
        process.kill()
        process.wait(30)
    assert str(listed[process.pid]).startswith("ping")


def test_basics_are_asked_once(running: System, fake_host: FakeHost) -> None:
    """They never change."""
    assert running.basics.owner == "me"
    asked = len(fake_host.calls)
    assert (running.os, running.is_oci) == ("windows", False)
    assert len(fake_host.calls) == asked


def test_further_questions_go_along(running: System, fake_host: FakeHost) -> None:
    """As a document of their own, by name."""
    running.properties("Statistics", queries={"Memory": {}})
    query = fake_host.calls.of("HcsGetComputeSystemProperties")[-1].args["propertyQuery"]
    assert query == '{"PropertyTypes":["Statistics"],"Queries":{"Memory":{}}}'


def test_memory_of_a_machine_changes(host: Host) -> None:
    """And its memory property tells so afterwards."""
    with host.hcs.systems.create("vm", MACHINE, terminate_on_exit=True) as machine:
        machine.start()
        assert (machine.os, machine.is_oci) in (("", False), ("linux", False), ("windows", False))
        machine.set_memory(2048)
        assert machine.memory() is not None
        assert machine.guest_connection() is not None


def test_endpoint_is_plugged_in_and_out(running: System, host: Host) -> None:
    """While the container runs, by a model or an id."""
    network = host.hns.networks.create(hns.HNSNetwork(name="web", type="NAT"))
    endpoint = host.hns.endpoints.create(hns.HNSEndpoint(name="web-0", virtual_network=network.id))
    running.add_endpoint(endpoint)
    assert "web" in host.hns.endpoints.get(endpoint.id).shared_containers
    running.remove_endpoint(endpoint.id)
    assert "web" not in host.hns.endpoints.get(endpoint.id).shared_containers


def sent(fake: FakeHost) -> Any:
    """Return the change that was sent last."""
    return json.loads(fake.calls.of("HcsModifyComputeSystem")[-1].args["configuration"])


def test_requests_have_the_paths_of_the_service(
    running: System, fake_host: FakeHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Models or mappings; what is removed may need no settings."""
    told: list[Any] = []
    monkeypatch.setattr(running._open, "modify", lambda text, timeout: told.append(json.loads(text)))
    folder = hcs.MappedDirectory(host_path="C:\\d", container_path="C:\\in")
    running.add_mapped_directory(folder)
    running.remove_mapped_directory({"ContainerPath": "C:\\in"})
    running.add_network_adapter("nic", hcs.NetworkAdapter(endpoint_id=GROUP))
    running.remove_network_adapter("nic")
    running.set_memory(512)
    running.modify(hcs.ModifySettingRequest(resource_path="p", request_type="Update", settings=5))
    assert told == [
        {
            "ResourcePath": "Container/MappedDirectories",
            "RequestType": "Add",
            "Settings": {"HostPath": "C:\\d", "ContainerPath": "C:\\in"},
        },
        {
            "ResourcePath": "Container/MappedDirectories",
            "RequestType": "Remove",
            "Settings": {"ContainerPath": "C:\\in"},
        },
        {
            "ResourcePath": "VirtualMachine/Devices/NetworkAdapters/nic",
            "RequestType": "Add",
            "Settings": {"EndpointId": GROUP},
        },
        {"ResourcePath": "VirtualMachine/Devices/NetworkAdapters/nic", "RequestType": "Remove"},
        {"ResourcePath": "Container/Memory/SizeInMB", "RequestType": "Update", "Settings": 512},
        {"ResourcePath": "p", "RequestType": "Update", "Settings": 5},
    ]


def test_late_change_is_waited_for(running: System, fake_host: FakeHost) -> None:
    """vmcompute.dll may say pending; the change has happened when the verb returns."""
    fake_host.on("HcsModifyComputeSystem").delay_notification(0.1)
    running.modify({"ResourcePath": "Container/Memory/SizeInMB", "RequestType": "Update", "Settings": 512}, timeout=20)


def test_service_tells_of_itself(hcs: HCS) -> None:
    """Which schema it knows."""
    assert max(version.pair for version in hcs.schema_versions()) >= (2, 5)
    assert hcs.properties("Basic").properties


def test_processor_groups_come_and_go(hcs: HCS) -> None:
    """Made, found, changed, deleted."""
    hcs.create_cpu_group(GROUP, [0, 1])
    assert GROUP in [group.group_id for group in hcs.cpu_groups()]
    hcs.set_cpu_group_property(GROUP, 0x10000, 32768)
    hcs.delete_cpu_group(GROUP)
    assert GROUP not in [group.group_id for group in hcs.cpu_groups()]


def test_questions_to_the_service_go_along(hcs: HCS, fake_host: FakeHost) -> None:
    """By name, beside the properties."""
    hcs.properties(queries={"Basic": None})
    query = fake_host.calls.of("HcsGetServiceProperties")[-1].args["propertyQuery"]
    assert query == '{"PropertyQueries":{"Basic":null}}'


def test_door_is_chosen(host: Host) -> None:
    """computecore.dll where it is, the other one on demand; another word is refused."""
    assert host.hcs.door == "computecore"
    assert repr(host.hcs.use("vmcompute")) == "<HCS through vmcompute.dll>"
    with pytest.raises(InvalidDocumentError, match="no door 'wmi'"):
        host.hcs.use("wmi")  # type: ignore[arg-type]


def test_old_windows_has_one_door() -> None:
    """Windows Server 2016 came without computecore.dll."""
    with FakeHost(profile="rs1") as fake, fake.connect() as host:
        assert host.hcs.door == "vmcompute"
        with pytest.raises(LibraryMissingError, match=r"this host has no computecore\.dll"):
            host.hcs.use("computecore")


def test_handles_of_the_doors_do_not_mix(host: Host) -> None:
    """cffi tells them apart, before anything is called."""
    from hcspy._ffi import computecore, vmcompute

    with host.hcs.use("vmcompute").systems.create("web", DOCUMENT, terminate_on_exit=True):
        older: Any = vmcompute.open_compute_system(host.tables, "web")
        newer: Any = computecore.open_compute_system(host.tables, "web")
        with older, newer, computecore.create_operation(host.tables) as operation:
            with pytest.raises(TypeError):
                computecore.start_compute_system(older, operation)
            with pytest.raises(TypeError):
                vmcompute.start_compute_system(newer)


def test_namespace_reaches_the_system(host: Host) -> None:
    """What HCN made, HCS uses."""
    namespace = host.hcn.namespaces.create(hcn.HostComputeNamespace())
    document = {**DOCUMENT, "Container": {"Networking": {"Namespace": namespace.id}}}
    with host.hcs.systems.create("web", document, terminate_on_exit=True) as system:
        system.start()
