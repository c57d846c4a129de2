"""Chains of layers: ``layerchain.json`` in the folder of a layer names the layers below it.

Docker and containerd's tools write one beside each layer: a list of paths, the nearest one first, the base layer last.
A base layer has none.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from hcspy.codec import dumps, loads
from hcspy.errors import InvalidDocumentError
from hcspy.storage.paths import LayerRef, path_of

NAME: Final = "layerchain.json"


def parse_layer_chain(text: str | bytes) -> tuple[str, ...]:
    r"""Return the paths in the text of a layer chain, the nearest one first.

    >>> parse_layer_chain('["C:\\\\layers\\\\2","C:\\\\layers\\\\base"]')
    ('C:\\layers\\2', 'C:\\layers\\base')

    Raises InvalidDocumentError for anything but a list of paths.
    """
    chain = loads(text) if text else None
    if chain is None:  # Go writes null for a list that nobody has put anything in
        return ()
    if not isinstance(chain, list) or not all(isinstance(path, str) and path for path in chain):
        raise InvalidDocumentError(f"a layer chain is a list of paths, not {chain!r}")
    return tuple(chain)


def read_layer_chain(folder: str | os.PathLike[str]) -> tuple[str, ...]:
    """Return the paths of the layers below the one in a folder, the nearest one first; () for a base layer.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_layer_chain(folder, ["C:/layers/2", "C:/layers/base"])
    ...     read_layer_chain(folder)
    ('C:/layers/2', 'C:/layers/base')
    """
    try:
        text = (Path(folder) / NAME).read_bytes()
    except FileNotFoundError:
        return ()
    try:
        return parse_layer_chain(text.removeprefix(b"\xef\xbb\xbf"))
    except InvalidDocumentError as error:
        raise InvalidDocumentError(f"{Path(folder) / NAME}: {error}") from None


def write_layer_chain(folder: str | os.PathLike[str], parents: Iterable[LayerRef]) -> None:
    """Write down which layers are below the one in a folder, the nearest one first.

    The file is there whole or, if anything fails, as it was before.
    """
    text = dumps([path_of(parent, "parent") for parent in parents])
    new = Path(folder) / f"{NAME}.new"
    try:
        new.write_text(text, encoding="utf-8", newline="\n")
        new.replace(Path(folder) / NAME)
    finally:
        new.unlink(missing_ok=True)
