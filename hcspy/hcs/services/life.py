"""The life of a compute system: its verbs, its end, and waiting for both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from hcspy.errors import TimedOutError, from_hresult
from hcspy.hcs.services.completion import Completion, Deadline
from hcspy.hcs.services.documents import optional
from hcspy.hcs.services.door import OpenSystem, Verb
from hcspy.hcs.services.events import ExitStatus
from hcspy.hcs.services.operation import PATIENCE, Operation, settled


class Life:
    """What is done with a compute system as a whole."""

    def __init__(self, id: str, opened: OpenSystem, timeout: float | None) -> None:
        self._open = opened
        self._timeout = timeout
        self.id = id
        """The id that it was created with."""
        self.started_at: datetime | None = None
        """When this object saw it start, by the clock of this machine."""
        self.stopped_at: datetime | None = None
        """When this object saw it end, by the clock of this machine."""
        opened.listener.exited.add_callback(self._note_end)

    def _note_end(self) -> None:
        if self._open.listener.exited.error is None:
            self.stopped_at = datetime.now(UTC)

    # -- life -----------------------------------------------------------------------------------------------------

    def start(self, options: object = None, *, timeout: float | None = None) -> None:
        """Start it, and wait until it runs."""
        self._verb(self.start_nowait, options, timeout)

    def start_nowait(self, options: object = None, *, timeout: float | None = None) -> Operation[None]:
        """Begin to start it; ``timeout`` is for the call that begins it, here and in what follows."""
        operation = self._begin(Verb.START, options, timeout)
        self.started_at = datetime.now(UTC)
        return operation

    def shutdown(self, options: object = None, *, timeout: float | None = None) -> None:
        """Ask it to end, and wait until it has; nothing happens if it has already."""
        self._verb(self.shutdown_nowait, options, timeout)

    def shutdown_nowait(self, options: object = None, *, timeout: float | None = None) -> Operation[None]:
        """Begin to ask it to end."""
        return self._begin(Verb.SHUTDOWN, options, timeout)

    def terminate(self, options: object = None, *, timeout: float | None = None) -> None:
        """End it by force, and wait until it has ended; nothing happens if it has already."""
        self._verb(self.terminate_nowait, options, timeout)

    def terminate_nowait(self, options: object = None, *, timeout: float | None = None) -> Operation[None]:
        """Begin to end it by force."""
        return self._begin(Verb.TERMINATE, options, timeout)

    def pause(self, options: object = None, *, timeout: float | None = None) -> None:
        """Let it stand still."""
        self._verb(self.pause_nowait, options, timeout)

    def pause_nowait(self, options: object = None, *, timeout: float | None = None) -> Operation[None]:
        """Begin to let it stand still."""
        return self._begin(Verb.PAUSE, options, timeout)

    def resume(self, options: object = None, *, timeout: float | None = None) -> None:
        """Let it go on that stood still."""
        self._verb(self.resume_nowait, options, timeout)

    def resume_nowait(self, options: object = None, *, timeout: float | None = None) -> Operation[None]:
        """Begin to let it go on."""
        return self._begin(Verb.RESUME, options, timeout)

    def save(self, options: object = None, *, timeout: float | None = None) -> None:
        """Save its state, as ``SaveOptions`` say; it has to stand still."""
        self._verb(self.save_nowait, options, timeout)

    def save_nowait(self, options: object = None, *, timeout: float | None = None) -> Operation[None]:
        """Begin to save its state."""
        return self._begin(Verb.SAVE, options, timeout)

    def crash(self, options: object = None, *, timeout: float | None = None) -> None:
        """Crash the guest of a virtual machine, as ``CrashOptions`` say; only computecore.dll can."""
        self._verb(self.crash_nowait, options, timeout)

    def crash_nowait(self, options: object = None, *, timeout: float | None = None) -> Operation[None]:
        """Begin to crash the guest of a virtual machine."""
        return self._begin(Verb.CRASH, options, timeout)

    def migrate_nowait(
        self, verb: Verb | str, options: object = None, *, socket: int | None = None, timeout: float | None = None
    ) -> Operation[None]:
        """Begin a step of a live migration; only computecore.dll can.

        The steps: "initialize_live_migration_on_source", "start_live_migration_on_source",
        "start_live_migration_transfer", "finalize_live_migration", "cancel_live_migration"; and "start" at the
        destination, with ``StartOptions`` that have ``destination_migration_options``. ``socket`` is the number of the
        SOCKET that leads to the other host, for the two steps that start: ``socket.socket.fileno()``. It stays yours.
        """
        operation = self._begin(Verb(verb), options, timeout, socket)
        if Verb(verb) is Verb.START:
            self.started_at = datetime.now(UTC)
        return operation

    def _verb(self, begin: Callable[..., Operation[None]], options: object, timeout: float | None) -> None:
        deadline = Deadline(self._patience(timeout))
        operation = begin(options, timeout=timeout)
        operation.wait_until(deadline)
        operation.result()

    def _begin(self, verb: Verb, options: object, timeout: float | None, socket: int | None = None) -> Operation[None]:
        what = f"{verb.value.replace('_', ' ')} of {self.id}"
        if verb.ends and self.exit_status is not None:
            return settled(what, verb.value)
        begun = self._open.begin(verb, optional(options), self._native(timeout), socket)
        return Operation(
            what, begun.call, without_document(begun.completion), self._patience(timeout), begun.cancel, begun.late
        )

    def _native(self, timeout: float | None) -> float | None:
        return self._timeout if timeout is None else timeout

    def _patience(self, timeout: float | None) -> float:
        chosen = self._native(timeout)
        return PATIENCE if chosen is None else chosen

    # -- the end --------------------------------------------------------------------------------------------------

    @property
    def exited(self) -> Completion[ExitStatus]:
        """What is waited for: settled when it has ended, or nobody will know any more."""
        return self._open.listener.exited

    @property
    def exit_status(self) -> ExitStatus | None:
        """How it ended; None while it has not."""
        exited = self._open.listener.exited
        return exited.outcome() if exited.done and exited.error is None else None

    def wait(self, timeout: float | None = None) -> ExitStatus:
        """Wait until it has ended, and return how; for ever without a ``timeout``.

        Raises UnexpectedExitError if it ended by itself, TimedOutError after so many seconds.
        """
        exited = self._open.listener.exited
        if not exited.wait(timeout):
            raise self.late(timeout)
        status = exited.outcome()
        if status.unexpected:
            raise from_hresult(status.status, call=None, record=status.data, message=f"compute system {self.id} ended")
        return status

    def late(self, timeout: float | None) -> TimedOutError:
        """Return the error of a wait that was too short."""
        return TimedOutError(f"compute system {self.id} did not end within {timeout or 0:g} seconds")


def without_document(told: Completion[str]) -> Completion[None]:
    """Return what is settled together with a completion, and drops its document: it says of no verb how it went."""
    completion: Completion[None] = Completion()

    def settle() -> None:
        if told.error is None:
            completion.resolve(None)
        else:
            completion.reject(told.error)

    told.add_callback(settle)
    return completion
