"""GET, modify, PUT: one endpoint is read, changed and written."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from bench import payloads
from bench.results import Table
from bench.timing import Effort, clocked, paired
from hcspy.codec import decode, evolve, loads, to_json
from hcspy.hns import ACL, HNSEndpoint

TARGET = 2.2
RULE = {"Type": "ACL", "Action": "Block", "Direction": "Out", "RemoteAddresses": "10.0.0.9"}


def answer() -> bytes:
    """Return the service's answer with one endpoint."""
    return payloads.text({"Success": True, "Output": payloads.endpoints(1)[0]})


def suffix(text: bytes) -> str:
    """Change a member."""
    return to_json(evolve(decode(HNSEndpoint, loads(text)["Output"]), dns_suffix="example.com"))


def suffix_of_dicts(text: bytes) -> bytes:
    """Do the same with dicts: the floor."""
    document = orjson.loads(text)["Output"]
    document["DNSSuffix"] = "example.com"
    return orjson.dumps(document)


def rule(text: bytes) -> str:
    """Add a policy to those that are there."""
    endpoint = decode(HNSEndpoint, loads(text)["Output"])
    new = ACL(action="Block", direction="Out", remote_addresses="10.0.0.9")
    return to_json(evolve(endpoint, policies=[*endpoint.policies, new]))


def rule_of_dicts(text: bytes) -> bytes:
    """Do the same with dicts: the floor."""
    document = orjson.loads(text)["Output"]
    document["Policies"] = [*document["Policies"], dict(RULE)]
    return orjson.dumps(document)


def tables(effort: Effort) -> Iterator[Table]:
    """Compare with the same by orjson and dicts."""
    text = answer()
    table = Table("change", "GET, modify, PUT of one endpoint, to the same with orjson and dicts")
    for name, ours, floor in (("a member", suffix, suffix_of_dicts), ("a policy more", rule, rule_of_dicts)):
        pairs = paired({name: clocked(lambda f=ours: f(text))}, clocked(lambda f=floor: f(text)), effort)  # type: ignore[misc]
        table.add_ratios(pairs, {"a member": TARGET})
    yield table
