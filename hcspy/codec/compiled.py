"""One reader and one writer per model class, compiled from its attributes when it is first used."""

from __future__ import annotations

import linecache
from collections.abc import Callable
from functools import cached_property
from typing import Any

from hcspy.codec.hints import hint_of
from hcspy.codec.kinds import Hooks, kind_of
from hcspy.codec.members import members
from hcspy.codec.origin import Names, Origin, changed
from hcspy.codec.source import Line, fill_source, write_source
from hcspy.codec.twins import Fill, Twins
from hcspy.codec.unions import TAGS

Write = Callable[[Any], dict[str, Any]]


class ModelCodec:
    """How the documents of one class are read and written.

    `hooks` says how members are read and written whose types are not plain; it is asked when the class is first used.
    """

    def __init__(self, cls: type, hooks: Hooks) -> None:
        self.cls = cls
        self.hooks = hooks
        self.names = Names((member.name, member.key.aliases) for member in members(cls))
        self.twins = Twins(cls, self._compile_fill)

    def structure(self, document: Any, _: Any = None) -> Any:
        """Read a document, as a structure hook of cattrs."""
        if not isinstance(document, dict):
            raise TypeError(f"{self.cls.__qualname__} is an object, not {document!r}")
        return self.twins.read(document)

    def read_element(self, document: Any) -> Any:
        """Read what stands inside of another document: when somebody looks, and what is no object not at all."""
        return self.twins.read_later(document) if document.__class__ is dict else document

    def written_lazy(self, model: Any) -> dict[str, Any]:
        """Return the document of an object that nobody has looked at."""
        document = self.twins.document(model)
        return document.document if isinstance(document, Origin) else document

    @cached_property
    def lines(self) -> list[Line]:
        """The members with what is known of them."""
        return [
            Line(number, member, kind_of(*hint_of(self.cls, member.attribute), self.hooks))
            for number, member in enumerate(members(self.cls))
        ]

    @cached_property
    def write(self) -> Write:
        """The function from a model to its document."""
        function: Write = self._compile("write", write_source(self.lines), start=self._start(), changed=changed)
        return function

    def _start(self) -> dict[str, Any]:
        # A class that a union knows by its tag need not have the tag as a member.
        tag, text = TAGS.get(self.cls, ("", ""))
        return {tag: text} if tag and tag not in self.names.canonical else {}

    def _compile_fill(self) -> Fill:
        names = self.names
        function: Fill = self._compile(
            "fill", fill_source(self.lines), harmless=names.harmless, study=names.study, Origin=Origin
        )
        return function

    def _compile(self, name: str, source: str, **scope: Any) -> Any:
        scope["Origin"] = Origin
        for line in self.lines:
            scope.update(line.names())
        file = f"<hcspy {name} {self.cls.__module__}.{self.cls.__qualname__}>"
        # So that tracebacks show the line, as attrs does for its own.
        linecache.cache[file] = len(source), None, source.splitlines(keepends=True), file
        exec(compile(source, file, "exec"), scope)
        return scope[name]

