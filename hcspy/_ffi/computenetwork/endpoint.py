"""Endpoints: created in a network, and with statistics and addresses of their own."""

from __future__ import annotations

from typing import Final

from hcspy._ffi.cdata import HCN_ENDPOINT, Pointer
from hcspy._ffi.strings import wide
from hcspy._ffi.tables import Tables

from .calls import call, guid_pointer
from .handles import LiveHandle, Opened, ask, obtain, on_loan
from .network import NetworkHandle, networks
from .nouns import NO_ID, Exports, NounCalls


class EndpointHandle(LiveHandle[HCN_ENDPOINT]):
    """An open endpoint."""

    __slots__ = ()
    noun = "endpoint"
    ctype = "HCN_ENDPOINT *"
    closes = "HcnCloseEndpoint"


class EndpointCalls(NounCalls[EndpointHandle]):
    """The functions for endpoints."""

    noun = "endpoint"
    handle = EndpointHandle
    exports = Exports(
        enumerate="HcnEnumerateEndpoints",
        create="HcnCreateEndpoint",
        open="HcnOpenEndpoint",
        query="HcnQueryEndpointProperties",
        modify="HcnModifyEndpoint",
        delete="HcnDeleteEndpoint",
    )

    def create(self, network: NetworkHandle, id: str, settings: str, *, timeout: float | None = None) -> EndpointHandle:
        """Create an endpoint in an open network; `id` may be `NO_ID`. The caller closes the handle."""
        tables, value, export = network.tables, network.value(), self.exports.create
        arguments = guid_pointer(id), wide(settings)

        def make(cell: Pointer[HCN_ENDPOINT]) -> None:
            call(tables, export, value, *arguments, cell, given=cell, subject=id, request=settings, noun=self.noun)

        return on_loan(
            network,
            lambda: obtain(tables, self.handle, make, export),
            timeout,
            call=export,
            request=settings,
            discard=LiveHandle.let_go,
        )

    def created(
        self, network: NetworkHandle, id: str, settings: str, *, timeout: float | None = None
    ) -> Opened[EndpointHandle]:
        """Return a context manager that creates an endpoint and closes its handle; the endpoint stays."""
        return Opened(lambda: self.create(network, id, settings, timeout=timeout))

    def make(
        self,
        tables: Tables,
        network_id: str,
        settings: str,
        query: str | None = "",
        *,
        id: str = NO_ID,
        timeout: float | None = None,
    ) -> str:
        """Open the network, create, query, close both: create an endpoint and return its properties."""
        with (
            networks.opened(tables, network_id, timeout=timeout) as network,
            self.created(network, id, settings, timeout=timeout) as endpoint,
        ):
            return self.query(endpoint, query, timeout=timeout)

    def stats(self, handle: EndpointHandle, query: str | None = "", *, timeout: float | None = None) -> str:
        """Return the statistics of an endpoint."""
        return ask(handle, "HcnQueryEndpointStats", query, noun=self.noun, timeout=timeout)

    def addresses(self, handle: EndpointHandle, query: str | None = "", *, timeout: float | None = None) -> str:
        """Return the addresses of an endpoint."""
        return ask(handle, "HcnQueryEndpointAddresses", query, noun=self.noun, timeout=timeout)


endpoints: Final = EndpointCalls()
