"""One reader for each set of names that the documents of a class have.

The service writes all documents of a kind alike, so few sets are ever seen, and where the set is known nothing else is
looked up: a class of forty members is read from a document of three as fast as a class of three. The models inside are
read with it, and the classes of those are loaded that the document has something for.

`Shapes.read` is the reader that was right the last time. It has a look at the names, and hands on what it is not made
for. Where documents keep changing, the right one is found by the names each time, which takes a little longer.

What cannot be read so is read by the class's usual function, which leaves models inside for later: documents whose
names are spelled in an odd way, those after the first sets, and a member whose class holds, at whatever depth, the
class that is read: a document that is a thousand levels deep would be read a thousand calls deep.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from hcspy.codec.drafts import acquire, release
from hcspy.codec.source import ALONE, EMPTY, ENVELOPED, Form

if TYPE_CHECKING:
    from hcspy.codec.compiled import ModelCodec

MOST_SETS: Final = 32
"""How many sets of names of a class get a reader; each takes as long to compile as a thousand documents to read."""
MOST_NAMES: Final = 64
MOST_LEARNED: Final = 256
"""How many sets with odd names are remembered; documents may come from anybody."""
MOST_TURNS: Final = 8
"""How often the reader is changed that is tried first."""

Names = tuple[str, ...]
Reader = Callable[..., Any]

_inside: Final[dict[type, set[type]]] = {}
"""The classes whose readers a class's own readers call."""


class Shapes:
    """The readers of one class, in one form."""

    def __init__(self, codec: ModelCodec, form: Form) -> None:
        self.codec = codec
        self.form = form
        self.turns = 0
        self.readers: dict[Names, Reader] = {}
        self.others: set[Names] = set()
        """Those that are read in the usual way."""
        self.read: Reader = self.find

    def find(self, *given: Any) -> Any:
        """Read what is given to readers of this form with the one for its names."""
        names = tuple(given[0]._held[0] if self.form is EMPTY else given[0])
        reader = self.readers.get(names)
        if reader is None:
            if not self._may_have_reader(names):
                return self.usual(*given)
            reader = self._made(names)
        if self.turns < MOST_TURNS:
            self.turns += 1
            self.read = reader if self.turns < MOST_TURNS else self._by_names()
        return reader(*given)

    @cached_property
    def usual(self) -> Reader:
        """The function that reads whatever document it is."""
        if self.form is ALONE:
            return self.codec.read
        return self.codec.read_inside if self.form is ENVELOPED else self.codec.fill

    def _by_names(self) -> Reader:
        found, find = self.readers.get, self.find
        if self.form is ALONE:
            return lambda document: (found(tuple(document)) or find)(document)
        if self.form is ENVELOPED:
            return lambda document, envelope: (found(tuple(document)) or find)(document, envelope)
        return lambda model: (found(tuple(model._held[0])) or find)(model)

    def _may_have_reader(self, names: Names) -> bool:
        if names in self.others or len(self.readers) >= MOST_SETS or len(names) > MOST_NAMES:
            return False
        known = self.codec.names
        if all(known.member(name) in (None, name) for name in names):
            return True
        if len(self.others) < MOST_LEARNED:
            self.others.add(names)
        return False

    def _made(self, names: Names) -> Reader:
        acquire()
        try:
            self.readers[names] = found = self.codec.reader_of(names, self)
        finally:
            release()
        return found


def may_read(outer: type, inner: tuple[type, ...]) -> bool:
    """Tell whether the reader of a class may call those of others, and note that it does: not in a circle."""
    if any(outer is cls or _leads_to(cls, outer) for cls in inner):
        return False
    _inside.setdefault(outer, set()).update(inner)
    return True


def _leads_to(cls: type, target: type) -> bool:
    # There are no circles in what was noted, so this ends.
    return any(inner is target or _leads_to(inner, target) for inner in _inside.get(cls, ()))
