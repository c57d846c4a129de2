"""What builders are given, read: each argument in its several forms becomes one, or an error that names it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from hcspy.errors import InvalidDocumentError

MEBIBYTE: Final = 1 << 20
UINT32_MAX: Final = 0xFFFFFFFF
UINT64_MAX: Final = 0xFFFFFFFF_FFFFFFFF
PIPE: Final = "\\\\.\\pipe\\"
_SOMETHING: Final = re.compile(r".*\S.*", re.DOTALL)
_GUID: Final = re.compile(r"\{?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?", re.IGNORECASE | re.ASCII)
# The colon behind a drive letter separates nothing.
_PATH: Final = r"[a-z]:[\\/][^:]*|[^:]{2,}"
_MOUNT: Final = re.compile(rf"(?P<host>{_PATH}):(?P<container>{_PATH})(?::(?P<mode>ro|rw))?", re.IGNORECASE)


@dataclass(frozen=True)
class Cpu:
    """How much processor time a container may use. Windows takes one of the three.

    >>> Cpu(maximum=5000)
    Cpu(count=None, weight=None, maximum=5000)
    """

    count: int | None = None
    """How many processors."""

    weight: int | None = None
    """Its share against other containers, 1 to 10,000; nobody says 500."""

    maximum: int | None = None
    """The most of all processors' time, in hundredths of a percent: 1 to 10,000."""


class Mount(NamedTuple):
    """A folder of the host that a container sees."""

    host_path: str
    container_path: str
    read_only: bool = False


class Pipe(NamedTuple):
    r"""A named pipe of the host that a container sees.

    >>> Pipe.of(r"\\.\pipe\docker_engine").name
    'docker_engine'
    """

    host_path: str
    name: str
    r"""Its name in the container, without ``\\.\pipe\``."""

    @classmethod
    def of(cls, text: str) -> Pipe:
        """Return the pipe with one path on both sides."""
        return cls(text, text.replace("/", "\\").removeprefix(PIPE))


def wrong(argument: str, value: object, allowed: str, *, hint: str | None = None) -> InvalidDocumentError:
    """Return the error for an argument that cannot be meant.

    >>> print(wrong("memory", -1, "a number of bytes above 0"))
    memory is -1; allowed is a number of bytes above 0
    """
    return InvalidDocumentError(f"{argument} is {value!r}; allowed is {allowed}", hint=hint)


def several(argument: str, values: Any) -> tuple[Any, ...]:
    """Return a list that was given; one text is none."""
    if values is None:
        return ()
    if isinstance(values, str | bytes | Mapping) or not isinstance(values, Iterable):
        raise wrong(argument, values, "a list")
    return tuple(values)


def whole(argument: str, value: int | None, least: int, most: int | None = None) -> int | None:
    """Return a whole number in its range, or None."""
    allowed = f"a whole number from {least:,} to {most:,}" if most is not None else f"a whole number, {least:,} or more"
    fits = isinstance(value, int) and not isinstance(value, bool) and value >= least and (most is None or value <= most)
    if value is not None and not fits:
        raise wrong(argument, value, allowed)
    return value


def chosen(argument: str, value: Any, allowed: tuple[str, ...]) -> str:
    """Return one of several words, in lower case."""
    word = value.lower() if isinstance(value, str) else value
    if word not in allowed:
        raise wrong(argument, value, " or ".join(map(repr, allowed)))
    return str(word)


