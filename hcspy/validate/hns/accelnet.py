"""Rules for the management addresses of accelerated networking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hcspy.validate.registry import Report, checks, rule
from hcspy.validate.syntax import MAC

if TYPE_CHECKING:
    from hcspy.hns.accelnet import HNSNnvManagementMacAddress, HNSNnvManagementMacList

checks("hns.HNSNnvManagementMacAddress", {"mac_address": MAC})


@rule("hns.HNSNnvManagementMacList")
def at_least_one_address(macs: HNSNnvManagementMacList, report: Report) -> None:
    """hcsshim refuses an empty list itself: DELETE is the way to say none."""
    if not macs.mac_address_list:
        report.add("mac_address_list", None, "at least one MAC address")


@rule("hns.HNSNnvManagementMacAddress")
def address_is_there(mac: HNSNnvManagementMacAddress, report: Report) -> None:
    """An entry is its address."""
    if not mac.mac_address:
        report.add("mac_address", mac.mac_address, MAC.allowed)
