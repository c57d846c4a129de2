"""One reader and one writer per model class, compiled from its attributes when it is first used."""

from __future__ import annotations

import linecache
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache, cached_property
from typing import Any

import attrs

from hcspy.codec.arrays import CONVERTERS
from hcspy.codec.drafts import (
    UNREAD,
    Fill,
    acquire,
    become,
    can_be_filled_later,
    draft_of,
    fill_on_demand,
    held_of,
    read_on_demand,
    release,
    show_wire,
    slot_of,
)
from hcspy.codec.kinds import Hooks, Kind, kind_of_attribute, loaded_kind_of_attribute
from hcspy.codec.members import WIRE, members
from hcspy.codec.origin import Names, Origin, changed
from hcspy.codec.shapes import Shapes, may_read
from hcspy.codec.source import (
    ALONE,
    EMPTY,
    ENVELOPED,
    MAKE_SOURCE,
    Comparison,
    Line,
    comparison,
    copy_source,
    fill_source,
    look_source,
    read_inside_source,
    read_source,
    shape_source,
    write_source,
)
from hcspy.codec.unions import TAGS

Document = dict[str, Any]
Function = Callable[[Any], Any]


class Compiled(dict[Any, Any]):
    """Functions that are made when they are first asked for."""

    def __init__(self, find: Callable[[Any], Any]) -> None:
        super().__init__()
        self.find = find

    def __missing__(self, key: Any) -> Any:
        self[key] = function = self.find(key)
        return function


