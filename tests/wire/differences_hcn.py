"""Deliberate differences in HCN. How a row works: see `differences.py`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from hcspy.errors import InvalidGUIDError
from hcspy.guid import GUID

from . import gojson
from .deviations import Difference, arguments, failed, is_wrong, refused
from .goerrors import MISSING, REFUSED, UNREADABLE
from .golang import members, returned
from .recordings import Call, Vector
from .rows_hcn import FEATURES
from .rows_hcn import REFUSED as NO

QUERY: Final = {"SchemaVersion": {"Major": 2, "Minor": 0}}
FAILURE: Final = 0x80000000
"""The bit of an HRESULT that says so."""
WITHOUT_CODE: Final = 31
"""The code that hcsshim makes up, ERROR_GEN_FAILURE."""
NOT_FOUND: Final = 0x80070490
NOT_IMPLEMENTED: Final = 0x80004001
EXACT: Final = 1 << 53
"""Up to here each whole number is a float."""
FORMAT: Final = {"Major": 2, "Minor": 0}
NETWORK: Final = "hcn.HostComputeNetwork"
NOUNS: Final = ("GuestNetworkService", "LoadBalancer", "Namespace", "SdnRoute", "Endpoint", "Network")


# -- what the recordings say --------------------------------------------------------------------------------------


def _call(export: str, reply: Mapping[str, Any], **args: Any) -> Call:
    """Make a call; documents stand parsed under their name and as text beside it."""
    raws = {f"{name}_raw": _text(value) for name, value in args.items() if isinstance(value, dict)}
    return Call("computenetwork", export, {**args, **raws}, {"hresult": 0, **reply})


def _text(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _noun(export: str) -> str:
    return next(noun for noun in NOUNS if noun in export)


def _handle_name(call: Call) -> str:
    """Return hcsshim's name of a handle: `sdnRoute` is its `route`."""
    noun = _noun(call.export)
    return "route" if noun == "SdnRoute" else noun[:1].lower() + noun[1:]


def _answered(vector: Vector) -> Any:
    """Return the last properties that the service told, None if there are none."""
    texts = [call.reply["properties"] for call in vector.calls if "properties" in call.reply]
    try:
        return json.loads(texts[-1]) if texts else None
    except ValueError:
        return None


def _unclosed(calls: Sequence[Call]) -> list[Call]:
    """Return the calls that close what is open after some calls, last opened first."""
    opened: list[tuple[str, str, int]] = []
    for call in calls:
        if call.dll != "computenetwork":
            continue
        name = _handle_name(call)
        if name in call.reply:
            opened.append((_noun(call.export), name, call.reply[name]))
        elif call.export.startswith("HcnClose"):
            opened = [entry for entry in opened if entry[2] != call.args[name]]
    return [_call(f"HcnClose{noun}", {}, **{name: handle}) for noun, name, handle in reversed(opened)]


def _asked_plainly(call: Call) -> Call:
    """Return a query of one object without the filter that found it."""
    if "query" not in call.args:
        return call
    return replace(call, args={**call.args, "query": QUERY, "query_raw": _text(QUERY)})


def _is_no_guid(ref: Any) -> bool:
    try:
        GUID(ref if isinstance(ref, str) else ref.id or "")
    except InvalidGUIDError:
        return True
    return False


# -- deviations ---------------------------------------------------------------------------------------------------


def _refused_before_the_call(vector: Vector) -> Vector | None:
    if not vector.calls:
        return None
    given = arguments(vector)
    # An endpoint's id is part of a document, and checked with it.
    refs = [given[name] for name in ("ref", "network") if given.get(name) is not None and "List" not in vector.api]
    if any(map(_is_no_guid, refs)) or _is_wrong(vector, given):
        return refused(vector, REFUSED)
    return None


