"""``--dry-run`` at HCN: questions are asked of the real service, what would change something is printed.

It sits where a fake does, behind the function tables: the services above do what they always do, in the same order.
Objects that would have been created, and changes of policies and of whole documents, are remembered, so that the
steps after them see what they would see.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from hcspy._ffi import computenetwork
from hcspy._ffi.exports import EXPORTS
from hcspy._ffi.filler import fill
from hcspy.cli.output import echo, emit_documents
from hcspy.errors.base import to_signed
from hcspy.hcn.services import HCN, Door

if TYPE_CHECKING:
    from hcspy.cli.session import Session

NOUNS: Final[tuple[computenetwork.NounCalls[Any], ...]] = (
    computenetwork.networks,
    computenetwork.endpoints,
    computenetwork.namespaces,
    computenetwork.load_balancers,
    computenetwork.routes,
)
VERBS: Final = {export: (calls, verb) for calls in NOUNS for verb, export in calls.exports._asdict().items()}
# What builds answer that cannot change a load balancer: E_NOTIMPL.
NOT_IMPLEMENTED: Final = 0x80004001
# What nobody has: the ids of objects that would have been created.
NEW: Final = "00000000-0000-0000-0000-{:012d}"


class Held(NamedTuple):
    """What a handle stands for."""

    calls: computenetwork.NounCalls[Any]
    id: str


def rehearse(session: Session) -> HCN:
    """Return HCN of the session's host behind such tables."""
    real = session.connection
    tables = fill(Rehearsal(session))
    return HCN(Door(tables, real.hns.call, timeout=session.timeout, validate=session.validate))


class Rehearsal:
    """Answers the functions of computenetwork.dll."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._tables = session.connection.tables
        self._numbers = itertools.count(1)
        self._news = itertools.count(1)
        self._handles: dict[int, Held] = {}
        self._made: dict[str, dict[str, Any]] = {}

    def __call__(self, dll: str, export: str, args: dict[str, Any]) -> Mapping[str, Any]:
        """Answer one call."""
        if export not in VERBS:
            # The rest closes handles, or asks for numbers that a rehearsal has no use for.
            return {"hresult": 0}
        if export == computenetwork.load_balancers.exports.modify and not self._modifies_balancers:
            return {"hresult": to_signed(NOT_IMPLEMENTED)}
        calls, verb = VERBS[export]
        outs = [param.name for param in EXPORTS[dll][export].params if param.direction == "out"]
        ins = {param.kind: args[param.name] for param in EXPORTS[dll][export].params if param.direction == "in"}
        answer = getattr(self, f"_{verb}")(calls, ins, export)
        return {"hresult": 0} if answer is None else {"hresult": 0, outs[0]: answer}

    @cached_property
    def _modifies_balancers(self) -> bool:
        return self._session.connection.hcn.supported_features().modify_loadbalancer

    def _enumerate(self, calls: computenetwork.NounCalls[Any], ins: dict[str, Any], export: str) -> str:
        return calls.enumerate(self._tables, ins["string"], timeout=self._session.timeout)

    def _open(self, calls: computenetwork.NounCalls[Any], ins: dict[str, Any], export: str) -> int:
        id = ins["guid"]
        if id not in self._made:
            calls.open(self._tables, id, timeout=self._session.timeout).close()
        return self._handle(calls, id)

    def _query(self, calls: computenetwork.NounCalls[Any], ins: dict[str, Any], export: str) -> str:
        held = self._handles[ins["handle"]]
        if held.id in self._made:
            return json.dumps(self._made[held.id])
        return calls.read(self._tables, held.id, ins["string"], timeout=self._session.timeout)

    def _create(self, calls: computenetwork.NounCalls[Any], ins: dict[str, Any], export: str) -> int:
        document = json.loads(ins["string"])
        network = self._handles.get(ins.get("handle", 0))
        show(self._session, export, network.id if network else None, document)
        id = str(document.get("ID") or NEW.format(next(self._news)))
        self._made[id.lower()] = {"State": 1, **document, "ID": id}
        return self._handle(calls, id.lower())

    def _modify(self, calls: computenetwork.NounCalls[Any], ins: dict[str, Any], export: str) -> None:
        held = self._handles[ins["handle"]]
        request = json.loads(ins["string"])
        show(self._session, export, held.id, request)
        text = json.dumps(self._made.get(held.id)) if held.id in self._made else calls.read(self._tables, held.id)
        self._made[held.id] = changed(json.loads(text), request)

    def _delete(self, calls: computenetwork.NounCalls[Any], ins: dict[str, Any], export: str) -> None:
        show(self._session, export, ins["guid"], None)

    def _handle(self, calls: computenetwork.NounCalls[Any], id: str) -> int:
        number = next(self._numbers)
        self._handles[number] = Held(calls, id)
        return number


def changed(document: dict[str, Any], request: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a document would be after a request: its policies change, or it as a whole; the rest is left."""
    if "ResourceType" not in request:
        return {**document, **request}
    if str(request["ResourceType"]).lower() != "policy":
        return document
    there = list(document.get("Policies") or ())
    given = list((request.get("Settings") or {}).get("Policies") or ())
    after = {
        "add": [*there, *given],
        "remove": [policy for policy in there if policy not in given],
        "update": given,
    }
    return {**document, "Policies": after.get(str(request.get("RequestType")).lower(), there)}


def show(session: Session, export: str, id: str | None, document: Any) -> None:
    """Print one request."""
    if session.output != "table":
        emit_documents(session, {"Call": export, "Id": id, "Body": document})
        return
    echo(f"{export} {id}" if id else export)
    if document is not None:
        echo(json.dumps(document, indent=2, ensure_ascii=False))
