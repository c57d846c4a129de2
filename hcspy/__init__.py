"""Windows container networking and compute for Python, with a fake of the system DLLs.

>>> import hcspy
>>> from hcspy import hns
>>> with hcspy.connect("fake") as host:
...     subnet = hns.Subnet(address_prefix="10.0.0.0/24", gateway_address="10.0.0.1")
...     network = host.hns.networks.create(hns.HNSNetwork(name="web", type="NAT", subnets=[subnet]))
...     endpoint = host.hns.endpoints.create(hns.HNSEndpoint(name="web-0", virtual_network=network))
>>> endpoint.gateway_address
'10.0.0.1'

Names are loaded on demand (PEP 562): importing the package loads none of its parts.
"""

from __future__ import annotations

from hcspy._lazy import on_demand

# Type checkers take it for true whatever it says. Importing it from `typing` would take longer than all the rest here.
TYPE_CHECKING = False

__version__ = "0.1.0"

if TYPE_CHECKING:
    from hcspy import errors, features, hcn, hcs, hns, lint, storage
    from hcspy.codec import evolve, from_json, to_dict, to_json
    from hcspy.errors import (
        AccessDeniedError,
        AlreadyExistsError,
        AmbiguousError,
        HcspyError,
        InUseError,
        InvalidDocumentError,
        InvalidStateError,
        NotFoundError,
        NotSupportedError,
        ServiceUnavailableError,
        TimedOutError,
    )
    from hcspy.guid import GUID
    from hcspy.host import Host, connect
    from hcspy.snapshot import Snapshot
    from hcspy.transaction import Transaction
    from hcspy.validate import Finding, validate
    from hcspy.verbs import Change, Ensured

_HOME = {
    "codec": ("evolve", "from_json", "to_dict", "to_json"),
    "errors": (
        "AccessDeniedError",
        "AlreadyExistsError",
        "AmbiguousError",
        "HcspyError",
        "InUseError",
        "InvalidDocumentError",
        "InvalidStateError",
        "NotFoundError",
        "NotSupportedError",
        "ServiceUnavailableError",
        "TimedOutError",
    ),
    "guid": ("GUID",),
    "host": ("Host", "connect"),
    "snapshot": ("Snapshot",),
    "transaction": ("Transaction",),
    "validate": ("Finding", "validate"),
    "verbs": ("Change", "Ensured"),
}
_MODULES = frozenset({"errors", "features", "hcn", "hcs", "hns", "lint", "storage", "testing"})
_WHERE = {name: module for module, names in _HOME.items() for name in names}

__all__ = [
    "GUID",
    "AccessDeniedError",
    "AlreadyExistsError",
    "AmbiguousError",
    "Change",
    "Ensured",
    "Finding",
    "HcspyError",
    "Host",
    "InUseError",
    "InvalidDocumentError",
    "InvalidStateError",
    "NotFoundError",
    "NotSupportedError",
    "ServiceUnavailableError",
    "Snapshot",
    "TimedOutError",
    "Transaction",
    "__version__",
    "connect",
    "errors",
    "evolve",
    "features",
    "from_json",
    "hcn",
    "hcs",
    "hns",
    "lint",
    "storage",
    "to_dict",
    "to_json",
    "validate",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = on_demand(__name__, _WHERE, _MODULES)
