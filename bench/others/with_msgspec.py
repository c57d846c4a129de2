"""msgspec: typed structs, from and to text, unknown members dropped.

Its own unions refuse a document with a tag that they do not know. Policies of unknown types do occur, so the policies
are read as dicts first and converted one by one.
"""

from __future__ import annotations

from typing import Any

import msgspec

from bench.others.shapes import ENDPOINT, Choice, Shape
from bench.timing import Measure, clocked


def class_of(shape: Shape) -> Any:
    """Make a struct."""
    members = [(name, _type_of(kind) | None, None) for name, kind in shape.members.items()]
    return msgspec.defstruct(shape.name, members, omit_defaults=True)


def _type_of(kind: Any) -> Any:
    if isinstance(kind, Shape):
        return class_of(kind)
    return list[dict[str, Any]] if isinstance(kind, Choice) else kind


class Way:
    """msgspec."""

    name = "msgspec"

    def __init__(self) -> None:
        endpoint = class_of(ENDPOINT)
        self.one = msgspec.json.Decoder(msgspec.defstruct("One", [("Success", bool), ("Output", endpoint)]))
        self.many = msgspec.json.Decoder(msgspec.defstruct("Many", [("Success", bool), ("Output", list[endpoint])]))  # type: ignore[valid-type]
        policies: Choice = ENDPOINT.members["Policies"]
        self.policies = {tag: class_of(shape) for tag, shape in policies.shapes.items()}

    def _policy(self, document: dict[str, Any]) -> Any:
        struct = self.policies.get(document["Type"])
        return document if struct is None else msgspec.convert(document, struct)

    def _typed(self, endpoint: Any) -> Any:
        endpoint.Policies = [self._policy(document) for document in endpoint.Policies]
        return endpoint

    def _read(self, answer: bytes) -> list[Any]:
        return [self._typed(endpoint) for endpoint in self.many.decode(answer).Output]

    def _change(self, answer: bytes) -> bytes:
        endpoint = self._typed(self.one.decode(answer).Output)
        return msgspec.json.encode(msgspec.structs.replace(endpoint, DNSSuffix="example.com"))

    def decode(self, answer: bytes) -> Measure:
        """See `Other`."""
        return clocked(lambda: self._read(answer))

    def change(self, answer: bytes) -> Measure:
        """See `Other`."""
        return clocked(lambda: self._change(answer))

    def encode(self, answer: bytes) -> Measure:
        """See `Other`."""
        endpoints = self._read(answer)
        return clocked(lambda: msgspec.json.encode(endpoints))
