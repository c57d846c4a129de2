"""cattrs as it is: the functions that it generates, on orjson."""

from __future__ import annotations

from typing import Any

import attrs
import orjson
from cattrs.preconf.orjson import make_converter

from bench.others.shapes import ENDPOINT, Choice, Shape
from bench.timing import Measure, clocked

converter = make_converter(detailed_validation=False, omit_if_default=True)


def class_of(shape: Shape) -> type:
    """Make an attrs class."""
    members = {name: attrs.field(default=None, type=_type_of(kind) | None) for name, kind in shape.members.items()}
    return attrs.make_class(shape.name, members, kw_only=True, slots=True)


def _type_of(kind: Any) -> Any:
    if isinstance(kind, Shape):
        return class_of(kind)
    return list[_policy_of(kind)] if isinstance(kind, Choice) else kind  # type: ignore[misc]


def _policy_of(choice: Choice) -> type:
    """Make a base of the policies and teach the converter which one a document is."""
    policy = type("Policy", (), {})
    classes = {tag: class_of(shape) for tag, shape in choice.shapes.items()}

    def read(document: dict[str, Any], _: Any) -> Any:
        cls = classes.get(document["Type"])
        return document if cls is None else converter.structure(document, cls)

    converter.register_structure_hook(policy, read)
    converter.register_unstructure_hook(policy, lambda value: converter.unstructure(value, value.__class__))
    return policy


class Way:
    """cattrs."""

    name = "plain cattrs, on orjson"

    def __init__(self) -> None:
        self.endpoint: Any = class_of(ENDPOINT)

    def _read(self, answer: bytes) -> list[Any]:
        endpoints: list[Any] = converter.structure(orjson.loads(answer)["Output"], list[self.endpoint])  # type: ignore[name-defined]
        return endpoints

    def _change(self, answer: bytes) -> bytes:
        endpoint = converter.structure(orjson.loads(answer)["Output"], self.endpoint)
        return orjson.dumps(converter.unstructure(attrs.evolve(endpoint, DNSSuffix="example.com")))

    def decode(self, answer: bytes) -> Measure:
        """See `Other`."""
        return clocked(lambda: self._read(answer))

    def change(self, answer: bytes) -> Measure:
        """See `Other`."""
        return clocked(lambda: self._change(answer))

    def encode(self, answer: bytes) -> Measure:
        """See `Other`."""
        endpoints = self._read(answer)
        return clocked(lambda: orjson.dumps(converter.unstructure(endpoints)))
