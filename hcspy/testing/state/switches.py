"""What a test can turn on a machine to make it misbehave as real ones do."""

from __future__ import annotations

import dataclasses
from typing import Any, Final

SERVICE_STATES: Final = ("running", "stopped", "crashed", "stopping")


@dataclasses.dataclass
class Switches:
    """Knobs of the machine. Counters (`int`) say how many of the next calls are concerned."""

    service: str = "running"
    """`stopped`: every call fails with 0x80070426; `crashed`: with 0x800706BE; `stopping`: with 0x803B0020."""
    language: str = "en"
    """Language of the error texts."""
    elevated: bool = True
    """False: every call fails with 0x80070005, as it does for a caller who is no administrator."""
    degrade_attach: int = 0
    """So many attaches fail and leave the endpoint degraded."""
    refuse_namespace_delete: int = 0
    """So many deletes of a namespace are refused, as long as a container is still leaving it."""
    settle: float = 0.0
    """Seconds that the name of a deleted network stays taken."""
    busy: bool = False
    """Another network is being made right now: builds before 1809 answer "Unspecified error"."""
    leftover_nat: bool = False
    """A NetNat object of somebody else is in the way of NAT networks."""
    accept_unknown_containers: bool = False
    """Attach to containers that the machine does not have."""
    ics_disabled: bool = False
    """The service for Internet Connection Sharing is disabled: there are no ICS networks."""
    without_vfp: bool = False
    """The virtual filtering platform is not there: no L2Bridge, L2Tunnel and Overlay networks."""
    ignore_balancer_updates: bool = False
    """A change of a load balancer succeeds and changes nothing, as on some builds of 15.4."""
    base_images: bool = True
    """The machine has base images; hosts from 1709 on have none that are shared."""
    without_hyperv: bool = False
    """The feature Hyper-V is not installed: no virtual machines, no containers in one."""
    compute_service: str = "running"
    """The same as `service`, for the compute service."""
    compute_delay: float = 0.0
    """Seconds that the news of what the compute service has done come late."""
    lose_compute_news: int = 0
    """So many calls of the compute service are never told to be done."""
    repeat_compute_news: int = 0
    """So many are told twice."""
    compute_at_once: bool = False
    """vmcompute.dll is never pending: calls say themselves that it is done."""
    vanish: int = 0
    """So many objects are gone when they are opened: somebody was faster."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name in ("service", "compute_service") and value not in SERVICE_STATES:
            raise ValueError(f"{name} is one of {', '.join(SERVICE_STATES)}, not {value!r}")
        if name not in type(self).__dataclass_fields__:
            raise ValueError(f"no switch is called {name!r}; there are {', '.join(type(self).__dataclass_fields__)}")
        super().__setattr__(name, value)

    def spend(self, name: str) -> bool:
        """Use up one of a counter, if there is any left."""
        left = getattr(self, name)
        if left > 0:
            setattr(self, name, left - 1)
        return bool(left > 0)
