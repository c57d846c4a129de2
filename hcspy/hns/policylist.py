"""Policy lists: load balancers and routes that endpoints share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs

from hcspy.codec import Guid, Wire, key
from hcspy.hns.health import Health
from hcspy.hns.policy import PolicyListPolicy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hcspy.hns.endpoint import HNSEndpoint

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


@attrs.frozen(kw_only=True, weakref_slot=False)
class PolicyList:
    """Policies that hold for several endpoints at once; it refers to them by path."""

    id: Guid | None = attrs.field(default=None, metadata=key("ID"))
    references: Sequence[str] = ()
    policies: Sequence[PolicyListPolicy] = ()
    state: int | None = None
    health: Health | None = None
    version: int | None = None
    activity_id: Guid | None = None
    additional_params: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    resources: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    @property
    def endpoint_ids(self) -> tuple[str, ...]:
        """The ids of the endpoints that the list refers to, in lower case."""
        return tuple(reference.removeprefix(ENDPOINTS).lower() for reference in self.references)
