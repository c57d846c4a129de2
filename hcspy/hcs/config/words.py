"""Documents in words: sections of lines, and what is left of a model when its members have been told."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import attrs

from hcspy.codec import members

GRAPHICS: Final = "5b45201d-f2f2-4f3b-85bb-30ff1f953599"
"""The interface class of graphics adapters."""


class Section:
    """A line with lines below it.

    >>> limits = Section("limits", "memory: 512 MB", None)
    >>> print(limits.text())
    limits
      memory: 512 MB
    """

    def __init__(self, title: str, *lines: Section | str | None) -> None:
        self.title = title
        self.lines = [line for line in lines if line is not None and line != ""]

    def add(self, *lines: Section | str | None) -> None:
        """Add lines; none and empty ones are nothing."""
        self.lines += [line for line in lines if line is not None and line != ""]

    def if_any(self) -> Section | None:
        """Return the section, unless nothing stands in it."""
        return self if self.lines else None

    def text(self) -> str:
        """Return the section as indented text."""
        return "\n".join(self._indented(0))

    def _indented(self, depth: int) -> Iterator[str]:
        yield f"{'  ' * depth}{self.title}"
        for line in self.lines:
            if isinstance(line, Section):
                yield from line._indented(depth + 1)
            else:
                yield f"{'  ' * (depth + 1)}{line}"


class Telling:
    """A model that is told member by member: what was not taken is told at the end as it is called."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self._left = {member.python_name: member for member in members(model.__class__)}

    def take(self, name: str) -> Any:
        """Return a member, which counts as told."""
        self._left.pop(name)
        return getattr(self.model, name)

    def part(self, name: str) -> Any:
        """Return a member that holds a model; what is none is left to be told as it is."""
        held = getattr(self.model, name)
        return self.take(name) if held is None or attrs.has(held.__class__) else None

    def parts(self, name: str) -> tuple[Any, ...]:
        """Return a member that holds a list of models; what is none is left to be told as it is."""
        held = getattr(self.model, name)
        are = isinstance(held, tuple) and all(attrs.has(element.__class__) for element in held)
        return tuple(self.take(name)) if are else ()

    def named(self, name: str) -> Mapping[str, Any]:
        """Return a member that holds models by name; what is none is left to be told as it is."""
        held = getattr(self.model, name)
        are = isinstance(held, Mapping) and all(attrs.has(element.__class__) for element in held.values())
        return dict(self.take(name)) if are else {}

    def switch(self, name: str, words: str, otherwise: str | None = None) -> str | None:
        """Return a sentence for a member that is on or off; what is neither is left to be told as it is."""
        held = getattr(self.model, name)
        if not isinstance(held, bool):
            return None
        self.take(name)
        return words if held else otherwise

    def number(self, name: str) -> int:
        """Return a member that holds a number, 0 if it holds nothing; what is none is left to be told as it is."""
        held = getattr(self.model, name)
        return int(self.take(name)) if isinstance(held, int) and not isinstance(held, bool) else 0

    def skip(self, *names: str) -> None:
        """Count members as told."""
        for name in names:
            self._left.pop(name)

    def rest(self) -> list[Section | str]:
        """Return the members that nobody took and that say something."""
        held = ((member.name, getattr(self.model, name), member.default) for name, member in self._left.items())
        return [told(key, value) for key, value, default in held if value != default and not _is_empty(value)]


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str | tuple | Mapping) and not value)


def told(key: str, value: Any) -> Section | str:
    """Tell a member that has no words of its own.

    >>> told("StopOnReset", True), told("Ids", ("a", "b"))
    ('StopOnReset: yes', 'Ids: a, b')
    """
    if attrs.has(value.__class__):
        lines = Telling(value).rest()
        return Section(key, *lines) if lines else key
    if isinstance(value, Mapping):
        return Section(key, *(told(str(name), held) for name, held in value.items()))
    if isinstance(value, tuple | list):
        if all(isinstance(element, str | int | float) for element in value):
            return f"{key}: {listed(value)}"
        return Section(key, *(told(str(place), element) for place, element in enumerate(value)))
    return f"{key}: {shown(value)}"


