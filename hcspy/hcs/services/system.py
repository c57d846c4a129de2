"""``System``: a compute system that is open, whichever door it came through."""

from __future__ import annotations

import contextlib
import sys
import warnings
from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Literal, overload

from hcspy.codec import dumps
from hcspy.errors import HcspyError, NotSupportedError
from hcspy.hcs.services import requests
from hcspy.hcs.services.completion import Deadline
from hcspy.hcs.services.documents import answered, check, kind_of_change, model_of, text_of
from hcspy.hcs.services.eventstream import EventStream
from hcspy.hcs.services.life import Life
from hcspy.hcs.services.parameters import PIPE, parameters
from hcspy.hcs.services.process import GRACE, Process, ProcessTimedOutError
from hcspy.hcs.services.silo import GroupAffinity, checked
from hcspy.hcs.services.streams import TextForm

if TYPE_CHECKING:
    import subprocess

    from hcspy.hcs import ContainerProperties, GuestConnectionInfo, MemoryInformationForVm, Properties
    from hcspy.hcs.schema1 import MappedVirtualDiskController, ProcessListItem, Statistics
    from hcspy.hcs.services.door import OpenSystem

_PROPERTIES: Final = "HcsGetComputeSystemProperties"


class System(Life):
    """A compute system. A context manager: leaving it closes the handle and ends nothing, unless asked to.

    Verbs wait until they have happened; each has a twin ``..._nowait`` that returns an `Operation`. ``timeout`` is in
    seconds; without it the connection's counts, else the service gets four minutes.

    >>> import hcspy
    >>> document = {"SchemaVersion": {"Major": 2, "Minor": 1}, "Container": {}}
    >>> with hcspy.connect("fake") as host, host.hcs.systems.create("web", document) as system:
    ...     system.start()
    ...     print(system.properties().state)
    ...     system.terminate()
    Running
    """

    def __init__(
        self,
        id: str,
        opened: OpenSystem,
        *,
        timeout: float | None = None,
        terminate_on_exit: bool = False,
        validate: bool = True,
    ) -> None:
        super().__init__(id, opened, timeout)
        self._validate = validate
        self._closed = False
        self._basics: Properties | None = None
        self.terminate_on_exit = terminate_on_exit
        """Whether leaving ``with`` ends it."""

    def events(self) -> EventStream:
        """Return an iterator over what happens to it from now on; it ends when the system has.

        >>> import hcspy
        >>> document = {"SchemaVersion": {"Major": 2, "Minor": 1}, "Container": {}}
        >>> with hcspy.connect("fake") as host, host.hcs.systems.create("web", document) as system:
        ...     system.start()
        ...     with system.events() as events:
        ...         system.terminate()
        ...         [event.kind.value for event in events]
        ['system exited']
        """
        return EventStream(self._open.listener)

    # -- what it says of itself -----------------------------------------------------------------------------------

    @overload
    def properties(
        self,
        *types: str,
        queries: Mapping[str, Any] | None = None,
        schema: Literal[2] = 2,
        timeout: float | None = None,
    ) -> Properties: ...
    @overload
    def properties(
        self, *types: str, queries: Mapping[str, Any] | None = None, schema: Literal[1], timeout: float | None = None
    ) -> ContainerProperties: ...
    def properties(
        self,
        *types: str,
        queries: Mapping[str, Any] | None = None,
        schema: Literal[1, 2] = 2,
        timeout: float | None = None,
    ) -> Properties | ContainerProperties:
        """Return its properties, with what was asked for: "Statistics", "ProcessList", "Memory", "GuestConnection".

        ``queries`` are further questions of schema 2.5, by name. The answer is read as a model of either schema; each
        keeps the members that only the other one knows.
        """
        query: dict[str, Any] = {"PropertyTypes": [str(kind) for kind in types]} if types else {}
        if queries:
            query["Queries"] = dict(queries)
        model: type[Any] = model_of(schema)
        found: Properties | ContainerProperties = answered(
            model, self._open.properties(dumps(query), self._native(timeout)), _PROPERTIES
        )
        return found

    def statistics(self, *, timeout: float | None = None) -> Statistics:
        """Return what it uses: processor, memory, storage, network; it has to run."""
        return self.properties("Statistics", schema=1, timeout=timeout).statistics

    def processes(self, *, timeout: float | None = None) -> Sequence[ProcessListItem]:
        """Return its processes."""
        return self.properties("ProcessList", schema=1, timeout=timeout).process_list

    def mapped_virtual_disks(self, *, timeout: float | None = None) -> Mapping[str, MappedVirtualDiskController]:
        """Return its disks, by the number of their controller; vmcompute.dll tells, of Hyper-V isolation."""
        return self.properties("MappedVirtualDisk", schema=1, timeout=timeout).mapped_virtual_disk_controllers

    def memory(self, *, timeout: float | None = None) -> MemoryInformationForVm | None:
        """Return the memory of a virtual machine."""
        return self.properties("Memory", timeout=timeout).memory

    def guest_connection(self, *, timeout: float | None = None) -> GuestConnectionInfo | None:
        """Return what the agent in a virtual machine can do."""
        return self.properties("GuestConnection", timeout=timeout).guest_connection_info

    def has_pending_updates(self, *, timeout: float | None = None) -> bool:
        """Tell whether updates are to be installed when it ends."""
        return self.properties(schema=1, timeout=timeout).are_updates_pending

    @property
    def basics(self) -> Properties:
        """Its properties that never change, asked once: ``system_type``, ``owner``, ``runtime_os_type``."""
        if self._basics is None:
            self._basics = self.properties()
        return self._basics

    @property
    def os(self) -> str:
        """The system in it, "windows" or "linux"; a container that does not say is one of Windows."""
        known = self.basics.runtime_os_type
        if known:
            return str(known).lower()
        return "windows" if str(self.basics.system_type).lower() == "container" else ""

    @property
    def is_oci(self) -> bool:
        """Whether it is a container of Linux, whose processes are described by OCI documents."""
        return self.os == "linux" and str(self.basics.system_type).lower() == "container"

    # -- changing it ----------------------------------------------------------------------------------------------

    def modify(self, request: object, *, timeout: float | None = None) -> None:
        """Change a part of it: a request as a model of either schema, or a mapping with wire names.

        What the service would refuse about it is said before the call; a text goes as it is.

        >>> import hcspy
        >>> document = {"SchemaVersion": {"Major": 2, "Minor": 1}, "Container": {}}
        >>> with hcspy.connect("fake") as host, host.hcs.systems.create("web", document) as system:
        ...     system.modify({"ResourcePath": "Container/Memory/SizeInMB", "RequestType": "Update", "Settings": "all"})
        Traceback (most recent call last):
            ...
        hcspy.errors.InvalidDocumentError: Settings is 'all', allowed is a whole number from 0 to 18446744073709551615
        """
        if self._validate:
            check(request, kind_of_change(request))
        self._open.modify(text_of(request), self._native(timeout))

    def add_endpoint(self, endpoint: Any, *, timeout: float | None = None) -> None:
        """Plug an endpoint of HNS, a model or an id, into a container that runs."""
        self.modify(requests.plug("Add", endpoint), timeout=timeout)

    def remove_endpoint(self, endpoint: Any, *, timeout: float | None = None) -> None:
        """Take an endpoint out of a container that runs."""
        self.modify(requests.plug("Remove", endpoint), timeout=timeout)

    def add_network_adapter(self, id: str, settings: Any, *, timeout: float | None = None) -> None:
        """Add a network adapter to a virtual machine; ``settings`` are a ``NetworkAdapter`` or a mapping."""
        self.modify(requests.adapter("Add", id, settings), timeout=timeout)

    def remove_network_adapter(self, id: str, settings: Any = None, *, timeout: float | None = None) -> None:
        """Remove a network adapter from a virtual machine."""
        self.modify(requests.adapter("Remove", id, settings), timeout=timeout)

    def add_mapped_directory(self, directory: Any, *, timeout: float | None = None) -> None:
        """Show a folder of the host in it; ``directory`` is a ``MappedDirectory`` or a mapping."""
        self.modify(requests.mapped_directory("Add", directory), timeout=timeout)

    def remove_mapped_directory(self, directory: Any, *, timeout: float | None = None) -> None:
        """Hide a folder of the host from it."""
        self.modify(requests.mapped_directory("Remove", directory), timeout=timeout)

    def set_memory(self, megabytes: int, *, timeout: float | None = None) -> None:
        """Change how much memory it has."""
        machine = str(self.basics.system_type).lower() == "virtualmachine"
        self.modify(requests.memory(machine, megabytes), timeout=timeout)

    def set_cpu_group_affinities(self, affinities: Iterable[GroupAffinity], *, timeout: float | None = None) -> None:
        r"""Bind the processes of a container with process isolation to processors, those to come as well.

        Between ``create`` and ``start`` it holds for all of them; later Windows moves those that run. HCS has no words
        for it, so the job object ``\Container_<id>`` is told, past the service: only SYSTEM may. More than one group,
        or another one than the first, needs Windows Server 2022 (build 20348).

        >>> import hcspy
        >>> from hcspy.hcs import GroupAffinity
        >>> document = {"SchemaVersion": {"Major": 2, "Minor": 1}, "Container": {}}
        >>> with hcspy.connect("fake") as host, host.hcs.systems.create("web", document) as system:
        ...     system.set_cpu_group_affinities([GroupAffinity.of([0, 1])])
        ...     system.start()
        ...     system.terminate()

        Raises NotSupportedError for a virtual machine, NotFoundError where the host has no such job object (Hyper-V
        isolation, a container that has ended), AccessDeniedError, and InvalidDocumentError for processors that do not
        exist.
        """
        wanted = checked(affinities)
        kind = str(self.basics.system_type)
        if kind.lower() != "container":
            raise NotSupportedError(f"{self.id} is a {kind}: only containers are bound to processors by their job")
        self._open.bind(wanted, self._native(timeout))

    # -- programs -------------------------------------------------------------------------------------------------

    def exec(
        self,
        args: str | Sequence[str],
        *,
        stdin: int | None = None,
        stdout: int | None = PIPE,
        stderr: int | None = PIPE,
        text: bool = False,
        encoding: str | None = None,
        errors: str | None = None,
        cwd: str | None = None,
        env: Mapping[str, str] | None = None,
        user: str | None = None,
        console: tuple[int, int] | None = None,
        linux: bool = False,
        timeout: float | None = None,
    ) -> Process:
        """Execute a program: words, which are quoted by the rules of Windows, or a command line as it is.

        Streams are ``subprocess.PIPE``, or None or ``DEVNULL`` for no pipe: the service has no others. ``text``,
        ``encoding`` (UTF-8 unless told otherwise) and ``errors`` make them streams of text. ``console`` is the height
        and width of a console; the two outputs are one then. A command line has 32,766 characters at most.
        With ``linux`` the words go to a guest of Linux as they are.

        >>> import hcspy, subprocess
        >>> document = {"SchemaVersion": {"Major": 2, "Minor": 1}, "Container": {}}
        >>> with hcspy.connect("fake") as host, host.hcs.systems.create("web", document) as system:
        ...     system.start()
        ...     with system.exec("cmd /c echo hi", text=True) as process:
        ...         process.communicate()[0].strip(), process.returncode
        ...     system.terminate()
        ('hi', 0)
        """
        document = parameters(
            args, stdin=stdin, stdout=stdout, stderr=stderr, cwd=cwd, env=env, user=user, console=console, linux=linux
        )
        return self._executed(document, args, TextForm(text, encoding, errors), timeout)

    def create_process(
        self,
        document: object,
        *,
        text: bool = False,
        encoding: str | None = None,
        errors: str | None = None,
        timeout: float | None = None,
    ) -> Process:
        """Execute what a document says: ``ProcessParameters``, schema 1's ``ProcessConfig``, or a mapping.

        What the service would refuse about it is said before the call; a text goes as it is.
        """
        return self._executed(document, None, TextForm(text, encoding, errors), timeout)

    def _executed(self, document: object, args: Any, form: TextForm, timeout: float | None) -> Process:
        if self._validate:
            check(document, "ProcessParameters")
        opened = self._open.create_process(text_of(document), self._native(timeout))
        return Process(opened, args, form, self._timeout, system_id=self.id, validate=self._validate)

    def open_process(self, pid: int, *, timeout: float | None = None) -> Process:
        """Open a process by its number; its streams belong to whoever created it."""
        opened = self._open.open_process(pid, self._native(timeout))
        return Process(opened, timeout=self._timeout, system_id=self.id, validate=self._validate)

    def run(
        self,
        args: str | Sequence[str],
        *,
        input: Any = None,
        timeout: float | None = None,
        check: bool = False,
        text: bool = False,
        encoding: str | None = None,
        errors: str | None = None,
        cwd: str | None = None,
        env: Mapping[str, str] | None = None,
        user: str | None = None,
        linux: bool = False,
    ) -> subprocess.CompletedProcess[Any]:
        """Execute a program, give it its input, wait for its end, and return its exit code and outputs.

        After ``timeout`` seconds it is killed and ProcessTimedOutError raised. With ``check`` an exit code other than
        0 is ``subprocess.CalledProcessError``.

        >>> import hcspy
        >>> document = {"SchemaVersion": {"Major": 2, "Minor": 1}, "Container": {}}
        >>> with hcspy.connect("fake") as host, host.hcs.systems.create("web", document) as system:
        ...     system.start()
        ...     print(system.run(["cmd", "/c", "exit", "3"]).returncode)
        ...     system.terminate()
        3
        """
        import subprocess

        deadline = Deadline(timeout)
        stdin = None if input is None else PIPE
        more: dict[str, Any] = {"cwd": cwd, "env": env, "user": user, "linux": linux, "timeout": timeout}
        with self.exec(args, stdin=stdin, text=text, encoding=encoding, errors=errors, **more) as process:
            try:
                output = process.communicate(input, deadline.left)
            except BaseException as error:
                process.kill()
                with contextlib.suppress(HcspyError):
                    process.communicate(timeout=GRACE)  # or its streams would be open still when this is over
                if isinstance(error, ProcessTimedOutError):
                    error.timeout = timeout or 0
                raise
            completed = subprocess.CompletedProcess(args, process.wait(), *output)
        if check:
            completed.check_returncode()
        return completed

    # -- the handle -----------------------------------------------------------------------------------------------

    @property
    def is_closed(self) -> bool:
        """Whether the handle was closed."""
        return self._closed

    def close(self) -> None:
        """Close the handle; the system goes on. Twice is fine."""
        if not self._closed:
            self._closed = True
            self._open.close()

    def __enter__(self) -> System:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self.terminate_on_exit and not self._closed:
                self.terminate()
        except HcspyError:
            if error is None:
                raise
        finally:
            self.close()

    def __del__(self) -> None:
        if getattr(self, "_closed", True):
            return
        warnings.warn(f"{self!r} was not closed", ResourceWarning, stacklevel=2, source=self)
        if not sys.is_finalizing():  # the end of the program closes handles anyway, and little works any more
            with contextlib.suppress(HcspyError):  # the host was closed first
                self.close()

    def __repr__(self) -> str:
        state = "closed" if self._closed else "open" if self.exit_status is None else "ended"
        return f"<System {self.id}, {state}>"
