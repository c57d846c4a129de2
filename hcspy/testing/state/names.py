"""From the name of a layer, or of a compute system, to its GUID."""

from __future__ import annotations

import hashlib
import uuid
from typing import Final

# From this one HCS makes the GUIDs of compute systems that have other names: a recorded runtime id agrees. Layers must
# have one of their own, since their recorded ids do not come out; which one it is nobody has published.
_NAMESPACE: Final = uuid.UUID("cab70344-facb-41e4-b5e5-ab6592283e6e")


def name_to_guid(name: str) -> str:
    """Return the GUID of a name: version 5, SHA-1 over its UTF-16 text in upper case.

    >>> name_to_guid("cowork-vm-929216c6")
    'd2b9750a-3588-5ff4-a2bc-7c0f86a95eb4'
    """
    # fidelity: HCS-L01
    data = _NAMESPACE.bytes + name.upper().encode("utf-16-le", "surrogatepass")
    return str(uuid.UUID(bytes=hashlib.sha1(data).digest()[:16], version=5))
