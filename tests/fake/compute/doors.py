"""The two doors to the compute service as a program sees them: exports by name, in plain values."""

from __future__ import annotations

import json
import os
import queue
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

from hcspy.testing import FakeHost

PENDING = 0xC0370103
PATIENCE = 10.0

ARGON: dict[str, Any] = {
    "SystemType": "Container",
    "Name": "c1",
    "Owner": "test",
    "VolumePath": r"\\?\Volume{21c14e6d-250e-11e7-b04f-ee012c2703ab}",
    "LayerFolderPath": r"C:\layers\c1",
    "Layers": [{"ID": "1968356f-3168-5169-8c20-ee548f8260f6", "Path": r"C:\layers\base"}],
    "HvPartition": False,
}
XENON = {**ARGON, "HvPartition": True, "HvRuntime": {"ImagePath": r"C:\layers\base\UtilityVM"}}
LCOW = {**XENON, "ContainerType": "linux", "HvRuntime": {"ImagePath": r"C:\Program Files\Linux Containers"}}
ARGON_2: dict[str, Any] = {
    "Owner": "test",
    "SchemaVersion": {"Major": 2, "Minor": 1},
    "Container": {
        "GuestOs": {"HostName": "web"},
        "Storage": {
            "Layers": [{"Id": "1968356f-3168-5169-8c20-ee548f8260f6", "Path": r"C:\layers\base"}],
            "Path": "\\\\?\\Volume{21c14e6d-250e-11e7-b04f-ee012c2703ab}\\",
        },
    },
}
MACHINE: dict[str, Any] = {
    "Owner": "test",
    "SchemaVersion": {"Major": 2, "Minor": 1},
    "VirtualMachine": {
        "ComputeTopology": {"Memory": {"SizeInMB": 1024}, "Processor": {"Count": 2}},
        "Devices": {},
        "GuestConnection": {},
    },
}
DOCUMENTS: dict[str, dict[str, Any]] = {"argon 1": ARGON, "xenon 1": XENON, "argon 2": ARGON_2, "machine": MACHINE}
PIPES = {"CreateStdInPipe": True, "CreateStdOutPipe": True, "CreateStdErrPipe": True}


class Refused(Exception):
    """A call that failed: its code, and the result document if there is one."""

    def __init__(self, hresult: int, record: str | None) -> None:
        super().__init__(f"0x{hresult:08X} {record}")
        self.hresult = hresult
        self.record = None if record is None else json.loads(record)

    @property
    def number(self) -> int:
        """The last digits of the code, which both doors share."""
        return self.hresult & 0xFFFF


def stream(number: int, mode: str) -> Any:
    """Make a Python file of the end of a pipe."""
    if sys.platform == "win32":
        import msvcrt

        number = msvcrt.open_osfhandle(number, os.O_RDONLY if mode == "rb" else 0)
    return os.fdopen(number, mode, buffering=0 if mode == "wb" else -1)


class Process:
    """A process that was started through a door."""

    def __init__(self, door: Door, handle: int, information: Mapping[str, int]) -> None:
        self.door = door
        self.handle = handle
        self.pid = information["ProcessId"]
        names = (("stdin", "StdInput", "wb"), ("stdout", "StdOutput", "rb"), ("stderr", "StdError", "rb"))
        self.streams = {name: stream(information[key], mode) for name, key, mode in names if information[key]}

    def __getattr__(self, name: str) -> Any:
        return self.streams[name]

    def read(self) -> bytes:
        """Read all of its output."""
        data: bytes = self.streams["stdout"].read()
        return data

    def wait(self) -> int:
        """Wait for its end; return the exit code."""
        return self.door.wait_process(self.handle)

    def close(self) -> None:
        """Close its streams and its handle."""
        for file in self.streams.values():
            file.close()
        self.door.call("HcsCloseProcess", process=self.handle)


class Door:
    """One of the two."""

    dll: str

    def __init__(self, fake: FakeHost) -> None:
        self.fake = fake
        self.systems: list[int] = []
        self.processes: list[Process] = []

    def call(self, export: str, **args: Any) -> Mapping[str, Any]:
        """Call an export; Refused if it says no."""
        reply = self.raw(export, **args)
        hresult = reply.get("hresult", 0)
        if hresult not in (0, PENDING):
            raise Refused(hresult, reply.get("result", reply.get("resultDocument")))
        return reply

    def raw(self, export: str, **args: Any) -> Mapping[str, Any]:
        """Call an export, whatever it says."""
        return self.fake.respond(self.dll, export, args)

    def running(self, document: Mapping[str, Any] = ARGON, id: str = "c1") -> int:
        """Make a system and start it."""
        system = self.create(id, document)
        self.step("Start", system)
        return system

    def exec(self, system: int, line: str, **more: Any) -> Process:
        """Start a process, with all pipes unless said otherwise."""
        parameters = {"CommandLine": line, **PIPES, **more}
        process = Process(self, *self.start_process(system, json.dumps(parameters)))
        self.processes.append(process)
        return process

    def output(self, system: int, line: str, **more: Any) -> tuple[int, bytes]:
        """Run a process to its end; return exit code and output."""
        process = self.exec(system, line, **more)
        process.stdin.close()
        data = process.read()
        return process.wait(), data

    def create(self, id: str, document: Mapping[str, Any]) -> int:
        raise AssertionError

    def step(self, verb: str, system: int) -> None:
        raise AssertionError

    def start_process(self, system: int, parameters: str) -> tuple[int, Mapping[str, int]]:
        raise AssertionError

    def wait_process(self, process: int) -> int:
        raise AssertionError

    def close_system(self, system: int) -> None:
        raise AssertionError

    def close(self) -> None:
        """Give everything back."""
        for process in self.processes:
            process.close()
        for system in list(self.systems):
            self.close_system(system)


