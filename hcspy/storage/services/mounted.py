"""A scratch layer while its files can be seen: ``host.storage.mounted()``."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from hcspy.errors import InvalidStateError
from hcspy.storage.paths import LayerRef, path_of
from hcspy.storage.services.layers import Layers
from hcspy.verbs.rollback import Rollback


class Mounted:
    """A context manager: activates and prepares a layer, and on the way out takes both back, whatever happens.

    If a step on the way in fails, those before it are taken back. What could not be taken back is in
    ``error.leftovers``, one line each.
    """

    def __init__(self, layers: Layers, layer: LayerRef, parents: Iterable[LayerRef] | None) -> None:
        self._layers = layers
        self._parents = None if parents is None else tuple(parents)
        self._undo: Rollback | None = None
        self.layer = path_of(layer)

    def __enter__(self) -> Path:
        if self._undo is not None:
            raise InvalidStateError(f"{self.layer} is mounted already")
        with ExitStack() as stack:
            undo = stack.enter_context(Rollback())
            self._layers.activate(self.layer)
            undo.on_failure(f"{self.layer} is active", self._layers.deactivate, self.layer)
            self._layers.prepare(self.layer, self._parents)
            undo.on_failure(f"{self.layer} is prepared", self._layers.unprepare, self.layer)
            path = self._layers.locate(self._layers.mount_path(self.layer))
            stack.pop_all()
        self._undo = undo
        return path

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        undo, self._undo = self._undo, None
        if undo is not None and error is not None:
            undo.__exit__(kind, error, trace)
        elif undo is not None:
            self._leave()

    def _leave(self) -> None:
        with Rollback() as undo:
            undo.on_failure(f"{self.layer} is active", self._layers.deactivate, self.layer)
            self._layers.unprepare(self.layer)
        self._layers.deactivate(self.layer)
