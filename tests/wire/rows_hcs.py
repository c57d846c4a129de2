"""Counterparts of compute systems and processes: hcsshim's public interfaces, and recordings of their use."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from hcspy import hcs
from hcspy._ffi import computecore
from hcspy._ffi.cdata import ffi
from hcspy._ffi.handles import CoreSystemHandle, OperationHandle
from hcspy.hcs import Process, schema1
from hcspy.hcs.services import HCS

from . import models
from .counterparts import Counterpart, Inputs, all_as_go, as_go, document, nothing, value
from .steps import Steps

Recorded = Mapping[str, Any]
INFINITE: Final = 0xFFFFFFFF
PROPERTIES: Final = "schema1.ContainerProperties"


def _closed(target: Any, given: Any) -> None:
    """Create or open a system; the recording closes it at its end."""
    target(**given).close()


def _query(inputs: Inputs) -> Any:
    return inputs["q"]


def _listed(target: Any, given: Any) -> Any:
    names = {"ids": "IDs", "owners": "Owners", "names": "Names", "types": "Types"}
    return target(**{ours: given["query"][theirs] for ours, theirs in names.items()}, schema=1)


def _container(method: str, ours: str, note: str = "") -> Counterpart:
    return Counterpart(f"hcsshim.container.{method}", f"hcspy.hcs.System.{ours}", note=note)


def _process(method: str, ours: str, note: str = "") -> Counterpart:
    return Counterpart(f"hcsshim.process.{method}", f"hcspy.hcs.Process.{ours}", call=_attribute, note=note)


def _attribute(target: Any, given: Any) -> Any:
    """Stand for what is an attribute here."""
    return target


WAITS: Final = "waits for the exit; `{0}_nowait()` does not"

ROWS: Final = (
    Counterpart(
        "hcsshim.CreateContainer",
        "host.hcs.systems.create",
        {"id": value("id"), "document": document("c", "schema1.ContainerConfig")},
        nothing,
        call=_closed,
        note="a model of either schema, or a mapping",
    ),
    Counterpart("hcsshim.OpenContainer", "host.hcs.systems.open", {"id": value("id")}, nothing, call=_closed),
    Counterpart(
        "hcsshim.GetContainers",
        "host.hcs.systems.list",
        {"query": _query},
        all_as_go(PROPERTIES),
        call=_listed,
        note="the query's members are keywords",
    ),
    _container("Close", "close"),
    _container("CreateProcess", "exec", "`create_process()` takes a whole document"),
    _container("HasPendingUpdates", "has_pending_updates"),
    _container("MappedVirtualDisks", "mapped_virtual_disks"),
    _container("Modify", "modify"),
    _container("OpenProcess", "open_process"),
    _container("Pause", "pause"),
    _container("ProcessList", "processes"),
    _container("Resume", "resume"),
    _container("Shutdown", "shutdown", WAITS.format("shutdown")),
    _container("Start", "start"),
    _container("Statistics", "statistics"),
    _container("Terminate", "terminate", WAITS.format("terminate")),
    _container("Wait", "wait"),
    _container("WaitTimeout", "wait", "`wait(timeout)`"),
    _process("Close", "close"),
    _process("CloseStdin", "close_stdin"),
    _process("ExitCode", "returncode", "None while it runs"),
    _process("Kill", "kill", "nothing happens if it has ended"),
    _process("Pid", "pid"),
    _process("ResizeConsole", "resize_console", "height first"),
    _process("Stdio", "stdin", "and `stdout`, `stderr`"),
    _process("Wait", "wait"),
    _process("WaitTimeout", "wait", "`wait(timeout)`"),
)


# -- recordings of several steps ------------------------------------------------------------------------------------


class Session:
    """What the recordings do with a system and a process, step by step, under the names that they give to the steps."""

    def __init__(self, hcs: HCS, inputs: Inputs) -> None:
        self._inputs = inputs
        self._system = hcs.systems.open(inputs["id"])
        self._process: Process | None = None
        self._patience = 30.0

    def take(self) -> Steps:
        """Take the steps of a recording; "close" is of the process where one is open still, at last of the system."""
        steps = Steps()
        names = self._inputs.get("steps", ())
        for index, name in enumerate(names):
            self._patience = 0.01 if index in self._inputs["late"] else 30.0
            last = index == len(names) - 1
            closes = self._system if last or self._process is None else self._process
            action = closes.close if name in ("close", "close again") else getattr(self, name.replace(" ", "_"))
            steps(name, action)
        if not names:
            self._system.close()
        return steps

    def start(self) -> None:
        self._system.start()

    def pause(self) -> None:
        self._system.pause()

    def resume(self) -> None:
        self._system.resume()

    def shutdown(self) -> None:
        self._system.shutdown_nowait()

    shutdown_again = shutdown

    def terminate(self) -> None:
        self._system.terminate_nowait()

    def wait(self) -> None:
        (self._system if self._process is None else self._process).wait(self._patience)

    def statistics(self) -> Any:
        return as_go("schema1.Statistics")(self._system.statistics())

    def process_list(self) -> Any:
        return all_as_go("schema1.ProcessListItem")(self._system.processes())

    def mapped_virtual_disks(self) -> Any:
        project = as_go("schema1.MappedVirtualDiskController")
        return {number: project(found) for number, found in self._system.mapped_virtual_disks().items()}

    def has_pending_updates(self) -> bool:
        return self._system.has_pending_updates()

    def modify(self) -> None:
        request = self._inputs.get("modify")
        config = self._inputs.get("config") or _sent(self._inputs, "HcsModifyComputeSystem", "configuration")
        self._system.modify(_changed(config) if request is None else _setting(request))

    def create_process(self) -> None:
        config = models.build("schema1.ProcessConfig", self._inputs["c"]) if "c" in self._inputs else {}
        self._process = self._system.create_process(config)

    def open_process(self) -> None:
        self._process = self._system.open_process(self._inputs["pid"])

    def pid(self) -> int:
        return self._opened.pid

    def exit_code(self) -> int | None:
        return self._opened.returncode

    def resize_console(self) -> None:
        size = self._inputs["resize_console"]
        self._opened.resize_console(size["height"], size["width"])

    resize_console_after_close = resize_console

    def close_stdin(self) -> None:
        self._opened.close_stdin()

    close_stdin_after_exit = close_stdin

    def kill(self) -> None:
        self._opened.kill()

    kill_again = kill

    def signal(self) -> bool:
        return self._opened.signal(self._inputs["signal"])

    def close_process(self) -> None:
        self._opened.close()

    def os(self) -> str:
        return self._system.os

    def is_oci(self) -> bool:
        return self._system.is_oci

    def properties(self) -> Any:
        return as_go(PROPERTIES)(self._system.properties(*self._inputs["properties"], schema=1))

    def properties_v2(self) -> Any:
        return as_go("schema2.Properties")(self._system.properties(*self._inputs["properties_v2"]))

    def save(self) -> None:
        self._system.save(self._inputs["save"])

    def save_nil_options(self) -> None:
        self._system.save()

    @property
    def _opened(self) -> Process:
        assert self._process is not None
        return self._process


def _sent(inputs: Inputs, export: str, name: str) -> Any:
    """Return a document that a recording does not tell as an input, from the call that took it; {} if none was made."""
    return next((call.args[name] for call in inputs["sent"] if call.export == export), {})


def _changed(config: Any) -> Any:
    """Build a request of schema 1, from Go's structure or from the document that was made of it."""
    data = config.get("Data", config.get("Settings"))
    return schema1.ResourceModificationRequestResponse(
        resource_type=config.get("Resource", config.get("ResourceType")),
        settings=models.build("schema1.MappedVirtualDisk", data) if isinstance(data, dict) else data,
        request_type=config.get("Request", config.get("RequestType")),
    )


