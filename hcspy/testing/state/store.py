"""Where objects are kept: one table a kind, found by id or by any of its indexes, in order of creation."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any

from .documents import Document

Key = tuple[str, Hashable]


class Object:
    """A stored document, what it is indexed under, and room for a reader to keep its rendering."""

    __slots__ = ("document", "facts", "id", "keys", "more", "rendering", "renderings")

    def __init__(self, id: str, document: Document, more: Document | None = None) -> None:
        self.id = id
        self.document = document
        self.more: Document = {} if more is None else more
        """What was sent in the shape of version 2, and has no place in the document."""
        self.keys: tuple[Key, ...] = ()
        self.facts: dict[str, Any] = {}
        """What was worked out from the document; whoever changes what it came from forgets it."""
        self.rendering: str | None = None
        self.renderings: dict[Any, str] = {}
        """Other renderings, by what a reader calls them."""

    def changed(self) -> None:
        """Forget the renderings of the document as it was."""
        self.rendering = None
        self.renderings.clear()


class Table:
    """The objects of one kind."""

    def __init__(self) -> None:
        self._objects: dict[str, Object] = {}
        self.get: Callable[[str], Object | None] = self._objects.get
        """Find by id (as `guid_key` writes it)."""
        self._indexes: dict[Key, dict[str, Object]] = {}

    def __len__(self) -> int:
        return len(self._objects)

    def __iter__(self) -> Iterator[Object]:
        return iter(self._objects.values())

    def __contains__(self, id: str) -> bool:
        return id in self._objects

    def add(self, object: Object, keys: Iterable[Key] = ()) -> None:
        """Store a new object."""
        self._objects[object.id] = object
        self._index(object, keys)

    def remove(self, object: Object) -> None:
        """Forget an object."""
        self.reindex(object, ())
        del self._objects[object.id]

    def reindex(self, object: Object, keys: Iterable[Key]) -> None:
        """File an object under other keys."""
        for key in object.keys:
            entry = self._indexes[key]
            del entry[object.id]
            if not entry:
                del self._indexes[key]
        self._index(object, keys)

    def _index(self, object: Object, keys: Iterable[Key]) -> None:
        object.keys = tuple(dict.fromkeys(keys))
        for key in object.keys:
            self._indexes.setdefault(key, {})[object.id] = object

    def holds(self, index: str, value: Hashable) -> bool:
        """Tell whether anything is filed under that key."""
        return (index, value) in self._indexes

    def count(self, index: str, value: Hashable) -> int:
        """Count what is filed under that key."""
        return len(self._indexes.get((index, value), ()))

    def by(self, index: str, value: Hashable) -> list[Object]:
        """Find all that are filed under that key, oldest first."""
        return list(self._indexes.get((index, value), {}).values())

    def first(self, index: str, value: Hashable) -> Object | None:
        """Find the oldest one that is filed under that key."""
        return next(iter(self._indexes.get((index, value), {}).values()), None)
