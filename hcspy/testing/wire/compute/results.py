"""Result documents: what the compute service says of a call that failed."""

from __future__ import annotations

from typing import Any, Final

from hcspy.testing.state.chance import derived_guid
from hcspy.testing.state.faults import ACCESS_DENIED, COMPUTE_INVALID_JSON
from hcspy.testing.wire.jsontext import compact

_PROVIDER: Final = derived_guid("provider", "compute service")
_INVALID: Final = "The specified compute system configuration is invalid: "


def result_document(hresult: int, message: str, about: str = "") -> str:
    """Write the document that goes with a failed call; its number is signed, and of the service's own family."""
    # fidelity: HCS-H05 HCS-R01 HCS-R02
    document: dict[str, Any] = {"Error": hresult - (hresult >> 31 << 32), "ErrorMessage": message.rstrip()}
    if hresult == COMPUTE_INVALID_JSON:
        text = f"{_INVALID}{document['ErrorMessage']}" + (f" ({about})" if about else "")
        document["ErrorEvents"] = [
            {"Message": text, "Provider": _PROVIDER, "EventId": 11501, "Flags": 1, "Source": "Container", "Data": []}
        ]
    if hresult == ACCESS_DENIED:
        document["ErrorMessage"] = ""
        document["Attribution"] = [{"OperationFailure": {"Detail": "Construct"}}]
    return compact(document)
