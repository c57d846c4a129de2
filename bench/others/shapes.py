"""The members of an endpoint and what is in it, from which each of the others makes classes of its own kind.

They are those of hcspy's models, with plain types: no enumerations, no ids that compare in any letter case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Shape:
    """A class to be made: its name and the types of its members, which may be missing."""

    name: str
    members: dict[str, Any]


@dataclass(frozen=True)
class Choice:
    """A list whose elements say in `Type` of which shape they are; the last resort is a dict."""

    shapes: dict[str, Shape]


def shape(name: str, **members: Any) -> Shape:
    """Return a shape."""
    return Shape(name, members)


NAT = shape(
    "Nat", Type=str, Protocol=str, InternalPort=int, ExternalPort=int, ExternalPortReserved=bool, VIP=str, Flags=int
)
OUTBOUND_NAT = shape(
    "OutboundNat", Type=str, VIP=str, ExceptionList=list[str], DestinationList=list[str], MaxPortPoolUsage=int
)
ROUTE = shape("Route", Type=str, DestinationPrefix=str, NextHop=str, NeedEncap=bool)
L2_DRIVER = shape("L2Driver", Type=str)
ACL = shape(
    "Acl",
    Type=str,
    Id=str,
    Protocol=int,
    Protocols=str,
    InternalPort=int,
    Action=str,
    Direction=str,
    LocalAddresses=str,
    RemoteAddresses=str,
    LocalPorts=str,
    LocalPort=int,
    RemotePorts=str,
    RemotePort=int,
    RuleType=str,
    Priority=int,
    ServiceName=str,
)
HEALTH = shape("Health", LastErrorCode=int, LastUpdateTime=int, Data=Any, Extra=Any)
NAMESPACE = shape(
    "Namespace", ID=str, IsDefault=bool, ResourceList=list[Any], CompartmentId=int, CompartmentGuid=str, Version=int
)
ENDPOINT = shape(
    "Endpoint",
    ID=str,
    Name=str,
    VirtualNetwork=str,
    VirtualNetworkName=str,
    Policies=Choice({"NAT": NAT, "OutBoundNAT": OUTBOUND_NAT, "ROUTE": ROUTE, "L2Driver": L2_DRIVER, "ACL": ACL}),
    MacAddress=str,
    IPAddress=str,
    IPv6Address=str,
    DNSSuffix=str,
    DNSServerList=str,
    DNSDomain=str,
    GatewayAddress=str,
    GatewayAddressV6=str,
    EnableInternalDNS=bool,
    DisableICC=bool,
    PrefixLength=int,
    IPv6PrefixLength=int,
    IsRemoteEndpoint=bool,
    EnableLowMetric=bool,
    Namespace=NAMESPACE,
    EncapOverhead=int,
    SharedContainers=list[str],
    State=int,
    IPSubnetId=str,
    Type=str,
    Flags=int,
    PortFriendlyName=str,
    StartTime=int,
    CreateProcessingStartTime=int,
    Health=HEALTH,
    Version=int,
    ActivityId=str,
    AdditionalParams=dict[str, Any],
    Resources=dict[str, Any],
)
