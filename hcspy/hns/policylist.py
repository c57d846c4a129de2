"""Policy lists: load balancers and routes that endpoints share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs

from hcspy.codec import Guid, Wire, arrays, key
from hcspy.hns.health import Health

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hcspy.hns.endpoint import HNSEndpoint
    from hcspy.hns.policy import PolicyListPolicy

ENDPOINTS: Final = "/endpoints/"


def endpoint_references(endpoints: Iterable[HNSEndpoint | str]) -> tuple[str, ...]:
    """Return how a policy list refers to endpoints, given as models, ids or references.

    >>> endpoint_references(["4f6a2c90-7d1e-4b3a-a5c8-112233445566"])
    ('/endpoints/4f6a2c90-7d1e-4b3a-a5c8-112233445566',)
    """
    return tuple(_reference(endpoint) for endpoint in endpoints)


def _reference(endpoint: HNSEndpoint | str) -> str:
    text = endpoint if isinstance(endpoint, str) else endpoint.id or ""
    return text if text.startswith(ENDPOINTS) else ENDPOINTS + text


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class PolicyList:
    """Policies that hold for several endpoints at once: a load balancer, or routes.

    The same object as a v2 load balancer or route. It cannot be changed, only made anew (hcsshim does so too).

    >>> from hcspy.hns import ELB
    >>> endpoints = ["4f6a2c90-7d1e-4b3a-a5c8-112233445566", "e2b3d4f5-0c9a-4d8e-b1f2-778899aabbcc"]
    >>> balancer = PolicyList(
    ...     references=endpoint_references(endpoints),
    ...     policies=[ELB(protocol="tcp", internal_port=80, external_port=8080, vips=["10.96.0.10"])],
    ... )
    >>> balancer.endpoint_ids == tuple(endpoints)
    True
    """

    id: Guid | None = attrs.field(default=None, metadata=key("ID"))
    """The id; the service makes one."""

    references: Sequence[str] = ()
    """The endpoints, as `/endpoints/{id}`; `endpoint_references` makes them of endpoints and ids."""

    policies: Sequence[PolicyListPolicy] = ()
    """The policies: one ELB, or ROUTE policies."""

    state: int | None = None
    """Read only; 2 was recorded."""

    health: Health | None = None
    """Its condition. Read only."""

    version: int | None = None
    """The version of the service that wrote it; see `HNSVersion.unpack`. Read only."""

    activity_id: Guid | None = None
    """The activity that made it: the id in `resources`. Read only."""

    additional_params: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    """Empty in all that was recorded."""

    resources: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    """What the service set aside for it, as raw JSON; `from_json(Activity, ...)` reads it. Read only."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    @property
    def endpoint_ids(self) -> tuple[str, ...]:
        """The ids of the endpoints that the list refers to, in lower case."""
        return tuple(reference.removeprefix(ENDPOINTS).lower() for reference in self.references)
