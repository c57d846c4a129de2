"""Recorded documents of schema 2, and what models say of them in Python's own types."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hcspy import hcn, hcs, hns
from hcspy.codec import evolve, from_json, to_dict, to_json
from hcspy.lint.unknown import unknown
from hcspy.validate import validate

SAMPLES = Path(__file__).parents[2] / "data" / "samples"


def sample(name: str) -> Any:
    """Read a recorded document."""
    return json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))


def goes_back(cls: type[Any], document: dict[str, Any]) -> Any:
    """Read a document, and see that it goes out byte for byte as it came, and is known."""
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False)
    model = from_json(cls, text)
    assert to_json(model) == text
    assert list(unknown(model, document)) == []
    return model


def test_container_of_containerd_is_read() -> None:
    """containerd's document is what most Windows containers are made of."""
    system = goes_back(hcs.ComputeSystem, sample("hcs_v2_create_argon"))
    assert system.owner == "containerd-shim-runhcs-v1.exe"
    assert system.schema_version.pair == (2, 1)
    assert system.should_terminate_on_last_handle_closed is True
    container = system.container
    assert container.guest_os.host_name == "buildkitsandbox"
    assert [layer.id for layer in container.storage.layers] == [
        "1a3348c8-c43b-5c1a-83f4-4bbff0d32f39",
        "9caf22d5-d18a-59e5-afd8-a5e3870a1fee",
    ]
    assert container.storage.path.endswith("}\\")
    assert container.networking.namespace == "1bf44cca-e9cf-47d7-851d-be8569d9bb2f"
    assert container.mapped_directories[0].container_path.startswith("C:\\Windows")


def test_change_of_a_recorded_container_is_the_only_difference() -> None:
    """A document that is read, changed and sent back is as it was elsewhere."""
    document = sample("hcs_v2_create_argon")
    system = from_json(hcs.ComputeSystem, document)
    assert system.container is not None
    changed = evolve(system, container=evolve(system.container, memory=hcs.Memory(size_in_mb=512)))
    document["Container"]["Memory"] = {"SizeInMB": 512}
    assert to_dict(changed) == document


SETTINGS = {
    "network_add": hcs.NetworkAdapter,
    "scsi_add": hcs.Attachment,
    "scsi_remove": type(None),
    "memory": int,
    "v2_container_mapped_dir": hcs.MappedDirectory,
}


@pytest.mark.parametrize("name", SETTINGS)
def test_request_is_read_by_its_path(name: str) -> None:
    """The path says what the settings are."""
    request = goes_back(hcs.ModifySettingRequest, sample("hcs_v2_vm_modify_requests")[name])
    assert isinstance(request.settings, SETTINGS[name])
    assert isinstance(request.request_type, hcs.ModifyRequestType)


def test_every_path_that_has_a_model_is_found() -> None:
    """Whatever the ids in it, and in any letter case."""
    from hcspy.hcs.schema.resources import RESOURCES

    for path, cls in RESOURCES.items():
        filled = path.replace("*", "7f2a{}")
        assert from_json(hcs.ModifySettingRequest, {"ResourcePath": filled, "Settings": {}}).settings == cls()
        assert isinstance(
            from_json(hcs.ModifySettingRequest, {"resourcepath": filled.upper(), "settings": {}}).settings, cls
        )


def test_request_to_a_guest_goes_inside_of_another() -> None:
    """Hot-adding a folder to a container with Hyper-V isolation tells the host and the guest at once."""
    folder = hcs.MappedDirectory(host_path="C:\\mnt", container_path="C:\\data")
    share = hcs.VirtualSmbShare(name="data", path="C:\\data")
    request = hcs.ModifySettingRequest(
        resource_path="VirtualMachine/Devices/VirtualSmb/Shares",
        request_type="Add",
        settings=share,
        guest_request=hcs.GuestModifySettingRequest(
            resource_type="MappedDirectory", request_type="Add", settings=folder
        ),
    )
    read = from_json(hcs.ModifySettingRequest, to_json(request))
    assert read.settings == share
    guest = from_json(hcs.GuestModifySettingRequest, read.guest_request)
    assert guest.settings == folder


def test_process_is_read_before_and_after() -> None:
    """What was sent to start it, and what was told when it had ended."""
    for document in sample("hcs_process_parameters"):
        assert goes_back(hcs.ProcessParameters, document).create_std_out_pipe is True
    status = goes_back(hcs.ProcessStatus, sample("hcs_process_properties"))
    assert (status.process_id, status.exited, status.exit_code, status.last_wait_result) == (353, True, 0, 0)


CODES = [0x80070002, 0xC0370106, 0xC0370105, 0xC037010D, 0x80070005]


@pytest.mark.parametrize(("row", "code"), [*zip(sample("hcs_result_documents"), CODES, strict=True)])
def test_result_documents_say_what_went_wrong(row: Any, code: int) -> None:
    """The number in the document is signed, error tables are not."""
    assert goes_back(hcs.ResultError, row["result"]).code == code


def test_result_documents_tell_of_events_and_attribution() -> None:
    """The text alone says no more than the number."""
    invalid, denied = (from_json(hcs.ResultError, row["result"]) for row in sample("hcs_result_documents")[3:])
    assert invalid.error_events[0].message is not None
    assert invalid.error_events[0].message.startswith("The specified compute system configuration is invalid")
    [record] = denied.attribution
    assert record.operation_failure is not None
    assert record.operation_failure.detail is hcs.OperationFailureDetail.CONSTRUCT


