"""Counterparts of hcsshim's internal functions for compute systems and layers, which only its own programs can call.

They are named, and not replayed: the recordings of containers go through the public functions above them. What has no
counterpart on purpose says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from hcspy.errors import hcsshim

from .golang import functions
from .rows_storage import VMCOMPUTE

PACKAGES: Final = ("hcs", "hcsv2", "computecore", "vmcompute", "wclayer", "hcserror", "interop", "winapi")
BINDINGS: Final = ("computecore", "vmcompute")
"""Packages with a function for each export: here it is a slot of the function table of the DLL."""

_DOORS: Final = """
CreateComputeSystem          host.hcs.systems.create
OpenComputeSystem            host.hcs.systems.open
GetComputeSystems            host.hcs.systems.list
GetServiceProperties         host.hcs.properties
ModifyServiceSettings        host.hcs.modify
CreateNTFSVHD                host.storage.layers.format_vhd
HcsError.Error               hcspy.errors.HcspyError
SystemError.Error            hcspy.errors.HcspyError
ProcessError.Error           hcspy.errors.HcspyError
HcsError.Is                  hcspy.errors.HcspyError
HcsError.Temporary           hcspy.errors.HcspyError
HcsError.Timeout             hcspy.errors.TimedOutError
HcsError.Unwrap              hcspy.errors.HcspyError
hcsResult.Error              hcspy.errors.HcspyError
hcsResult.Unwrap             hcspy.errors.HcspyError
ErrorEvent.String            hcspy.errors.result.ErrorEvent
hcsNotification.String       hcspy.hcs.EventKind
Process.Close                hcspy.hcs.Process.close
Process.CloseStderr          hcspy.hcs.Process.stderr
Process.CloseStdin           hcspy.hcs.Process.close_stdin
Process.CloseStdout          hcspy.hcs.Process.stdout
Process.ExitCode             hcspy.hcs.Process.returncode
Process.Kill                 hcspy.hcs.Process.kill
Process.MigrationState       hcspy.hcs.Process.migration_state
Process.Pid                  hcspy.hcs.Process.pid
Process.ResizeConsole        hcspy.hcs.Process.resize_console
Process.Signal               hcspy.hcs.Process.signal
Process.Stdio                hcspy.hcs.Process.stdin
Process.StdioLegacy          hcspy.hcs.Process.stdin
Process.SystemID             hcspy.hcs.Process.system_id
Process.Wait                 hcspy.hcs.Process.wait
System.CancelLiveMigration   hcspy.hcs.System.migrate_nowait
System.Close                 hcspy.hcs.System.close
System.CloseCtx              hcspy.hcs.System.close
System.CreateProcess         hcspy.hcs.System.create_process
System.ExitError             hcspy.hcs.System.exit_status
System.FinalizeLiveMigration hcspy.hcs.System.migrate_nowait
System.ID                    hcspy.hcs.System.id
System.InitializeLiveMigrationOnSource hcspy.hcs.System.migrate_nowait
System.IsOCI                 hcspy.hcs.System.is_oci
System.MigrationNotifications hcspy.hcs.System.events
System.Modify                hcspy.hcs.System.modify
System.OS                    hcspy.hcs.System.os
System.OpenProcess           hcspy.hcs.System.open_process
System.Pause                 hcspy.hcs.System.pause
System.Properties            hcspy.hcs.System.properties
System.PropertiesV2          hcspy.hcs.System.properties
System.PropertiesV3          hcspy.hcs.System.properties
System.Resume                hcspy.hcs.System.resume
System.Save                  hcspy.hcs.System.save
System.SetCPUGroupAffinities hcspy.hcs.System.set_cpu_group_affinities
System.Shutdown              hcspy.hcs.System.shutdown
System.Start                 hcspy.hcs.System.start
System.StartLiveMigrationOnSource hcspy.hcs.System.migrate_nowait
System.StartLiveMigrationTransfer hcspy.hcs.System.migrate_nowait
System.StartWithMigrationOptions hcspy.hcs.System.migrate_nowait
System.StartedTime           hcspy.hcs.System.started_at
System.StoppedTime           hcspy.hcs.System.stopped_at
System.Terminate             hcspy.hcs.System.terminate
System.Wait                  hcspy.hcs.System.wait
System.WaitChannel           hcspy.hcs.System.exited
System.WaitCtx               hcspy.hcs.System.wait
System.WaitError             hcspy.hcs.System.exited
"""

_OTHERS: Final = """
computecore.HcsEventType.String        hcspy.hcs.EventKind
hcserror.New                           hcspy.errors.from_hresult
hcserror.Win32FromError                hcspy.errors.HcspyError.hresult
hcserror.HcsError.Error                hcspy.errors.HcspyError
interop.ConvertAndFreeCoTaskMemString  host.tables.take
interop.Win32FromHresult               hcspy.errors.canonical
winapi.SetJobCompartmentId             host.compartments.set_job
wclayer.GrantVmAccess                  host.storage.layers.grant_access
wclayer.LayerID                        host.storage.layers.of
"""

_FILES: Final = {
    "baseLayerReader": "reader",
    "legacyLayerReader": "reader",
    "legacyLayerReaderWrapper": "reader",
    "baseLayerWriter": "writer",
    "legacyLayerWriter": "writer",
    "legacyLayerWriterWrapper": "writer",
}
"""The types of layer streams, which stand behind two functions."""

WITHOUT: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        (name for name in ("hcs.IsAny", "hcsv2.IsAny") if name in functions()),
        "`except (A, B)` is the language's own",
    ),
    **dict.fromkeys(
        ("wclayer.GetLayerUvmBuild", "wclayer.WriteLayerUvmBuildFile"),
        "a file that hcsshim keeps for itself beside a layer, and no other program reads",
    ),
}
"""Functions that have no counterpart on purpose, and why."""


def _rows(text: str) -> Mapping[str, str]:
    return dict(line.split() for line in text.strip().splitlines())


def names() -> tuple[str, ...]:
    """Name the internal functions that are counted here."""
    return tuple(name for name, function in functions().items() if function["package"] in PACKAGES)


def counterpart(name: str) -> str | None:
    """Return the Python path that stands for an internal function; None if there is none."""
    return next(_found(name, functions()[name]), None)


def _found(name: str, function: Mapping[str, Any]) -> Iterator[str]:
    package, _, bare = name.partition(".")
    receiver = str(function["receiver"] or "").lstrip("*")
    if name in _rows(_OTHERS):
        yield _rows(_OTHERS)[name]
    elif package in BINDINGS:
        yield from (f"host.tables.{call.replace('.dll!', '.')}" for call in function["effect"]["dll_calls"])
    elif package in ("hcs", "hcsv2"):
        yield from (path for known, path in _rows(_DOORS).items() if known == bare)
        yield from (f"hcspy.errors.{row.catch[0].__name__}" for row in hcsshim.PREDICATES if row.name == bare)
    elif package == "wclayer" and receiver:
        yield f"host.storage.layers.{_FILES[receiver]}"
    elif package == "wclayer":
        yield from (row.python for row in VMCOMPUTE if row.api == f"hcsshim.{bare}")
