"""The nouns of each door: one table a door, one module a noun."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import attrs
import click

if TYPE_CHECKING:
    from hcspy.cli.session import Session
    from hcspy.errors import HcspyError
    from hcspy.transaction import Transaction

V1: Final = "v1"
V2: Final = "v2"

HOMES: Final[dict[str, dict[str, str]]] = {
    V1: {
        "network": "hcspy.cli.v1.network:NETWORK",
        "endpoint": "hcspy.cli.v1.endpoint:ENDPOINT",
        "namespace": "hcspy.cli.v1.namespace:NAMESPACE",
        "policylist": "hcspy.cli.v1.policylist:POLICYLIST",
        # Load balancers are policy lists there, and routes too.
        "lb": "hcspy.cli.v1.policylist:POLICYLIST",
        "route": "hcspy.cli.v1.policylist:ROUTES",
    },
    V2: {
        "network": "hcspy.cli.v2.network:NETWORK",
        "endpoint": "hcspy.cli.v2.endpoint:ENDPOINT",
        "namespace": "hcspy.cli.v2.namespace:NAMESPACE",
        "lb": "hcspy.cli.v2.loadbalancer:LOAD_BALANCER",
        "route": "hcspy.cli.v2.route:ROUTE",
    },
}


def served(kind: Kind, session: Session, **filters: Any) -> Sequence[Any]:
    """List by the filters of the service."""
    found: Sequence[Any] = kind.service(session).list(**{**kind.always, **filters})
    return found


@attrs.frozen(kw_only=True)
class PolicyStyle:
    """How the policies of a noun are written: the classes by type, and a policy's document."""

    classes: Callable[[], Mapping[str, type]]
    unknown: Callable[[dict[str, Any]], Any]
    """Makes a policy of any kind from its document."""
    document: Callable[[Any], dict[str, Any]]
    enveloped: bool = False
    """Whether the members stand in `Settings`, beside the type, or flat."""


@attrs.frozen(kw_only=True)
class Kind:
    """A noun of one door."""

    door: str
    noun: str
    title: str
    """What people call it."""
    attribute: str
    """The name of the service."""
    missing: type[HcspyError]
    words: Callable[[Any], list[str]]
    """What an object may be called, besides by its id."""
    table: Callable[[Session, Sequence[Any]], Any]
    described: Callable[..., Any]
    """Makes a model of what the arguments say."""
    listed: Callable[..., Sequence[Any]] = served
    """Lists what passes the filters of the command line."""
    always: Mapping[str, Any] = attrs.field(factory=dict)
    """Filters that make the noun."""
    by_word: tuple[str, ...] = ()
    """Filters that the service finds by a word, without a list of everything."""
    policies: PolicyStyle | None = None

    def service(self, session: Session | Transaction) -> Any:
        """Return the service of the run's host, or of a transaction on it."""
        return getattr(session.hns if self.door == V1 else session.hcn, self.attribute)

    def label(self, found: Any) -> str:
        """Return what to call an object in a sentence."""
        words = self.words(found)
        return words[0] if words else str(found.id)

    def list(self, session: Session, **filters: Any) -> Sequence[Any]:
        """List the objects that pass the filters."""
        return self.listed(self, session, **filters)


def kind_of(session: Session, noun: str) -> Kind:
    """Return the noun as the door of the run has it; policy lists are always of HNS v1."""
    home = HOMES[session.door].get(noun) or HOMES[V1][noun]
    module, _, name = home.partition(":")
    found: Kind = getattr(import_module(module), name)
    return found


def refuse(door: str, **options: Any) -> None:
    """Refuse options that a door has no use for: those that are not None, empty or false."""
    given = next((name for name, value in options.items() if value not in (None, (), False)), None)
    if given is not None:
        other = {V1: V2, V2: V1}[door]
        raise click.UsageError(f"--{given.replace('_', '-')} is not for --api {door}, but for --api {other}")
