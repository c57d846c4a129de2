"""Policies: what the configuration and the runtime ask for, as HCN has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from hcspy import from_json, to_dict, validate
from hcspy.cni.config import PortMapEntry, wrong_config
from hcspy.cni.hcnplugin.settings import HCNConf
from hcspy.cni.ipam.ranges import wrong
from hcspy.errors import InvalidDocumentError
from hcspy.hcn import (
    QOS,
    VSID,
    EndpointPolicy,
    NetAdapterName,
    NetworkPolicy,
    NetworkType,
    PolicyEndpointRequest,
    PolicyNetworkRequest,
    PortMapping,
    Subnet,
    SubnetPolicy,
)

# The document that carries policies of a kind, which is how they are read, checked and written.
CARRIERS: Final[dict[str, Any]] = {
    "endpointpolicy": PolicyEndpointRequest,
    "networkpolicy": PolicyNetworkRequest,
    "subnetpolicy": Subnet,
}
PROTOCOLS: Final = ("tcp", "udp")
# HCN wants a virtual subnet on each subnet of an Overlay network, and this is the first that it takes.
FIRST_VSID: Final = 4096


def endpoint_policies(config: HCNConf) -> tuple[EndpointPolicy, ...]:
    """Return the policies of a container's endpoint: its ports, its bandwidth, and what the configuration says."""
    ports = [
        _port_mapping(entry, f"runtimeConfig.portMappings[{index}]", config.kind)
        for index, entry in enumerate(config.runtime_config.port_mappings)
        if entry.host_port
    ]
    return (*ports, *_bandwidth(config), *configured(config, "EndpointPolicy"))


def network_policies(config: HCNConf) -> tuple[NetworkPolicy, ...]:
    """Return the policies of the network: its adapter, and what the configuration says."""
    said = configured(config, "NetworkPolicy")
    if config.master and config.kind is not NetworkType.NAT and not any(isinstance(p, NetAdapterName) for p in said):
        return (NetAdapterName(network_adapter_name=config.master), *said)
    return said


def subnet_policies(config: HCNConf) -> tuple[SubnetPolicy, ...]:
    """Return the policies of each subnet of the network."""
    said = configured(config, "SubnetPolicy")
    if config.kind is NetworkType.OVERLAY and not any(isinstance(policy, VSID) for policy in said):
        return (*said, VSID(isolation_id=FIRST_VSID))
    return said


def configured(config: HCNConf, name: str) -> tuple[Any, ...]:
    """Return the policies of one kind that the configuration holds; CNIError 7 names the place of one that is wrong.

    >>> from hcspy.cni.config import read_config
    >>> value = {"Type": "OutBoundNAT", "Settings": {"Exceptions": ["10.88.0.0/16"]}}
    >>> conf = read_config(HCNConf, {"name": "web", "policies": [{"name": "EndpointPolicy", "value": value}]})
    >>> configured(conf, "EndpointPolicy")[0].exceptions
    ('10.88.0.0/16',)
    """
    found = []
    for index, policy in enumerate(config.policies):
        if policy.name.lower() not in CARRIERS:
            allowed = "EndpointPolicy, NetworkPolicy or SubnetPolicy"
            raise wrong(f"policies[{index}].name", policy.name, allowed)
        if policy.name.lower() == name.lower():
            found.append(_read(policy.value, CARRIERS[name.lower()], f"policies[{index}].value"))
    return tuple(found)


def _read(value: object, carrier: Any, where: str) -> Any:
    if not isinstance(value, Mapping) or not isinstance(value.get("Type"), str):
        raise wrong(where, value, 'an object with "Type" and "Settings"')
    try:
        model = from_json(carrier, {"Policies": [value]}, strict=True)
        findings = validate(model)
        if findings:
            raise InvalidDocumentError(findings=findings)
    except InvalidDocumentError as error:
        raise wrong_config(error, f"{where}.", inside="Policies[0].") from error
    return model.policies[0]


def _port_mapping(entry: PortMapEntry, where: str, kind: NetworkType) -> EndpointPolicy:
    if kind is NetworkType.TRANSPARENT:
        raise wrong(where, entry.host_port, "nothing: a transparent network has no ports of the host")
    if entry.protocol.lower() not in PROTOCOLS:
        raise wrong(f"{where}.protocol", entry.protocol, "tcp or udp")
    for name, port in (("hostPort", entry.host_port), ("containerPort", entry.container_port)):
        if not 0 < port < 65536:
            raise wrong(f"{where}.{name}", port, "a number from 1 to 65535")
    return PortMapping(
        protocol=entry.protocol.lower(),
        internal_port=entry.container_port,
        external_port=entry.host_port,
        vip=entry.host_ip or None,
    )


def _bandwidth(config: HCNConf) -> Iterable[EndpointPolicy]:
    """HCN limits what a container sends, in bytes; of what it receives, and of bursts, it knows nothing."""
    asked = config.runtime_config.bandwidth
    if asked is None or not asked.egress_rate:
        return ()
    if asked.egress_rate < 8:
        raise wrong("runtimeConfig.bandwidth.egressRate", asked.egress_rate, "8 bits a second or more")
    return (QOS(maximum_outgoing_bandwidth_in_bytes=asked.egress_rate // 8),)


def lacking(wanted: Sequence[EndpointPolicy], there: Sequence[EndpointPolicy]) -> list[EndpointPolicy]:
    """Return those of the policies wanted that are not there: what HCN added to one does not count.

    >>> port = PortMapping(protocol="tcp", internal_port=80, external_port=8080)
    >>> lacking([port], [port]), len(lacking([port], []))
    ([], 1)
    """
    have = _documents(there)
    pairs = zip(wanted, _documents(wanted), strict=True)
    return [policy for policy, document in pairs if not any(_holds(held, document) for held in have)]


def describe(policy: EndpointPolicy) -> str:
    """Return a policy as text, for messages."""
    return str(_documents([policy])[0])


def _documents(policies: Sequence[EndpointPolicy]) -> list[Any]:
    documents: list[Any] = to_dict(PolicyEndpointRequest(policies=policies)).get("Policies", [])
    return documents


def _holds(held: Any, wanted: Any) -> bool:
    if isinstance(wanted, dict):
        return isinstance(held, dict) and all(_holds(held.get(name), value) for name, value in wanted.items())
    if isinstance(wanted, str):
        return isinstance(held, str) and held.lower() == wanted.lower()
    return bool(held == wanted)
