"""Management addresses of accelerated networking."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from hcspy.codec import decode, to_json
from hcspy.errors import InvalidDocumentError, UnexpectedAnswerError
from hcspy.hns.accelnet import HNSNnvManagementMacAddress, HNSNnvManagementMacList
from hcspy.hns.services.door import Door
from hcspy.validate import validate

PATH: Final = "/accelnet/"


class AccelNet:
    """``host.hns.accelnet``: the adapters that accelerated networking must leave to the host (Server 2025)."""

    noun = "accelnet"

    def __init__(self, door: Door) -> None:
        self._door = door

    def get(self) -> HNSNnvManagementMacList:
        """Return the list of management MAC addresses; it may be empty."""
        return self._read(self._door.request("GET", PATH))

    def set(self, addresses: Iterable[str]) -> HNSNnvManagementMacList:
        """Make these MAC addresses the list and return it as HNS took it; an empty list is refused: use delete().

        >>> import hcspy
        >>> with hcspy.connect("fake", profile="2025") as host:
        ...     taken = host.hns.accelnet.set(["00-15-5D-0A-B7-C6"])
        >>> [entry.mac_address for entry in taken.mac_address_list]
        ['00-15-5D-0A-B7-C6']
        """
        entries = tuple(HNSNnvManagementMacAddress(mac_address=address) for address in addresses)
        model = HNSNnvManagementMacList(mac_address_list=entries)
        if not entries:
            raise InvalidDocumentError("the list of management MAC addresses is empty", hint="delete() clears it")
        findings = validate(model) if self._door.validate else ()
        if findings:
            raise InvalidDocumentError(findings=findings)
        return self._read(self._door.request("POST", PATH, to_json(model)))

    def delete(self) -> None:
        """Clear the list."""
        self._door.request("DELETE", PATH)

    def _read(self, output: Any) -> HNSNnvManagementMacList:
        if not isinstance(output, dict):
            raise UnexpectedAnswerError(f"the answer holds no list of addresses: {output!r}", call="HNSCall")
        return decode(HNSNnvManagementMacList, output)
