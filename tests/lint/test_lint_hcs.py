"""What lint makes of documents of the compute service."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hcspy import hcs, lint
from hcspy.codec import members
from hcspy.hcs import schema1
from hcspy.lint import Effect, Kind, sniff
from hcspy.lint.compute import SCHEMA_2_FORM

ID = "4f6a2c90-7d1e-4b3a-a5c8-112233445566"
SAMPLES = Path(__file__).parents[1] / "data" / "samples"


def sample(name: str) -> Any:
    """Read a recorded document."""
    return json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))


def findings(document: Any, target: str, **more: Any) -> list[tuple[str, Effect]]:
    """Return what lint says, by path."""
    [result] = lint.check(document, target, **more)
    return [(finding.path, finding.effect) for finding in result.findings]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("hcs_v1_create_argon", Kind("v1", "system")),
        ("hcs_v1_create_xenon_linux", Kind("v1", "system")),
        ("hcs_v2_create_argon", Kind("v2", "system")),
    ],
)
def test_recorded_documents_are_what_they_are(name: str, kind: Kind) -> None:
    """People keep documents in files that say nothing about what they are."""
    assert sniff(sample(name)) == kind


def test_recorded_processes_and_requests_are_what_they_are() -> None:
    """Both schemas tell a process in one form, and a change in two."""
    for document in sample("hcs_process_parameters"):
        assert sniff(document).noun == "process"
    for name, document in sample("hcs_v2_vm_modify_requests").items():
        assert sniff(document) == Kind("v1" if name.startswith("v1") else "v2", "system", True), name


def test_recorded_documents_are_fit_for_their_windows() -> None:
    """They ran."""
    for target in ("1803", "2019", "2025"):
        assert findings(sample("hcs_v1_create_argon"), target) == []
    for target in ("2019", "2025"):
        assert findings(sample("hcs_v2_create_argon"), target) == []


def test_schema_2_is_refused_before_server_2019() -> None:
    """One finding says it all, and what to write instead."""
    [result] = lint.check(sample("hcs_v2_create_argon"), "1803")
    [finding] = result.findings
    assert (finding.path, finding.effect, finding.since) == (
        "",
        Effect.REFUSED,
        "HCS 2.1: Windows 2019, build 17763",
    )
    assert finding.instead == "the document of schema 1: hcspy.hcs.schema1"
    request = hcs.ModifySettingRequest(resource_path="Container/Memory/SizeInMB", request_type="Update", settings=1)
    assert findings(request, "rs1") == [("", Effect.REFUSED)]


def test_process_is_told_in_one_form_to_all() -> None:
    """There is no door that an older Windows lacks."""
    assert findings(hcs.ProcessParameters(command_line="cmd"), "rs1") == []


def test_newer_member_makes_a_document_invalid() -> None:
    """HCS refuses what it does not know, where HNS leaves it alone."""
    document = sample("hcs_v2_create_argon")
    document["Container"]["AdditionalDeviceNamespace"] = {}
    document["SchemaVersion"]["Minor"] = 3
    assert findings(document, "2022") == []
    assert findings(document, "2019") == [
        ("Container.AdditionalDeviceNamespace", Effect.REFUSED),
        ("SchemaVersion.Minor", Effect.REFUSED),
    ]
    [result] = lint.check(document, "2019")
    assert [finding.instead for finding in result.findings] == [
        "leave it out",
        "a version of the schema that it reads",
    ]


def test_member_that_nobody_knows_is_found_in_lists_and_objects() -> None:
    """A slip in a device would leave it out of the machine."""
    document = {
        "SchemaVersion": {"Major": 2, "Minor": 1},
        "VirtualMachine": {"Devices": {"Scsi": {"primary": {"Attachments": {"0": {"Type": "Iso", "Paht": "C:\\x"}}}}}},
    }
    [result] = lint.check(document, "2022")
    [finding] = result.findings
    assert finding.path == "VirtualMachine.Devices.Scsi.primary.Attachments.0.Paht"
    assert (finding.effect, finding.instead) == (Effect.UNKNOWN, "Path?")


def test_what_a_container_of_schema_1_lacks_is_found() -> None:
    """Before it is tried on a host."""
    assert findings(schema1.ContainerConfig(name="web"), "2019") == [
        ("LayerFolderPath", Effect.REFUSED),
        ("Layers", Effect.REFUSED),
        ("VolumePath", Effect.REFUSED),
    ]


def test_settings_of_a_request_are_looked_into() -> None:
    """A hot add fails like a create does."""
    request = {
        "ResourcePath": f"VirtualMachine/Devices/NetworkAdapters/{ID}",
        "RequestType": "Add",
        "Settings": {"EndpointId": ID, "InstanceId": ID, "MacAddress": "0"},
    }
    assert findings(request, "2022") == [("Settings.MacAddress", Effect.REFUSED)]
    assert findings(request, "2019") == [
        ("Settings.InstanceId", Effect.REFUSED),
        ("Settings.MacAddress", Effect.REFUSED),
    ]


def test_kind_can_be_said() -> None:
    """A document of two members may be anything."""
    assert findings({"Name": "web", "Layers": []}, "2019", kind="system", api="v1")
    assert sniff({"Owner": "me"}, "system", "v2") == Kind("v2", "system")


def test_command_of_the_shell_is_no_program() -> None:
    """Recorded: the service looks for a program of that name, and there is none."""
    for target in ("1803", "2025"):
        [result] = lint.check(sample("hcs_process_parameters"), target)
        [finding] = result.findings
        assert (finding.path, finding.effect, finding.instead) == ("[1].CommandLine", Effect.REFUSED, "cmd /c echo foo")
    assert findings(hcs.ProcessParameters(command_line="echo.exe foo"), "2022") == []
    assert findings(hcs.ProcessParameters(command_line="  "), "2022") == []
    assert findings(schema1.ProcessConfig(application_name="C:\\x.exe", command_line="echo foo"), "2022") == []


def test_members_of_schema_1_are_told_where_they_are_in_schema_2() -> None:
    """Who changes SchemaVersion alone has a document that no Windows reads."""
    document = {**sample("hcs_v2_create_argon"), "Layers": [{}], "MemoryMaximumInMB": 512, "HvPartition": False}
    [result] = lint.check(document, "2022")
    assert [(finding.path, finding.instead) for finding in result.findings] == [
        ("HvPartition", "HostedSystem, in a system that is a VirtualMachine"),
        ("Layers", "Container.Storage.Layers"),
        ("MemoryMaximumInMB", "Container.Memory.SizeInMB"),
    ]


def test_every_member_that_moved_exists_in_schema_1() -> None:
    """The table is of names."""
    names = {member.name for member in members(schema1.ContainerConfig)}
    assert set(SCHEMA_2_FORM) <= names
