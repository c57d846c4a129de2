"""Networks of HCN."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, Literal, TypedDict, Unpack

from hcspy._ffi import computenetwork
from hcspy.codec import evolve, to_dict
from hcspy.errors import InUseError, InvalidDocumentError, NetworkNotFoundError
from hcspy.hcn.endpoint import HostComputeEndpoint
from hcspy.hcn.ipam import Subnet
from hcspy.hcn.modify import PolicyNetworkRequest
from hcspy.hcn.network import HostComputeNetwork, NetworkFlags, NetworkType
from hcspy.hcn.policy import NetAdapterName, NetworkPolicy, ProviderAddressNetworkPolicySetting, SetPolicySetting
from hcspy.hcn.query import HostComputeQuery
from hcspy.hcn.services.endpoints import Endpoints
from hcspy.hcn.services.noun import Vanished, created
from hcspy.hcn.services.plan import READ_ONLY, Plan, document, lacking, lean, unlike
from hcspy.hcn.services.policies import PolicyNoun, documents_of
from hcspy.hcn.services.requests import ADD, REMOVE, UPDATE, Step, request, there_and_back
from hcspy.verbs import Ensured, ref_id
from hcspy.verbs.policies import Policies
from hcspy.verbs.rollback import Rollback
from hcspy.verbs.wait import awaited

Until = Literal["ready"] | Callable[[HostComputeNetwork], bool]

# "Choose for me", as Docker sends it: any subnet will do.
ANY_PREFIX: Final = "0.0.0.0/0"
EXTERNAL: Final = frozenset({"l2bridge", "l2tunnel", "overlay"})
# What tells one policy of a type from another; types that are not here occur once.
IDENTITY: Final = {
    "remotesubnetroute": ("DestinationPrefix",),
    "setpolicy": ("Id",),
    "vswitchextension": ("ExtensionID",),
    "l4proxy": ("Protocol", "Port", "Destination"),
    "networkacl": ("Id", "Action", "Direction", "Protocols", "LocalAddresses", "RemoteAddresses", "LocalPorts",
                   "RemotePorts", "RuleType"),
}  # fmt: skip


class NetworkFilters(TypedDict, total=False):
    """What list, get and find of networks can be asked for."""

    name: str | None
    type: NetworkType | str | None
    adapter: str | None
    subnet: object
    flags: NetworkFlags | int | None
    owner: str | None


def _subnets(network: HostComputeNetwork) -> Iterable[Subnet]:
    return (subnet for ipam in network.ipams for subnet in ipam.subnets)


def _adapters(network: HostComputeNetwork) -> Iterable[str | None]:
    return (policy.network_adapter_name for policy in network.policies if isinstance(policy, NetAdapterName))


class Networks(PolicyNoun[HostComputeNetwork]):
    """``host.hcn.networks``: switches with the address plans and policies behind them.

    Filters of list, get and find: ``name`` (exact, letter case counts) and ``flags`` (exactly these) are served by
    HCN; ``type`` (any letter case), ``adapter`` (of a NetAdapterName policy), ``subnet`` (an address prefix) and
    ``owner`` are applied here.
    """

    model = HostComputeNetwork
    noun = "network"
    missing = NetworkNotFoundError
    calls = computenetwork.networks
    served = {"name": "Name", "flags": "Flags"}
    tests = {
        "name": lambda network, name: network.name == name,
        "flags": lambda network, flags: network.flags == flags,
        "type": lambda network, kind: str(network.network_type).lower() == str(kind).lower(),
        "adapter": lambda network, adapter: adapter in _adapters(network),
        "subnet": lambda network, prefix: any(
            str(subnet.ip_address_prefix) == str(prefix) for subnet in _subnets(network)
        ),
        "owner": lambda network, owner: network.owner == owner,
    }
    carrier = PolicyNetworkRequest
    comparing = Policies(documents_of(PolicyNetworkRequest), IDENTITY)

    def list(
        self, *, query: HostComputeQuery | None = None, vanished: Vanished = "skip", **filters: Unpack[NetworkFilters]
    ) -> builtins.list[HostComputeNetwork]:
        """List the networks, oldest first, those that pass every filter given.

        A network that goes while the list is read is left out; ``vanished="raise"`` raises NetworkNotFoundError.
        ``query`` is sent in place of the one that the filters make.

        >>> import hcspy
        >>> from hcspy import hcn
        >>> with hcspy.connect("fake") as host:
        ...     created = host.hcn.networks.create(hcn.HostComputeNetwork(name="web", type="NAT"))
        ...     [network.name for network in host.hcn.networks.list(type="nat")]
        ['web']
        """
        return self._list(filters, query, vanished)

    def get(self, ref: str | HostComputeNetwork | None = None, **filters: Unpack[NetworkFilters]) -> HostComputeNetwork:
        """Return the network by id, or the only one that passes the filters.

        Raises NetworkNotFoundError, and AmbiguousError where the filters leave more than one.
        """
        return self._get(ref, filters)

    def find(self, **filters: Unpack[NetworkFilters]) -> HostComputeNetwork | None:
        """Return the only network that passes the filters, None if there is none; two are AmbiguousError."""
        return self._find(filters)

    def create(self, model: HostComputeNetwork) -> HostComputeNetwork:
        """Create a network and return it as HCN filled it in.

        A subnet with an address prefix needs a default route. Raises NetworkAlreadyExistsError if the name is taken,
        AdapterNotFoundError if an external type finds no network adapter. Creating a network with an external
        switch takes seconds and interrupts the host's connectivity for a moment.

        >>> import hcspy
        >>> from hcspy import hcn
        >>> with hcspy.connect("fake") as host:
        ...     ipam = hcn.Ipam.static("10.0.0.0/24", gateway="10.0.0.1")
        ...     network = host.hcn.networks.create(hcn.HostComputeNetwork(name="web", type="NAT", ipams=[ipam]))
        >>> network.ipams[0].subnets[0].gateway
        '10.0.0.1'
        """
        self._check(model)
        return self._create(model)

    def update(self, model: HostComputeNetwork) -> HostComputeNetwork:
        """Change a network that exists into what the model says, and return it as it is then.

        HCN changes its policies, its name resolution and its subnets, by requests; for anything else that differs
        NotSupportedError says what. Policies are added or changed, never dropped: see ``replace_policies``.
        """
        return self._update(model)

    def ensure(self, model: HostComputeNetwork) -> Ensured[HostComputeNetwork]:
        """Make sure that a network of this name is as the model says; what the model leaves out may be anything.

        Policies, name resolution and subnets are changed in place. Another difference makes it create the network
        anew, which is refused with InUseError while the network has endpoints: they would go with it. If the new
        one cannot be created, the old one is put back.
        """
        if not model.name:
            raise InvalidDocumentError("ensure() knows a network by its name, and the model has none")
        self._check(model)
        return self._ensured(model, self._find({"name": model.name}))

    def _recreate(self, old: HostComputeNetwork, new: HostComputeNetwork) -> HostComputeNetwork:
        held = Endpoints(self._door).count(str(old.id))
        if held:
            raise InUseError(
                f"network {old.name!r} must be created anew, but has {held} endpoint(s)",
                hint="delete its endpoints first",
            )
        with Rollback() as undo:
            self.delete(old)
            undo.on_failure(f"network {old.name} was deleted", self._create, old)
            return self.create(new)

    def wait(self, ref: str | HostComputeNetwork, until: Until = "ready", *, timeout: float = 60) -> HostComputeNetwork:
        """Wait until the network is ready, or a predicate holds; ``timeout`` in seconds, then TimedOutError.

        Ready means: created, and for a network on a host adapter (L2Bridge, L2Tunnel, Overlay) that the host's
        address has come back: a ProviderAddress policy is there, and not with a link-local address.
        """
        return self._wait(ref, condition(until), timeout)

    def create_endpoint(self, network: str | HostComputeNetwork, endpoint: HostComputeEndpoint) -> HostComputeEndpoint:
        """Create an endpoint on this network, whatever network its document names."""
        return Endpoints(self._door).create(evolve(endpoint, host_compute_network=ref_id(network, self.noun)))

    def refresh(self, ref: str | HostComputeNetwork) -> HostComputeNetwork:
        """Have HCN apply the network's policies again, and return it as it is then."""
        return self._refreshed(ref)

    def add_policies(self, ref: str | HostComputeNetwork, *policies: NetworkPolicy) -> HostComputeNetwork:
        """Append policies to those that the network has, and return it as it is then.

        >>> import hcspy
        >>> from hcspy import hcn
        >>> with hcspy.connect("fake") as host:
        ...     network = host.hcn.networks.create(hcn.HostComputeNetwork(name="web", type="NAT"))
        ...     pods = hcn.SetPolicy(id="pods", name="pods", policy_type="IPSET", values=["10.0.0.1", "10.0.0.2"])
        ...     changed = host.hcn.networks.add_policies(network, pods)
        >>> changed.policies[-1].values
        '10.0.0.1,10.0.0.2'
        """
        return super().add_policies(ref, *policies)

    def remove_policies(
        self, ref: str | HostComputeNetwork, *policies: NetworkPolicy, missing_ok: bool = False
    ) -> HostComputeNetwork:
        """Remove the policies that have every member given, and return the network as it is then.

        Raises PolicyNotFoundError, before anything is changed, if one matches nothing, unless ``missing_ok``.
        """
        return super().remove_policies(ref, *policies, missing_ok=missing_ok)

    def replace_policies(self, ref: str | HostComputeNetwork, *policies: NetworkPolicy) -> HostComputeNetwork:
        """Make these the network's policies, all others go; return it as it is then.

        HCN keeps policies of its own on some networks, such as the host adapter: pass them on with yours.
        """
        return super().replace_policies(ref, *policies)

    # -- what turns one network into another --------------------------------------------------------------------

    def _exchange(self, before: Sequence[Any], after: Sequence[Any]) -> Iterable[Step]:
        """Exchange policies; a set that others refer to cannot be removed, so its values are updated in place."""
        new = [policy for policy in self._alone(after, before) if isinstance(policy, SetPolicySetting)]
        pairs = [(old, one) for old in self._alone(before, after) for one in new if self.comparing.same(old, one)]
        for old, one in pairs:
            yield Step(
                request("Policy", UPDATE, self._settings([one])), request("Policy", UPDATE, self._settings([old]))
            )
        done = [policy for pair in pairs for policy in pair]
        yield from super()._exchange(_without(before, done), _without(after, done))

    def _plan(self, found: HostComputeNetwork, model: HostComputeNetwork, *, exact: bool = False) -> Plan:
        plan = self._policy_plan(found, model, exact=exact)
        if exact or _prefixes(model):
            plan += _subnet_plan(found, model)
        if exact or lean(document(model.dns)):
            plan += _dns_plan(found, model)
        return plan + Plan(fixed=lacking(_wanted(model, found), _actual(found)))


