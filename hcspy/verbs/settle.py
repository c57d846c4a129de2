"""What ensure() needs of documents: which member differs, and the found object with the wanted members."""

from __future__ import annotations

from typing import TypeVar

import attrs

from hcspy.codec import evolve
from hcspy.verbs.ensured import Change

M = TypeVar("M", bound=attrs.AttrsInstance)

# The id stays, and policies are merged one by one.
KEPT = frozenset({"id", "policies", "_wire"})


def over(found: M, wanted: M) -> M:
    """Return the object that exists with the members that the wanted model sets."""
    fields = attrs.fields(wanted.__class__)
    values = {field.name: getattr(wanted, field.name) for field in fields if field.name not in KEPT}
    return evolve(found, **{name: value for name, value in values.items() if value != getattr(fields, name).default})


def changed_member(change: Change) -> str:
    """Return the top member of a change's path: ``Subnets[0].GatewayAddress`` is of ``Subnets``."""
    return change.path.split(".", 1)[0].split("[", 1)[0]