def _is_wrong(vector: Vector, given: Mapping[str, Any]) -> bool:
    from hcspy import hcn

    if "policies" in given:
        carrier = hcn.PolicyNetworkRequest if "Network" in vector.api else hcn.PolicyEndpointRequest
        return vector.api.endswith(("AddPolicy", "ApplyPolicy")) and is_wrong(carrier(policies=given["policies"]))
    if vector.api.endswith("NamespaceEndpoint"):
        return is_wrong(hcn.NamespaceEndpointRequest(endpoint_id=given["endpoint"]))
    return any(is_wrong(given[name]) for name in ("model", "endpoint") if name in given)


def _by_id(vector: Vector) -> Vector | None:
    """An object whose id is known is opened; nothing is enumerated."""
    if not vector.calls or not vector.calls[0].export.startswith("HcnEnumerate"):
        return None
    enumerated, *rest = vector.calls
    if rest:
        return replace(vector, calls=tuple(map(_asked_plainly, rest)))
    id = json.loads(enumerated.args["query"]["Filter"])["ID"]
    export = f"HcnOpen{_noun(enumerated.export)}"
    return replace(vector, calls=(_call(export, {"hresult": NOT_FOUND}, id=GUID(id).__str__()),))


def _route_by_id(vector: Vector) -> Vector | None:
    """A route is deleted without a look at it, and one that is not there is told."""
    receiver = vector.input["receiver"]
    if not vector.calls:
        return None
    calls = [call for call in vector.calls if not call.export.startswith(("HcnEnumerate", "HcnOpen"))]
    calls = calls[2:] if len(vector.calls) > 1 else calls
    if vector.api.endswith("RemoveEndpoint") and not receiver["HostComputeEndpoints"]:
        return refused(vector, MISSING)
    if calls:
        return replace(vector, calls=tuple(calls))
    gone = _call("HcnDeleteSdnRoute", {"hresult": NOT_FOUND}, id=receiver["ID"])
    return replace(failed(vector, "not there"), calls=(gone,), error_info={"code": 0x490})


def _balancer_changed(vector: Vector) -> Vector | None:
    """A load balancer is changed where the host can do that: it is asked, and says here that it cannot."""
    receiver, endpoint = vector.input["receiver"], vector.input["endpoint"]["Id"]
    held = receiver["HostComputeEndpoints"] or ()
    there = any(endpoint.lower() == id.lower() for id in held)
    if vector.api.endswith("RemoveEndpoint") and not there:
        return refused(vector, MISSING)
    kept = [id for id in held if id.lower() != endpoint.lower()]
    wanted = {**receiver, "HostComputeEndpoints": kept if there else [*held, endpoint]}
    settings = json.loads(gojson.encode("hcn.HostComputeLoadBalancer", wanted))
    opened = _call("HcnOpenLoadBalancer", {"loadBalancer": 8192}, id=receiver["Id"])
    tried = _call("HcnModifyLoadBalancer", {"hresult": NOT_IMPLEMENTED}, loadBalancer=8192, settings=settings)
    closed = _call("HcnCloseLoadBalancer", {}, loadBalancer=8192)
    again = [_with_settings(call, settings) for call in vector.calls]
    return replace(vector, calls=(opened, tried, closed, *again))


def _with_settings(call: Call, settings: Mapping[str, Any]) -> Call:
    if "settings" not in call.args:
        return call
    return replace(call, args={**call.args, "settings": settings, "settings_raw": _text(settings)})


def _closed_after_a_failure(vector: Vector) -> Vector | None:
    if vector.error is None or not vector.calls:
        return None
    return replace(vector, calls=(*vector.calls, *_unclosed(vector.calls)))


def _taken_back(vector: Vector) -> Vector | None:
    """What was created and cannot be read is deleted, by the id that it was given or that a second look tells."""
    if vector.error is None or not vector.calls or not vector.api.endswith(".Create"):
        return None
    last = vector.calls[-1]
    asked = next((call for call in vector.calls if call.export.startswith("HcnQuery")), None)
    if asked is None or last.export.startswith("HcnCreate"):
        return None
    before = vector.calls[: vector.calls.index(asked) + 1]
    id = vector.input["receiver"]["Id"]
    if id:
        undo = _call(f"HcnDelete{_noun(asked.export)}", {}, id=id)
        return replace(vector, calls=(*before, undo))
    return replace(vector, calls=(*before, asked))