def _setting(request: Any) -> Any:
    adapter = models.build("schema2.NetworkAdapter", request["Settings"])
    return hcs.ModifySettingRequest(
        resource_path=request["ResourcePath"],
        request_type=request["RequestType"],
        settings=adapter,
        guest_request=request["GuestRequest"],
    )


class Binding:
    """The calls of computecore.dll one by one, as the recordings make them.

    The recordings tell no arguments: they are those of the calls, which say the seconds of a wait in milliseconds, and
    a handle by its number.
    """

    def __init__(self, tables: Any, inputs: Inputs) -> None:
        self._tables = tables
        self._names: Sequence[str] = inputs["steps"]
        self._due = deque(inputs["sent"])
        self._operation: OperationHandle | None = None
        self._system: CoreSystemHandle | None = None

    def take(self) -> Steps:
        steps = Steps()
        for name in self._names:
            args = self._due.popleft().args if self._due else {}
            steps(name, partial(getattr(self, name), args))
            self._close()
        return steps

    def _close(self) -> None:
        while self._due and self._due[0].export in ("HcsCloseOperation", "HcsCloseComputeSystem"):
            closed = self._operation if self._due.popleft().export == "HcsCloseOperation" else self._system
            assert closed is not None
            closed.close()

    def _of(self, args: Recorded) -> OperationHandle:
        """Return the operation that a call is for: the recordings go on with one that they closed, or made up."""
        held = self._operation
        if held is None or held.is_closed or _number(held) != args["operation"]:
            held = OperationHandle(self._tables, ffi.cast("HCS_OPERATION", args["operation"]))
            self._operation = held
        return held

    def open(self, args: Recorded) -> None:
        computecore.open_compute_system(self._tables, args["id"], args["requestedAccess"])

    def create_operation(self, args: Recorded) -> int:
        self._operation = computecore.create_operation(self._tables)
        return _number(self._operation)

    def create_system(self, args: Recorded) -> int:
        document = _text(args, "configuration")
        self._system = computecore.create_compute_system(self._tables, args["id"], document, self._of(args))
        return _number(self._system)

    def wait(self, args: Recorded) -> str:
        milliseconds = args["timeoutMs"]
        return computecore.wait_for_operation_result(
            self._of(args), None if milliseconds == INFINITE else milliseconds / 1000
        )

    def start(self, args: Recorded) -> None:
        computecore.start_compute_system(self._made, self._of(args), _text(args, "options"))

    def modify(self, args: Recorded) -> None:
        computecore.modify_compute_system(self._made, self._of(args), _text(args, "configuration"))

    def properties(self, args: Recorded) -> None:
        computecore.get_compute_system_properties(self._made, self._of(args), _text(args, "propertyQuery"))

    def terminate(self, args: Recorded) -> None:
        computecore.terminate_compute_system(self._made, self._of(args), _text(args, "options"))

    @property
    def _made(self) -> CoreSystemHandle:
        assert self._system is not None
        return self._system


