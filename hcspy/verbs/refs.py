"""References: a model or an id text, never a name."""

from __future__ import annotations

from hcspy.errors import InvalidDocumentError


def ref_id(ref: object, noun: str) -> str:
    """Return the id text of a model or the text itself, spelled as given.

    >>> ref_id("9C1D7F2E-3B54-4A66-8F10-0A1B2C3D4E5F", "network")
    '9C1D7F2E-3B54-4A66-8F10-0A1B2C3D4E5F'

    Raises InvalidDocumentError for an empty id, for one that could not be a single step of a path
    (an HNS id becomes part of the request's path), and for a model without an id.
    """
    text = ref if isinstance(ref, str) else getattr(ref, "id", None)
    if not isinstance(text, str) or not text.strip():
        raise InvalidDocumentError(f"the {noun} has no id: {ref!r}", hint="create it first, or look it up with find()")
    if "/" in text or "\\" in text or text in {".", ".."}:
        raise InvalidDocumentError(f"not the id of a {noun}: {text!r}", hint="a name is never a reference: use find()")
    return text


def same_id(left: str | None, right: str | None) -> bool:
    """Tell whether two id texts mean the same object: letter case and braces do not count.

    >>> same_id("{C08CB7B8-9B3C-408E-8E30-5E16A3AEB444}", "c08cb7b8-9b3c-408e-8e30-5e16a3aeb444")
    True
    """
    return left is not None and right is not None and left.strip("{}").lower() == right.strip("{}").lower()
