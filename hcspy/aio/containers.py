"""The verbs of Containers, awaited. Written by ``build.py`` from the blocking ones: do not edit."""

from __future__ import annotations

import builtins
import subprocess
from collections.abc import Sequence
from typing import Any, Unpack

from hcspy.aio.container import AsyncContainer, created, finished
from hcspy.aio.worker import AsyncNoun, Worker
from hcspy.containers import ContainerInfo
from hcspy.containers.making import Progress
from hcspy.containers.options import ContainerOptions


class Containers(AsyncNoun):
    """Containers of one host, awaited."""

    def __init__(self, service: Any, worker: Worker) -> None:
        super().__init__(service, worker)

    async def create(
        self,
        image: Any,
        *,
        remove_on_exit: bool = False,
        timeout: float | None = None,
        progress: Progress | None = None,
        **options: Unpack[ContainerOptions],
    ) -> AsyncContainer:
        """Create a container and return it, ready to be started. If a step fails, those before it are undone."""
        return AsyncContainer(
            await self._call(
                "create", image, remove_on_exit=remove_on_exit, timeout=timeout, progress=progress, **options
            ),
            self._worker,
        )

    async def list(self, *, all: bool = False) -> builtins.list[ContainerInfo]:
        """Return what runs on the host, ours and others'; with ``all`` also those of ours that have ended."""
        result: builtins.list[ContainerInfo] = await self._call("list", all=all)
        return result

    async def open(
        self, name: str, *, remove_on_exit: bool = False, progress: Progress | None = None
    ) -> AsyncContainer:
        """Open a container by its name, running or not."""
        return AsyncContainer(
            await self._call("open", name, remove_on_exit=remove_on_exit, progress=progress), self._worker
        )

    async def remove(self, name: str, *, force: bool = False, missing_ok: bool = False) -> None:
        """Remove a container with its endpoint and its files; see ``Container.remove``."""
        await self._call("remove", name, force=force, missing_ok=missing_ok)

    async def run(
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
        """Create a container, start it, execute a program in it, and remove it; return exit code and outputs."""
        creation = self.create(image, remove_on_exit=True, progress=progress, **options)
        async with await created(creation) as container:
            await finished(container.start())
            return await container.run(args, input=input, text=text, check=check, timeout=timeout)