def _text(args: Recorded, name: str) -> str:
    """Return a document of a call as text."""
    return str(args.get(f"{name}_raw", args[name]))


def _number(handle: CoreSystemHandle | OperationHandle) -> int:
    return int(ffi.cast("uintptr_t", handle.value()))


def _inputs(inputs: Inputs) -> Inputs:
    return inputs


def _used(host_hcs: HCS, given: Any) -> Steps:
    return Session(host_hcs, given["inputs"]).take()


def _bound(tables: Any, given: Any) -> Steps:
    return Binding(tables, given["inputs"]).take()


SCENARIOS: Final = (
    *(
        Counterpart(api, "host.hcs", {"inputs": _inputs}, call=_used)
        for api in (
            *(f"hcsshim.Container.{name}" for name in ("start", "pause", "resume", "shutdown", "terminate", "Wait")),
            *(f"hcsshim.Container.{name}" for name in ("Statistics", "ProcessList", "MappedVirtualDisks")),
            *(f"hcsshim.Container.{name}" for name in ("HasPendingUpdates", "Modify", "CreateProcess", "OpenProcess")),
            "hcsshim.Container",
            "hcsshim.Process",
            "hcsshim.Process.Kill",
            "internal/hcs.System",
        )
    ),
    Counterpart("internal/computecore", "host.tables", {"inputs": _inputs}, call=_bound),
    Counterpart(
        "internal/hcs.CreateComputeSystem",
        "host.hcs.systems.create",
        {"id": value("id"), "document": document("document", "schema2.ComputeSystem")},
        nothing,
        call=_closed,
    ),
    Counterpart(
        "internal/hcs.GetServiceProperties",
        "host.hcs.properties",
        {"query": lambda inputs: inputs["q"]},
        as_go("schema2.ServiceProperties"),
        call=lambda properties, given: properties(*given["query"]["PropertyTypes"]),
    ),
)
"""Uses of one object, under the names that the recordings have; no functions of hcsshim."""