class ModelCodec:
    """How the documents of one class are read and written.

    `hooks` says how members are read and written whose types are not plain; it is asked when the class is first used.
    """

    def __init__(self, cls: type, hooks: Hooks) -> None:
        self.cls = cls
        self.hooks = hooks
        self.shapes = Shapes(self, ALONE)
        self.shapes_inside = Shapes(self, ENVELOPED)
        self.shapes_to_fill = Shapes(self, EMPTY)

    def read_element(self, document: Any) -> Any:
        """Read what stands inside of another document: what is no object stays as it is."""
        return self.shapes.read(document) if document.__class__ is dict else document

    def structure(self, document: Any, _: Any = None) -> Any:
        """Read a document, as a structure hook of cattrs."""
        if not isinstance(document, dict):
            raise TypeError(f"{self.cls.__qualname__} is an object, not {document!r}")
        return self.read(document)

    @cached_property
    def lines(self) -> list[Line]:
        """The members with what is known of them."""
        return self._lines(kind_of_attribute)

    def _lines(self, kind_of: Callable[[type, Any, Hooks], Kind]) -> list[Line]:
        return [
            Line(number, member, kind_of(self.cls, member.attribute, self.hooks))
            for number, member in enumerate(members(self.cls))
        ]

    @cached_property
    def names(self) -> Names:
        """The names of the members."""
        return Names((member.name, member.key.aliases) for member in members(self.cls))

    @cached_property
    def draft(self) -> Any:
        """The class of objects that are being filled."""
        return draft_of(self.cls, [line.member.python_name for line in self.lines if line.kind.holds_models])

    def _leave_unread(self, lines: Iterable[Line]) -> None:
        """Let members be read when somebody looks: costs each look, so only where some reader leaves one unread."""
        for line in lines:
            if line.kind.holds_models:
                read_on_demand(self.cls, line.member.python_name, self._looks)

    @cached_property
    def _looks(self) -> Compiled:
        """What reads the members that were left unread, by the attribute that somebody looks at."""
        together = [line for line in self.lines if line.kind.holds_models and line.is_loaded]
        alone = {line.member.python_name: line for line in self.lines if not line.is_loaded}
        look_at_all: Callable[[], Fill] = cache(lambda: self._compile("look", look_source(together), together))

        def find(name: str) -> Fill:
            line = alone.get(name)
            if line is None:
                return look_at_all()
            # Whoever looks at it needs what its annotation names: from here on it is loaded.
            kind = loaded_kind_of_attribute(self.cls, line.member.attribute, self.hooks)
            fill: Fill = self._compile("look", look_source([line._replace(kind=kind)]), [line._replace(kind=kind)])
            return fill

        return Compiled(find)

    @cached_property
    def read(self) -> Function:
        """The function from a document to a model."""
        self._leave_unread(self.lines)
        function: Function = self._compile("read", read_source(self.lines), self.lines)
        return function

    @cached_property
    def read_inside(self) -> Callable[[Any, Document], Any]:
        """The function from a document in an envelope, and the envelope, to a model."""
        self._leave_unread(self.lines)
        function: Callable[[Any, Document], Any] = self._compile("read", read_inside_source(self.lines), self.lines)
        return function

    @cached_property
    def fill(self) -> Fill:
        """The function that fills a model from the document that it has."""
        self._leave_unread(self.lines)
        function: Fill = self._compile("fill", fill_source(self.lines), self.lines, hold=show_wire(self.cls).__set__)
        return function

    def reader_of(self, names: tuple[str, ...], shapes: Shapes) -> Function:
        """Return a function that reads a document with these names, and all models inside."""
        lines = [
            line._replace(kind=loaded_kind_of_attribute(self.cls, line.member.attribute, self.hooks))
            if line.member.name in names and not line.is_loaded
            else line
            for line in self.lines
        ]
        later = [
            line
            for line in lines
            if line.member.name in names and line.kind.holds_models and not may_read(self.cls, line.kind.classes)
        ]
        self._leave_unread(later)
        source = shape_source(lines, names, later, shapes.form)
        hold = show_wire(self.cls).__set__
        function: Function = self._compile("read", source, lines, find=shapes.find, hold=hold)
        return function

    @cached_property
    def read_list(self) -> Callable[[Iterable[Any]], list[Any]]:
        """The function from documents to models that are filled when somebody looks."""
        if not can_be_filled_later(self.cls):
            return lambda documents: [self.read_element(document) for document in documents]
        function: Callable[[Iterable[Any]], list[Any]] = self._compile("make", MAKE_SOURCE, [])
        fill_on_demand(self.cls, self._fills)
        return function

    @cached_property
    def _fills(self) -> dict[str, Fill]:
        """What fills such a model, by the attribute that somebody looks at: a model inside comes with the others."""

        def shallow(model: Any) -> None:
            self.fill(model)

        def deep(model: Any) -> None:
            self.shapes_to_fill.read(model)

        found = {line.member.python_name: deep if line.kind.holds_models else shallow for line in self.lines}
        return {**found, WIRE: shallow}

    @cached_property
    def write(self) -> Function:
        """The function from a model to its document."""
        # A class that a union knows by its tag need not have the tag as a member.
        tag, text = TAGS.get(self.cls, ("", ""))
        start = {tag: text} if tag and tag not in self.names.canonical else {}
        scope = {"start": start, "changed": changed, "write_edited": self._write_edited}
        # Whoever writes a new model has loaded what is in it, and then the text of the function can be to the point.
        lines = self._lines(loaded_kind_of_attribute)
        function: Function = self._compile("write", write_source(lines), lines, **scope)
        return function

    def _write_edited(self, model: Any, document: Document, names: Collection[str]) -> Document:
        get = document.view.get if document.__class__ is Origin else document.get
        comparisons, changes = self._comparisons, None
        if len(names) > 1:
            names = sorted(names, key=list(comparisons).index)  # new members stand as in a new document
        for name in names:
            member, compare = comparisons[name]
            changes = compare(changes, getattr(model, name), get(member))
        if changes:
            return changed(document, changes)
        return document.document if isinstance(document, Origin) else document

    @cached_property
    def _comparisons(self) -> dict[str, tuple[str, Comparison]]:
        return {line.member.python_name: (line.member.name, comparison(line.member, line.kind)) for line in self.lines}

    @cached_property
    def _copy(self) -> Callable[[Any, Any], Any]:
        function: Callable[[Any, Any], Any] = self._compile("copy", copy_source(self.lines), self.lines)
        return function

    @cached_property
    def evolvable(self) -> frozenset[str]:
        """The attributes that `evolve` may set: none where the class does something of its own when it is made."""
        attributes = attrs.fields(self.cls)
        if hasattr(self.cls, "__attrs_post_init__") or any(
            a.converter not in (None, *CONVERTERS) or a.validator or not a.init for a in attributes
        ):
            return frozenset()
        return frozenset(
            member.python_name for member in members(self.cls) if member.attribute.alias == member.python_name
        )

    @cached_property
    def _converters(self) -> dict[str, Function]:
        """What makes arrays of what `evolve` is given."""
        return {a.name: a.converter for a in attrs.fields(self.cls) if a.converter}

    def evolve(self, model: Any, changes: Mapping[str, Any]) -> Any:
        """Return a model with some attributes changed."""
        new = self.draft()
        held = held_of(model)
        draft = self._copy(model, new)
        for name, value in changes.items():
            convert = self._converters.get(name)
            setattr(draft, name, convert(value) if convert else value)
        draft._held = (
            (held[0], {*changes, *(held[1] if len(held) > 1 else ())}, *held[2:]) if held.__class__ is tuple else held
        )
        become(draft, self.cls)
        return draft

    def _compile(self, name: str, source: str, lines: list[Line], **scope: Any) -> Any:
        scope |= {"cls": self.cls, "draft": self.draft, "Origin": Origin, "UNREAD": UNREAD}
        scope |= {"harmless": self.names.harmless, "study": self.names.study, "acquire": acquire, "release": release}
        for line in lines:
            scope.update(line.names())
            slot = slot_of(self.cls, line.member.python_name)
            scope |= {f"slot{line.number}": slot.__get__, f"set{line.number}": slot.__set__}
        file = f"<hcspy {name} {self.cls.__module__}.{self.cls.__qualname__}>"
        # So that tracebacks show the line, as attrs does for its own.
        linecache.cache[file] = len(source), None, source.splitlines(keepends=True), file
        exec(compile(source, file, "exec"), scope)
        return scope[name]
