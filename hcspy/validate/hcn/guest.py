"""Rules for what guests are told."""

from __future__ import annotations

from hcspy.validate.registry import checks
from hcspy.validate.syntax import ADDRESS, MAC, PREFIX, UINT8, UINT16, UINT32

checks("hcn.GuestNetworkService", {"state": UINT16})
checks("hcn.GuestRoute", {"next_hop": ADDRESS, "destination_prefix": PREFIX, "metric": UINT32, "family": UINT16})
checks("hcn.IPAddress", {"address": ADDRESS, "on_link_prefix_length": UINT8, "family": UINT16})
checks("hcn.MacAddress", {"physical_address": MAC})
checks("hcn.NetworkInterface", {"nl_mtu": UINT32, "metric": UINT32, "family": UINT16})
checks("hcn.GuestNamespace", {"compartment_id": UINT32})
