"""What came with some version: features, kinds of policies, members. What older Windows makes of it, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hcspy.features import FEATURES
from hcspy.lint.finding import Effect
from hcspy.validate.targets import Version, described, reached


@dataclass(frozen=True)
class Newer:
    """Something that documents may say from some version on."""

    name: str
    since: str
    what: str
    effect: Effect
    instead: str
    feature: str | None = None

    def lacked_by(self, version: Version) -> bool:
        """Tell whether a version is too old for it."""
        return not reached(self.since, version)

    @property
    def described(self) -> str:
        """From which version and Windows release on it is there."""
        return described(self.since)


# What older Windows makes of a document is recorded for few of these. What the service cannot read as one of its
# kinds it refuses (0x803B000E); members and bits that it does not know it leaves alone. Inferred, where not recorded.
_EFFECTS: Final = {
    "Acl.AclPortRanges": Effect.IGNORED,
    "Acl.AclRuleId": Effect.IGNORED,
    "DSR": Effect.IGNORED,
    "SessionAffinity": Effect.IGNORED,
    "DisableHostPort": Effect.IGNORED,
    "ModifyLoadbalancer": Effect.NOTE,
}

BY_FEATURE: Final = {
    one.name: Newer(one.name, one.since, one.what, _EFFECTS.get(one.name, Effect.REFUSED), one.instead, one.name)
    for one in FEATURES.values()
}
"""The features that hcsshim asks for."""


SCHEMA_2: Final = Newer(
    "HCS schema 2",
    "HCS 2.1",
    "the compute service reads documents with SchemaVersion 2",
    Effect.REFUSED,
    "the document of schema 1: hcspy.hcs.schema1",
)
"""What of the compute service is as new as HCN is of the network service."""


def _policy(name: str, since: str, what: str, instead: str) -> Newer:
    return Newer(name, since, what, Effect.REFUSED, instead)


_ENDPOINT: Final = {
    "l4proxy": BY_FEATURE["L4Proxy"],
    "l4wfpproxy": BY_FEATURE["L4WfpProxy"],
    "tieracl": BY_FEATURE["TierAcl"],
    "encryption": _policy(
        "Encryption", "HCN 2.1", "traffic between endpoints is encrypted", "let the programs encrypt (TLS)"
    ),
    "vlan": _policy(
        "VLAN", "HCN 2.4", "an endpoint has a VLAN of its own", "a VLAN policy on the subnet of the network"
    ),
    "interfaceparameters": _policy(
        "InterfaceParameters",
        "HCN 2.4",
        "an endpoint has an MTU of its own",
        "an EncapOverhead policy, which leaves room in each packet",
    ),
    "iov": _policy(
        "Iov", "HCN 2.9", "an endpoint bypasses the switch (SR-IOV)", "leave it out: traffic passes the switch"
    ),
    "firewall": _policy("Firewall", "HCN 2.16", "the Hyper-V firewall of a guest", "ACL policies"),
}
_NETWORK: Final = {
    "remotesubnetroute": BY_FEATURE["RemoteSubnet"],
    "hostroute": BY_FEATURE["HostRoute"],
    "vxlanport": BY_FEATURE["VxlanPort"],
    "setpolicy": BY_FEATURE["SetPolicy"],
    "l4proxy": BY_FEATURE["L4Proxy"],
    "networkacl": BY_FEATURE["NetworkACL"],
}

BY_POLICY: Final[dict[tuple[str, str], dict[str, Newer]]] = {
    ("v2", "endpoint"): _ENDPOINT,
    ("v2", "network"): _NETWORK,
    ("v1", "endpoint"): {"proxy": BY_FEATURE["L4Proxy"]},
    ("v1", "network"): {"proxy": BY_FEATURE["L4Proxy"]},
}
"""The kinds of policies that are newer than their door, by API, carrier and Type."""

INSTEAD: Final = {
    "CreateWithCompartment": "leave it out: the compartment is made when a container first uses the namespace",
    "HostComputeNetwork": "leave it out: the endpoints say which network it is",
    "InboundExceptions": "leave it out, and narrow FilterTuple",
    "IPSubnetId": "leave it out: IPAddress says which subnet it is",
    "IpSubnetId": "leave it out: IpAddress says which subnet it is",
    "IpSubnets": "leave it out: the service makes them",
    "Minor": "a version of the schema that it reads",
    "OutboundExceptions": "leave it out, and narrow FilterTuple",
    "Protocols": "several ACL policies, one for each protocol, with Protocol",
}
"""What to do without a member that came later, by its name."""

INSTEAD_OF_VALUE: Final = {
    "constrainedics": "ICS, which is tied to no interface",
    "mirrored": "NAT or ICS: networks that mirror the host are for WSL",
    "pass": "Allow, in a rule whose priority puts it where the next tier would decide",
}
"""What to do without a value that came later, by its text."""

LEAVE_OUT: Final = "leave it out"

MADE_BY_SERVICE: Final = frozenset({"IPSubnetId", "IpSubnetId", "IpSubnets"})
"""Members that nobody sends: in a document that the service gave, they are no matter."""
