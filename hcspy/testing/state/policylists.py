"""Policy lists: load balancers and routes, and the endpoints they refer to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from .documents import Document, copied, listed, without_nulls
from .faults import (
    ELEMENT_NOT_FOUND,
    FILE_EXISTS,
    INVALID_REFERENCE,
    NOT_IMPLEMENTED,
    PORT_EXISTS,
    PORT_NOT_FOUND,
    Fault,
)
from .networkmembers import resources
from .noun import Noun
from .policies import check_policies, number, policy_type, settings
from .ports import Port
from .store import Key, Object

_UNPLUGGED: Final = (4, 5)
"""States of an endpoint that had a port: detached, degraded."""
_PREFIX: Final = "/endpoints/"
_PROTOCOLS: Final = {6: "tcp", 17: "udp", 0: "tcp"}


def _balancers(document: Document) -> Iterator[Document]:
    for policy in listed(document.get("Policies")):
        if isinstance(policy, dict) and policy_type(policy) == "elb":
            yield settings(policy)


def _number(policy: Document, name: str) -> int:
    """Read a number; 0 where a recorded policy has something else."""
    try:
        return number(policy, name, 65535, 0)
    except Fault:
        return 0


def _fronts(document: Document) -> Iterator[Key]:
    # fidelity: HNS-L05
    for policy in _balancers(document):
        for vip in listed(policy.get("VIPs")):
            yield "front", (str(vip), _number(policy, "Protocol"), _number(policy, "ExternalPort"))


def _endpoints(document: Document) -> list[str]:
    """Name the endpoints that a list refers to."""
    return [str(reference).lower().removeprefix(_PREFIX) for reference in listed(document.get("References"))]


def _keys(document: Document) -> Iterator[Key]:
    yield from _fronts(document)
    for id in _endpoints(document):
        yield "endpoint", id


def _port(policy: Document) -> Port:
    """Name the port that a balancer listens on; the two IP versions have ports of their own."""
    # fidelity: HCN-L05
    protocol = _PROTOCOLS.get(_number(policy, "Protocol"), "")
    is_v6 = policy.get("IPv6") or ":" in str(policy.get("SourceVIP") or "")
    return f"{protocol}6" if protocol and is_v6 else protocol, _number(policy, "ExternalPort")


def _node_ports(document: Document) -> list[Port]:
    # fidelity: HNS-L06
    ports = (_port(policy) for policy in _balancers(document) if not policy.get("VIPs"))
    return [port for port in ports if all(port)]


class PolicyLists(Noun):
    """The policy lists of a machine: the same objects as version 2's load balancers and routes."""

    called = "policy list"
    missing = ELEMENT_NOT_FOUND

    def create(self, request: Document, more: Document | None = None) -> Object:
        """Make a policy list of a request; `more` comes with one of version 2."""
        # fidelity: HNS-L01 HNS-L03 HNS-L05 HNS-L07
        state = self._state
        request = without_nulls(copied(request))
        id = self.asked_id(request)
        self._check_references(request.get("References", []))
        check_policies(request.get("Policies", []), state.profile)
        for index, front in _fronts(request):
            if self.table.holds(index, front):
                raise Fault(FILE_EXISTS, f"{front} has a balancer")
        self._check_listeners(request)
        ports = _node_ports(request)
        state.ports.check(ports, PORT_EXISTS)
        id = id or state.chance.guid()
        policylist = Object(id, self._fill(request, id), more)
        self.store(policylist)
        state.ports.take(ports, id)
        return policylist

    def _check_listeners(self, request: Document) -> None:
        # fidelity: HNS-L10
        if self._state.profile.listeners_block_vips:
            for port in map(_port, _balancers(request)):
                if port in self._state.host.listeners:
                    raise Fault(PORT_EXISTS, f"a program of the host listens on {port[0]} port {port[1]}")

    def _fill(self, request: Document, id: str) -> Document:
        state = self._state
        document: Document = {"Policies": [], "References": [], **request}
        document["ID"] = state.style.id("policylist", id)
        document["State"] = 1
        document["Version"] = state.profile.packed_version
        if state.profile.has(7):
            activity = state.style.inner_id(state.chance.guid())
            document["ActivityId"] = activity
            document.setdefault("AdditionalParams", {})
            document["Health"] = {"LastErrorCode": 0, "LastUpdateTime": state.clock.tick()}
            document["Resources"] = resources(state, activity)
        return state.style.arrange("policylist", document)

    def store(self, policylist: Object) -> None:
        """Put a finished or recorded policy list into the table."""
        self.table.add(policylist, _keys(policylist.document))
        self._state.revision += 1

    def _check_references(self, references: Any) -> None:
        # fidelity: HNS-L03
        if not isinstance(references, list):
            raise Fault(INVALID_REFERENCE, "References is a list")
        for reference in references:
            if not isinstance(reference, str) or not reference.lower().startswith(_PREFIX):
                raise Fault(INVALID_REFERENCE, f"{reference!r} is not /endpoints/<id>")
            endpoint = self._state.endpoints.get(reference[len(_PREFIX) :])
            if endpoint.document.get("State") in _UNPLUGGED:  # fidelity: HNS-L09
                raise Fault(PORT_NOT_FOUND, f"endpoint {endpoint.id} has lost its port")

    def modify(self, id: object, request: Document) -> Object:
        """Replace the references and policies of a list; builds before 15.4 cannot."""
        # fidelity: HNS-L08
        policylist = self.get(id)
        if not self._state.profile.modify_policy_list:
            raise Fault(NOT_IMPLEMENTED, "needs version 15.4")
        request = without_nulls(copied(request))
        self._check_references(request.get("References", []))
        check_policies(request.get("Policies", []), self._state.profile)
        for index, front in _fronts(request):
            if any(other is not policylist for other in self.table.by(index, front)):
                raise Fault(FILE_EXISTS, f"{front} has a balancer")
        ports = _node_ports(request) if "Policies" in request else _node_ports(policylist.document)
        self._state.ports.check(ports, PORT_EXISTS, user=policylist.id)
        self._state.ports.give_back(_node_ports(policylist.document), policylist.id)
        for name in ("References", "Policies"):
            if name in request:
                self._state.style.place("policylist", policylist.document, name, request[name])
        self._state.ports.take(ports, policylist.id)
        self.table.reindex(policylist, _keys(policylist.document))
        policylist.changed()
        self._state.revision += 1
        return policylist

    def delete(self, id: object) -> None:
        """Delete a policy list."""
        policylist = self.get(id)
        self._state.ports.give_back(_node_ports(policylist.document), policylist.id)
        self.table.remove(policylist)
        self._state.revision += 1

    def forget_endpoints(self, ids: Iterable[str]) -> None:
        """Delete the lists that have lost the last of their endpoints with a network."""
        # fidelity: HNS-L11
        concerned = {policylist.id: policylist for id in ids for policylist in self.table.by("endpoint", id)}
        for policylist in concerned.values():
            if not any(id in self._state.endpoints.table for id in _endpoints(policylist.document)):
                self.delete(policylist.id)

    def ports_of(self, policylist: Object) -> list[Port]:
        """List the host ports that a list's balancers take."""
        return _node_ports(policylist.document)
