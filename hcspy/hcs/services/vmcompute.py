"""The older door: calls of vmcompute.dll that notifications end.

In which order. One who waits stands in line before the call is made, since the notification may be faster than the
call's return. Of a new system the handle comes first and the registration second; what was notified in between comes
with the registration. The registration ends before the handle is closed.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from hcspy._ffi import vmcompute
from hcspy._ffi.pipes import ProcessInformation
from hcspy.errors import HcspyError, TimedOutError
from hcspy.hcs.services import silo
from hcspy.hcs.services.completion import Completion, Deadline, done
from hcspy.hcs.services.door import STOPPED, Begun, Verb, no_migration, not_ended, unsupported, until_exit
from hcspy.hcs.services.events import NOTIFICATIONS, EventKind, SystemEvent
from hcspy.hcs.services.listener import Listener, end_with, hear_of_process
from hcspy.hcs.services.operation import PATIENCE

if TYPE_CHECKING:
    from hcspy._ffi.callbacks import Registration
    from hcspy._ffi.handles import ProcessHandle, SystemHandle
    from hcspy._ffi.tables import Tables
    from hcspy.hcs.services.silo import GroupAffinity

_CALLS: Final[dict[Verb, Callable[..., bool]]] = {
    Verb.START: vmcompute.start_compute_system,
    Verb.SHUTDOWN: vmcompute.shutdown_compute_system,
    Verb.TERMINATE: vmcompute.terminate_compute_system,
    Verb.PAUSE: vmcompute.pause_compute_system,
    Verb.RESUME: vmcompute.resume_compute_system,
    Verb.SAVE: vmcompute.save_compute_system,
}
_ENDS: Final = {
    Verb.START: EventKind.START_COMPLETED,
    Verb.PAUSE: EventKind.PAUSE_COMPLETED,
    Verb.RESUME: EventKind.RESUME_COMPLETED,
    Verb.SAVE: EventKind.SAVE_COMPLETED,
}


class VmcomputeDoor:
    """The compute service through vmcompute.dll."""

    name: Final = "vmcompute"

    def __init__(self, tables: Tables, patience: float = PATIENCE) -> None:
        self._tables = tables
        self._patience = patience

    def create(self, id: str, configuration: str, timeout: float | None, *, migration: bool = False) -> VmcomputeSystem:
        """Create a system and wait until it is there; if it does not come to be, nothing is left of it."""
        no_migration(migration)
        deadline = Deadline(timeout)
        handle, pending = vmcompute.create_compute_system(self._tables, id, configuration, timeout=timeout)
        system = VmcomputeSystem(handle, id, self._patience)
        created = system.listener.expect(EventKind.CREATE_COMPLETED, "HcsCreateComputeSystem") if pending else None
        try:
            system.listen()
            if created is not None:
                self._await(created, deadline, configuration)
        except BaseException as error:
            system.give_up(terminate=created is None or not created.done or isinstance(error, TimedOutError))
            raise
        return system

    def _await(self, created: Completion[str], deadline: Deadline, configuration: str) -> None:
        left = deadline.left
        if not created.wait(self._patience if left is None else left):
            raise TimedOutError(
                "the creation of the compute system did not end in time; it is being terminated",
                call="HcsCreateComputeSystem",
                request=configuration,
            )
        created.outcome()

    def open(self, id: str, timeout: float | None, *, migration: bool = False) -> VmcomputeSystem:
        """Open a system."""
        no_migration(migration)
        system = VmcomputeSystem(vmcompute.open_compute_system(self._tables, id, timeout=timeout), id, self._patience)
        try:
            system.listen()
        except BaseException:
            system.give_up(terminate=False)
            raise
        return system

    def enumerate(self, query: str, timeout: float | None) -> str:
        """Return the list of systems."""
        return vmcompute.enumerate_compute_systems(self._tables, query, timeout=timeout)

    def service_properties(self, query: str, timeout: float | None) -> str:
        """Return what the service says of itself."""
        return vmcompute.get_service_properties(self._tables, query, timeout=timeout)

    def modify_service(self, settings: str, timeout: float | None) -> None:
        """Change settings of the service."""
        vmcompute.modify_service_settings(self._tables, settings, timeout=timeout)


class VmcomputeSystem:
    """An open compute system of vmcompute.dll."""

    def __init__(self, handle: SystemHandle, id: str, patience: float) -> None:
        self._handle = handle
        self._id = id
        self._patience = patience
        self._registration: Registration | None = None
        self.listener = Listener(f"compute system {id}")

    def listen(self) -> None:
        """Register for notifications."""
        self._registration = vmcompute.register_compute_system_callback(self._handle, self._receive)

    def _receive(self, type: int, status: int, data: str | None) -> None:
        kind = NOTIFICATIONS.get(type, EventKind.OTHER)
        self.listener.receive(SystemEvent(kind=kind, type=type, status=status & 0xFFFFFFFF, data=data))

    def begin(self, verb: Verb, options: str | None, timeout: float | None, socket: int | None = None) -> Begun:
        """Begin a verb; what has not ended with the call is ended by a notification."""
        call = _CALLS.get(verb)
        if call is None:
            raise unsupported(verb)
        no_migration(socket is not None)
        export = f"Hcs{verb.value.title()}ComputeSystem"
        if verb.ends:
            return Begun(self._end(verb, call, options, timeout), export)
        kind = _ENDS[verb]
        completion = self.listener.expect(kind, export)
        try:
            pending = call(self._handle, options or "", timeout=timeout)
        except BaseException:
            self.listener.leave(kind, completion)
            raise
        if not pending:
            # The exit may have been told already, and have ended the wait: the call has succeeded all the same.
            self.listener.leave(kind, completion)
            completion = done()
        return Begun(completion, export)

    def _end(
        self, verb: Verb, call: Callable[..., bool], options: str | None, timeout: float | None
    ) -> Completion[str]:
        completion = until_exit(self.listener)
        failed = self.listener.expect(EventKind.SHUTDOWN_FAILED, f"Hcs{verb.value.title()}ComputeSystem")
        failed.add_callback(lambda: not_ended(completion, failed.error, self.listener))
        try:
            call(self._handle, options or "", timeout=timeout)
        except STOPPED:
            completion.resolve("")
        return completion

    def properties(self, query: str, timeout: float | None) -> str:
        """Return its properties."""
        return vmcompute.get_compute_system_properties(self._handle, query, timeout=timeout)

    def modify(self, configuration: str, timeout: float | None) -> None:
        """Change it, and wait until that has happened."""
        deadline = Deadline(timeout)
        completion = self.listener.expect(EventKind.MODIFY_COMPLETED, "HcsModifyComputeSystem")
        pending = False
        try:
            pending = vmcompute.modify_compute_system(self._handle, configuration, timeout=timeout)
        finally:
            if not pending:
                self.listener.leave(EventKind.MODIFY_COMPLETED, completion)
        if pending:
            left = deadline.left
            if not completion.wait(self._patience if left is None else left):
                raise TimedOutError(
                    f"the change of compute system {self._id} did not end in time",
                    call="HcsModifyComputeSystem",
                    request=configuration,
                )
            completion.outcome()

    def bind(self, affinities: Sequence[GroupAffinity], timeout: float | None) -> None:
        """Bind its processes to processors."""
        silo.bind(self._handle, self._id, affinities, timeout)

    def create_process(self, parameters: str, timeout: float | None) -> VmcomputeProcess:
        """Start a process; if nobody can listen to it, it is ended."""
        new = vmcompute.create_process(self._handle, parameters, timeout=timeout)
        process = VmcomputeProcess(new.handle, new.information, self.listener)
        try:
            process.listen()
        except BaseException:
            new.information.close()
            with contextlib.suppress(HcspyError):
                process.terminate(timeout)
            process.let_go()
            raise
        return process

    def open_process(self, pid: int, timeout: float | None) -> VmcomputeProcess:
        """Open a process of it."""
        handle = vmcompute.open_process(self._handle, pid, timeout=timeout)
        process = VmcomputeProcess(handle, ProcessInformation(pid), self.listener)
        try:
            process.listen()
        except BaseException:
            process.let_go()
            raise
        return process

    def close(self) -> None:
        """End each wait and the registration, then close the handle."""
        self.listener.close(self._release)

    def _release(self) -> None:
        registration, self._registration = self._registration, None
        try:
            if registration is not None:
                registration.close()
        finally:
            self._handle.close()

    def give_up(self, *, terminate: bool) -> None:
        """Close what was not to be; what that does not take any more changes nothing."""
        if terminate:
            with contextlib.suppress(HcspyError):
                vmcompute.terminate_compute_system(self._handle)
        with contextlib.suppress(HcspyError):
            self.close()


class VmcomputeProcess:
    """An open process of vmcompute.dll."""

    def __init__(self, handle: ProcessHandle, pipes: ProcessInformation, system: Listener) -> None:
        self._handle = handle
        self._system = system
        self._registration: Registration | None = None
        self.pid: Final = pipes.pid
        self.pipes: Final = pipes
        self.exited: Final[Completion[str]] = Completion()

    def listen(self) -> None:
        """Register for notifications; the end of the system counts, too."""
        self._registration = vmcompute.register_process_callback(self._handle, self._receive)
        self._system.watch(self)

    def _receive(self, type: int, status: int, data: str | None) -> None:
        hear_of_process(self.exited, NOTIFICATIONS.get(type), data, self.pid)

    def ended(self, ending: HcspyError) -> None:
        """Hear that the system has ended, and with it the process."""
        end_with(self.exited, ending)

    def properties(self, timeout: float | None) -> str:
        """Return its properties."""
        return vmcompute.get_process_properties(self._handle, timeout=timeout)

    def modify(self, settings: str, timeout: float | None) -> None:
        """Change it."""
        vmcompute.modify_process(self._handle, settings, timeout=timeout)

    def signal(self, options: str, timeout: float | None) -> None:
        """Send it a signal."""
        vmcompute.signal_process(self._handle, options, timeout=timeout)

    def terminate(self, timeout: float | None) -> None:
        """End it by force."""
        vmcompute.terminate_process(self._handle, timeout=timeout)

    def close(self) -> None:
        """End the registration, then close the handle; the process goes on."""
        self._system.unwatch(self)
        registration, self._registration = self._registration, None
        try:
            if registration is not None:
                registration.close()
        finally:
            self._handle.close()

    def let_go(self) -> None:
        """Close the handle; a close that fails changes nothing."""
        with contextlib.suppress(HcspyError):
            self.close()