class First(Door):
    """vmcompute.dll."""

    dll = "vmcompute"

    def __init__(self, fake: FakeHost) -> None:
        super().__init__(fake)
        self.news: dict[int, queue.Queue[tuple[int, int, str | None]]] = {}
        self.callbacks: dict[int, int] = {}

    def watch(self, handle: int, what: str = "computeSystem") -> queue.Queue[tuple[int, int, str | None]]:
        """Register a callback that fills a queue."""
        news: queue.Queue[tuple[int, int, str | None]] = queue.Queue()
        export = "HcsRegisterComputeSystemCallback" if what == "computeSystem" else "HcsRegisterProcessCallback"
        reply = self.call(export, **{what: handle}, callback=lambda *message: news.put(message), context=1)
        self.news[handle], self.callbacks[handle] = news, reply["callbackHandle"]
        return news

    def unwatch(self, handle: int) -> None:
        """Unregister it."""
        callback = self.callbacks.pop(handle, None)
        if callback is not None:
            self.call("HcsUnregisterComputeSystemCallback", callbackHandle=callback)

    def heard(self, handle: int, number: int) -> int:
        """Wait for a notification; return its status."""
        type, status, _ = self.news[handle].get(timeout=PATIENCE)
        assert type == number
        return status

    def create(self, id: str, document: Mapping[str, Any]) -> int:
        reply = self.call("HcsCreateComputeSystem", id=id, configuration=json.dumps(document), identity=0)
        system: int = reply["computeSystem"]
        self.systems.append(system)
        self.watch(system)
        if reply["hresult"] == PENDING:
            assert self.heard(system, 2) == 0
        return system

    def step(self, verb: str, system: int) -> None:
        numbers = {"Start": 3, "Pause": 4, "Resume": 5, "Save": 8, "Shutdown": 1, "Terminate": 1}
        reply = self.call(f"Hcs{verb}ComputeSystem", computeSystem=system, options="")
        if reply["hresult"] == PENDING:
            status = self.heard(system, numbers[verb])
            if status:
                raise Refused(status, None)

    def start_process(self, system: int, parameters: str) -> tuple[int, Mapping[str, int]]:
        reply = self.call("HcsCreateProcess", computeSystem=system, processParameters=parameters)
        self.watch(reply["process"], "process")
        return reply["process"], reply["processInformation"]

    def wait_process(self, process: int) -> int:
        self.heard(process, 0x10000)
        text = self.call("HcsGetProcessProperties", process=process)["processProperties"]
        status = json.loads(text)
        assert status["Exited"]
        code: int = status["ExitCode"]
        return code

    def close_system(self, system: int) -> None:
        self.systems.remove(system)
        self.unwatch(system)
        self.call("HcsCloseComputeSystem", computeSystem=system)

    def close(self) -> None:
        for process in self.processes:
            self.unwatch(process.handle)
        super().close()


class Second(Door):
    """computecore.dll."""

    dll = "computecore"

    def operation(self, callback: Callable[..., object] | None = None) -> int:
        """Make an operation."""
        handle: int = self.raw("HcsCreateOperation", context=0, callback=callback)["ret"]
        return handle

    def tracked(self, export: str, info: bool = False, **args: Any) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """Make a call with an operation, and wait for it; return both answers."""
        operation = self.operation()
        try:
            reply = self.call(export, operation=operation, **args)
            wait = "HcsWaitForOperationResultAndProcessInfo" if info else "HcsWaitForOperationResult"
            try:
                return reply, self.call(wait, operation=operation, timeoutMs=int(PATIENCE * 1000))
            except Refused:
                if reply.get("computeSystem"):
                    self.raw("HcsCloseComputeSystem", computeSystem=reply["computeSystem"])
                raise
        finally:
            self.raw("HcsCloseOperation", operation=operation)

    def create(self, id: str, document: Mapping[str, Any]) -> int:
        text = json.dumps(document)
        reply, _ = self.tracked("HcsCreateComputeSystem", id=id, configuration=text, securityDescriptor=0)
        system: int = reply["computeSystem"]
        self.systems.append(system)
        return system

    def step(self, verb: str, system: int) -> None:
        export = f"Hcs{'ShutDown' if verb == 'Shutdown' else verb}ComputeSystem"
        self.tracked(export, computeSystem=system, options=None)

    def start_process(self, system: int, parameters: str) -> tuple[int, Mapping[str, int]]:
        reply, result = self.tracked(
            "HcsCreateProcess", info=True, computeSystem=system, processParameters=parameters, securityDescriptor=0
        )
        return reply["process"], result["processInformation"]

    def wait_process(self, process: int) -> int:
        reply = self.call(
            "HcsWaitForProcessExit", computeSystem=process, process=process, timeoutMs=int(PATIENCE * 1000)
        )
        code: int = json.loads(reply["result"])["ExitCode"]
        return code

    def close_system(self, system: int) -> None:
        self.systems.remove(system)
        self.raw("HcsCloseComputeSystem", computeSystem=system)


DOORS: dict[str, type[Door]] = {"vmcompute": First, "computecore": Second}


def until(condition: Callable[[], object], patience: float = PATIENCE) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.002)
