"""The layers of a container's image, as the documents name them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from hcspy.errors import InvalidDocumentError
from hcspy.hcs.config.arguments import several, wrong
from hcspy.verbs.paths import below, last_name

NameToGuid = Callable[[str], str]
IsFolder = Callable[[str], bool]


class ImageLayer(NamedTuple):
    """A read-only layer: its id and its folder."""

    id: str
    path: str


def image_layers(layers: Iterable[Any] | None, image: Any, name_to_guid: NameToGuid | None) -> tuple[ImageLayer, ...]:
    """Return the layers, the newest first, on top of the base image if one is given; ids that are not known are asked.

    A layer is a path, or a model with `path` and perhaps `id`; a base image likewise.

    >>> image_layers(["C:\\\\layers\\\\base"], None, {"base": "1968356f-3168-5169-8c20-ee548f8260f6"}.__getitem__)
    (ImageLayer(id='1968356f-3168-5169-8c20-ee548f8260f6', path='C:\\\\layers\\\\base'),)
    """
    given = (*several("layers", layers), *(() if image is None else (image,)))
    if not given:
        raise wrong("layers", layers, "the layers of an image, the newest first, or an image")
    return tuple(_layer(layer, name_to_guid) for layer in given)


def path_of(argument: str, value: Any) -> str:
    """Return the path that something was given by: text, a path object, or a model with one."""
    path = getattr(value, "path", value)
    text = os.fspath(path) if isinstance(path, str | os.PathLike) else None
    if not isinstance(text, str) or not text.strip():
        raise wrong(argument, value, "a path, or a model with one")
    return text


def _layer(layer: Any, name_to_guid: NameToGuid | None) -> ImageLayer:
    path = path_of("layers", layer)
    id = getattr(layer, "id", None)
    if isinstance(id, str) and id:
        return ImageLayer(id, path)
    if name_to_guid is None:
        raise InvalidDocumentError(
            f"layers has {path!r} without an id, and there is no name_to_guid to ask",
            hint="give name_to_guid=host.storage.layers.name_to_guid, or layers with ids: host.storage.layers.of(path)",
        )
    return ImageLayer(name_to_guid(last_name(path)), path)


def utility_vm(layers: Iterable[ImageLayer], is_folder: IsFolder) -> str:
    """Return the folder with the image of a utility VM: ``UtilityVM`` of the nearest layer that has one.

    Mostly that is the base layer; an update of the image may bring a newer one.

    Raises InvalidDocumentError, which names the layers, if none has it.
    """
    looked = tuple(layers)
    for layer in looked:
        folder = below(layer.path, "UtilityVM")
        if is_folder(folder):
            return folder
    raise InvalidDocumentError(
        f"no layer has a utility VM: none of {', '.join(layer.path for layer in looked)} has a folder UtilityVM",
        hint="Hyper-V isolation boots from it; base images have one, or give utility_vm=",
    )
