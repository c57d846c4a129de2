"""What every service of storage shares."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hcspy._ffi.vmcompute import layers as native
from hcspy.codec import to_json
from hcspy.errors import InvalidDocumentError
from hcspy.storage.models import Layer, LayerData
from hcspy.storage.paths import LayerRef, path_of
from hcspy.validate import validate
from hcspy.verbs.paths import last_name

if TYPE_CHECKING:
    from hcspy._ffi.tables import Tables


class Door:
    """The tables, the time allowed for a call, whether documents are checked first, and where files really are.

    ``locate`` turns a path as Windows has it into one that this process can open: the same on the machine itself,
    another one on a fake, whose drives are folders somewhere. ``build`` is that of the machine, where it matters.
    """

    __slots__ = ("build", "locate", "tables", "timeout", "validate")

    def __init__(
        self,
        tables: Tables,
        *,
        timeout: float | None = None,
        validate: bool = True,
        locate: Callable[[str], Path] = Path,
        build: int | None = None,
    ) -> None:
        self.build = build
        self.tables = tables
        self.timeout = timeout
        self.validate = validate
        self.locate = locate

    def name_to_guid(self, name: str) -> str:
        """Ask for the id that Windows derives from a name."""
        return native.name_to_guid(self.tables, name, timeout=self.timeout)

    def parents(self, layers: Iterable[LayerRef]) -> list[native.Parent]:
        """Return layers as Windows is told of them, with their ids; those that have none are asked for."""
        return [native.Parent(self.id_of(layer), path_of(layer, "parent")) for layer in _several(layers)]

    def id_of(self, layer: LayerRef) -> str:
        """Return the id of a layer: its own, or the one that its name has."""
        known = layer.id if isinstance(layer, Layer) else None
        return known or self.name_to_guid(last_name(path_of(layer, "parent")))

    def document(self, model: Any) -> str:
        """Return a document to be sent, checked if documents are."""
        findings = validate(model) if self.validate else ()
        if findings:
            raise InvalidDocumentError(findings=findings)
        return to_json(model)

    def layer_data(self, parents: LayerData | Iterable[LayerRef]) -> str:
        """Return the document that names the layers below another one; a list of layers becomes one."""
        if not isinstance(parents, LayerData):
            below = [Layer(id=parent.id, path=parent.path) for parent in self.parents(parents)]
            parents = LayerData(layers=below)
        return self.document(parents)


def _several(layers: Iterable[LayerRef]) -> Iterable[LayerRef]:
    if isinstance(layers, str | bytes | Layer):
        raise InvalidDocumentError(f"one layer where a list of layers belongs: {layers!r}")
    return layers
