"""What turns an object that exists into the one that is wanted: requests, and what no request can change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

from hcspy.codec import to_dict
from hcspy.hcn.services.requests import Step
from hcspy.verbs import Change
from hcspy.verbs.ensured import differences

# The service's own, or not told back by it: no reason to change anything.
READ_ONLY: Final = frozenset(
    {"ID", "Health", "State", "Version", "Telemetry", "SchemaVersion", "AdditionalParams", "Owner"}
)


@attrs.frozen(kw_only=True)
class Plan:
    """The requests in their order, the members that they change, and the members that none can change."""

    steps: Sequence[Step] = ()
    changes: Sequence[Change] = ()
    fixed: Sequence[Change] = ()

    def __add__(self, other: Plan) -> Plan:
        return Plan(
            steps=(*self.steps, *other.steps),
            changes=(*self.changes, *other.changes),
            fixed=(*self.fixed, *other.fixed),
        )


def lean(value: Any) -> Any:
    """Return a document without the members that say nothing: the service leaves zeros out, its clients write them.

    >>> lean({"Port": 80, "Flags": 0, "Exceptions": [], "Health": {"Extra": {}}})
    {'Port': 80}
    """
    if isinstance(value, Mapping):
        members = {name: lean(member) for name, member in value.items()}
        return {name: member for name, member in members.items() if member not in (None, 0, "", [], {})}
    return [lean(element) for element in value] if isinstance(value, list) else value


def unlike(wanted: Any, actual: Any, member: str) -> list[Change]:
    """Return what differs between two documents of one member, also what is only in the actual one."""
    return [] if lean(wanted) == lean(actual) else [Change(path=member, old=actual, new=wanted)]


def lacking(wanted: Mapping[str, Any], actual: Mapping[str, Any]) -> list[Change]:
    """Return what is asked for and missing or otherwise in the actual document, the service's own members aside."""
    return differences({name: value for name, value in wanted.items() if name not in READ_ONLY}, actual)


def document(model: Any) -> dict[str, Any]:
    """Return a model's document; nothing for no model."""
    return {} if model is None else to_dict(model)