def _without(policies: Iterable[Any], others: Sequence[Any]) -> list[Any]:
    return [policy for policy in policies if all(policy is not other for other in others)]


def _subnet_plan(found: HostComputeNetwork, model: HostComputeNetwork) -> Plan:
    """Add and remove whole subnets; one that stays cannot be changed."""
    old, new = _prefixes(found), _prefixes(model)
    steps = [
        there_and_back("Subnet", kind, {"Subnets": [to_dict(subnet)]})
        for kind, these, others in ((ADD, new, old), (REMOVE, old, new))
        for prefix, subnet in these.items()
        if prefix not in others
    ]
    changes = unlike(list(new), list(old), "Ipams") if steps else []
    return Plan(steps=steps, changes=changes)


def _dns_plan(found: HostComputeNetwork, model: HostComputeNetwork) -> Plan:
    old, new = document(found.dns), document(model.dns)
    changes = unlike(new, old, "Dns")
    step = Step(request("DNS", UPDATE, new), request("DNS", UPDATE, old))
    return Plan(steps=[step] if changes else (), changes=changes)


def _prefixes(network: HostComputeNetwork) -> dict[str, Subnet]:
    """Return the subnets by their prefixes; one of any prefix asks for nothing."""
    named = ((str(subnet.ip_address_prefix or ""), subnet) for subnet in _subnets(network))
    return {prefix: subnet for prefix, subnet in named if prefix not in ("", ANY_PREFIX)}


