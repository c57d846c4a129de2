"""Requests that change a network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hcspy.testing.state.documents import Document, copied, guid_key, listed, words
from hcspy.testing.state.faults import (
    EXTENSION_NOT_FOUND,
    INVALID_IP_SUBNET,
    INVALID_SUBNET,
    SHARED_SWITCH,
    SUBNET_NOT_FOUND,
    Fault,
)
from hcspy.testing.state.networkmembers import ip_subnet
from hcspy.testing.state.policies import check_policies, policy_type, settings
from hcspy.testing.state.store import Object
from hcspy.testing.state.subnets import bounds, overlap, parse_prefix

from . import sets
from .endpointrequests import check_single
from .network import dns_settings, subnet_request
from .requests import ADD, REFRESH, REMOVE, UPDATE, Request, read, unsupported, without
from .version1 import members_of

if TYPE_CHECKING:
    from hcspy.testing.state.state import State

_RESOURCES: Final = ("DNS", "Extension", "Policy", "Subnet", "IPSubnet")
_SUBNET_SCHEMA: Final = 6
# Policies that a network has one of.
# fidelity: HCN-M04
_SINGLE: Final = frozenset(
    words(
        "sourcemacaddress netadaptername drmacaddress automaticdns vxlanport provideraddress layerconstraint hostroute "
        "interfaceconstraint"
    )
)


def modify(state: State, network: Object, document: Document) -> None:
    """Do what a request says to a network."""
    request = read(document, _RESOURCES)
    if request.kind != REFRESH:
        _CHANGES[request.resource](state, network, request)


def _change_policies(state: State, network: Object, request: Request) -> None:
    # fidelity: HCN-M04 HCN-M05 HCN-M07
    stored = listed(network.document.get("Policies"))
    new = request.policies
    their_sets = [policy for policy in new if sets.is_set(policy)]
    others = [policy for policy in new if not sets.is_set(policy)]
    if request.kind != REMOVE:
        check_policies(new, state.profile)
    if request.kind == ADD:
        check_single(stored, others, _SINGLE)
        policies = [*sets.added(stored, their_sets), *others]
    elif request.kind == REMOVE:
        policies = without(sets.removed(state, network, stored, their_sets), others)
    elif request.kind == UPDATE:
        policies = _updated(sets.updated(stored, their_sets), others)
    else:
        raise unsupported(request)
    if request.kind != REMOVE:
        for policy in others:
            if policy_type(policy) == "vswitchextension":
                content = settings(policy)
                _switch_extension(state, network, content.get("ExtensionID"), content.get("Enable"))
    set_policies(state, network, policies)


def set_policies(state: State, network: Object, policies: list[Any]) -> None:
    """Give a network other policies, and the members that some of them stand for."""
    # fidelity: HCN-N03
    old, new = (members_of(listed(held)) for held in (network.document.get("Policies"), policies))
    for name in old.keys() - new.keys():
        network.document.pop(name, None)
    for name, value in {"Policies": policies, **new}.items():
        state.style.place("network", network.document, name, value)
    state.networks.touched(network)


def _updated(stored: list[Any], new: list[Document]) -> list[Any]:
    """Replace the policies of the types that are named."""
    kinds = {policy_type(policy) for policy in new}
    return [*(p for p in stored if not isinstance(p, dict) or policy_type(p) not in kinds), *new]


def _change_dns(state: State, network: Object, request: Request) -> None:
    # fidelity: HCN-M08
    if request.kind != UPDATE:
        raise unsupported(request)
    more: Document = {}
    members = dns_settings(request.content, more)
    for name in ("DNSDomain", "DNSSuffix", "DNSServerList"):
        network.document.pop(name, None)
        if name in members:
            state.style.place("network", network.document, name, members[name])
    network.more.pop("Options", None)
    network.more.update(more)
    state.networks.touched(network)


def _change_extension(state: State, network: Object, request: Request) -> None:
    # fidelity: HCN-M09
    if request.kind != UPDATE:
        raise unsupported(request)
    _switch_extension(state, network, request.content.get("Id"), request.content.get("IsEnabled"))


def _switch_extension(state: State, network: Object, id: Any, enabled: Any) -> None:
    key = guid_key(id)
    extensions = [entry for entry in listed(network.document.get("Extensions")) if isinstance(entry, dict)]
    found = next((entry for entry in extensions if str(entry.get("Id")).lower() == key), None)
    if found is None:
        raise Fault(EXTENSION_NOT_FOUND, f"no switch extension {id}")
    layer = str(network.document.get("LayeredOn")).lower()
    if any(other is not network and str(other.document.get("LayeredOn")).lower() == layer for other in _all(state)):
        raise Fault(SHARED_SWITCH, f"other networks are on switch {layer}")
    found["IsEnabled"] = bool(enabled)
    state.networks.touched(network)


def _all(state: State) -> list[Object]:
    return list(state.networks.table)


def _change_subnets(state: State, network: Object, request: Request) -> None:
    # fidelity: HCN-M10
    _need_schema(state, request)
    sent = request.content.get("Subnets")
    if not isinstance(sent, list):
        raise Fault(INVALID_SUBNET, "Subnets is a list of objects")
    more = copied(network.more)
    wanted = [subnet_request(subnet, more) for subnet in sent]
    if request.kind == ADD:
        state.networks.ranges.add(network, wanted)
    elif request.kind == REMOVE:
        state.networks.ranges.keep(network, _left(listed(network.document.get("Subnets")), wanted))
    else:
        raise unsupported(request)
    network.more = more


def _left(stored: list[Any], gone: list[Document]) -> list[Any]:
    left = list(stored)
    for subnet in gone:
        found = next((other for other in left if isinstance(other, dict) and _is_that(other, subnet)), None)
        if found is None:
            raise Fault(SUBNET_NOT_FOUND, f"no subnet {subnet.get('AddressPrefix') or subnet.get('ID')!r}")
        left.remove(found)
    return left


def _is_that(stored: Document, named: Document) -> bool:
    if named.get("ID"):
        return str(stored.get("ID")).lower() == guid_key(named["ID"])
    return stored.get("AddressPrefix") == named.get("AddressPrefix")


def _need_schema(state: State, request: Request) -> None:
    if state.profile.schema_minor < _SUBNET_SCHEMA:
        raise unsupported(request)


def _change_ip_subnets(state: State, network: Object, request: Request) -> None:
    # fidelity: HCN-M11
    _need_schema(state, request)
    sent = request.content.get("IpSubnets")
    if not isinstance(sent, list) or not all(isinstance(inner, dict) for inner in sent):
        raise Fault(INVALID_IP_SUBNET, "IpSubnets is a list of objects")
    key = guid_key(request.content.get("SubnetId"))
    subnets = [subnet for subnet in listed(network.document.get("Subnets")) if isinstance(subnet, dict)]
    subnet = next((subnet for subnet in subnets if str(subnet.get("ID")).lower() == key), None)
    if subnet is None:
        raise Fault(SUBNET_NOT_FOUND, f"no subnet {key}")
    stored = listed(subnet.get("IpSubnets"))
    if request.kind == ADD:
        subnet["IpSubnets"] = [*stored, *_new_ip_subnets(state, subnet, sent)]
    elif request.kind == REMOVE:
        subnet["IpSubnets"] = _left_ip(stored, sent)
    else:
        raise unsupported(request)
    state.networks.touched(network)


def _new_ip_subnets(state: State, subnet: Document, sent: list[Document]) -> list[Document]:
    whole = parse_prefix(subnet.get("AddressPrefix"))
    for inner in sent:
        prefix = parse_prefix(inner.get("IpAddressPrefix"))
        if prefix.version != whole.version or not overlap(bounds(prefix), [bounds(whole)]):
            raise Fault(INVALID_IP_SUBNET, f"{prefix} is outside of {whole}")
    now = state.clock.tick()
    return [ip_subnet(state, inner, now) for inner in sent]


def _left_ip(stored: list[Any], gone: list[Document]) -> list[Any]:
    left = list(stored)
    for inner in gone:
        found = next((other for other in left if isinstance(other, dict) and _is_that_ip(other, inner)), None)
        if found is None:
            raise Fault(INVALID_IP_SUBNET, f"no IP subnet {inner.get('IpAddressPrefix') or inner.get('ID')!r}")
        left.remove(found)
    return left


def _is_that_ip(stored: Document, named: Document) -> bool:
    if named.get("ID"):
        return str(stored.get("ID")).lower() == guid_key(named["ID"])
    return stored.get("IpAddressPrefix") == named.get("IpAddressPrefix")


_CHANGES: Final = {
    "Policy": _change_policies,
    "DNS": _change_dns,
    "Extension": _change_extension,
    "Subnet": _change_subnets,
    "IPSubnet": _change_ip_subnets,
}
