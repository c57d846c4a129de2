"""``host.containers``: containers made of an image, as an engine makes them."""

from __future__ import annotations

import builtins
import contextlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Unpack

from hcspy.containers import making, record
from hcspy.containers.container import Container
from hcspy.containers.doors import Doors, folder_of, names
from hcspy.containers.info import ContainerInfo, told
from hcspy.containers.making import Progress
from hcspy.containers.options import ContainerOptions
from hcspy.errors import AlreadyExistsError, NotFoundError, SystemNotFoundError
from hcspy.verbs.rollback import Rollback

if TYPE_CHECKING:
    import subprocess


class Containers:
    r"""Containers: base image, scratch layer, endpoint, compute system, process, and the way back.

    The scratch layers lie in ``C:\ProgramData\hcspy\containers``, each with a record of what it belongs to, so that
    another program finds the container, too.
    """

    noun = "container"

    def __init__(self, doors: Doors) -> None:
        self._doors = doors

    # -- making -----------------------------------------------------------------------------------------------------

    def create(
        self,
        image: Any,
        *,
        remove_on_exit: bool = False,
        timeout: float | None = None,
        progress: Progress | None = None,
        **options: Unpack[ContainerOptions],
    ) -> Container:
        r"""Create a container and return it, ready to be started. If a step fails, those before it are undone.

        ``image`` is the name of a base image, ``"nanoserver"``; the folder of a layer, which ``layerchain.json``
        completes; or the folders of all layers, the newest first. What else can be said:

        - ``name``: also the id of the compute system; one is made up. ``isolation``: "process" or "hyperv".
        - ``network``, by name, id or model: an endpoint is made on it, which goes with the container; its ``ports``
          are published as ``"8080:80/tcp"`` says, and it gets ``ip_address`` if that is free.
        - ``endpoints`` that exist, or a ``namespace``: they are attached when it starts and released when it ends, and
          stay. ``network_of``: the name of a container that runs, and whose network it shares.
        - ``mounts``, ``pipes``, ``cpu``, ``memory`` (bytes), ``hostname``, ``devices``, ``credential_spec``,
          ``dns_search``, ``owner``: as ``hcspy.hcs.container_config`` takes them.
        - ``command``, with ``env``, ``cwd`` and ``user``: what it is for; written down, and run by
          ``container.exec()`` without arguments.

        ``progress`` is called with a text before each step; ``timeout`` is in seconds, for the compute system.

        >>> import hcspy
        >>> from hcspy import hns
        >>> with hcspy.connect("fake") as host:
        ...     network = host.hns.networks.create(hns.HNSNetwork(name="nat", type="NAT"))
        ...     wanted = {"name": "web", "network": "nat", "ports": ["8080:80"]}
        ...     with host.containers.create("nanoserver", remove_on_exit=True, **wanted) as container:
        ...         container.start()
        ...         print(host.hns.endpoints.get(container.endpoints[0]).shared_containers)
        ('web',)
        """
        doors, tell = self._doors, progress or (lambda step: None)
        asked = options.get("name")
        if asked is not None and self._recorded(asked) is not None:
            raise AlreadyExistsError(f"container {asked} exists", hint="remove it, or choose another name")
        with Rollback() as undo:
            entry = making.make(doors, image, options, undo, tell)
            volume = making.mount(doors, entry, undo, tell)
            entry = making.describe(doors, entry, volume, options)
            system = making.create_system(doors, entry, undo, tell, timeout)
        return Container(doors, entry, system, remove_on_exit=remove_on_exit, progress=progress)

    def run(
        self,
        image: Any,
        args: str | Sequence[str],
        *,
        input: Any = None,
        text: bool = False,
        check: bool = False,
        timeout: float | None = None,
        progress: Progress | None = None,
        **options: Unpack[ContainerOptions],
    ) -> subprocess.CompletedProcess[Any]:
        """Create a container, start it, execute a program in it, and remove it; return exit code and outputs.

        The options are those of ``create``, the rest those of ``System.run``. Whatever happens, the container is
        removed.

        >>> import hcspy
        >>> with hcspy.connect("fake") as host:
        ...     host.containers.run("nanoserver", "cmd /c echo hi", text=True).stdout.strip()
        'hi'
        """
        with self.create(image, remove_on_exit=True, progress=progress, **options) as container:
            container.start()
            return container.run(args, input=input, text=text, check=check, timeout=timeout)

    # -- finding ----------------------------------------------------------------------------------------------------

    def list(self, *, all: bool = False) -> builtins.list[ContainerInfo]:
        """Return what runs on the host, ours and others'; with ``all`` also those of ours that have ended.

        >>> import hcspy
        >>> with hcspy.connect("fake") as host:
        ...     with host.containers.create("nanoserver", name="web", remove_on_exit=True):
        ...         [(found.name, found.state, found.image) for found in host.containers.list()]
        [('web', 'Created', 'nanoserver')]
        """
        systems = {str(found.id): found for found in self._doors.hcs.systems.list()}
        ours = {name: self._recorded(name) for name in names(self._doors)}
        shown = [told(id, found, ours.get(id)) for id, found in systems.items()]
        if all:
            shown += [told(name, None, entry) for name, entry in ours.items() if name not in systems]
        return sorted(shown, key=lambda found: (found.created or "", found.name))

    def open(self, name: str, *, remove_on_exit: bool = False, progress: Progress | None = None) -> Container:
        """Open a container by its name, running or not.

        Raises NotFoundError where there is none of ours by that name; ``host.hcs.systems.open`` opens others'.

        >>> import hcspy
        >>> with hcspy.connect("fake") as host:
        ...     host.containers.create("nanoserver", name="web").close()
        ...     with host.containers.open("web", remove_on_exit=True) as container:
        ...         container.start()
        ...         container.info.state
        'Running'
        """
        entry = self._recorded(name)
        if entry is None:
            raise NotFoundError(f"no container {name}", hint="list(all=True) names them")
        system = None
        with contextlib.suppress(SystemNotFoundError):
            system = self._doors.hcs.systems.open(name)
        return Container(self._doors, entry, system, remove_on_exit=remove_on_exit, progress=progress)

    def remove(self, name: str, *, force: bool = False, missing_ok: bool = False) -> None:
        """Remove a container with its endpoint and its files; see ``Container.remove``."""
        try:
            container = self.open(name)
        except NotFoundError:
            if not missing_ok:
                raise
            return
        with container:
            container.remove(force=force)

    def _recorded(self, name: str) -> record.ContainerRecord | None:
        return record.read(folder_of(self._doors, name))
