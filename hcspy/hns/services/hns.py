"""``host.hns``: the nouns of HNS v1 and its service-wide values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hcspy.codec import decode
from hcspy.errors import UnexpectedAnswerError
from hcspy.hns.activity import Activity
from hcspy.hns.globals import HNSGlobals, HNSVersion
from hcspy.hns.services.accelnet import AccelNet
from hcspy.hns.services.door import Door
from hcspy.hns.services.endpoints import Endpoints
from hcspy.hns.services.namespaces import Namespaces
from hcspy.hns.services.networks import Networks
from hcspy.hns.services.policylists import PolicyLists
from hcspy.hns.support import HNSAclFeatures, HNSSupportedFeatures


class HNS:
    """HNS v1 of one host: what PowerShell's HNS module and Docker use, through ``HNSCall`` of vmcompute.dll."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self.networks = Networks(door)
        self.endpoints = Endpoints(door)
        self.policy_lists = PolicyLists(door)
        self.namespaces = Namespaces(door)
        self.accelnet = AccelNet(door)
        self._features: HNSSupportedFeatures | None = None

    def call(self, method: str, path: str, body: str | bytes | Mapping[str, Any] | None = None) -> Any:
        """Make a raw request and return the Output of the answer as plain Python values.

        ``path`` is absolute (``/networks/``); ``body`` is JSON text, or a mapping that is sent as such.

        >>> import hcspy
        >>> with hcspy.connect("fake", profile="2019") as host:
        ...     host.hns.call("GET", "/globals/version")
        {'Major': 9, 'Minor': 2}
        """
        return self._door.call(method, path, body)

    def globals(self) -> HNSGlobals:
        """Return the service-wide values: the version of HNS.

        Raises an error on hosts before HNS 7.2, which do not know the request.
        """
        output = self._door.request("GET", "/globals/version")
        if not isinstance(output, dict):
            raise UnexpectedAnswerError(f"the answer holds no version: {output!r}", call="HNSCall")
        return HNSGlobals(version=decode(HNSVersion, output))

    def supported_features(self, *, refresh: bool = False) -> HNSSupportedFeatures:
        """Return what this host's ACL policies may say; asked once per host, again with ``refresh``."""
        if self._features is None or refresh:
            self._features = _features(self.globals().version)
        return self._features

    def activities(self) -> list[Activity]:
        """Return what HNS set aside for its objects: one activity an object, with its tree of allocators."""
        output = self._door.request("GET", "/activities")
        return [decode(Activity, document) for document in output or () if isinstance(document, dict)]


def _features(version: HNSVersion) -> HNSSupportedFeatures:
    # All four came with HNS 7.2, the one of Windows 1803 (hcsshim's hnssupport).
    new = version.pair >= (7, 2)
    return HNSSupportedFeatures(
        acl=HNSAclFeatures(acl_address_lists=new, acl_no_host_rule_priority=new, acl_port_ranges=new, acl_rule_id=new)
    )
