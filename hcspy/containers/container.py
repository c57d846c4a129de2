"""``Container``: one container of ours, from its creation to its removal."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final

from hcspy.containers import disk, making, record
from hcspy.containers.doors import Doors, folder_of, layer_of
from hcspy.containers.info import EXITED, ContainerInfo, told
from hcspy.containers.making import HYPERV, Progress
from hcspy.containers.record import ContainerRecord
from hcspy.errors import ClosedError, HcspyError, InUseError, InvalidStateError, SystemNotFoundError
from hcspy.hcs.services.process import UNKNOWN
from hcspy.verbs.rollback import Rollback, blame

if TYPE_CHECKING:
    import subprocess

    from hcspy.hcs.schema1 import ProcessListItem, Statistics
    from hcspy.hcs.services.events import ExitStatus
    from hcspy.hcs.services.process import Process
    from hcspy.hcs.services.system import System

# Seconds that a container has to shut down before it is ended by force, as docker gives it.
GRACE: Final = 10.0


class Container:
    """A container: its compute system while it runs, its scratch layer and endpoint until it is removed.

    A context manager: leaving it closes the handle, and the container goes on; with ``remove_on_exit`` it is stopped
    and removed.

    >>> import hcspy
    >>> with hcspy.connect("fake") as host, host.containers.create("nanoserver", remove_on_exit=True) as container:
    ...     container.start()
    ...     container.run("cmd /c echo hi", text=True).stdout.strip()
    'hi'
    """

    def __init__(
        self,
        doors: Doors,
        entry: ContainerRecord,
        system: System | None,
        *,
        remove_on_exit: bool = False,
        progress: Progress | None = None,
    ) -> None:
        self._doors = doors
        self._system = system
        self._progress = progress or (lambda step: None)
        self.record = entry
        """What it was made of."""
        self.remove_on_exit = remove_on_exit
        """Whether leaving ``with`` stops and removes it."""

    @property
    def name(self) -> str:
        """Its name, which is the id of its compute system."""
        return str(self.record.name)

    @property
    def system(self) -> System:
        """The compute system; InvalidStateError while there is none."""
        if self._system is None:
            raise InvalidStateError(f"container {self.name} does not run", hint="start() it")
        return self._system

    @property
    def endpoints(self) -> Sequence[str]:
        """The ids of the endpoints that were made for it."""
        return self.record.endpoints

    @property
    def info(self) -> ContainerInfo:
        """What can be said of it now, as ``host.containers.list()`` does."""
        self.note_end()
        written = record.read(self._folder)  # others may have seen it end
        return told(self.name, self._doors.hcs.systems.find(self.name), written or self.record)

    # -- life -----------------------------------------------------------------------------------------------------

    def start(self, *, timeout: float | None = None) -> None:
        """Start it, and wait until it runs; one that had ended is made anew, with the files that it left.

        If that fails, all is as before. ``timeout`` is in seconds, for each step.
        """
        with Rollback() as undo:
            system = self._living() or self._made_anew(undo, timeout)
            self._progress(f"start {self.name}")
            system.start(timeout=timeout)
        self._note(pid=None, exit_code=None, ended=None)
        self._system = system

    def _living(self) -> System | None:
        """Return the compute system if there is one, whoever created it."""
        if self._system is not None and self._system.exit_status is not None:
            self.close()
        self._open_system()
        return self._system

    def _made_anew(self, undo: Rollback, timeout: float | None) -> System:
        self._unmount()
        making.mount(self._doors, self.record, undo, self._progress)
        return making.create_system(self._doors, self.record, undo, self._progress, timeout)

    def stop(self, *, timeout: float = GRACE) -> None:
        """Shut it down; after ``timeout`` seconds it is ended by force. Nothing happens if it does not run."""
        self._progress(f"stop {self.name}")
        self._end(timeout)
        self._unmount()

    def kill(self) -> None:
        """End it by force, at once. Nothing happens if it does not run."""
        self._progress(f"kill {self.name}")
        self._end(None)
        self._unmount()

    def _end(self, grace: float | None) -> None:
        if self._system is None:
            return
        with self._watched(self._system):
            making.end(self._system, grace)
        self.note_end()
        self._system = None

    def _unmount(self) -> None:
        """Let go of the scratch layer, however far it is mounted: whoever started it may have gone since."""
        if self.record.isolation != HYPERV:
            disk.unmount(self._doors.storage, str(self.record.layer))

    def pause(self, *, timeout: float | None = None) -> None:
        """Let it stand still."""
        self.system.pause(timeout=timeout)

    def resume(self, *, timeout: float | None = None) -> None:
        """Let it go on that stood still."""
        self.system.resume(timeout=timeout)

    def wait(self, timeout: float | None = None) -> ExitStatus:
        """Wait until it has ended, and return how; for ever without a ``timeout``."""
        try:
            return self.system.wait(timeout)
        finally:
            self.note_end()

    def remove(self, *, force: bool = False) -> None:
        """Remove its endpoint and its scratch layer, with all that was written there.

        Raises InUseError while it runs, unless with ``force``, which kills it. What fails in the middle can be done
        again.
        """
        state = self.info.state
        if state in ("Running", "Paused") and not force:
            raise InUseError(f"container {self.name} is {state.lower()}", hint="stop it, or remove it with force")
        if state != EXITED:
            self._open_system()
            self._end(None)
        self._unmount()
        for endpoint in self.record.endpoints:
            self._progress(f"remove endpoint {endpoint}")
            self._doors.hns.endpoints.delete(endpoint, missing_ok=True)
        self._progress(f"remove {self.record.layer or layer_of(self.name)}")
        self._doors.storage.layers.destroy(self.record.layer or layer_of(self.name), missing_ok=True)

    def _open_system(self) -> None:
        if self._system is None:
            with contextlib.suppress(SystemNotFoundError):
                self._system = self._doors.hcs.systems.open(self.name)

    # -- what goes on in it -----------------------------------------------------------------------------------------

    def exec(self, args: str | Sequence[str] | None = None, **options: Any) -> Process:
        """Execute a program in it; the arguments are those of ``System.exec``.

        Without ``args`` it is what the container was created for: its ``command``, with ``env``, ``cwd``, ``user``.

        >>> import hcspy
        >>> with hcspy.connect("fake") as host:
        ...     wanted = {"command": ["cmd", "/c", "echo %WHO%"], "env": {"WHO": "me"}}
        ...     with host.containers.create("nanoserver", remove_on_exit=True, **wanted) as container:
        ...         container.start()
        ...         with container.exec(text=True) as process:
        ...             process.communicate()[0].strip()
        'me'
        """
        words, options = self.program(args, options)
        process = self.system.exec(words, **options)
        if args is None:
            self._note(pid=process.pid)
            process.on_exit = partial(self._note_exit, process.pid)
        return process

    def program(
        self, args: str | Sequence[str] | None, options: dict[str, Any]
    ) -> tuple[str | Sequence[str], dict[str, Any]]:
        """Return what ``exec`` executes, and the arguments with which it does."""
        if args is not None:
            return args, options
        entry = self.record
        if not entry.command:
            raise InvalidStateError(f"container {self.name} was created without a command", hint="exec([...])")
        return entry.command, {"env": entry.env, "cwd": entry.cwd, "user": entry.user, **options}

    def run(self, args: str | Sequence[str], **options: Any) -> subprocess.CompletedProcess[Any]:
        """Execute a program in it and wait for its end; the arguments are those of ``System.run``."""
        return self.system.run(args, **options)

    def processes(self) -> Sequence[ProcessListItem]:
        """Return its processes."""
        return self.system.processes()

    def statistics(self) -> Statistics:
        """Return what it uses: processor, memory, storage, network."""
        return self.system.statistics()

    def modify(self, request: object) -> None:
        """Change a part of it, as ``System.modify`` does."""
        self.system.modify(request)

    # -- the end ----------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Close the handle; the container goes on. Twice is fine."""
        with contextlib.suppress(ClosedError):  # the host was closed first
            self.note_end()
        system, self._system = self._system, None
        if system is not None:
            system.close()

    # -- how it ended -----------------------------------------------------------------------------------------------

    def note_end(self) -> None:
        """Write down how it ended, if this object has seen that: Windows forgets it."""
        ended = None if self._system is None else self._system.exit_status
        if ended is not None and self.record.ended is None:
            self._note(exit_code=_first(self.record.exit_code, ended.status), ended=record.now())

    def _note_exit(self, pid: int, code: int) -> None:
        """Write down how its command ended, unless the service does not know, or it was started again meanwhile."""
        if code != UNKNOWN and pid == self.record.pid:
            self._note(exit_code=code)

    def _note(self, **members: Any) -> None:
        self.record = record.change(self._folder, **members) or self.record

    @contextlib.contextmanager
    def _watched(self, system: System) -> Iterator[None]:
        """See how its command ends, whoever started that, if it goes on until the container ends."""
        self.record = written = record.read(self._folder) or self.record
        with contextlib.ExitStack() as opened:
            if written.pid is not None and written.exit_code is None:
                with contextlib.suppress(HcspyError):  # it ended before
                    process = opened.enter_context(system.open_process(written.pid))
                    process.on_exit = partial(self._note_exit, process.pid)
            yield

    @property
    def _folder(self) -> Path:
        return folder_of(self._doors, self.name)

    def __enter__(self) -> Container:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self.remove_on_exit:
                self.remove(force=True)
        except HcspyError as failed:
            if error is None:
                raise
            blame(error, [f"container {self.name} could not be removed: {failed}"])
        finally:
            self.close()

    def __repr__(self) -> str:
        return f"<Container {self.name}, {self.record.image}>"


def _first(*codes: int | None) -> int | None:
    return next((code for code in codes if code is not None), None)
