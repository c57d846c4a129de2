"""Policy lists: how HNS v1 keeps load balancers and routes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from hcspy.codec import arrays
from hcspy.hcn.base import Base


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class HostComputePolicyList(Base):
    """Policies over several endpoints, as the v1 side stores them; v2 shows them as load balancers and routes.

    >>> HostComputePolicyList(references=["/endpoints/4f6a2c90-7d1e-4b3a-a5c8-112233445566"]).policies
    ()
    """

    references: Sequence[str] = ()
    """Paths of the endpoints: `/endpoints/` and the id."""

    policies: Sequence[Mapping[str, Any]] = attrs.field(default=(), hash=False)
    """The policies, as raw JSON in the flat form of v1."""
