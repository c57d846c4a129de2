"""Verbs that cross doors: a running container and an endpoint, over HCS and HNS at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from hcspy._ffi import vmcompute
from hcspy.errors import HcspyError, NotSupportedError
from hcspy.hns.services.endpoints import holds
from hcspy.verbs import ref_id

if TYPE_CHECKING:
    from hcspy._ffi.tables import Tables
    from hcspy.hns.endpoint import HNSEndpoint
    from hcspy.hns.services import HNS

# What HCS answers where the platform cannot change a running container (hcsshim's IsNotSupported).
UNSUPPORTED: Final = frozenset({0xC037010D, 0x8007000D, 0x80070032, 0xC037010B})


def hot_attach(hns: HNS, tables: Tables, ref: str | HNSEndpoint, container_id: str) -> None:
    """Plug an endpoint into a container that runs; nothing happens if it is plugged in."""
    endpoint = hns.endpoints.get(ref_id(ref, "endpoint"))
    if not holds(endpoint, container_id):
        _modify(tables, container_id, "Add", ref_id(ref, "endpoint"))


def hot_detach(hns: HNS, tables: Tables, ref: str | HNSEndpoint, container_id: str) -> None:
    """Unplug an endpoint from a container that runs; nothing happens if it is not plugged in."""
    endpoint = hns.endpoints.get(ref_id(ref, "endpoint"))
    if holds(endpoint, container_id):
        _modify(tables, container_id, "Remove", ref_id(ref, "endpoint"))


def _modify(tables: Tables, container_id: str, request: str, endpoint_id: str) -> None:
    document = {"ResourceType": "Network", "Settings": endpoint_id, "RequestType": request}
    # The handle is let go in any case: what was asked for has happened or failed by then.
    with vmcompute.open_compute_system(tables, container_id) as system:
        try:
            vmcompute.modify_compute_system(system, json.dumps(document, separators=(",", ":")))
        except HcspyError as error:
            if error.hresult not in UNSUPPORTED:
                raise
            raise NotSupportedError(
                f"the networks of container {container_id} cannot be changed while it runs",
                call=error.call, hresult=error.hresult, symbol=error.symbol, record=error.record,
                request=error.request,
            ) from error  # fmt: skip
