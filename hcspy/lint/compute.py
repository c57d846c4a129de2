"""What goes wrong with documents of the compute service that look right."""

from __future__ import annotations

import re
from typing import Final

from hcspy.lint.finding import Effect
from hcspy.lint.kinds import Kind
from hcspy.lint.spot import Spot
from hcspy.lint.trap import Pitfall, Pitfalls

SCHEMA_2_FORM: Final = {
    "AllowUnqualifiedDNSQuery": "Container.Networking.AllowUnqualifiedDnsQuery",
    "AssignedDevices": "Container.AssignedDevices",
    "Credentials": "Container.ContainerCredentialGuard",
    "DNSSearchList": "Container.Networking.DnsSearchList",
    "EndpointList": "Container.Networking.NetworkAdapters, or a Namespace",
    "HostName": "Container.GuestOs.HostName",
    "HvPartition": "HostedSystem, in a system that is a VirtualMachine",
    "HvRuntime": "a system that is a VirtualMachine",
    "Layers": "Container.Storage.Layers",
    "MappedDirectories": "Container.MappedDirectories",
    "MappedPipes": "Container.MappedPipes",
    "MemoryMaximumInMB": "Container.Memory.SizeInMB",
    "Name": "the id that is given to create",
    "NetworkSharedContainerName": "Container.Networking.NetworkSharedContainerName",
    "ProcessorCount": "Container.Processor.Count",
    "ProcessorMaximum": "Container.Processor.Maximum",
    "ProcessorWeight": "Container.Processor.Weight",
    "StorageBandwidthMaximum": "Container.Storage.QoS.BandwidthMaximum",
    "StorageIOPSMaximum": "Container.Storage.QoS.IopsMaximum",
    "SystemType": "Container, VirtualMachine or HostedSystem",
    "TerminateOnLastHandleClosed": "ShouldTerminateOnLastHandleClosed",
    "VolumePath": "Container.Storage.Path",
}
"""Where members of schema 1 are in schema 2."""

# fmt: off
BUILT_IN: Final = frozenset({
    "assoc", "call", "cd", "chdir", "cls", "copy", "date", "del", "dir", "echo", "endlocal", "erase", "exit", "for",
    "ftype", "goto", "if", "md", "mkdir", "mklink", "move", "path", "pause", "popd", "prompt", "pushd", "rd", "rem",
    "ren", "rename", "rmdir", "set", "setlocal", "shift", "start", "time", "title", "type", "ver", "verify", "vol",
})
# fmt: on
"""Commands that are no programs: cmd.exe has them built in."""

_FIRST_WORD: Final = re.compile(r"\s*([a-z]+)(?=\s|$)", re.I | re.A)


def compute_pitfalls(document: Spot, kind: Kind) -> Pitfalls:
    """Return what will go wrong with a document of the compute service."""
    if kind.noun == "process":
        yield from _process(document)
    elif kind.api == "v2" and not kind.request:
        yield from _members_of_schema_1(document)


def _members_of_schema_1(document: Spot) -> Pitfalls:
    for name, form in SCHEMA_2_FORM.items():
        if (found := document.get(name)) is not None:
            yield Pitfall(found, Effect.REFUSED, f"{name} belongs to documents of schema 1", form)


def _process(document: Spot) -> Pitfalls:
    """A command of the shell is no program: hosts answer 0x80070002 (containerd#6300, hcsshim#674)."""
    line = document.get("CommandLine")
    if line is None or document.get("ApplicationName") is not None:
        return
    match = _FIRST_WORD.match(str(line.value))
    if match and match[1].lower() in BUILT_IN:
        why = f"{match[1]} is built into cmd.exe: there is no such program (0x80070002)"
        yield Pitfall(line, Effect.REFUSED, why, f"cmd /c {str(line.value).strip()}")
