"""Networks."""

from __future__ import annotations

from typing import Final

from hcspy._ffi.cdata import HCN_NETWORK

from .handles import LiveHandle
from .nouns import Exports, HostNounCalls


class NetworkHandle(LiveHandle[HCN_NETWORK]):
    """An open network."""

    __slots__ = ()
    noun = "network"
    ctype = "HCN_NETWORK *"
    closes = "HcnCloseNetwork"


class NetworkCalls(HostNounCalls[NetworkHandle]):
    """The functions for networks."""

    noun = "network"
    handle = NetworkHandle
    exports = Exports(
        enumerate="HcnEnumerateNetworks",
        create="HcnCreateNetwork",
        open="HcnOpenNetwork",
        query="HcnQueryNetworkProperties",
        modify="HcnModifyNetwork",
        delete="HcnDeleteNetwork",
    )


networks: Final = NetworkCalls()
