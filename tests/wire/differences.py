"""Deliberate differences: where we do otherwise than hcsshim, on which recordings, why, and what is expected instead.

A row names vectors by globs. Its `deviate` gets a recording and returns what the recording would be if hcsshim did as
we do, or None where the row has nothing to say about it. The harness replays that instead, so a deviation is
asserted as strictly as a recording. A row that changes no recording of the shipped set fails.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from hcspy.hns import POLICIES

from . import gojson, models
from .counterparts import dropped, find
from .deviations import Difference, apply, arguments, failed, is_no_id, is_wrong, refused, unused
from .differences_hcn import ROWS as HCN
from .differences_hcs import ROWS as HCS
from .differences_hcs_services import ROWS as HCS_SERVICES
from .differences_storage import ROWS as STORAGE
from .goerrors import AMBIGUOUS, MISSING, REFUSED, SERVICE, UNREADABLE, reduced
from .golang import returned
from .recordings import ABSENT, Call, Vector

ODD: Final = ("*net.ParseError", "*json.UnmarshalTypeError")
"""Go's errors for a document that is JSON and does not fit its type."""

HNS_CALLS: Final = (
    "api:hns.*",
    "api:hcsshim.*HNS*",
    "api:hcsshim.*PolicyList*",
    "api:hcsshim.*NnvManagementMacAddresses",
    "api:hcsshim.Add*",
    "api:hcsshim.Hot*",
)
"""What hcsshim has for HNS, in recordings of whatever name."""

NETWORK: Final = "hns.HNSNetwork"
ENDPOINT: Final = "hns.HNSEndpoint"
POLICY_LIST: Final = "hns.PolicyList"


# -- what the recordings say --------------------------------------------------------------------------------------


def _answer(vector: Vector) -> Mapping[str, Any]:
    """Return the last answer of HNS, with Go's names of its members; nothing if there is none."""
    requests = [call for call in vector.calls if call.export == "HNSCall"]
    try:
        answer = json.loads(requests[-1].reply["response"]) if requests else {}
    except (KeyError, ValueError):
        return {}
    return {key.lower(): value for key, value in answer.items()} if isinstance(answer, dict) else {}


# -- deviations ---------------------------------------------------------------------------------------------------


def _refused_before_the_call(vector: Vector) -> Vector | None:
    """What means no object, or is no valid document, is not sent; a name that two objects have is ambiguous."""
    given = arguments(vector)
    refs = [given[name] for name in ("ref", "endpoint") if name in given]
    if vector.api.endswith(".Update"):
        refs.append(given["model"])
    documents = [given[name] for name in ("model", "policies", "document") if name in given]
    if any(map(is_no_id, refs)) or (vector.calls and any(map(is_wrong, documents))):
        return refused(vector, REFUSED)
    if "ByName" in vector.api:
        listed = _answer(vector).get("output") or ()
        found = [entry for entry in listed if entry.get("Name") == next(iter(vector.input.values()))]
        return failed(vector, AMBIGUOUS) if len(found) > 1 else None
    return None


def _without_output(vector: Vector) -> Vector | None:
    """An answer without Output is no object: what was sent stands for it, or there is nothing to return."""
    answer, go_type = _answer(vector), returned(vector.api)
    row = find(vector.api, vector.input)
    if answer.get("success") is not True or answer.get("output") not in (None, "") or go_type is None:
        return None
    if row.python == "host.hns.call" or row.result is dropped:
        return None
    if go_type.startswith("[]hns."):
        return replace(vector, output=[], error=None, error_match=None, error_info=None)
    last = vector.calls[-1].args
    if answer.get("output") is None and last["method"] == "POST" and go_type in (NETWORK, ENDPOINT, POLICY_LIST):
        return replace(vector, output=gojson.decode(go_type, last["object"]))
    return failed(vector, UNREADABLE) if vector.error is None else None


def _odd_members(vector: Vector) -> Vector | None:
    """Reading never raises on an odd member: it stays what it is, and an address stays spelled as it came."""
    decoding = vector.api.startswith("decode ")
    go_type = vector.api.removeprefix("decode ") if decoding else returned(vector.api)
    document = json.loads(vector.input["document"]) if _is_json(vector) else _read_by(vector, go_type)
    if go_type is None or not _fits(document, go_type):
        return None
    read = gojson.decode(go_type, document, address=str)
    if (vector.error_info or {}).get("type") in ODD:
        return replace(vector, output=read, error=None, error_match=None, error_info=None)
    if go_type.removeprefix("[]") == ENDPOINT and vector.output:
        return replace(vector, output=_respelled(vector.output, read))
    return None


def _is_json(vector: Vector) -> bool:
    try:
        json.loads(vector.input["document"])
    except (KeyError, ValueError):
        return False
    return True


