r"""Paths of layers: Windows paths, on whatever system this runs.

A layer is referred to by the path of its folder, as text or `pathlib` object, or by a `Layer` with a path.
"""

from __future__ import annotations

import os
from typing import TypeAlias

from hcspy.errors import InvalidDocumentError
from hcspy.storage.models import Layer

LayerRef: TypeAlias = "str | os.PathLike[str] | Layer"
"""What a layer can be given as."""


def path_of(ref: LayerRef, what: str = "layer") -> str:
    """Return the path that a layer, or something else, was given by.

    >>> path_of(Layer(path="C:\\\\layers\\\\base"))
    'C:\\\\layers\\\\base'

    Raises InvalidDocumentError where there is none.
    """
    path: object = ref.path if isinstance(ref, Layer) else _spelled(ref)
    if not isinstance(path, str) or not path.strip():
        raise InvalidDocumentError(f"the {what} has no path: {ref!r}", hint="give the path of its folder")
    return path


def _spelled(ref: object) -> object:
    return os.fspath(ref) if isinstance(ref, str | os.PathLike) else None
