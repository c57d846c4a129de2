"""Storage filters: what makes a scratch space look as if it had all files of the layers below it.

The real filter answers each access from the layer that has the file. Here the files of the layers below are copied in
when the filter is attached. When it is detached, what is as it was goes again; what is left is what the scratch space
has of its own, and what is missing it has taken away.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hcspy.testing.state.faults import Fault

from .codes import ELEMENT_NOT_FOUND, IN_USE, PATH_NOT_FOUND
from .trees import View, content, fill, strip

if TYPE_CHECKING:
    from .storage import Storage

STATE_FOLDER: Final = "WcSandboxState"


@dataclasses.dataclass
class Filter:
    """A filter on the root folder of a scratch space."""

    root: str
    parents: list[str]
    """Paths of the layers below, the newest first."""


class Filters:
    """The filters of a machine, and what scratch spaces took away while they had one."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._filters: dict[str, Filter] = {}
        self._gone: dict[str, list[str]] = {}

    def find(self, root: str) -> Filter | None:
        """Find the filter on a folder or volume."""
        return self._filters.get(self._key(root))

    def uses(self, layer: str) -> bool:
        """Tell whether somebody looks through a layer."""
        key = self._key(layer)
        return any(key in map(self._key, found.parents) for found in self._filters.values())

    def attach(self, root: str, parents: list[str]) -> None:
        """Show the layers below in a folder."""
        # fidelity: HCS-L10 HCS-L11
        real = self._root(root)
        if self.find(root) is not None:
            raise Fault(IN_USE, f"{root} has a filter")
        fill(real, self._storage.layers.view(parents), self.gone(root))
        (real / STATE_FOLDER).mkdir(exist_ok=True)
        self._filters[self._key(root)] = Filter(root, parents)
        self._storage.changed()

    def detach(self, root: str) -> None:
        """Leave in a folder what is its own."""
        # fidelity: HCS-L12
        found = self._filters.pop(self._key(root), None)
        if found is None:
            raise Fault(ELEMENT_NOT_FOUND, f"{root} has no filter")
        self._gone[self._key(root)] = strip(self._root(root), self._storage.layers.view(found.parents))
        self._storage.changed()

    def drop(self, root: str) -> None:
        """Detach a filter if there is one."""
        if self.find(root) is not None:
            self.detach(root)

    def own(self, root: str) -> tuple[View, list[str]]:
        """Return what a scratch space has of its own, and the names that it took away."""
        if self.find(root) is not None:
            raise Fault(IN_USE, f"{root} has a filter")
        return content(self._root(root)), self.gone(root)

    def gone(self, root: str) -> list[str]:
        """List the names that a scratch space took away."""
        return list(self._gone.get(self._key(root), ()))

    def forget(self, root: str) -> None:
        """Forget a scratch space that is no more."""
        self._filters.pop(self._key(root), None)
        self._gone.pop(self._key(root), None)

    def _root(self, root: str) -> Path:
        real = self._storage.disk.locate(root)
        if not real.is_dir():
            raise Fault(PATH_NOT_FOUND, root)
        return real

    def _key(self, root: str) -> str:
        return self._storage.disk.place(root).key

    def dump(self) -> dict[str, Any]:
        """Write all filters down."""
        return {
            "filters": [dataclasses.asdict(found) for found in self._filters.values()],
            "gone": {root: list(names) for root, names in self._gone.items()},
        }

    def load(self, document: dict[str, Any]) -> None:
        """Take what `dump` wrote."""
        self._filters = {self._key(found["root"]): Filter(**found) for found in document["filters"]}
        self._gone = {root: list(names) for root, names in document["gone"].items()}
