"""Layers on their way in and out of files, with a word about how far they are."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from rich.filesize import decimal

from hcspy.cli.output import console
from hcspy.cli.session import Session
from hcspy.errors import InUseError, NotFoundError

if TYPE_CHECKING:
    from hcspy.containers import Container

Told = Callable[[str, int], None]
# What the disk of a scratch layer is called.
SCRATCH: Final = "sandbox.vhdx"


def parents_of(parents: Sequence[str], *, base: bool) -> list[str] | None:
    """Return the layers below as they were given; None if a file is to say."""
    return list(parents) if parents or base else None


def bring_in(session: Session, path: str, source: str, parents: list[str] | None) -> None:
    """Make a layer of a file, a folder or stdin."""
    layers = session.connection.storage.layers
    if source != "-" and Path(source).is_dir():
        layers.import_(path, Path(source), parents)
        return
    with contextlib.ExitStack() as stack:
        archive = sys.stdin.buffer if source == "-" else stack.enter_context(Path(source).open("rb"))
        tell = stack.enter_context(told(session, f"import {path}"))
        layers.import_(path, archive, parents, progress=tell)


def take_out(session: Session, word: str, target: str, parents: list[str] | None) -> None:
    """Write a layer, or that of a container, into a file, a folder or stdout."""
    layers = session.connection.storage.layers
    path, below = _meant(session, word)
    below = below if parents is None else parents
    with _readable(session, path), told(session, f"export {path}") as tell:
        if target != "-" and Path(target).is_dir():
            layers.export(path, Path(target), below)
            return
        with written(target) as archive:
            layers.export(path, archive, below, progress=tell)


def _meant(session: Session, word: str) -> tuple[str, list[str] | None]:
    """Return the layer that a path or the name of a container means, and those below if that is known."""
    if {"/", "\\", ":"} & set(word):
        return word, None
    try:
        container: Container = session.connection.containers.open(word)
    except NotFoundError as error:
        error.hint = "a path of a layer has a backslash or slash in it; `hcspy layer ls` lists layers"
        raise
    with container:
        if container.info.is_running:
            raise InUseError(f"container {word} uses its layer", hint=f"hcspy stop {word}")
        return str(container.record.layer), list(container.record.parents)


@contextlib.contextmanager
def _readable(session: Session, path: str) -> Iterator[None]:
    """Attach the disk of a scratch layer, which is read from there."""
    layers = session.connection.storage.layers
    if not layers.locate(path).joinpath(SCRATCH).exists():
        yield
        return
    layers.activate(path)
    try:
        yield
    finally:
        layers.deactivate(path)


@contextlib.contextmanager
def written(target: str) -> Iterator[BinaryIO]:
    """Open a file that appears under its name when it is whole; ``-`` is stdout."""
    if target == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    draft = Path(f"{target}.part")
    try:
        with draft.open("wb") as file:
            yield file
        os.replace(draft, target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def told(session: Session, title: str) -> Iterator[Told]:
    """Tell of entries: a line that changes on a terminal, a line each with ``-v``, nothing otherwise."""
    err = console(stderr=True)
    if session.verbose:
        yield lambda name, done: err.print(f"{title}: {name}, {decimal(done)} before", markup=False, soft_wrap=True)
    elif sys.stderr.isatty():
        with err.status(_escaped(title)) as status:
            yield lambda name, done: _update(status, title, name, done)
    else:
        yield lambda name, done: None


def _update(status: Any, title: str, name: str, done: int) -> None:
    status.update(_escaped(f"{title}: {decimal(done)}, {name}"))


def _escaped(text: str) -> str:
    from rich.markup import escape

    return escape(text)
