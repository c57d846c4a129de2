"""Unions of models that a member of the document tells apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, eq=False)
class TaggedUnion:
    """What `tagged_union` says."""

    tag: str
    classes: Mapping[str, type[Any]]
    other: type[Any]
    content: str | None = None


def tagged_union(
    *, tag: str = "Type", classes: Mapping[str, type[Any]], other: type[Any], content: str | None = None
) -> TaggedUnion:
    """Return the mark, for use in `Annotated`, of a union whose documents name their class in one member.

    The tag is matched in any letter case. A document with a tag that `classes` lacks becomes `other`, which
    goes back out unchanged. With `content` the document is an envelope, `{"Type": ..., "Settings": {...}}`,
    and the model is what the envelope holds.

    >>> import attrs
    >>> from typing import Annotated
    >>> @attrs.frozen(kw_only=True, weakref_slot=False)
    ... class Vlan:
    ...     type: str = attrs.field(default="VLAN", metadata=key(always=True))
    >>> Policy = Annotated[Vlan | UnknownPolicy, tagged_union(classes={"VLAN": Vlan}, other=UnknownPolicy)]
    """
    return TaggedUnion(tag, classes, other, content)