def _wanted(model: HostComputeNetwork, found: HostComputeNetwork) -> dict[str, Any]:
    """Return what no request can change, subnets by their prefixes: those that are new are added by requests."""
    there = _prefixes(found)
    wanted = {name: value for name, value in to_dict(model).items() if name not in {"Policies", "Dns", "Ipams"}}
    wanted["Ipams"] = {prefix: _settled(subnet) for prefix, subnet in _prefixes(model).items() if prefix in there}
    return wanted


def _actual(found: HostComputeNetwork) -> dict[str, Any]:
    actual = to_dict(found)
    actual["Type"] = str(found.network_type)  # left out of the answers for NAT networks
    actual["Ipams"] = {prefix: to_dict(subnet) for prefix, subnet in _prefixes(found).items()}
    return actual


def _settled(subnet: Subnet) -> dict[str, Any]:
    return {name: value for name, value in to_dict(subnet).items() if name not in READ_ONLY}


def condition(until: Until) -> Callable[[HostComputeNetwork], bool]:
    """Return what ``wait`` waits for."""
    return awaited(until, {"ready": ready})


def ready(network: HostComputeNetwork) -> bool:
    """Tell whether a network can be used: see ``Networks.wait``."""
    if not created(network):
        return False
    if str(network.network_type).lower() not in EXTERNAL:
        return True
    addresses = [
        str(policy.provider_address or "")
        for policy in network.policies
        if isinstance(policy, ProviderAddressNetworkPolicySetting)
    ]
    return any(address and not address.startswith("169.254.") for address in addresses)
