"""Namespaces of HNS v1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from hcspy.cli import fields, output
from hcspy.cli.kinds import V1, Kind, refuse
from hcspy.cli.names import Names
from hcspy.cli.session import Session
from hcspy.errors import NamespaceNotFoundError
from hcspy.hns import Namespace


def described(session: Session, base: Any, settings: Sequence[str], *, default: bool, type_: str | None) -> Namespace:
    """Return the namespace that the arguments describe."""
    refuse(V1, type=type_)
    return fields.build(Namespace, settings, base=base, is_default=default or None)


def listed(kind: Kind, session: Session, *, type_: str | None = None, **filters: Any) -> Sequence[Namespace]:
    """List by the filters of the service."""
    refuse(V1, type=type_)
    found: Sequence[Namespace] = kind.service(session).list(**filters)
    return found


def table(session: Session, namespaces: Sequence[Namespace]) -> Any:
    """Draw namespaces, one a line, with the names of their endpoints."""
    names = Names(session)
    # There is no name to go by, so ids are printed whole.
    return output.table(
        ("ID", "DEFAULT", "COMPARTMENT", "ENDPOINTS", "CONTAINERS"),
        (
            (
                found.id,
                "yes" if found.is_default else "",
                found.compartment_id or "",
                names.endpoints_of(held_by(found, "endpoint")),
                ", ".join(held[:12] for held in held_by(found, "container")),
            )
            for found in namespaces
        ),
    )


def held_by(found: Namespace, kind: str) -> list[str]:
    """Return the ids of what a namespace holds, of one kind."""
    resources = (entry for entry in found.resource_list if str(entry.type).lower() == kind)
    ids = (next((v for k, v in (entry.data or {}).items() if k.lower() == "id"), None) for entry in resources)
    return [str(found) for found in ids if found]


NAMESPACE: Final = Kind(
    door=V1,
    noun="namespace",
    title="namespace",
    attribute="namespaces",
    missing=NamespaceNotFoundError,
    words=lambda found: ["default"] if found.is_default else [],
    table=table,
    described=described,
    listed=listed,
)