def listed(values: Iterable[Any]) -> str:
    """Return values in a line."""
    return ", ".join(map(shown, values))


def shown(value: Any) -> str:
    """Return a value as people write it."""
    if isinstance(value, enum.Enum):
        return str(value.value)
    if value is None or isinstance(value, bool):
        return {True: "yes", False: "no", None: "nothing"}[value]
    return str(value)


def counted(number: int, noun: str) -> str:
    """Return a number of things.

    >>> counted(1, "layer"), counted(2, "layer")
    ('1 layer', '2 layers')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


def megabytes(size: Any) -> str:
    """Return a number of megabytes.

    >>> megabytes(512), megabytes(2048)
    ('512 MB', '2 GB')
    """
    whole = isinstance(size, int) and size >= 1024 and size % 1024 == 0
    return f"{size // 1024} GB" if whole else f"{size} MB"


def bytes_of(size: Any) -> str:
    """Return a number of bytes, in the largest unit that it is a whole number of.

    >>> bytes_of(21_474_836_480), bytes_of(1000)
    ('20 GB', '1000 bytes')
    """
    if isinstance(size, int) and not isinstance(size, bool) and size:
        for unit, power in (("TB", 40), ("GB", 30), ("MB", 20), ("KB", 10)):
            if size % (1 << power) == 0:
                return f"{size >> power} {unit}"
    return f"{size} bytes"


def labelled(label: str, value: Any, words: str = "{}") -> str | None:
    """Return a line for a value, if there is one.

    >>> labelled("owner", "docker"), labelled("owner", None)
    ('owner: docker', None)
    """
    return None if value in (None, "", 0, ()) else f"{label}: {words.format(shown(value))}"


def with_rest(line: str, *lines: Section | str | None) -> Section | str:
    """Return a line, with what belongs to it below it."""
    return Section(line, *lines).if_any() or line


def mapped(host: Any, container: Any, *, read_only: Any, notes: Iterable[str | None] = ()) -> str:
    """Return a line for something of the host that is seen inside."""
    more = [note for note in ("read only" if read_only else None, *notes) if note]
    return f"{shown(host)} is seen as {shown(container)}{f' ({listed(more)})' if more else ''}"


def interface_class(guid: Any) -> str:
    """Return the words for an interface class."""
    known = " (graphics adapters)" if str(guid).lower() == GRAPHICS else ""
    return f"all devices of interface class {shown(guid)}{known}"


def layers_of(layers: Iterable[Any]) -> Section | str:
    """Return the lines for the layers of an image, which stand newest first."""
    found = list(layers)
    lines = (_layer(layer, place, len(found)) for place, layer in enumerate(found))
    return Section(f"image: {counted(len(found), 'layer')}", *lines) if found else "image: no layers"


def _layer(layer: Any, place: int, count: int) -> Section | str:
    telling = Telling(layer)
    which = "base" if place == count - 1 else "newest" if place == 0 else ""
    line = f"{shown(telling.take('path'))}{f' ({which})' if which else ''}, id {shown(telling.take('id'))}"
    return with_rest(line, *telling.rest())


def limits_of(*lines: str | None) -> Section | None:
    """Return the lines for limits, if there are any."""
    return Section("limits", *lines).if_any()


def processor_limits(telling: Telling, count: str, maximum: str, weight: str) -> list[str | None]:
    """Return the lines for the limits of processor time, by the names of the members."""
    share = telling.number(maximum)
    return [
        labelled("processors", telling.number(count)),
        labelled("of all processors' time", f"{share / 100:g} %" if share else None),
        labelled("weight", telling.number(weight), "{} of 10000"),
    ]


def disk_limits(telling: Telling, operations: str, bandwidth: str) -> list[str | None]:
    """Return the lines for the limits of disks, by the names of the members."""
    return [
        labelled("disk operations", telling.number(operations), "{} a second"),
        labelled("disk bandwidth", telling.number(bandwidth), "{} bytes a second"),
    ]
