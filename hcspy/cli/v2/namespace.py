"""Namespaces of HCN."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import click

from hcspy.cli import fields, output
from hcspy.cli.kinds import V2, Kind
from hcspy.cli.names import Names
from hcspy.cli.session import Session
from hcspy.errors import NamespaceNotFoundError
from hcspy.hcn import HostComputeNamespace, NamespaceType


def described(
    session: Session, base: Any, settings: Sequence[str], *, default: bool, type_: str | None
) -> HostComputeNamespace:
    """Return the namespace that the arguments describe."""
    if default and type_:
        raise click.UsageError("--default is --type HostDefault: say one of them")
    wanted = NamespaceType.HOST_DEFAULT if default else type_ or (None if base else NamespaceType.HOST)
    return fields.build(HostComputeNamespace, settings, base=base, type=wanted)


def is_default(found: HostComputeNamespace) -> bool:
    """Tell whether a namespace is the host's own."""
    return str(found.type).lower() == NamespaceType.HOST_DEFAULT.lower()


def listed(
    kind: Kind, session: Session, *, type_: str | None = None, default: bool | None = None, **filters: Any
) -> Sequence[HostComputeNamespace]:
    """List by the filters of the service, and by whether it is the host's own."""
    found: Sequence[HostComputeNamespace] = kind.service(session).list(type=type_, **filters)
    return [each for each in found if default is None or is_default(each) is default]


def table(session: Session, namespaces: Sequence[HostComputeNamespace]) -> Any:
    """Draw namespaces, one a line, with the names of their endpoints."""
    names = Names(session)
    # There is no name to go by, so ids are printed whole.
    return output.table(
        ("ID", "TYPE", "COMPARTMENT", "ENDPOINTS", "CONTAINERS"),
        (
            (
                found.id,
                found.type or NamespaceType.HOST,
                found.namespace_id or "",
                names.endpoints_of(found.endpoint_ids),
                ", ".join(held[:12] for held in found.container_ids),
            )
            for found in namespaces
        ),
    )


NAMESPACE: Final = Kind(
    door=V2,
    noun="namespace",
    title="namespace",
    attribute="namespaces",
    missing=NamespaceNotFoundError,
    words=lambda found: ["default"] if is_default(found) else [],
    table=table,
    described=described,
    listed=listed,
)