def _read_by(vector: Vector, go_type: str | None) -> Any:
    """Return what of the answer becomes the result: by name it is one entry of a list."""
    output = _answer(vector).get("output")
    if isinstance(output, list) and "ByName" in vector.api:
        return next((entry for entry in output if entry.get("Name") in vector.input.values()), None)
    return output


def _fits(document: Any, go_type: str) -> bool:
    if go_type.startswith("[]hns."):
        return isinstance(document, list) and all(isinstance(entry, dict) for entry in document)
    return go_type.startswith("hns.") and isinstance(document, dict)


def _respelled(value: Any, read: Any) -> Any:
    """Put the addresses that were read into the recorded value, and nothing else."""
    if isinstance(value, list):
        return [_respelled(*pair) for pair in zip(value, read, strict=False)]
    texts = {name: read[name] for name in ("IPAddress", "IPv6Address") if value.get(name) and read.get(name)}
    return {**value, **texts}


def _fresh_object(vector: Vector) -> Vector | None:
    """A verb returns the object as the service sent it, nothing of the argument mixed in."""
    output = _answer(vector).get("output")
    if not isinstance(output, dict) or vector.error is not None:
        return None
    fresh = gojson.decode(ENDPOINT, output)
    after = vector.receiver_after if vector.receiver_after == ABSENT else fresh
    return replace(vector, output=fresh if vector.output is not None else None, receiver_after=after)


def _kind_of_the_class(vector: Vector) -> Vector | None:
    """A policy that is read as one of a kind is of that kind, even if the document does not say so."""
    kinds = {cls: str(kind) for kind, cls in POLICIES.items()}
    kind = kinds.get(models.class_of(vector.api.removeprefix("decode ")))
    said = any(key.lower() == "type" for key in json.loads(vector.input["document"]))
    return None if kind is None or said else replace(vector, output={**vector.output, "Type": kind})


def _errors_are_raised(vector: Vector) -> Vector | None:
    """A failure is raised: it is neither taken for an answer nor returned beside one."""
    if vector.error is not None:
        return replace(vector, output=None) if vector.output else None
    asked = vector.api.endswith("SupportedFeatures") and vector.calls
    if not asked or _answer(vector).get("success") is True:
        return None
    code = reduced(vector.calls[-1].reply["hresult"])
    raised = failed(vector, SERVICE + str(_answer(vector).get("error", "")))
    return replace(raised, error_info={"code": code}, error="failed") if code else raised


def _exactly_the_id(vector: Vector) -> Vector | None:
    """A container is attached if its id is among the shared ones, whole, in any letter case."""
    if vector.error is not None:
        return None
    shared = (_answer(vector).get("output") or {}).get("SharedContainers") or ()
    return replace(vector, output=vector.input["vID"].lower() in [held.lower() for held in shared])


def _read_first(vector: Vector) -> Vector | None:
    """Policies are added to what the endpoint has now, so it is read before it is posted."""
    receiver = vector.input["receiver"]
    if is_no_id(receiver["Id"]):
        return None
    answer = f'{{"Success":true,"Output":{gojson.encode(ENDPOINT, receiver)}}}'
    args = {"method": "GET", "path": f"/endpoints/{receiver['Id']}", "object": ""}
    read = Call("vmcompute", "HNSCall", args, {"hresult": 0, "response": answer})
    return replace(vector, calls=(read, *vector.calls))


def _same_endpoints(vector: Vector) -> Vector | None:
    """An endpoint that is there is not added twice, one that is not there is not removed; a failure is undone."""
    receiver, endpoint = vector.input["receiver"], vector.input["endpoint"]["Id"]
    held = any(endpoint.lower() == entry.split("/")[-1].lower() for entry in receiver["EndpointReferences"] or ())
    if vector.api.endswith("AddEndpoint") and held:
        return replace(vector, calls=(), output=receiver, receiver_after=ABSENT)
    if vector.api.endswith("RemoveEndpoint") and not held:
        return refused(vector, MISSING)
    if vector.error is None or len(vector.calls) < 2:
        return None
    raw = gojson.encode(POLICY_LIST, receiver)
    args = {"method": "POST", "path": "/policylists/", "object": json.loads(raw), "object_raw": raw}
    undo = Call("vmcompute", "HNSCall", args, {"hresult": 0, "response": '{"Success":true,"Output":{}}'})
    return replace(vector, calls=(*vector.calls, undo), receiver_after=ABSENT)


def _careful(vector: Vector) -> Vector | None:
    return _read_first(vector) if "Apply" in vector.api else _same_endpoints(vector)


def _no_addresses(vector: Vector) -> Vector | None:
    """An empty list of management addresses is refused, whoever sends it."""
    empty = vector.api.endswith("MacList.Set") and not vector.input["receiver"]["MacAddressList"]
    return refused(vector, "management mac_address list is empty") if empty else None


