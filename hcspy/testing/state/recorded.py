"""Telling what a document is that somebody recorded on a real host.

A file may hold one object, a list, an answer in its envelope, a whole exchange with request and answer, or a
machine's lists by kind. Nothing is judged here: cut and elided documents are as welcome as whole ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from .documents import Document
from .hcn.recorded import noun_of

Found = tuple[str, Document]
"""A kind (`network`, `endpoint`, `policylist`, `namespace`, `accelnet`) and a document of it.

Documents of version 2 have the kind of their noun there, behind `v2.`.
"""

_PLURALS: Final = {
    "networks": "network",
    "endpoints": "endpoint",
    "policylists": "policylist",
    "namespaces": "namespace",
    "accelnet": "accelnet",
    "loadbalancers": "v2.loadbalancer",
    "routes": "v2.route",
    "guestnetworkservices": "v2.guestservice",
}
# What a snapshot tells besides: nobody can make compute systems of their properties.
_TOLD: Final = ("version", "systems")
_OUTPUTS: Final = ("response", "response_output", "response_output_prefix", "Output")
# Members that only one kind has, the most telling first.
_MARKS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("accelnet", ("MacAddressList",)),
    ("endpoint", ("VirtualNetwork", "VirtualNetworkName", "SharedContainers", "IPAddress", "MacAddress")),
    ("policylist", ("References",)),
    ("namespace", ("IsDefault", "ResourceList", "CompartmentId", "CompartmentGuid")),
    (
        "network",
        ("Subnets", "MacPools", "CurrentEndpointCount", "NatName", "NATName", "LayeredOn", "Extensions", "Type"),
    ),
)
_V2_MARKS: Final = ("HostComputeNetwork", "HostComputeEndpoints", "Ipams", "MacPool")


def recognise(documents: Any) -> list[Found]:
    """Tell the kinds of all documents in a recording; ValueError names what is none."""
    return list(_recognise(documents, "the document", None))


def _recognise(value: Any, where: str, hint: str | None) -> Iterator[Found]:
    if isinstance(value, list):
        for number, member in enumerate(value):
            yield from _recognise(member, f"{where}[{number}]", hint)
    elif isinstance(value, dict):
        yield from _recognise_object(value, where, hint)
    else:
        raise ValueError(f"{where} is {_short(value)}, not an object of the network service")


def _recognise_object(value: Document, where: str, hint: str | None) -> Iterator[Found]:
    hint = _kind_of_path(value.get("path")) or hint
    output = next((name for name in _OUTPUTS if name in value), None)
    single = "ID" in value or "SchemaVersion" in value  # an endpoint of version 2 has Routes of its own
    lists = {} if single else {name: _PLURALS[_plain(name)] for name in value if _plain(name) in _PLURALS}
    if value.get("Success") is False or _failed(value):
        raise ValueError(f"{where} is an answer that says a request failed: there is no object in it")
    if output is not None:
        yield from _recognise(value[output], f"{where}.{output}", hint)
    elif lists:
        yield from _recognise_lists(value, lists, where)
    elif str(value.get("path")).startswith("/"):
        raise ValueError(f"{where} is a request without its answer: there is no object in it")
    else:
        yield from _recognise_document(value, where, hint)


def _recognise_lists(value: Document, lists: dict[str, str], where: str) -> Iterator[Found]:
    for name, member in value.items():
        if name in lists:
            yield from _recognise(member, f"{where}.{name}", lists[name])
        elif name not in _TOLD and isinstance(member, (list, dict)) and member:
            raise ValueError(f"{where}.{name} is no list of {', '.join(_PLURALS)}")


def _recognise_document(value: Document, where: str, hint: str | None) -> Iterator[Found]:
    kind = _v2_kind(value, where, hint) or hint or _kind(value)
    if kind is not None:
        yield kind, value
    elif value and all(isinstance(member, dict) for member in value.values()):
        for name, member in value.items():
            yield from _recognise(member, f"{where}.{name}", None)
    else:
        raise ValueError(
            f"{where} is no network, endpoint, policy list or namespace: its members are {_short(list(value))}"
        )


def _v2_kind(document: Document, where: str, hint: str | None) -> str | None:
    """Tell the kind of a document of version 2; None for any other."""
    version = document.get("SchemaVersion")
    major = version.get("Major") if isinstance(version, dict) else None
    older = any(mark in document for _, marks in _MARKS for mark in marks if mark != "Type" and mark != "MacAddress")
    if older or not (major == 2 or any(mark in document for mark in _V2_MARKS)):
        return None
    if hint is not None:
        return f"v2.{hint.removeprefix('v2.')}"
    noun = noun_of(document)
    if noun is None:
        raise ValueError(f"{where} is a document of schema version 2, and no member tells of what")
    return f"v2.{noun}"


def _kind(document: Document) -> str | None:
    for kind, marks in _MARKS:
        if any(mark in document for mark in marks):
            return kind
    return None


def _kind_of_path(path: Any) -> str | None:
    return _PLURALS.get(path.strip("/").partition("/")[0].lower()) if isinstance(path, str) else None


def _failed(exchange: Document) -> bool:
    result = exchange.get("result")
    return isinstance(result, dict) and result.get("hresult") not in (None, 0, "0x0", "0x00000000")


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