def _close_fails(vector: Vector) -> Vector | None:
    """What was asked for is there: that its handle could not be closed changes nothing about it."""
    if vector.error is None or not vector.calls:
        return None
    last = vector.calls[-1]
    return _read(vector) if last.export.startswith("HcnClose") and last.reply["hresult"] & FAILURE else None


def _odd_members(vector: Vector) -> Vector | None:
    """Reading never raises on an odd member."""
    odd = (vector.error_info or {}).get("type") == "*json.UnmarshalTypeError" or "invalid GUID" in (vector.error or "")
    return _read(vector) if odd and isinstance(_document(vector), dict) else None


def _read(vector: Vector) -> Vector | None:
    """Return a recording whose result is what was told last; a network's type starts as NAT where one is asked for."""
    go_type = _type(vector)
    if not (go_type or "").startswith("hcn."):
        return None
    start = gojson.zero(go_type) | {"Type": "NAT"} if vector.calls and go_type == NETWORK else None
    read = gojson.decode(go_type, _document(vector), start, address=str)
    if read.get("Flags") == "None":
        read["Flags"] = 0  # flags are read by name, too
    return replace(vector, error=None, error_match=None, error_info=None, output=read)


def _document(vector: Vector) -> Any:
    if vector.api.startswith("decode "):
        try:
            return json.loads(vector.input["document"])
        except ValueError:
            return None
    return _answered(vector)


def _type(vector: Vector) -> str | None:
    return vector.api.removeprefix("decode ") if vector.api.startswith("decode ") else returned(vector.api)


def _format_of_the_class(vector: Vector) -> Vector | None:
    """A document that does not say its format reads as one of the usual format; what goes out does not say it."""
    document, go_type = _document(vector), _type(vector)
    if vector.error is not None or not isinstance(document, dict) or not isinstance(vector.output, dict):
        return None
    typed = {member.go_name for member in members(go_type)} if (go_type or "").startswith("hcn.") else set()
    said = {key.lower(): value for key, value in document.items()}.get("schemaversion")
    if "SchemaVersion" not in typed or said is not None:
        return None
    return replace(vector, output={**vector.output, "SchemaVersion": FORMAT})


def _read_first(vector: Vector) -> Vector | None:
    """Policies are removed as the service has them, so it is asked first."""
    if len(vector.calls) != 4 or vector.error is not None:
        return None
    opened, changed, asked, closed = vector.calls
    known = {policy["Type"]: policy for policy in json.loads(asked.reply["properties"])["Policies"]}
    wanted = [entry["Type"] for entry in vector.input["networkPolicy"]["Policies"]]
    settings = {**changed.args["settings"], "Settings": {"Policies": [known[kind] for kind in wanted]}}
    return replace(vector, calls=(opened, asked, _with_settings(changed, settings), asked, closed))


def _record_alone(vector: Vector) -> Vector | None:
    """An error record without a code is an error without one."""
    if (vector.error_info or {}).get("code") != WITHOUT_CODE or vector.calls[-1].reply["hresult"] != 0:
        return None
    info = {name: value for name, value in (vector.error_info or {}).items() if name not in ("code", "type")}
    return replace(vector, error_info=info)


def _nothing_to_read(vector: Vector) -> Vector | None:
    """An answer without Output holds no version."""
    if vector.error is not None or json.loads(vector.calls[-1].reply["response"]).get("Output") is not None:
        return None
    return failed(vector, UNREADABLE)


def _checked(vector: Vector) -> Vector | None:
    """The version is asked for once for each host, and not again by the checks; an error is not kept."""
    version = re.search(r"\.v(\d+)_(\d+)\.", vector.name)
    answer: dict[str, Any] = {"Success": False, "Error": "Element not found. "}
    if version:
        answer = {"Success": True, "Output": {"Major": int(version[1]), "Minor": int(version[2])}}
    reply = {"hresult": NOT_FOUND} if "hresult" in vector.name else {"hresult": 0, "response": _text(answer)}
    asked = Call("vmcompute", "HNSCall", {"method": "GET", "path": "/globals/version", "object": ""}, reply)
    output = {name: vector.output[name] and NO for name in FEATURES}
    return replace(vector, calls=(asked,) * (1 if version else len(FEATURES)), output=output)


