"""What is written down about a container, beside its scratch layer: compute systems that have ended vanish."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import attrs

from hcspy.codec import Wire, arrays, evolve, from_json, to_json
from hcspy.errors import InvalidDocumentError

FILE: Final = "container.json"


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class ContainerRecord:
    """A container of ours, running or not: what it was made of, and what is to be removed with it.

    >>> ContainerRecord(name="web", image="nanoserver").image
    'nanoserver'
    """

    name: str | None = None
    """The name, which is the id of the compute system, too."""

    image: str | None = None
    """What it was made of, as it was asked for."""

    isolation: str | None = None
    """``process`` or ``hyperv``."""

    created: str | None = None
    """When, in UTC, as ISO 8601 has it."""

    command: Sequence[str] = ()
    """What it is to run: ``Container.exec()`` without arguments does."""

    env: Mapping[str, str] | None = attrs.field(default=None, hash=False)
    """The variables that the command gets."""

    cwd: str | None = None
    """The folder that the command begins in."""

    user: str | None = None
    """Who runs the command."""

    layer: str | None = None
    """The folder of the scratch layer."""

    parents: Sequence[str] = ()
    """The folders of the layers below, the newest first."""

    endpoints: Sequence[str] = ()
    """The ids of the endpoints that were made for it."""

    pid: int | None = None
    """The number of the process that runs the command, since it was started last."""

    exit_code: int | None = None
    """How it ended last: the exit code of the command, else the number that its compute system ended with."""

    ended: str | None = None
    """When that was, in UTC, as ISO 8601 has it; None while it runs, and if nobody was there to see it."""

    document: Any = attrs.field(default=None, hash=False)
    """The document that its compute system is made from."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


def now() -> str:
    """Return the time as records have it: in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def write(folder: Path, record: ContainerRecord) -> None:
    """Write a record, at once: whoever reads meanwhile finds the old one or the new one."""
    draft = folder / f"{FILE}.new"
    draft.write_text(to_json(record), encoding="utf-8")
    os.replace(draft, folder / FILE)


def change(folder: Path, **members: Any) -> ContainerRecord | None:
    """Change members of a record, as far as they are not so already, and return it; None if it has gone."""
    found = read(folder)
    if found is None or all(getattr(found, name) == value for name, value in members.items()):
        return found
    changed = evolve(found, **members)
    with contextlib.suppress(OSError):  # it is being removed, or others hold it: nothing fails for a note
        write(folder, changed)
    return changed


def read(folder: Path) -> ContainerRecord | None:
    """Read the record in a folder; None if there is none, or one that nobody can read."""
    try:
        text = (folder / FILE).read_text(encoding="utf-8")
        return from_json(ContainerRecord, text)
    except (FileNotFoundError, NotADirectoryError, InvalidDocumentError, json.JSONDecodeError, UnicodeDecodeError):
        return None
