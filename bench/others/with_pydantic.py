"""pydantic: models of version 2, from and to text, unknown members kept."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pydantic

from bench.others.shapes import ENDPOINT, Choice, Shape
from bench.timing import Measure, clocked

CONFIG = pydantic.ConfigDict(extra="allow")


def class_of(shape: Shape, **fixed: Any) -> Any:
    """Make a pydantic model."""
    members: dict[str, Any] = {name: (_type_of(kind) | None, None) for name, kind in shape.members.items()}
    return pydantic.create_model(shape.name, __config__=CONFIG, **{**members, **fixed})


def _type_of(kind: Any) -> Any:
    if isinstance(kind, Shape):
        return class_of(kind)
    return list[_policy_of(kind)] if isinstance(kind, Choice) else kind  # type: ignore[misc]


def _policy_of(choice: Choice) -> Any:
    """Make a union that `Type` tells apart; what is not known is a dict."""
    known = [
        Annotated[class_of(shape, Type=(Literal[tag], tag)), pydantic.Tag(tag)]  # type: ignore[valid-type]
        for tag, shape in choice.shapes.items()
    ]
    union: Any = Annotated[dict[str, Any], pydantic.Tag("other")]
    for member in known:
        union = union | member

    def tag_of(value: Any) -> str:
        text = value.get("Type") if isinstance(value, dict) else value.Type
        return text if text in choice.shapes else "other"

    return Annotated[union, pydantic.Discriminator(tag_of)]


class Way:
    """pydantic."""

    name = "pydantic"

    def __init__(self) -> None:
        endpoint = class_of(ENDPOINT)
        self.one = pydantic.create_model("One", Success=(bool, ...), Output=(endpoint, ...))
        self.many = pydantic.create_model("Many", Success=(bool, ...), Output=(list[endpoint], ...))  # type: ignore[valid-type]
        self.endpoints: Any = pydantic.TypeAdapter(list[endpoint])  # type: ignore[valid-type]

    def _change(self, answer: bytes) -> str:
        read: Any = self.one.model_validate_json(answer)
        changed: pydantic.BaseModel = read.Output.model_copy(update={"DNSSuffix": "example.com"})
        return changed.model_dump_json(exclude_unset=True)

    def decode(self, answer: bytes) -> Measure:
        """See `Other`."""
        return clocked(lambda: self.many.model_validate_json(answer))

    def change(self, answer: bytes) -> Measure:
        """See `Other`."""
        return clocked(lambda: self._change(answer))

    def encode(self, answer: bytes) -> Measure:
        """See `Other`."""
        read: Any = self.many.model_validate_json(answer)
        return clocked(lambda: self.endpoints.dump_json(read.Output, exclude_unset=True))
