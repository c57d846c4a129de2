"""The disk of a container: the layers of its image, and a scratch layer on top."""

from __future__ import annotations

import contextlib
import ntpath
from typing import TYPE_CHECKING, Any

from hcspy.errors import HcspyError, InvalidDocumentError
from hcspy.storage.paths import path_of

if TYPE_CHECKING:
    from hcspy.storage.services import Storage
    from hcspy.verbs.rollback import Rollback


def image_layers(storage: Storage, image: Any) -> list[str]:
    r"""Return the folders of an image's layers, the newest first.

    ``image`` is the name of a base image, the folder of a layer (text with a backslash or slash, or a path), whose
    ``layerchain.json`` says what is below it, a model with a path, or a list of folders.
    """
    if isinstance(image, list | tuple):
        if not image:
            raise InvalidDocumentError("image is an empty list; allowed are layers, the newest first")
        return [path_of(layer, "image") for layer in image]
    if isinstance(image, str) and not {"/", "\\"} & set(image.partition(":")[0]) and not ntpath.splitdrive(image)[0]:
        return [str(storage.find_base_image(image).path)]
    path = path_of(getattr(image, "path", image), "image")
    return [path, *_below(storage, path)]


def _below(storage: Storage, path: str) -> tuple[str, ...]:
    chain = storage.layers.locate(path) / "layerchain.json"
    return storage.layers.chain(path) if chain.is_file() else ()


def create(storage: Storage, layer: str, parents: list[str], undo: Rollback) -> None:
    """Make a scratch layer."""
    storage.layers.create_scratch(layer, parents)
    undo.on_failure(f"the layer {layer} is there", storage.layers.destroy, layer, missing_ok=True)


def mount(storage: Storage, layer: str, parents: list[str], undo: Rollback) -> str:
    """Let the files of a scratch layer be seen, and return the path of the volume."""
    layers = storage.layers
    layers.activate(layer)
    undo.on_failure(f"{layer} is active", layers.deactivate, layer)
    layers.prepare(layer, parents)
    undo.on_failure(f"{layer} is prepared", layers.unprepare, layer)
    return layers.mount_path(layer)


def unmount(storage: Storage, layer: str) -> None:
    """Take back what ``mount`` did, or the part of it that was done: Windows fails where there is nothing to do."""
    for step in (storage.layers.unprepare, storage.layers.deactivate):
        with contextlib.suppress(HcspyError):
            step(layer)
