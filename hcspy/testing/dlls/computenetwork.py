"""computenetwork.dll: version 2 of the network service, as far as C is concerned.

Ids, documents and records are the machine's business; here are the handles that stand for its objects. Objects do not
live by handles: closing one changes nothing, deleting an object leaves its handles open, and they find nothing then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, NamedTuple

from hcspy._ffi.exports import EXPORTS, Export
from hcspy.testing.calls import Call
from hcspy.testing.delivery.crew import Crew
from hcspy.testing.delivery.notifications import Watch
from hcspy.testing.dlls.answers import record_cell
from hcspy.testing.dlls.handles import Handle, Handles
from hcspy.testing.node import Node
from hcspy.testing.state.notices import Notice
from hcspy.testing.state.reservations import Reservation
from hcspy.testing.wire import Machine
from hcspy.testing.wire.hcn import Hcn
from hcspy.testing.wire.machine import HcnAnswer

__all__ = ["ComputeNetwork"]

E_HANDLE: Final = 0x80070006
E_POINTER: Final = 0x80004003
STALE: Final = 0x803B0031  # HCN_E_OBJECT_USED_AFTER_UNLOAD

Reply = Mapping[str, Any]
Step = Callable[[Hcn], str | None]

# What the exports call an object, what the machine calls it, and what a handle of it is called.
NOUNS: Final = {
    "Network": ("network", "network"),
    "Endpoint": ("endpoint", "endpoint"),
    "Namespace": ("namespace", "namespace"),
    "LoadBalancer": ("loadbalancer", "load balancer"),
    "SdnRoute": ("route", "route"),
    "GuestNetworkService": ("guestservice", "guest network service"),
}
CLOSING: Final = ("HcnClose", "HcnUnregister", "HcnRelease")
SERVICE: Final = "service"
SERVICE_CALLBACK: Final = "service callback"
GUEST_CALLBACK: Final = "guest network service callback"
RESERVATION: Final = "port reservation"


class Target(NamedTuple):
    """What a handle stands for: an object, as the service knew it when it was opened."""

    id: str
    generation: int


class Cells(NamedTuple):
    """The parameters of an export, by what they are for."""

    id: str | None
    handle: str | None
    text: str | None
    opened: str | None
    answer: str | None
    record: str | None


def cells(export: Export) -> Cells:
    """Tell the parameters of an export apart."""
    ins = {param.kind: param.name for param in reversed(export.params) if param.direction == "in"}
    record = record_cell(export)
    outs = {p.kind: p.name for p in export.params if p.direction == "out" and p.name != record}
    return Cells(ins.get("guid"), ins.get("handle"), ins.get("string"), outs.get("handle"), outs.get("string"), record)


def ask(machine: Machine, step: Step, target: Target | None = None) -> HcnAnswer:
    """Ask the machine; through a handle of a service that has been started anew since then, nothing can be asked."""
    # fidelity: HCN-H02
    if target is not None and target.generation != machine.generation:
        return STALE, None, machine.hcn_refuse(STALE)
    return machine.hcn(step)


CELLS: Final = {name: cells(export) for name, export in EXPORTS["computenetwork"].items()}


# fidelity: HCN-H01 HCN-H03
class ComputeNetwork:
    """Answers for the exports by name; ``exports`` is the table."""

    def __init__(self, node: Node, handles: Handles, crew: Crew) -> None:
        self._node = node
        self._handles = handles
        self._crew = crew
        self.exports: dict[str, Callable[[Call], Reply]] = {}
        for suffix, (noun, kind) in NOUNS.items():
            self.exports |= {
                f"HcnEnumerate{suffix}s": partial(self._enumerate, noun),
                f"HcnOpen{suffix}": partial(self._open, noun, kind),
                f"HcnCreate{suffix}": partial(self._create, noun, kind),
                f"HcnClose{suffix}": partial(self._close, kind),
                f"HcnQuery{suffix}Properties": partial(self._query, noun, kind),
                f"HcnModify{suffix}": partial(self._modify, noun, kind),
                f"HcnDelete{suffix}": partial(self._delete, noun),
            }
        self.exports |= {
            "HcnOpenService": self._open_service,
            "HcnCloseService": partial(self._close, SERVICE),
            "HcnRegisterServiceCallback": self._register,
            "HcnUnregisterServiceCallback": partial(self._unregister, SERVICE_CALLBACK),
            "HcnRegisterGuestNetworkServiceCallback": self._register_guest,
            "HcnUnregisterGuestNetworkServiceCallback": partial(self._unregister, GUEST_CALLBACK),
            "HcnReserveGuestNetworkServicePort": self._reserve,
            "HcnReserveGuestNetworkServicePortRange": self._reserve_range,
            "HcnReleaseGuestNetworkServicePortReservationHandle": self._release,
            "HcnEnumerateGuestNetworkPortReservations": self._reservations,
        }
        node.tell = self._tell
        self.exports["HcnQueryEndpointStats"] = partial(self._about_endpoint, Hcn.stats)
        self.exports["HcnQueryEndpointAddresses"] = partial(self._about_endpoint, Hcn.addresses)

    def _tell(self, notices: list[Notice]) -> None:
        for handle in self._handles.live:
            if isinstance(handle.target, Watch):
                handle.target.send(notices)

    def give_up(self, call: Call) -> None:
        """Close what a call would have closed that fails: the program can do no more about that handle."""
        if call.export.startswith(CLOSING):
            self.exports[call.export](call)

    def undo(self, handles: list[Handle]) -> None:
        """Undo what belongs to handles that the program never got."""
        for handle in handles:
            if isinstance(handle.target, Watch):
                handle.target.end()
            elif handle.kind == RESERVATION:
                self._free(handle.target)

    # -- objects by id ----------------------------------------------------------------------------------------------

    def _enumerate(self, noun: str, call: Call) -> Reply:
        query = call.args[str(CELLS[call.export].text)]
        return self._asked(call, lambda hcn: hcn.enumerate(noun, query))

    def _open(self, noun: str, kind: str, call: Call) -> Reply:
        id = call.args[str(CELLS[call.export].id)]
        return self._opened(call, kind, lambda hcn: hcn.open(noun, id))

    def _create(self, noun: str, kind: str, call: Call) -> Reply:
        cell = CELLS[call.export]
        id, settings = call.args[str(cell.id)] or "", call.args[str(cell.text)]
        if cell.handle is None:
            return self._opened(call, kind, lambda hcn: hcn.create(noun, id, settings), needs_id=False)
        handle = self._handles.find("network", call.args[cell.handle], call)
        if handle is None:
            return self.failed(call, E_HANDLE)
        network: Target = handle.target
        return self._opened(call, kind, lambda hcn: hcn.create(noun, id, settings, network.id), network, needs_id=False)

    def _delete(self, noun: str, call: Call) -> Reply:
        id = call.args[str(CELLS[call.export].id)]
        if id is None:
            return self.failed(call, E_POINTER)

        def delete(hcn: Hcn) -> None:
            hcn.delete(noun, id)

        return self._asked(call, delete)

    def _opened(
        self, call: Call, kind: str, step: Step, target: Target | None = None, *, needs_id: bool = True
    ) -> Reply:
        cell = CELLS[call.export]
        if cell.opened in call.args.get("null_outs", ()) or (needs_id and call.args[str(cell.id)] is None):
            return self.failed(call, E_POINTER)
        answer, generation = self._node.use(lambda machine: (ask(machine, step, target), machine.generation))
        hresult, id, record = answer
        if hresult or id is None:
            return self._failure(call, hresult, record)
        return {"hresult": 0, str(cell.opened): self._handles.open(kind, Target(id, generation), call).number}

    # -- objects by handle ------------------------------------------------------------------------------------------

    def _close(self, kind: str, call: Call) -> Reply:
        handle = self._handles.close(kind, call.args[str(CELLS[call.export].handle)], call)
        return {"hresult": 0 if handle else E_HANDLE}

    def _query(self, noun: str, kind: str, call: Call) -> Reply:
        query = call.args[str(CELLS[call.export].text)]
        return self._through(call, kind, lambda hcn, id: hcn.query(noun, id, query))

    def _modify(self, noun: str, kind: str, call: Call) -> Reply:
        settings = call.args[str(CELLS[call.export].text)]

        def modify(hcn: Hcn, id: str) -> None:
            hcn.modify(noun, id, settings)

        return self._through(call, kind, modify)

    def _about_endpoint(self, question: Callable[[Hcn, str, str | None], str], call: Call) -> Reply:
        query = call.args["Query"]
        return self._through(call, "endpoint", lambda hcn, id: question(hcn, id, query))

    def _through(self, call: Call, kind: str, step: Callable[[Hcn, str], str | None]) -> Reply:
        """Ask about the object of a handle."""
        handle = self._handles.find(kind, call.args[str(CELLS[call.export].handle)], call)
        if handle is None:
            return self.failed(call, E_HANDLE)
        target: Target = handle.target
        return self._asked(call, lambda hcn: step(hcn, target.id), target)

    # -- the service, and who watches it ----------------------------------------------------------------------------

    def _open_service(self, call: Call) -> Reply:
        if "Service" in call.args.get("null_outs", ()):
            return self.failed(call, E_POINTER)
        reply = self._asked(call, lambda hcn: None)
        return reply if reply["hresult"] else {**reply, "Service": self._handles.open(SERVICE, None, call).number}

    def _register(self, call: Call) -> Reply:
        return self._watched(call, SERVICE_CALLBACK, None)

    def _register_guest(self, call: Call) -> Reply:
        handle = self._handles.find("guest network service", call.args["GuestNetworkService"], call)
        if handle is None:
            return {"hresult": E_HANDLE}
        return self._watched(call, GUEST_CALLBACK, handle.target)

    def _watched(self, call: Call, kind: str, target: Target | None) -> Reply:
        if call.args["Callback"] is None or call.args.get("null_outs"):
            return {"hresult": E_POINTER}
        service = target.id if target is not None else ""
        step: Step = (lambda hcn: hcn.open("guestservice", service)) if service else (lambda hcn: None)
        hresult = self._node.use(lambda machine: ask(machine, step, target))[0]
        if hresult:
            return {"hresult": hresult}
        handle = self._handles.open(kind, Watch(self._crew, call.args["Callback"], service), call)
        return {"hresult": 0, "CallbackHandle": handle.number}

    def _unregister(self, kind: str, call: Call) -> Reply:
        handle = self._handles.close(kind, call.args["CallbackHandle"], call)
        if handle is None:
            return {"hresult": E_HANDLE}
        watch: Watch = handle.target
        if not watch.end():
            self._handles.note(f"{call} came from the callback itself, where Windows waits for ever")
        return {"hresult": 0}

    # -- port reservations ------------------------------------------------------------------------------------------

    def _reserve(self, call: Call) -> Reply:
        protocol, access, port = (call.args[name] for name in ("Protocol", "Access", "Port"))
        reply, _ = self._reserved(call, lambda hcn, id: hcn.reserve(id, protocol, access, port))
        return reply

    def _reserve_range(self, call: Call) -> Reply:
        count = call.args["PortCount"]
        reply, ports = self._reserved(call, lambda hcn, id: hcn.reserve_range(id, count))
        if ports is None:
            return reply
        found = {"startingPort": ports.first, "endingPort": ports.last}
        return {**reply, "PortRangeReservation": found}

    def _reserved(self, call: Call, step: Callable[[Hcn, str], Reservation]) -> tuple[Reply, Reservation | None]:
        if call.args.get("null_outs"):
            return {"hresult": E_POINTER}, None
        handle = self._handles.find("guest network service", call.args["GuestNetworkService"], call)
        if handle is None:
            return {"hresult": E_HANDLE}, None
        target: Target = handle.target
        found: list[Reservation] = []

        def reserve(hcn: Hcn) -> None:
            found.append(step(hcn, target.id))

        hresult = self._node.use(lambda machine: ask(machine, reserve, target))[0]
        if hresult:
            return {"hresult": hresult}, None
        number = self._handles.open(RESERVATION, found[0].key, call).number
        return {"hresult": 0, "PortReservationHandle": number}, found[0]

    def _release(self, call: Call) -> Reply:
        handle = self._handles.close(RESERVATION, call.args["PortReservationHandle"], call)
        if handle is None:
            return {"hresult": E_HANDLE}
        self._free(handle.target)
        return {"hresult": 0}

    def _free(self, key: int) -> None:
        self._node.use(lambda machine: machine.release_ports(key))

    def _reservations(self, call: Call) -> Reply:
        if call.args.get("null_outs"):
            return {"hresult": E_POINTER}
        found: list[Mapping[str, Any]] = []

        def list_all(hcn: Hcn) -> None:
            found.extend(hcn.reservations())

        hresult = self._node.use(lambda machine: machine.hcn(list_all))[0]
        return {"hresult": hresult} if hresult else {"hresult": 0, "ReturnCount": len(found), "PortEntries": found}

    # -- answers ----------------------------------------------------------------------------------------------------

    def _asked(self, call: Call, step: Step, target: Target | None = None) -> Reply:
        hresult, answer, record = self._node.use(lambda machine: ask(machine, step, target))
        if hresult:
            return self._failure(call, hresult, record)
        cell = CELLS[call.export].answer
        return {"hresult": 0} if cell is None else {"hresult": 0, cell: answer}

    def failed(self, call: Call, hresult: int, text: str | None = None, *, silent: bool = False) -> Reply:
        """Answer that a call failed; the machine words the record, unless there is nobody who could."""
        if silent and text is None:
            return self._failure(call, hresult, None)
        return self._failure(call, hresult, self._node.use(lambda machine: machine.hcn_refuse(hresult, text)))

    @staticmethod
    def _failure(call: Call, hresult: int, record: str | None) -> Reply:
        cell = CELLS[call.export].record
        return {"hresult": hresult} if cell is None else {"hresult": hresult, cell: record}
