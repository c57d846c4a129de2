"""Rules for policies other than access rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hcspy.validate.hcn.loadbalancer import INTERNAL_PORT
from hcspy.validate.protocols import NAT_PROTOCOL, PROTOCOL
from hcspy.validate.registry import Report, checks, rule
from hcspy.validate.syntax import (
    ADDRESS,
    ADDRESS_OR_PREFIX,
    MAC,
    PORT,
    PORTS,
    PREFIX,
    UINT16,
    UINT32,
    UINT64,
    Check,
    whole_number,
)

if TYPE_CHECKING:
    from hcspy.hcn.policy import QosPolicySetting

VSID_ID: Final = whole_number(0, 0xFFFFFF)

checks(
    "hcn.PortMappingPolicySetting",
    {"protocol": NAT_PROTOCOL, "internal_port": INTERNAL_PORT, "external_port": PORT, "vip": ADDRESS},
)
checks(
    "hcn.OutboundNatPolicySetting",
    {
        "virtual_ip": ADDRESS,
        "exceptions": ADDRESS_OR_PREFIX,
        "destinations": ADDRESS_OR_PREFIX,
        "max_port_pool_usage": UINT16,
    },
)
checks("hcn.QosPolicySetting", {"maximum_outgoing_bandwidth_in_bytes": UINT64})
checks("hcn.SDNRoutePolicySetting", {"destination_prefix": PREFIX, "next_hop": ADDRESS})
checks("hcn.EncapOverheadEndpointPolicySetting", {"overhead": UINT16})
checks("hcn.InterfaceParametersPolicySetting", {"mtu": UINT16})
checks("hcn.IovPolicySetting", {"iov_offload_weight": whole_number(0, 100), "queue_pairs_requested": UINT32})
checks("hcn.VlanPolicySetting", {"isolation_id": whole_number(0, 4094)})
checks("hcn.VsidPolicySetting", {"isolation_id": VSID_ID})
for _name in ("ProviderAddressEndpointPolicySetting", "ProviderAddressNetworkPolicySetting"):
    checks(f"hcn.{_name}", {"provider_address": ADDRESS})
checks(
    "hcn.RemoteSubnetRoutePolicySetting",
    {
        "destination_prefix": PREFIX,
        "isolation_id": VSID_ID,
        "provider_address": ADDRESS,
        "distributed_router_mac_address": MAC,
    },
)
checks("hcn.SourceMacAddressNetworkPolicySetting", {"source_mac_address": MAC})
checks("hcn.DrMacAddressNetworkPolicySetting", {"address": MAC})
checks("hcn.VxlanPortPolicySetting", {"port": PORT})
checks(
    "hcn.InterfaceConstraintPolicySetting",
    {"interface_luid": UINT64, "interface_index": UINT32, "interface_media_type": UINT32},
)

_PROXY: Final[dict[str, Check]] = {
    "ip": ADDRESS,
    "port": PORTS,
    "protocol": PROTOCOL,
    "exceptions": ADDRESS_OR_PREFIX,
    "destination": ADDRESS_OR_PREFIX,
}
for _name in ("CommonL4ProxyPolicySetting", "L4ProxyPolicySetting"):
    checks(f"hcn.{_name}", _PROXY)
checks("hcn.L4WfpProxyPolicySetting", {"inbound_proxy_port": PORTS, "outbound_proxy_port": PORTS})
checks("hcn.ProxyExceptions", {"ip_address_exceptions": ADDRESS_OR_PREFIX, "port_exceptions": PORTS})
checks(
    "hcn.EncryptionPolicySetting",
    {
        "endpoints1": ADDRESS_OR_PREFIX,
        "endpoints2": ADDRESS_OR_PREFIX,
        "protocol_type": PROTOCOL,
        "endpoint1_ports": PORTS,
        "endpoint2_ports": PORTS,
    },
)


@rule("hcn.QosPolicySetting")
def bandwidth_is_something(qos: QosPolicySetting, report: Report) -> None:
    """A cap of nothing is no cap."""
    if qos.maximum_outgoing_bandwidth_in_bytes == 0:
        report.add("maximum_outgoing_bandwidth_in_bytes", 0, "more than 0 bytes a second")