def test_result_without_a_number_has_no_code() -> None:
    """An odd document must not hide the error that it was to explain."""
    assert from_json(hcs.ResultError, {"Error": "broken"}).code is None


# -- Python's own types -----------------------------------------------------------------------------------------------


def test_times_and_durations_come_as_python_types() -> None:
    """Nobody should have to divide by ten million to know how long a container runs."""
    document = {
        "Timestamp": "2024-02-03T04:05:06.1234567Z",
        "ContainerStartTime": "2024-02-03T04:04:06Z",
        "Uptime100ns": 600000009,
        "Processor": {"TotalRuntime100ns": 30, "RuntimeUser100ns": 20, "RuntimeKernel100ns": 10},
    }
    read = from_json(hcs.Statistics, document)
    assert read.taken == datetime(2024, 2, 3, 4, 5, 6, 123456, tzinfo=UTC)
    assert read.started == datetime(2024, 2, 3, 4, 4, 6, tzinfo=UTC)
    assert read.uptime == timedelta(seconds=60)
    assert read.processor is not None
    parts = (read.processor.total_runtime, read.processor.runtime_user, read.processor.runtime_kernel)
    assert parts == (timedelta(microseconds=3), timedelta(microseconds=2), timedelta(microseconds=1))
    assert to_dict(read) == document


def test_times_of_processes_and_operations_are_read() -> None:
    """A list of processes is read by people."""
    process = hcs.ProcessDetails(
        create_timestamp="2024-02-03T04:05:06Z", user_time_100ns=15_000_000, kernel_time_100ns=5_000_000
    )
    assert process.created == datetime(2024, 2, 3, 4, 5, 6, tzinfo=UTC)
    assert (process.user_time, process.kernel_time) == (timedelta(seconds=1.5), timedelta(seconds=0.5))
    operation = hcs.OperationInfo(start_timestamp="2024-02-03T04:05:06Z", end_timestamp="2024-02-03T04:05:07Z")
    assert operation.started is not None
    assert operation.ended is not None
    assert operation.ended - operation.started == timedelta(seconds=1)


def test_blackout_of_a_migration_is_a_duration() -> None:
    """How long the guest stood still is what a migration is judged by."""
    details = {"BlackoutDurationMilliseconds": 250, "BlackoutStopTimestamp": "2024-02-03T04:05:06Z"}
    told = from_json(
        hcs.OperationSystemMigrationNotificationInfo, {"Event": "BlackoutExited", "AdditionalDetails": details}
    )
    assert isinstance(told.additional_details, hcs.BlackoutExitedEventDetails)
    assert told.additional_details.blackout_duration == timedelta(seconds=0.25)
    assert told.additional_details.blackout_stopped == datetime(2024, 2, 3, 4, 5, 6, tzinfo=UTC)
    assert hcs.BlackoutExitedEventDetails().blackout_duration is None


def test_bytes_in_base64_come_as_bytes() -> None:
    """JSON has no bytes."""
    assert hcs.RegistryValue(binary_value="AAEC").binary_bytes == b"\0\1\2"
    assert hcs.CompatibilityInfo(data="AAE=").data_bytes == b"\0\1"
    assert hcs.FirmwareFile(parameters="not base64").parameter_bytes is None
    assert hcs.FirmwareFile().parameter_bytes is None


def test_service_says_which_schemas_it_knows() -> None:
    """The newest decides what a document may say."""
    answer = {"Properties": [{"SupportedSchemaVersions": [{"Major": 1, "Minor": 0}, {"Major": 2, "Minor": 5}]}]}
    [basic] = from_json(hcs.ServiceProperties, answer).read(hcs.BasicInformation)
    assert basic.newest == (2, 5)
    assert hcs.BasicInformation().newest is None
    assert hcs.Version().pair == (0, 0)


def test_networks_are_given_as_models_or_ids() -> None:
    """Who has just made an endpoint need not look for its id."""
    id = "4f6a2c90-7d1e-4b3a-a5c8-112233445566"
    networking = hcs.Networking(
        namespace=hcn.HostComputeNamespace(id=id),
        network_adapters=[hns.HNSEndpoint(id=id), id],
        dns_search_list=["a.example", "b"],
    )
    assert to_dict(networking) == {"DnsSearchList": "a.example,b", "Namespace": id, "NetworkAdapters": [id, id]}
    assert to_dict(hcs.NetworkAdapter(endpoint_id=hcn.HostComputeEndpoint(id=id))) == {"EndpointId": id}


def test_validation_looks_at_devices_by_their_names() -> None:
    """Which of ten disks is wrong is the question."""
    disk = hcs.Attachment(type="Floppy", support_encrypted_files=True)
    devices = hcs.Devices(scsi={"primary": hcs.Scsi(attachments={"0": disk})})
    system = hcs.ComputeSystem(virtual_machine=hcs.VirtualMachine(devices=devices))
    paths = {finding.path for finding in validate(system, "2019")}
    where = "VirtualMachine.Devices.Scsi.primary.Attachments.0"
    assert {f"{where}.Type", f"{where}.SupportEncryptedFiles"} <= paths


def test_unknown_members_of_devices_are_found() -> None:
    """A slip of the pen in a disk's document would be ignored by the service without a word."""
    document = {"Scsi": {"primary": {"Attachments": {"0": {"Pth": "C:\\vm\\disk.vhdx"}}}}}
    [finding] = unknown(from_json(hcs.Devices, document), document)
    assert (finding.path, finding.instead) == ("Scsi.primary.Attachments.0.Pth", "Path?")
