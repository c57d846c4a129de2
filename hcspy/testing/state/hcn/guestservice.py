"""Guest network services, as their documents go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hcspy.testing.state.documents import Document, check_members, copied, without_nulls
from hcspy.testing.state.faults import INVALID_PARAMETER
from hcspy.testing.state.guestservices import check_state
from hcspy.testing.state.store import Object

from .requests import UPDATE, read, unsupported
from .shape import OWNED

if TYPE_CHECKING:
    from hcspy.testing.state.state import State

_RESOURCES: Final = ("State",)
_MEMBERS: Final[dict[str, type]] = {"VirtualMachineId": str, "MirrorHostNetworking": bool}


def request_of(document: Document) -> tuple[Document, Document]:
    """Read a document: all but what the service writes itself is kept as it was sent."""
    document = without_nulls(copied(document))
    check_members(document, _MEMBERS, INVALID_PARAMETER)
    return {name: member for name, member in document.items() if name not in OWNED}, {}


def view(state: State, service: Object, resources: Document | None = None) -> Document:
    """Show a service."""
    return {**service.document, "SchemaVersion": {"Major": 2, "Minor": state.profile.schema_minor}}


def modify(state: State, service: Object, document: Document) -> None:
    """Do what a request says to a service: it can only report its state."""
    # fidelity: HCN-V03
    request = read(document, _RESOURCES)
    if request.kind != UPDATE:
        raise unsupported(request)
    state.guestservices.set_state(service, check_state(request.content.get("State")))
