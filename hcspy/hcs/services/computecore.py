"""The documented door: calls of computecore.dll, each of which an operation follows.

Events of a system and of its processes come through a callback on their handles. A handle takes one, for its life, and
what the service says late is for nobody: the callback's number is forgotten before the handle is closed.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from hcspy._ffi import computecore
from hcspy._ffi.pipes import ProcessInformation
from hcspy.errors import HcspyError, UnexpectedAnswerError
from hcspy.hcs.services import silo
from hcspy.hcs.services.completion import Completion, Deadline
from hcspy.hcs.services.door import STOPPED, Begun, Verb, not_ended, until_exit
from hcspy.hcs.services.events import EVENTS, MIGRATION_EVENTS, EventKind, SystemEvent
from hcspy.hcs.services.followed import Followed
from hcspy.hcs.services.listener import Listener, end_with, hear_of_process
from hcspy.hcs.services.operation import PATIENCE

if TYPE_CHECKING:
    from hcspy._ffi.callbacks import Registration
    from hcspy._ffi.handles import CoreProcessHandle, CoreSystemHandle, OperationHandle
    from hcspy._ffi.tables import Tables
    from hcspy.hcs.services.silo import GroupAffinity

_CALLS: Final[dict[Verb, Callable[..., None]]] = {
    Verb.START: computecore.start_compute_system,
    Verb.SHUTDOWN: computecore.shutdown_compute_system,
    Verb.TERMINATE: computecore.terminate_compute_system,
    Verb.PAUSE: computecore.pause_compute_system,
    Verb.RESUME: computecore.resume_compute_system,
    Verb.SAVE: computecore.save_compute_system,
    Verb.CRASH: computecore.crash_compute_system,
    Verb.INITIALIZE_LIVE_MIGRATION_ON_SOURCE: computecore.initialize_live_migration_on_source,
    Verb.START_LIVE_MIGRATION_ON_SOURCE: computecore.start_live_migration_on_source,
    Verb.START_LIVE_MIGRATION_TRANSFER: computecore.start_live_migration_transfer,
    Verb.FINALIZE_LIVE_MIGRATION: computecore.finalize_live_migration,
    Verb.CANCEL_LIVE_MIGRATION: computecore.cancel_live_migration,
}
_EXPORTS: Final = {Verb.SHUTDOWN: "HcsShutDownComputeSystem"}
MIGRATION: Final = "hcs:/VirtualMachine/LiveMigrationSocket"
"""What a socket that is handed over with an operation is for."""


class ComputecoreDoor:
    """The compute service through computecore.dll."""

    name: Final = "computecore"

    def __init__(self, tables: Tables, patience: float = PATIENCE) -> None:
        self._tables = tables
        self._patience = patience

    def create(
        self, id: str, configuration: str, timeout: float | None, *, migration: bool = False
    ) -> ComputecoreSystem:
        """Create a system and wait until it is there; if it does not come to be, nothing is left of it."""
        deadline = Deadline(timeout)
        made: list[CoreSystemHandle] = []

        def call(operation: OperationHandle) -> None:
            made.append(computecore.create_compute_system(self._tables, id, configuration, operation, timeout=timeout))

        followed = Followed(self._tables, "HcsCreateComputeSystem", configuration, computecore.get_operation_result)
        followed.begin(call)
        system = ComputecoreSystem(made[0], id, self._patience)
        there = False
        try:
            followed.wait(deadline, self._patience)
            there = True
            system.listen(migration)
        except BaseException as error:
            system.give_up(terminate=there or not _failed(followed, error))
            raise
        return system

    def open(self, id: str, timeout: float | None, *, migration: bool = False) -> ComputecoreSystem:
        """Open a system."""
        system = ComputecoreSystem(
            computecore.open_compute_system(self._tables, id, timeout=timeout), id, self._patience
        )
        try:
            system.listen(migration)
        except BaseException:
            system.give_up(terminate=False)
            raise
        return system

    def enumerate(self, query: str, timeout: float | None) -> str:
        """Return the list of systems."""
        followed = Followed(self._tables, "HcsEnumerateComputeSystems", query, computecore.get_operation_result)
        deadline = Deadline(timeout)
        followed.begin(lambda operation: computecore.enumerate_compute_systems(operation, query, timeout=timeout))
        return followed.wait(deadline, self._patience)

    def service_properties(self, query: str, timeout: float | None) -> str:
        """Return what the service says of itself."""
        return computecore.get_service_properties(self._tables, query, timeout=timeout)

    def modify_service(self, settings: str, timeout: float | None) -> None:
        """Change settings of the service."""
        computecore.modify_service_settings(self._tables, settings, timeout=timeout)


def _failed(followed: Followed[Any], error: BaseException) -> bool:
    """Tell whether it was the service that said no: then there is no system to be ended."""
    return followed.completion.error is error


class ComputecoreSystem:
    """An open compute system of computecore.dll."""

    def __init__(self, handle: CoreSystemHandle, id: str, patience: float) -> None:
        self._handle = handle
        self._id = id
        self._tables = handle.tables
        self._patience = patience
        self._registration: Registration | None = None
        self.listener = Listener(f"compute system {id}")

    def listen(self, migration: bool) -> None:
        """Set the callback for events; those of a live migration come only where they are asked for."""
        options = MIGRATION_EVENTS if migration else 0
        self._registration = computecore.set_compute_system_callback(self._handle, self._receive, options)

    def _receive(self, type: int, data: str | None, operation: int) -> None:
        self.listener.receive(SystemEvent(kind=EVENTS.get(type, EventKind.OTHER), type=type, data=data))

    def begin(self, verb: Verb, options: str | None, timeout: float | None, socket: int | None = None) -> Begun:
        """Begin a verb; its operation tells how it ends, and of an end of the system the exit."""
        export = _EXPORTS.get(verb, f"Hcs{verb.value.title().replace('_', '')}")
        export = export if "Migration" in export or export.endswith("System") else f"{export}ComputeSystem"
        followed = Followed(self._tables, export, options, computecore.get_operation_result, self.listener)
        ended = until_exit(self.listener) if verb.ends else None

        def call(operation: OperationHandle) -> None:
            if socket is not None:
                computecore.add_resource_to_operation(operation, computecore.ResourceType.SOCKET, MIGRATION, socket)
            _CALLS[verb](self._handle, operation, options, timeout=timeout)

        try:
            followed.begin(call)
        except STOPPED:
            if ended is None:
                raise
            ended.resolve("")
        if ended is None:
            return Begun(followed.completion, export, followed.cancel, followed.collect)
        followed.completion.add_callback(lambda: not_ended(ended, followed.completion.error, self.listener))
        return Begun(ended, export, followed.cancel, followed.collect)

    def properties(self, query: str, timeout: float | None) -> str:
        """Return its properties."""
        return self._asked("HcsGetComputeSystemProperties", computecore.get_compute_system_properties, query, timeout)

    def modify(self, configuration: str, timeout: float | None) -> None:
        """Change it, and wait until that has happened."""
        self._asked("HcsModifyComputeSystem", computecore.modify_compute_system, configuration, timeout)

    def _asked(self, export: str, call: Callable[..., None], request: str, timeout: float | None) -> str:
        deadline = Deadline(timeout)
        followed = Followed(self._tables, export, request, computecore.get_operation_result, self.listener)
        followed.begin(lambda operation: call(self._handle, operation, request, timeout=timeout))
        return followed.wait(deadline, self._patience)

    def bind(self, affinities: Sequence[GroupAffinity], timeout: float | None) -> None:
        """Bind its processes to processors."""
        silo.bind(self._handle, self._id, affinities, timeout)

    def create_process(self, parameters: str, timeout: float | None) -> ComputecoreProcess:
        """Start a process; if nobody can listen to it, it is ended."""
        deadline = Deadline(timeout)
        made: list[CoreProcessHandle] = []
        missing: list[UnexpectedAnswerError] = []

        def call(operation: OperationHandle) -> None:
            try:
                made.append(computecore.create_process(self._handle, parameters, operation, timeout=timeout))
            except UnexpectedAnswerError as error:  # no handle: why, the operation tells
                missing.append(error)

        followed = Followed(
            self._tables, "HcsCreateProcess", parameters, _process_of, self.listener, ProcessInformation.close
        )
        followed.begin(call)
        if missing:
            followed.wait(deadline, self._patience).close()
            raise missing[0]
        process = ComputecoreProcess(made[0], self.listener, self._patience)
        pipes = ProcessInformation(0)
        try:
            process.pipes = pipes = followed.wait(deadline, self._patience)
            process.listen()
        except BaseException as error:
            pipes.close()
            process.give_up(terminate=not _failed(followed, error))
            raise
        return process

    def open_process(self, pid: int, timeout: float | None) -> ComputecoreProcess:
        """Open a process of it."""
        handle = computecore.open_process(self._handle, pid, timeout=timeout)
        process = ComputecoreProcess(handle, self.listener, self._patience)
        process.pipes = ProcessInformation(pid)
        try:
            process.listen()
        except BaseException:
            process.give_up(terminate=False)
            raise
        return process

    def close(self) -> None:
        """End each wait, forget the callback, then close the handle."""
        self.listener.close(self._release)

    def _release(self) -> None:
        registration, self._registration = self._registration, None
        if registration is not None:
            registration.close()
        self._handle.close()

    def give_up(self, *, terminate: bool) -> None:
        """Close what was not to be; what that does not take any more changes nothing."""
        if terminate:
            computecore.terminate_unseen(self._handle)
        with contextlib.suppress(HcspyError):
            self.close()


def _process_of(operation: OperationHandle, of: str, request: str | None) -> ProcessInformation:
    return computecore.get_operation_result_and_process_info(operation, of=of, request=request)[0]


class ComputecoreProcess:
    """An open process of computecore.dll."""

    def __init__(self, handle: CoreProcessHandle, system: Listener, patience: float) -> None:
        self._handle = handle
        self._system = system
        self._patience = patience
        self._registration: Registration | None = None
        self.pipes = ProcessInformation(0)
        self.exited: Final[Completion[str]] = Completion()

    @property
    def pid(self) -> int:
        """Its number."""
        return self.pipes.pid

    def listen(self) -> None:
        """Set the callback for events; the end of the system counts, too."""
        self._registration = computecore.set_process_callback(self._handle, self._receive)
        self._system.watch(self)

    def _receive(self, type: int, data: str | None, operation: int) -> None:
        hear_of_process(self.exited, EVENTS.get(type), data, self.pid)

    def ended(self, ending: HcspyError) -> None:
        """Hear that the system has ended, and with it the process."""
        end_with(self.exited, ending)

    def properties(self, timeout: float | None) -> str:
        """Return its properties."""
        return self._asked("HcsGetProcessProperties", computecore.get_process_properties, None, timeout)

    def modify(self, settings: str, timeout: float | None) -> None:
        """Change it."""
        self._asked("HcsModifyProcess", computecore.modify_process, settings, timeout)

    def signal(self, options: str, timeout: float | None) -> None:
        """Send it a signal."""
        self._asked("HcsSignalProcess", computecore.signal_process, options, timeout)

    def terminate(self, timeout: float | None) -> None:
        """End it by force."""
        self._asked("HcsTerminateProcess", computecore.terminate_process, None, timeout)

    def _asked(self, export: str, call: Callable[..., None], request: str | None, timeout: float | None) -> str:
        deadline = Deadline(timeout)
        followed = Followed(self._handle.tables, export, request, _process_result)
        followed.begin(lambda operation: call(self._handle, operation, request, timeout=timeout))
        return followed.wait(deadline, self._patience)

    def close(self) -> None:
        """Forget the callback, then close the handle; the process goes on."""
        self._system.unwatch(self)
        registration, self._registration = self._registration, None
        if registration is not None:
            registration.close()
        self._handle.close()

    def give_up(self, *, terminate: bool) -> None:
        """Close what was not to be."""
        if terminate:
            computecore.end_process_unseen(self._handle)
        with contextlib.suppress(HcspyError):
            self.close()


def _process_result(operation: OperationHandle, of: str, request: str | None) -> str:
    return computecore.get_operation_result(operation, of=of, request=request, noun="process")
