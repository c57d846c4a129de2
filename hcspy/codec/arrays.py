"""What is given for a list, or for a list in one string, when a model is made.

Any iterable goes in: it is kept as a tuple, or as the one string that it is joined to, so that models compare and hash
alike however they were made, and a generator is not used up by the first who looks. A model that is read never comes
here: what stands in a document stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import attrs

from hcspy.codec.ways import commas


def is_array(value: object) -> bool:
    """Tell whether a value is a list of things, rather than a text, a document or a single thing."""
    return isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping)


def collected(value: Any) -> Any:
    """Return an iterable as a tuple; a text, a document and what cannot be iterated over as they are.

    >>> collected(name.upper() for name in ("a", "b"))
    ('A', 'B')
    """
    return tuple(value) if value.__class__ is not tuple and is_array(value) else value


_SEQUENCE: Final = re.compile(r"\bSequence\[")
_IN_ONE_STRING: Final = re.compile(r"\b(Commas|Addresses|ProtocolList)\b")

CONVERTERS: Final[tuple[Callable[[Any], Any], ...]] = (collected, commas)
"""All that an attribute of a model may have as its converter."""


def arrays(cls: type, attributes: list[attrs.Attribute[Any]]) -> list[attrs.Attribute[Any]]:
    """Let the lists of a model take any iterable: the ``field_transformer`` of classes that have some.

    >>> @attrs.frozen(kw_only=True, field_transformer=arrays)
    ... class Search:
    ...     domains: Sequence[str] = ()
    >>> Search(domains=["a"]) == Search(domains=("a",))
    True
    """
    return [attribute.evolve(converter=_converter(attribute)) for attribute in attributes]


def _converter(attribute: attrs.Attribute[Any]) -> Any:
    # The annotations are texts here, and looking them up would load what they name.
    annotation = str(attribute.type)
    if _SEQUENCE.search(annotation):
        return collected
    return commas if _IN_ONE_STRING.search(annotation) else attribute.converter
