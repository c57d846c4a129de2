"""Routes, which the DLL calls SDN routes."""

from __future__ import annotations

from typing import Final

from hcspy._ffi.cdata import HCN_SDN_ROUTE

from .handles import LiveHandle
from .nouns import Exports, HostNounCalls


class RouteHandle(LiveHandle[HCN_SDN_ROUTE]):
    """An open route."""

    __slots__ = ()
    noun = "route"
    ctype = "HCN_SDN_ROUTE *"
    closes = "HcnCloseSdnRoute"


class RouteCalls(HostNounCalls[RouteHandle]):
    """The functions for routes."""

    noun = "route"
    handle = RouteHandle
    exports = Exports(
        enumerate="HcnEnumerateSdnRoutes",
        create="HcnCreateSdnRoute",
        open="HcnOpenSdnRoute",
        query="HcnQuerySdnRouteProperties",
        modify="HcnModifySdnRoute",
        delete="HcnDeleteSdnRoute",
    )


routes: Final = RouteCalls()
