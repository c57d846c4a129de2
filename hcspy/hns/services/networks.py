"""Networks of HNS v1."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterable
from typing import Final, Literal, TypedDict, Unpack

from hcspy.codec import evolve, to_dict
from hcspy.errors import InUseError, InvalidDocumentError, NetworkNotFoundError
from hcspy.hns.endpoint import HNSEndpoint
from hcspy.hns.network import HNSNetwork
from hcspy.hns.policy import NetworkPolicy
from hcspy.hns.services.endpoints import Endpoints
from hcspy.hns.services.policies import POLICIES, PolicyNoun
from hcspy.verbs import Change, Ensured, poll, ref_id
from hcspy.verbs.ensured import differences
from hcspy.verbs.rollback import Rollback
from hcspy.verbs.settle import changed_member, over
from hcspy.verbs.wait import awaited

Until = Literal["ready"] | Callable[[HNSNetwork], bool]

# HNS takes these at creation only; the rest can be posted to a network that exists.
FIXED: Final = frozenset({"Type", "Subnets", "MacPools", "NetworkAdapterName", "SourceMac", "IsolateSwitch", "IPv6"})
# "Choose for me", as Docker sends it: any subnet will do.
ANY_PREFIX: Final = "0.0.0.0/0"
EXTERNAL: Final = frozenset({"l2bridge", "l2tunnel", "overlay"})


class NetworkFilters(TypedDict, total=False):
    """What list, get and find of networks can be asked for."""

    name: str | None
    type: str | None
    adapter: str | None
    subnet: object


class Networks(PolicyNoun[HNSNetwork]):
    """``host.hns.networks``: switches with the subnets, address pools and policies behind them.

    Filters of list, get and find: ``name`` (exact, letter case counts), ``type`` (any letter case), ``adapter``
    (NetworkAdapterName), ``subnet`` (an address prefix). HNS v1 serves none: they are applied here.
    """

    model = HNSNetwork
    noun = "network"
    path = "/networks"
    missing = NetworkNotFoundError
    tests = {
        "name": lambda network, name: network.name == name,
        "type": lambda network, kind: str(network.type or "").lower() == str(kind).lower(),
        "adapter": lambda network, adapter: network.network_adapter_name == adapter,
        "subnet": lambda network, prefix: any(subnet.address_prefix == str(prefix) for subnet in network.subnets),
    }

    def list(self, **filters: Unpack[NetworkFilters]) -> builtins.list[HNSNetwork]:
        """List the networks, oldest first, those that pass every filter given.

        >>> import hcspy
        >>> from hcspy import hns
        >>> with hcspy.connect("fake") as host:
        ...     created = host.hns.networks.create(hns.HNSNetwork(name="web", type="NAT"))
        ...     [network.name for network in host.hns.networks.list(type="nat")]
        ['web']
        """
        return self._list(filters)

    def get(self, ref: str | HNSNetwork | None = None, **filters: Unpack[NetworkFilters]) -> HNSNetwork:
        """Return the network by id, or the only one that passes the filters.

        Raises NetworkNotFoundError, and AmbiguousError where the filters leave more than one.
        """
        return self._get(ref, filters)

    def find(self, **filters: Unpack[NetworkFilters]) -> HNSNetwork | None:
        """Return the only network that passes the filters, None if there is none; two are AmbiguousError."""
        return self._find(filters)

    def create(self, model: HNSNetwork) -> HNSNetwork:
        """Create a network and return it as HNS filled it in.

        A subnet with an address prefix needs a gateway. Raises NetworkAlreadyExistsError if the name is taken,
        AdapterNotFoundError if an external type finds no network adapter. Creating a network with an external
        switch takes seconds and interrupts the host's connectivity for a moment.

        >>> import hcspy
        >>> from hcspy import hns
        >>> with hcspy.connect("fake") as host:
        ...     subnet = hns.Subnet(address_prefix="10.0.0.0/24", gateway_address="10.0.0.1")
        ...     network = host.hns.networks.create(hns.HNSNetwork(name="web", type="NAT", subnets=[subnet]))
        >>> network.subnets[0].gateway_address
        '10.0.0.1'
        """
        return self._create(model)

    def update(self, model: HNSNetwork) -> HNSNetwork:
        """Post the whole document of a network that exists and return it as it is then."""
        return self._update(model)

    def ensure(self, model: HNSNetwork) -> Ensured[HNSNetwork]:
        """Make sure that a network of this name is as the model says; what the model leaves out may be anything.

        A member that HNS takes at creation only (type, subnets, MAC pools, adapter) makes it create the network
        anew, which is refused with InUseError while the network has endpoints: they would go with it. If the new
        one cannot be created, the old one is put back.
        """
        if not model.name:
            raise InvalidDocumentError("ensure() knows a network by its name, and the model has none")
        self._check(model)
        found = self.find(name=model.name)
        if found is None:
            return Ensured(object=self.create(model), action="created")
        policies, changes = POLICIES.merge(found.policies, model.policies)
        changes += _changes(model, found)
        if not changes:
            return Ensured(object=found, action="unchanged")
        if any(changed_member(change) in FIXED for change in changes):
            return Ensured(
                object=self._recreate(found, model), action="recreated", changes=tuple(changes), before=found
            )
        wanted = self._update(evolve(over(found, model), policies=policies))
        return Ensured(object=wanted, action="modified", changes=tuple(changes), before=found)

    def _recreate(self, old: HNSNetwork, new: HNSNetwork) -> HNSNetwork:
        if old.current_endpoint_count:
            raise InUseError(
                f"network {old.name!r} must be created anew, but has {old.current_endpoint_count} endpoint(s)",
                hint="delete its endpoints first",
            )
        with Rollback() as undo:
            self.delete(old)
            undo.on_failure(f"network {old.name} was deleted", self._create, old)
            return self.create(new)

    def wait(self, ref: str | HNSNetwork, until: Until = "ready", *, timeout: float = 60) -> HNSNetwork:
        """Wait until the network is ready, or a predicate holds; ``timeout`` in seconds, then TimedOutError.

        Ready means: created, and for a network on a host adapter (L2Bridge, L2Tunnel, Overlay) that the host's
        address has come back: ManagementIP is there and is not link-local.
        """
        ref = ref_id(ref, self.noun)
        return poll(lambda: self._look(ref), condition(until), timeout=timeout, what=f"network {ref}")

    def create_endpoint(self, network: str | HNSNetwork, endpoint: HNSEndpoint) -> HNSEndpoint:
        """Create an endpoint on this network, whatever network its document names."""
        return Endpoints(self._door).create(evolve(endpoint, virtual_network=ref_id(network, self.noun)))

    def add_policies(self, ref: str | HNSNetwork, *policies: NetworkPolicy) -> HNSNetwork:
        """Append policies to those that the network has now and return it as it is then."""
        return super().add_policies(ref, *policies)

    def remove_policies(self, ref: str | HNSNetwork, *policies: NetworkPolicy, missing_ok: bool = False) -> HNSNetwork:
        """Remove the policies that have every member given, and return the network as it is then.

        Raises PolicyNotFoundError, before anything is changed, if one matches nothing, unless ``missing_ok``.
        """
        return super().remove_policies(ref, *policies, missing_ok=missing_ok)

    def replace_policies(self, ref: str | HNSNetwork, *policies: NetworkPolicy) -> HNSNetwork:
        """Make these the network's policies, all others go; return it as it is then."""
        return super().replace_policies(ref, *policies)


def condition(until: Until) -> Callable[[HNSNetwork], bool]:
    """Return what ``wait`` waits for."""
    return awaited(until, {"ready": ready})


def ready(network: HNSNetwork) -> bool:
    """Tell whether a network can be used: see ``Networks.wait``."""
    if network.state is not None and network.state != 1:
        return False
    if str(network.type or "").lower() not in EXTERNAL:
        return True
    address = str(network.management_ip or "")
    return bool(address) and not address.startswith("169.254.")


def _changes(model: HNSNetwork, found: HNSNetwork) -> Iterable[Change]:
    wanted = to_dict(model)
    for member in ("Policies", "ID"):
        wanted.pop(member, None)
    if any(subnet.address_prefix == ANY_PREFIX for subnet in model.subnets):
        del wanted["Subnets"]
    return differences(wanted, to_dict(found))
