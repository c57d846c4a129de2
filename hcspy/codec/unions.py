"""Unions of models that one member of the document, the tag, tells apart.

The flat form has the settings beside the tag, `{"Type": "VLAN", "VLAN": 7}`; the model is the whole document. In the
envelope form they stand apart, `{"Type": "VLAN", "Settings": {"IsolationId": 7}}`; the model is what the envelope
holds, and it remembers the envelope.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TAGS: Final[dict[type, tuple[str, str]]] = {}
"""The tag that a class in the flat form goes out with: name and text of the member."""


class TaggedUnion:
    """What `tagged_union` says."""

    def __init__(self, tag: str, classes: Mapping[str, type[Any]], other: type[Any], content: str | None) -> None:
        self.tag = tag
        self.classes = classes
        self.other = other
        self.content = content


def tagged_union(
    *, tag: str = "Type", classes: Mapping[str, type[Any]], other: type[Any], content: str | None = None
) -> TaggedUnion:
    """Return the mark, for use in `Annotated`, of a union whose documents name their class in one member.

    The tag is matched in any letter case. A document with a tag that `classes` lacks becomes `other`, which
    goes back out unchanged. With `content` the document is an envelope, `{"Type": ..., "Settings": {...}}`,
    and the model is what the envelope holds; `other` is then the model of an envelope.

    >>> import attrs
    >>> from typing import Annotated, Any
    >>> @attrs.frozen(kw_only=True, weakref_slot=False)
    ... class Vlan:
    ...     isolation_id: int | None = None
    ...     _wire: dict[str, Any] | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
    >>> @attrs.frozen(kw_only=True, weakref_slot=False)
    ... class Unknown:
    ...     type: str | None = None
    ...     _wire: dict[str, Any] | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
    >>> Policy = Annotated[Vlan | Unknown, tagged_union(classes={"VLAN": Vlan}, other=Unknown, content="Settings")]
    >>> from hcspy.codec import decode
    >>> decode(Policy, {"Type": "vlan", "Settings": {"IsolationId": 7}})
    Vlan(isolation_id=7)
    """
    by_text = {str(text): cls for text, cls in classes.items()}
    if content is None:
        for text, cls in by_text.items():
            TAGS.setdefault(cls, (tag, text))
    return TaggedUnion(tag, by_text, other, content)


class ToldBy:
    """What `told_by` says."""

    def __init__(self, tag: str, classes: Mapping[str, type[Any]], fold: Callable[[str], str]) -> None:
        self.tag = tag
        self.classes = classes
        self.fold = fold

    def class_for(self, text: object) -> type[Any] | None:
        """Return the class that the tag names; None if it names none."""
        return self.classes.get(self.fold(text)) if isinstance(text, str) else None


def told_by(tag: str, classes: Mapping[str, type[Any]], *, fold: Callable[[str], str] = str.lower) -> ToldBy:
    """Return the mark, for use in `Annotated`, of a member whose class another member of the document names.

    The tag is matched in any letter case; `fold` may leave out more that makes no difference. What stands beside a tag
    that `classes` lacks is kept as raw JSON; what goes out may be a model of any class, or raw JSON.

    >>> from hcspy.codec import from_json
    >>> from hcspy.hcn import ModifyNetworkSettingRequest
    >>> from_json(ModifyNetworkSettingRequest, {"ResourceType": "dns", "Settings": {"Domain": "lab"}}).settings.domain
    'lab'
    """
    return ToldBy(tag, {fold(str(text)): cls for text, cls in classes.items()}, fold)


Anything: TypeAlias = Annotated[Any, told_by("", {})]
"""A member that may hold any JSON: reads as it is; a model of any class may go out there, too."""