def _only_what_it_needs(vector: Vector) -> Vector | None:
    """A running container is opened, changed and closed: nothing is asked that the change does not need."""
    spared = {"HcsRegisterComputeSystemCallback", "HcsUnregisterComputeSystemCallback", "HcsGetComputeSystemProperties"}
    requests = [call for call in vector.calls if call.export == "HNSCall"]
    rest = [call for call in vector.calls if call.export not in {*spared, "HNSCall"}]
    return replace(vector, calls=(*requests[:1], *rest))


HNS: Final = (
    Difference(
        "Refused before the call",
        (
            *("api:hns.*", "api:hcsshim.*HNS*", "api:hcsshim.*PolicyList*", "api:hcsshim.Add*", "api:hcsshim.Hot*"),
            *("api:hcsshim.CreateContainer", "hcs.create.*", "hcs2.create.*"),
        ),
        "An empty id makes hcsshim ask for the whole collection, and an id with a slash for another path. By name it"
        " takes the first object of several, by chance. It sends documents of which is known that the service refuses"
        " them, with a text that does not say where the fault is.",
        "`InvalidDocumentError` before any call, with the JSON path of what is wrong; `AmbiguousError` for a name that"
        " several objects have. `connect(validate=False)` sends what it is given.",
        _refused_before_the_call,
    ),
    Difference(
        "An answer without Output",
        HNS_CALLS,
        "hcsshim returns an empty object, which looks like one that the service has.",
        "Creating returns what was sent, a list is empty, reading one object raises `UnexpectedAnswerError`.",
        _without_output,
    ),
    Difference(
        "Odd documents are read",
        (*HNS_CALLS, "api:decode *"),
        "A member of another type than the declared one makes hcsshim refuse the document, and with it a whole list."
        " It parses the addresses of endpoints: it respells them, and one that is no address spoils the document, too.",
        "Reading never raises on an odd member. It stays as it is; an address keeps the spelling of the service.",
        _odd_members,
    ),
    Difference(
        "A policy class is of one kind",
        ("api:decode hns.*Policy",),
        "In Go the kind of a policy is a field like any other, empty unless somebody fills it in; here the class says"
        " it.",
        "A document without `Type` reads as the kind of the class that it is read as.",
        _kind_of_the_class,
    ),
    Difference(
        "The object as it is now",
        ("api:hcsshim.HNSEndpoint.Update", "api:hcsshim.HNSEndpoint.Apply*Policy"),
        "hcsshim decodes the answer over the receiver, so that members which the service has dropped live on.",
        "The verb returns what the service sent, nothing else; models are never changed in place.",
        _fresh_object,
    ),
    Difference(
        "Failures are raised",
        ("api:hcsshim.HNSEndpoint.Update", "api:hc*.Get*SupportedFeatures", "api:hcn.[*]Supported"),
        "hcsshim returns a result beside the error, and takes a host that does not answer for one without features.",
        "The error alone.",
        _errors_are_raised,
    ),
    Difference(
        "Attached means this container",
        ("api:hcsshim.HNSEndpoint.IsAttached",),
        "hcsshim looks for the id as a part of the text of `SharedContainers`: a shorter id, or none at all, is found"
        " too.",
        "True if the id is one of those shared, whole, in any letter case.",
        _exactly_the_id,
    ),
    Difference(
        "Look before a change",
        (
            "api:hcsshim.HNSEndpoint.Apply*Policy",
            "api:hcsshim.PolicyList.*Endpoint",
            "observed.*.Apply*Policy",
            "observed.*.PolicyList.RemoveEndpoint",
        ),
        "HNS v1 has no request for a part of an object: who posts an old model takes back what others changed"
        " meanwhile. hcsshim also lists an endpoint twice, deletes a list and makes it anew though nothing changes, and"
        " leaves nothing behind if the second half fails.",
        "Policies are added to those of a fresh `GET`. An endpoint that is there is not added again, one that is not is"
        " `EndpointNotFoundError`, and a list that could not be made anew is put back.",
        _careful,
    ),
    Difference(
        "No empty list of management addresses",
        ("api:hcsshim.*NnvManagementMacAddresses", "observed.*.HNSNnvManagementMacList.Set"),
        "`SetNnvManagementMacAddresses` refuses an empty list, and the method under it sends it.",
        "One verb, which refuses it before any call; `delete()` clears the list.",
        _no_addresses,
    ),
    Difference(
        "A shorter hot attach",
        ("api:hcsshim.Hot*",),
        "hcsshim reads the endpoint twice, registers for notifications that it does not await, and asks for the"
        " container's type to choose between documents that are the same here.",
        "One `GET`, then open, modify, close.",
        _only_what_it_needs,
    ),
)

DIFFERENCES: Final = (*HNS, *HCN, *HCS, *HCS_SERVICES, *STORAGE)

__all__ = ["DIFFERENCES", "Difference", "apply", "unused"]