def _respelled_numbers(vector: Vector) -> Vector | None:
    """Numbers and escapes of a raw request are those of any other document."""
    calls = [_with_settings(call, call.args["settings"]) if "settings" in call.args else call for call in vector.calls]
    return replace(vector, calls=tuple(calls))


def _any_spelling_of_an_id(vector: Vector) -> Vector | None:
    """Braces do not make another id of it."""
    if vector.api.endswith(".Delete"):
        id = vector.input["receiver"]["Id"]
        if vector.calls or not _is_braced(id):
            return None
        id = GUID(id)
        calls = (_call("HcnDeleteNetwork", {}, id=str(id)),)
        return replace(vector, calls=calls, error=None, error_match=None, error_info=None)
    if not (vector.error or "").startswith('invalid GUID "{'):
        return None
    (id_,) = json.loads(vector.calls[0].reply["networks"])
    gone = _call("HcnOpenNetwork", {"hresult": NOT_FOUND}, id=str(GUID(id_)))
    return replace(vector, calls=(*vector.calls, gone), error=None, error_match=None, error_info=None, output=None)


def _is_braced(id: str) -> bool:
    return id.startswith("{") and not _is_no_guid(id)


def _exact(vector: Vector) -> Vector | None:
    """Nothing passes through a float, and half a surrogate pair stays what it is."""
    if vector.error is not None or not _is_changed_by_go(_document(vector)):
        return None
    read = _read(vector)
    return read and _format_of_the_class(read)


def _is_changed_by_go(value: Any) -> bool:
    """Tell whether a document has a number that is no float, or half of a surrogate pair."""
    if isinstance(value, dict):
        return any(map(_is_changed_by_go, (*value, *value.values())))
    if isinstance(value, list):
        return any(map(_is_changed_by_go, value))
    if isinstance(value, str):
        return any("\ud800" <= character <= "\udfff" for character in value)
    return isinstance(value, int) and abs(value) > EXACT


def _no_document(vector: Vector) -> Vector | None:
    return failed(vector, REFUSED) if vector.input["document"].strip() == "null" else None


def _no_ids(vector: Vector) -> Vector | None:
    """A list without text has no elements."""
    listed = vector.calls[0].reply if len(vector.calls) == 1 else {}
    if vector.error is None or any(value for name, value in listed.items() if name != "hresult") or not listed:
        return None
    return replace(vector, error=None, error_match=None, error_info=None, output=None)


