"""What is wrong with a layer that somebody handed over."""

from __future__ import annotations

from typing import Any

from hcspy.errors import InvalidDocumentError


class LayerStreamError(InvalidDocumentError):
    """A layer, as a tar archive or a folder, that is damaged, or that would put files where they must not go.

    ``entry`` is the name of the file or folder in the layer that is to blame.

    >>> error = LayerStreamError("leads out of the layer", entry="Files/../x")
    >>> print(error)
    the entry 'Files/../x' leads out of the layer
    """

    def __init__(self, message: str = "", *, entry: str = "", **facts: Any) -> None:
        self.entry = entry
        super().__init__(f"the entry {entry!r} {message}" if entry else message, **facts)
