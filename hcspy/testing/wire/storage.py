"""The documents of storage: what is read from the ones that come, and how those that go are worded."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any, Final

from hcspy.testing.state import Fault
from hcspy.testing.state.storage.codes import INVALID_DOCUMENT, INVALID_PARAMETER
from hcspy.testing.state.storage.images import Image

from .jsontext import compact, parse

FILTER_TYPES: Final = ("UnionFS", "WCIFS")
LAYER_TYPES: Final = ("Container", "Vm")
_WORDS: Final = {"name": "Name", "version": "Version", "path": "Path", "size": "Size", "created": "CreatedTime"}


def image_list(images: Iterable[Image]) -> str:
    """Word the list of base images."""
    # fidelity: HCS-L02
    return compact(
        {"Images": [{_WORDS[name]: value for name, value in dataclasses.asdict(image).items()} for image in images]}
    )


def parents(text: str | None) -> list[str]:
    """Read the paths of the layers below from layer data, the newest first."""
    # fidelity: HCS-L26
    document = read(text)
    kind = document.get("FilterType")
    if kind is not None and kind not in FILTER_TYPES:
        raise Fault(INVALID_PARAMETER, f"FilterType {kind!r}")
    layers = document.get("Layers") or []
    if not isinstance(layers, list):
        raise Fault(INVALID_DOCUMENT, "Layers is no array")
    return [_path(layer) for layer in layers]


def _path(layer: Any) -> str:
    if not isinstance(layer, dict) or not isinstance(layer.get("Path"), str):
        raise Fault(INVALID_DOCUMENT, f"a layer without a path: {layer!r}")
    return str(layer["Path"])


def os_layer_type(text: str | None) -> str:
    """Read which kind of base layer is to be set up."""
    # fidelity: HCS-L26
    kind = read(text).get("Type", "Container")
    if kind not in LAYER_TYPES:
        raise Fault(INVALID_PARAMETER, f"Type {kind!r}")
    return str(kind)


def read(text: str | None) -> Mapping[str, Any]:
    """Read a document; none at all is an empty one."""
    try:
        document = parse(text) if text else {}
    except ValueError as error:
        raise Fault(INVALID_DOCUMENT, str(error)) from None
    if not isinstance(document, dict):
        raise Fault(INVALID_DOCUMENT, "not an object")
    return document
