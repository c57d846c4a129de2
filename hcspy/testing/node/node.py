"""The machine behind a fake: alone in memory, or shared with other processes through a file."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from operator import methodcaller
from typing import Any, TypeVar

from hcspy.testing.node.files import StateFile, StateFileError
from hcspy.testing.profiles import DEFAULT_PROFILE, Profile, profile
from hcspy.testing.state.notices import Notice
from hcspy.testing.state.switches import Switches
from hcspy.testing.wire import Machine

__all__ = ["Node"]

Answer = TypeVar("Answer")


class Node:
    """A machine that one call at a time may use."""

    def __init__(
        self,
        profile: str | Profile | None = None,
        seed: int = 0,
        path: str | os.PathLike[str] | None = None,
    ) -> None:
        self._lock = threading.RLock()
        self._profile = profile
        self._seed = seed
        self._machine = Machine(profile or DEFAULT_PROFILE, seed)
        self._file: StateFile | None = None
        self.tell: Callable[[list[Notice]], object] = bool
        """What gets the machine's notices. It must not wait for anybody: it runs while the machine is held."""
        if path is not None:
            self._file = StateFile(path)
            self.use(lambda machine: None)

    @property
    def profile(self) -> Profile:
        """The Windows build that this machine is."""
        return self._machine.profile

    @property
    def switches(self) -> Switches:
        """The machine's switches, as they were when it was used last."""
        return self._machine.switches

    def use(self, work: Callable[[Machine], Answer], *, changes: bool = False) -> Answer:
        """Do something with the machine while nobody else does.

        `changes` says that it changes the machine, where the machine does not count that itself.
        """
        with self._lock:
            if self._file is None:
                answer = work(self._machine)
            else:
                with self._file.locked():
                    answer = self._use_file(self._file, work, changes)
            self._pass_on()
            return answer

    def call(self, method: str, path: str, body: str) -> tuple[int, str | None]:
        """Answer one HNSCall: what `use` is used for most."""
        answer: tuple[int, str | None]
        with self._lock:
            if self._file is not None:
                answer = self.use(methodcaller("call", method, path, body))
            else:
                answer = self._machine.call(method, path, body)
                self._pass_on()
        return answer

    def _pass_on(self) -> None:
        if self._machine.state.notices:
            self.tell(self._machine.notices())

    @contextmanager
    def held(self) -> Iterator[Machine]:
        """Give the machine to a block while nobody else uses it, and keep what the block changed."""
        with self._lock:
            if self._file is None:
                try:
                    yield self._machine
                finally:
                    self._pass_on()
                return
            with self._file.locked():
                self._refresh(self._file)
                try:
                    yield self._machine
                    self._house(self._file)
                    self._file.write(self._machine.dump())
                    self._pass_on()
                except BaseException:
                    self._file.forget()
                    raise

    def share(self, path: str | os.PathLike[str]) -> None:
        """Keep the machine in a new file from now on."""
        with self._lock:
            file = StateFile(path)
            with file.locked():
                self._house(file)
                file.write(self._machine.dump())
            self._file = file

    @property
    def path(self) -> str | None:
        """The state file, if the machine is in one."""
        return None if self._file is None else str(self._file.path)

    def close(self) -> None:
        """Let go of the state file; what it says stays in memory."""
        with self._lock:
            file = self._file
            if file is not None:
                with suppress(StateFileError, OSError):
                    self.use(lambda machine: None)
                file.close()
                self._file = None
            self._machine.state.storage.disk.close()

    def _use_file(self, file: StateFile, work: Callable[[Machine], Answer], changes: bool) -> Answer:
        self._refresh(file)
        before = version(self._machine)
        try:
            answer = work(self._machine)
            self._house(file)
            if changes or version(self._machine) != before:
                file.write(self._machine.dump())
        except BaseException:
            file.forget()  # the machine may be half way; the file is not
            raise
        return answer

    def _refresh(self, file: StateFile) -> None:
        """Bring the machine to what the file says; make the file if there is none."""
        try:
            document = file.read()
        except FileNotFoundError:
            self._machine = Machine(self._profile or DEFAULT_PROFILE, self._seed)
            self._house(file)
            file.write(self._machine.dump())
            return
        if document is not None:
            try:
                self._machine = self._restored(file, document)
                self._house(file)
            except BaseException:
                file.forget()
                raise

    def _house(self, file: StateFile) -> None:
        """Keep the files of the machine's disk beside the file with its state."""
        self._machine.state.storage.disk.settle(file.path.with_name(f"{file.path.name}.disk"))

    def _restored(self, file: StateFile, document: Mapping[str, Any]) -> Machine:
        if not isinstance(document.get("machine"), dict):
            raise StateFileError(
                f"{file.path} holds no machine",
                hint="documents of a real host are loaded into a fake; a fake's own file is made under a new name",
            )
        machine = Machine(DEFAULT_PROFILE, self._seed)
        try:
            machine.load(document)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise file.damaged(f"{type(error).__name__}: {error}") from error
        if self._profile is not None and machine.profile != (wanted := profile(self._profile)):
            raise StateFileError(f"{file.path} holds a machine of profile {machine.profile.name}, not {wanted.name}")
        return machine


def version(machine: Machine) -> tuple[object, ...]:
    """Return what differs after every change; spending a switch is none that the machine counts."""
    return machine.revision, repr(machine.switches)