def megabytes(argument: str, size: int | None) -> int | None:
    """Return a number of bytes in MB, rounded up.

    >>> megabytes("memory", 512 << 20), megabytes("memory", 1)
    (512, 1)
    """
    whole(argument, size, 1, UINT64_MAX)
    return None if size is None else -(-size // MEBIBYTE)


def cpu_of(value: Cpu | int | None) -> Cpu:
    """Return what was asked of the processors; a number is that many of them."""
    if value is None:
        return Cpu()
    cpu = value if isinstance(value, Cpu) else Cpu(count=value)
    whole("cpu", cpu.count, 1, UINT32_MAX)
    whole("cpu weight", cpu.weight, 1, 10_000)
    whole("cpu maximum", cpu.maximum, 1, 10_000)
    if sum(part is not None for part in (cpu.count, cpu.weight, cpu.maximum)) > 1:
        raise wrong("cpu", value, "one of count, weight and maximum: Windows takes no two of them")
    return cpu


def mount_of(value: Any) -> Mount:
    r"""Return a mount, be it text as Docker has it, or host path, container path and perhaps "read only".

    >>> mount_of(r"C:\data:D:\data:ro")
    Mount(host_path='C:\\data', container_path='D:\\data', read_only=True)
    """
    if isinstance(value, str):
        match = _MOUNT.fullmatch(value)
        if match is None:
            raise wrong("mounts", value, r"text such as 'C:\data:C:\data' or 'C:\data:C:\data:ro'")
        return Mount(match["host"], match["container"], (match["mode"] or "").lower() == "ro")
    parts = tuple(value) if isinstance(value, Iterable) else ()
    if len(parts) not in (2, 3) or not all(isinstance(part, str) and part for part in parts[:2]):
        raise wrong("mounts", value, "a path on the host, one in the container, and perhaps whether it is read only")
    if len(parts) == 3 and not isinstance(parts[2], bool):
        raise wrong("mounts", value, "True or False in the third place: whether it is read only")
    return Mount(parts[0], parts[1], parts[2] if len(parts) == 3 else False)


def is_pipe(path: str) -> bool:
    r"""Tell whether a path is that of a named pipe.

    >>> is_pipe("//./pipe/docker_engine"), is_pipe("C:\\pipe")
    (True, False)
    """
    return path.replace("/", "\\").lower().startswith(PIPE)


def pipe_of(value: Any) -> Pipe:
    """Return a pipe, be it one path for both sides, or its path on the host and its name in the container."""
    if isinstance(value, str):
        pipe = Pipe.of(value)
    else:
        parts = tuple(value) if isinstance(value, Iterable) else ()
        if len(parts) != 2 or not all(isinstance(part, str) for part in parts):
            raise wrong("pipes", value, "a path on the host and a name in the container")
        pipe = Pipe(parts[0], Pipe.of(parts[1]).name)
    if not is_pipe(pipe.host_path) or not pipe.name:
        raise wrong("pipes", value, rf"a path that begins with {PIPE}")
    return pipe


def text_of(argument: str, value: Any, allowed: str, pattern: re.Pattern[str] = _SOMETHING) -> str:
    """Return a text that looks as it must."""
    if not isinstance(value, str) or pattern.fullmatch(value) is None:
        raise wrong(argument, value, allowed)
    return value


def text_if(argument: str, value: Any, allowed: str) -> str | None:
    """Return a text that may be left out."""
    return None if value is None else text_of(argument, value, allowed)


def id_of(argument: str, value: Any) -> str:
    """Return the id of an endpoint or a namespace: that of a model, or a text."""
    id = value if isinstance(value, str) else getattr(value, "id", None)
    if not isinstance(id, str) or _GUID.fullmatch(id) is None:
        raise wrong(argument, value, "ids, or models with an id", hint="a name is never a reference: use find()")
    return id.strip("{}")


def spec_of(value: str | Mapping[str, Any] | None) -> str | None:
    """Return a credential spec as text: it is JSON, as text or as a mapping."""
    if value is None:
        return None
    try:
        document = json.loads(value) if isinstance(value, str) else value
        if not isinstance(document, Mapping):
            raise wrong("credential_spec", value, "a JSON object, as text or as a mapping")
        return value if isinstance(value, str) else json.dumps(dict(document), separators=(",", ":"))
    except (TypeError, json.JSONDecodeError) as error:
        raise wrong("credential_spec", value, f"a JSON object, as text or as a mapping ({error})") from None
