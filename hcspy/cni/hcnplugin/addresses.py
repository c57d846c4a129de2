"""Addresses for containers: from HCN, from ranges of the plugin, or from another plugin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hcspy.cni.errors import CNIError, ErrorCode
from hcspy.cni.hcnplugin.settings import BUILT_IN, HCNConf
from hcspy.cni.ipam.delegation import Delegate, Execute
from hcspy.cni.ipam.ledger import Key, Ledger
from hcspy.cni.ipam.ranges import Ranges, checked
from hcspy.cni.request import AddRequest, CNIRequest, GCRequest
from hcspy.cni.result import IPConfig, Result


class Addresses:
    """What gives addresses: without `ipam.type` that is HCN, and all there is to do is to remember who is there.

    Every attachment is in the ledger from before it gets anything until after it has lost everything.
    """

    def __init__(self, request: CNIRequest[HCNConf], ledger: Ledger) -> None:
        self._network = request.config.name
        self._ledger = ledger
        self._key = Key(request.container_id, request.ifname)

    def allocate(self, request: AddRequest[HCNConf]) -> Result | None:
        """Give the container addresses; None if HCN is to choose them."""
        self._ledger.enter(self._network, self._key)
        wanted = wanted_ips(request)
        return Result(ips=[IPConfig(address=address) for address in wanted]) if wanted else None

    def release(self) -> None:
        """Take the container's addresses back, if it has any."""
        self._ledger.drop(self._network, self._key)

    def check(self) -> None:
        """Raise an error if the container's addresses are not its own."""

    def gc(self, request: GCRequest[HCNConf]) -> None:
        """Take back the addresses of attachments that are not valid."""
        self._ledger.keep(self._network, lambda key: request.is_valid(*key))

    def status(self) -> None:
        """Raise an error if there is no address for another container."""


class RangeAddresses(Addresses):
    """Addresses out of the plugin's own ranges."""

    def __init__(self, request: CNIRequest[HCNConf], ledger: Ledger) -> None:
        super().__init__(request, ledger)
        self._config = request.config

    def allocate(self, request: AddRequest[HCNConf]) -> Result | None:
        """Give the container an address of each set of ranges."""
        return Result(ips=self._ranges().allocate(self._key, wanted_ips(request)))

    def check(self) -> None:
        """Raise an error if the container has no addresses."""
        if not self._ledger.addresses(self._network, self._key):
            raise CNIError(f"network {self._network} has given {self._key.container_id} no address")

    def status(self) -> None:
        """Raise an error if the ranges are used up."""
        if not self._ranges().has_room():
            raise CNIError(f"network {self._network} has no free address", code=ErrorCode.NOT_AVAILABLE)

    def _ranges(self) -> Ranges:
        sets = self._config.ipam.sets
        if not sets:
            raise CNIError(
                "the configuration is wrong: ipam has neither subnet nor ranges", code=ErrorCode.INVALID_CONFIG
            )
        return Ranges(self._network, sets, self._ledger)


class DelegatedAddresses(Addresses):
    """Addresses from another plugin."""

    def __init__(self, request: CNIRequest[HCNConf], ledger: Ledger, execute: Execute) -> None:
        super().__init__(request, ledger)
        self._delegate = Delegate(request, execute)

    def allocate(self, request: AddRequest[HCNConf]) -> Result | None:
        """Have the other plugin give out addresses; those of an ADD that was killed are given back before."""
        if self._key in self._ledger.keys(self._network):
            self._delegate.delete()
        self._ledger.enter(self._network, self._key)
        return self._delegate.add()

    def release(self) -> None:
        """Have the other plugin take the addresses back."""
        self._delegate.delete()
        super().release()

    def check(self) -> None:
        """Have the other plugin check the addresses."""
        self._delegate.check()

    def gc(self, request: GCRequest[HCNConf]) -> None:
        """Have the other plugin clean up."""
        self._delegate.gc()
        super().gc(request)

    def status(self) -> None:
        """Ask the other plugin."""
        self._delegate.status()


def addresses_for(request: CNIRequest[HCNConf], ledger: Ledger, execute: Execute) -> Addresses:
    """Return what gives addresses according to the configuration."""
    kind = request.config.ipam.type
    if not kind:
        return Addresses(request, ledger)
    return RangeAddresses(request, ledger) if kind == BUILT_IN else DelegatedAddresses(request, ledger, execute)


def wanted_ips(request: CNIRequest[Any]) -> Sequence[str]:
    """Return the addresses that the runtime asks for: the capability `ips`, or IP in CNI_ARGS."""
    asked = [str(address) for address in request.config.runtime_config.ips]
    if asked:
        return [checked(text, "runtimeConfig.ips") for text in asked]
    return [checked(text, "IP in CNI_ARGS") for text in request.args.get("IP", "").split(",") if text]