ROWS: Final = (
    Difference(
        "Refused before the call (HCN)",
        ("api:hcn.*",),
        "hcsshim sends documents of which is known that the service refuses them, or stores them and fails when a"
        " container is attached. It looks for an object by a text that is no id.",
        "`InvalidDocumentError` before any call, with the JSON path of what is wrong. `connect(validate=False)` sends"
        " what it is given.",
        _refused_before_the_call,
    ),
    Difference(
        "An object by its id",
        ("api:hcn.Get*ByID", "api:hcn.GetNamespaceEndpointIds"),
        "hcsshim asks for the ids of all objects that have an id, opens each of them, and queries it with the filter"
        " again.",
        "The object is opened, queried and closed. What the service says of an id that is not there is the error.",
        _by_id,
    ),
    Difference(
        "A route by its id",
        ("api:hcn.HostComputeRoute.Delete", "api:hcn.HostComputeRoute.*Endpoint"),
        "hcsshim looks a route up before it deletes it, and says nothing if that fails for whatever reason. It removes"
        " the first endpoint in place of one that is not there, and crashes if there is none.",
        "The route is deleted by its id; `missing_ok=True` forgives one that is not there. An endpoint that the route"
        " does not have is `EndpointNotFoundError`.",
        _route_by_id,
    ),
    Difference(
        "A load balancer is changed",
        ("api:hcn.HostComputeLoadBalancer.*Endpoint",),
        "hcsshim deletes a load balancer and makes it anew, which cuts its connections; also for an endpoint that it"
        " does not have, or has in another letter case. If the second half fails, nothing is left.",
        "The load balancer is changed. A host that cannot do that is asked once; there it is deleted and made anew, and"
        " put back if that fails.",
        _balancer_changed,
    ),
    Difference(
        "A close that fails",
        ("api:hcn.*",),
        "hcsshim fails, though everything that was asked for has been done.",
        "What was asked for is returned.",
        _close_fails,
    ),
    Difference(
        "An answer without Output (HCN)",
        ("api:hcn.GetGlobals",),
        "hcsshim reads it as version 0.0.",
        "`UnexpectedAnswerError`.",
        _nothing_to_read,
    ),
    Difference(
        "Odd documents are read (HCN)",
        ("api:hcn.*", "api:decode *"),
        "A member of another type than the declared one makes hcsshim refuse the document, and with it a whole list.",
        "Reading never raises on an odd member. It stays as it is.",
        _odd_members,
    ),
    Difference(
        "The format of a document",
        ("api:hcn.*", "api:decode *"),
        "A document that does not say its `SchemaVersion` reads as one of version 0.0.",
        "As one of version 2.0, which new documents have. It goes back out as it came.",
        _format_of_the_class,
    ),
    Difference(
        "What cannot be read is deleted again",
        ("api:hcn.*.Create",),
        "An object that was created and could then not be read stays, and nobody knows its id.",
        "It is deleted: by the id that the document gave it, or that a second query tells.",
        _taken_back,
    ),
    Difference(
        "Handles are closed",
        ("api:hcn.*",),
        "When a call fails in the middle, hcsshim leaves the handles open that it has.",
        "Each is closed, last opened first.",
        _closed_after_a_failure,
    ),
    Difference(
        "An error record without a code",
        ("api:hcn.*",),
        "hcsshim makes up the code 31.",
        "The error has the record and no code.",
        _record_alone,
    ),
    Difference(
        "Policies are removed as they are",
        ("api:hcn.HostComputeNetwork.RemovePolicy",),
        "The service removes a policy if its whole document is equal. hcsshim sends what the caller has, and says"
        " nothing if that is on no object.",
        "The object is read; every policy that has the members given is removed as the service has it. One that is not"
        " there is `PolicyNotFoundError`.",
        _read_first,
    ),
    Difference(
        "Features are known for each host",
        ("api:hcn.[*]Supported",),
        "hcsshim asks for the version once in a process, and keeps the error if there is one: these recordings are of"
        " processes that had asked before.",
        "The version is asked for once for each host. An error is raised, and the next check asks again.",
        _checked,
    ),
    Difference(
        "Numbers of raw requests",
        ("api:hcn.HostComputeNetwork.ModifyNetworkSettings",),
        "A raw request keeps the digits of its numbers and the escapes of its texts.",
        "A request is a model or a mapping: 2.50 is 2.5.",
        _respelled_numbers,
    ),
    Difference(
        "Exact numbers and texts",
        ("api:decode hcn.*",),
        "Numbers in untyped members pass through a 64 bit float, and half a surrogate pair becomes U+FFFD.",
        "Both stay what they are.",
        _exact,
    ),
    Difference(
        "Null is no document",
        ("api:decode *",),
        "`null` reads as a document without members.",
        "`InvalidDocumentError`.",
        _no_document,
    ),
    Difference(
        "Ids in any spelling",
        ("api:hcn.HostComputeNetwork.Delete", "api:hcn.ListNetworks"),
        "hcsshim refuses an id in braces.",
        "An id is the same with and without braces, in any letter case.",
        _any_spelling_of_an_id,
    ),
    Difference(
        "A list without text",
        ("api:hcn.List*",),
        "hcsshim fails with an error of its JSON package.",
        "There is nothing in the list.",
        _no_ids,
    ),
)
