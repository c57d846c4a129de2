"""Requests that change an object: what of it, how, and the settings."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final, NamedTuple

from hcspy.testing.state.documents import Document, copied, listed
from hcspy.testing.state.faults import INVALID_JSON, INVALID_POLICY, POLICY_NOT_FOUND, REQUEST_UNSUPPORTED, Fault
from hcspy.testing.state.policyshapes import to_v2

from .shape import number_of

ADD: Final = "Add"
REMOVE: Final = "Remove"
UPDATE: Final = "Update"
REFRESH: Final = "Refresh"
# fidelity: HCN-M01 (WSL's numbers)
KINDS: Final = (ADD, REMOVE, UPDATE, REFRESH, "Reset")


class Request(NamedTuple):
    """One request: which resource of the object, what is to happen to it, and the settings as they came."""

    resource: str
    kind: str
    settings: Any

    @property
    def content(self) -> Document:
        """The settings, as an object; nothing is an empty one."""
        if self.settings is None:
            return {}
        if not isinstance(self.settings, dict):
            raise Fault(INVALID_JSON, "Settings is an object")
        return self.settings

    @property
    def policies(self) -> list[Document]:
        """The policies in the settings."""
        policies = self.content.get("Policies") or []
        if not isinstance(policies, list) or not all(isinstance(policy, dict) for policy in policies):
            raise Fault(INVALID_POLICY, "Policies is a list of objects")
        return policies


def read(document: Document, resources: Collection[str]) -> Request:
    """Read a request; the names of what there is to change are the object's."""
    # fidelity: HCN-M01 HCN-M02
    resource = number_of(document.get("ResourceType"), resources)
    kind = number_of(document.get("RequestType"), KINDS)
    if resource not in resources or kind not in KINDS:
        raise Fault(REQUEST_UNSUPPORTED, f"{kind!r} of {resource!r}")
    return Request(str(resource), str(kind), copied(document.get("Settings")))


def unsupported(request: Request) -> Fault:
    """Say that an object has no such request."""
    # fidelity: HCN-M02
    return Fault(REQUEST_UNSUPPORTED, f"{request.kind} of {request.resource}")


def equal(one: Any, other: Any) -> bool:
    """Tell whether two policies say the same, whatever their shape, and the letter case of their type."""
    return bool(_plain(one) == _plain(other))


def _plain(policy: Any) -> Any:
    shown = to_v2(policy)
    return {"Settings": {}, **shown, "Type": str(shown.get("Type")).lower()} if isinstance(shown, dict) else shown


def without(policies: Any, gone: list[Document]) -> list[Any]:
    """Remove policies, each as a whole; one that is not there is a fault."""
    # fidelity: HCN-M05
    left = list(listed(policies))
    for policy in gone:
        at = next((index for index, other in enumerate(left) if equal(other, policy)), None)
        if at is None:
            raise Fault(POLICY_NOT_FOUND, f"no policy {policy!r}")
        del left[at]
    return left
