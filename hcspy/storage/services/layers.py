"""``host.storage.layers``: what containers are stacked from."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from hcspy._ffi.vmcompute import layers as native
from hcspy.errors import InvalidDocumentError
from hcspy.storage import chain
from hcspy.storage.hive import make_hives
from hcspy.storage.models import Layer
from hcspy.storage.paths import LayerRef, path_of
from hcspy.storage.services.filters import StorageFilters
from hcspy.storage.services.transport import LayerWriter, Progress, temporary_folder, told
from hcspy.storage.stream import ArchiveWriter, Entry, LayerContents, read_archive, read_base_folder, read_folder
from hcspy.storage.stream.extra import EXTRA
from hcspy.storage.stream.layer import copy
from hcspy.storage.stream.names import FILES, UTILITY_VM
from hcspy.verbs.paths import below

if TYPE_CHECKING:
    from collections.abc import Generator

Name = str | os.PathLike[str]


class Layers(StorageFilters):
    r"""``host.storage.layers``: read-only layers, and scratch layers on top of them.

    A layer is a folder, and is referred to by its path or by a `Layer`. The layers below one are given the nearest
    first; where they may be left out, ``layerchain.json`` in the layer's folder says which they are. A scratch layer
    goes through ``create_scratch``, ``activate``, ``prepare`` and, backwards, ``unprepare``, ``deactivate``,
    ``destroy``; ``host.storage.mounted()`` does what lies between.

    >>> import hcspy
    >>> with hcspy.connect("fake") as host:
    ...     image = host.storage.find_base_image("nanoserver")
    ...     host.storage.layers.create_scratch(r"C:\layers\web", [image.path])
    ...     with host.storage.mounted(r"C:\layers\web", [image.path]) as path:
    ...         (path / "Windows" / "System32" / "cmd.exe").exists()
    ...     host.storage.layers.destroy(r"C:\layers\web")
    True
    """

    noun = "layer"

    # -- from beginning to end --------------------------------------------------------------------------------------

    def create(self, layer: LayerRef, parent: LayerRef | None = None) -> None:
        """Make an empty read-only layer, on top of another one if there is one."""
        under = "" if parent is None else path_of(parent, "parent")
        native.create_layer(self._door.tables, path_of(layer), under, timeout=self._door.timeout)

    def create_scratch(self, layer: LayerRef, parents: Iterable[LayerRef]) -> None:
        """Make a scratch layer, the one that a container writes to, on top of others."""
        door = self._door
        native.create_sandbox_layer(door.tables, path_of(layer), door.parents(parents), timeout=door.timeout)

    def copy(self, layer: LayerRef, target: LayerRef, parents: Iterable[LayerRef] | None = None) -> None:
        """Make a copy of a read-only layer at another path."""
        door, source = self._door, path_of(layer)
        stack = self._below(layer, parents)
        native.copy_layer(door.tables, source, path_of(target, "target"), stack, timeout=door.timeout)

    def exists(self, layer: LayerRef) -> bool:
        r"""Tell whether Windows knows a layer at a path.

        >>> import hcspy
        >>> with hcspy.connect("fake") as host:
        ...     host.storage.layers.exists(r"C:\layers\nothing")
        False
        """
        return native.layer_exists(self._door.tables, path_of(layer), timeout=self._door.timeout)

    def destroy(self, layer: LayerRef, *, missing_ok: bool = False) -> None:
        """Remove a layer and all that is in it from the disk; what is in use is not removed."""
        if missing_ok and not self.exists(layer):
            return
        native.destroy_layer(self._door.tables, path_of(layer), timeout=self._door.timeout)

    # -- mounting ---------------------------------------------------------------------------------------------------

    def activate(self, layer: LayerRef) -> None:
        """Attach the disk of a scratch layer; nothing happens for a read-only layer."""
        native.activate_layer(self._door.tables, path_of(layer), timeout=self._door.timeout)

    def deactivate(self, layer: LayerRef) -> None:
        """Detach the disk of a scratch layer."""
        native.deactivate_layer(self._door.tables, path_of(layer), timeout=self._door.timeout)

    def prepare(self, layer: LayerRef, parents: Iterable[LayerRef] | None = None) -> None:
        """Let the files of the layers below be seen in an active scratch layer.

        Windows fails when it is asked twice at the same moment, so this process asks once at a time.
        """
        door = self._door
        native.prepare_layer(door.tables, path_of(layer), self._below(layer, parents), timeout=door.timeout)

    def unprepare(self, layer: LayerRef) -> None:
        """End what ``prepare`` began."""
        native.unprepare_layer(self._door.tables, path_of(layer), timeout=self._door.timeout)

    def mount_path(self, layer: LayerRef) -> str:
        r"""Return where the files of a layer are, as Windows has it.

        A scratch layer that is active has a volume, ``\\?\Volume{...}``; any other one its folder.
        """
        return native.get_layer_mount_path(self._door.tables, path_of(layer), timeout=self._door.timeout)

    def locate(self, path: Name) -> Path:
        """Return the path by which this process can open what Windows has at a path.

        It is the same one, except on a fake, whose drives and volumes are folders somewhere.
        """
        return self._door.locate(path_of(path, "file"))

    # -- size and ids -----------------------------------------------------------------------------------------------

    def expand_scratch(self, layer: LayerRef, size: int) -> None:
        """Make the disk of a scratch layer so many bytes large; it never becomes smaller.

        Windows makes the volume on it as large, except for the builds from 18362 to 19019, which leave it as it is.
        ``host.storage.disks.space(mount_path)`` tells.
        """
        if size <= 0:
            raise InvalidDocumentError(f"size is {size} bytes; a disk has more")
        native.expand_sandbox_size(self._door.tables, path_of(layer), size, timeout=self._door.timeout)

    def name_to_guid(self, name: str) -> str:
        """Return the id that Windows derives from a name; the id of a layer comes from the last part of its path."""
        return self._door.name_to_guid(name)

    def of(self, layer: LayerRef) -> Layer:
        r"""Return a layer as documents refer to it: by id and path.

        >>> import hcspy
        >>> with hcspy.connect("fake") as host:
        ...     layer = host.storage.layers.of(r"C:\layers\web")
        >>> layer.path
        'C:\\layers\\web'
        """
        return Layer(id=self._door.id_of(layer), path=path_of(layer))

    def grant_access(self, vm: str, path: Name) -> None:
        """Let a virtual machine, by its id, open a file."""
        native.grant_vm_access(self._door.tables, vm, path_of(path, "file"), timeout=self._door.timeout)

    # -- chains -----------------------------------------------------------------------------------------------------

    def chain(self, layer: LayerRef) -> tuple[str, ...]:
        """Return the paths of the layers below one, the nearest first, as ``layerchain.json`` in its folder says."""
        return chain.read_layer_chain(self._door.locate(path_of(layer)))

    def write_chain(self, layer: LayerRef, parents: Iterable[LayerRef]) -> None:
        """Write down which layers are below one, in ``layerchain.json`` in its folder."""
        chain.write_layer_chain(self._door.locate(path_of(layer)), parents)

    def _below(self, layer: LayerRef, parents: Iterable[LayerRef] | None) -> list[native.Parent]:
        return self._door.parents(self.chain(layer) if parents is None else parents)

    # -- on their way -----------------------------------------------------------------------------------------------

    def import_(
        self,
        layer: LayerRef,
        source: Name | BinaryIO,
        parents: Iterable[LayerRef] | None = None,
        *,
        progress: Progress | None = None,
    ) -> LayerContents | None:
        r"""Make a read-only layer, on top of others, of a folder in the transport format, or of a tar archive.

        An archive is a file open for reading in binary, compressed or not: a layer of an image as registries have it.
        What is in it is returned; a layer without ``parents`` becomes a base layer. ``progress`` is told of each entry:
        its name, and how many bytes were before it. If anything fails, there is no layer.

        >>> import io, hcspy
        >>> with hcspy.connect("fake") as host:
        ...     layers, image = host.storage.layers, host.storage.find_base_image("nanoserver")
        ...     layers.create_scratch(r"C:\layers\web", [image.path])
        ...     with host.storage.mounted(r"C:\layers\web", [image.path]) as path:
        ...         size = (path / "hello.txt").write_text("hello")
        ...     archive = io.BytesIO()
        ...     layers.activate(r"C:\layers\web")
        ...     exported = layers.export(r"C:\layers\web", archive, [image.path])
        ...     layers.deactivate(r"C:\layers\web")
        ...     archive.seek(0)
        ...     imported = layers.import_(r"C:\layers\copy", archive, [image.path])
        ...     layers.locate(r"C:\layers\copy\Files\hello.txt").read_text()
        0
        'hello'

        Raises LayerStreamError, before Windows is asked, for an archive that is damaged or would write elsewhere.
        """
        if isinstance(source, str | os.PathLike):
            real = self.locate(source)
            if (real / EXTRA).exists():  # unpack_layer() made it, and Windows need not know what to make of that
                with self.writer(layer, parents) as writer:
                    return copy(told(read_folder(real), progress), writer)
            door, stack = self._door, self._below(layer, parents)
            native.import_layer(door.tables, path_of(layer), path_of(source, "source"), stack, timeout=door.timeout)
            return None
        with self.writer(layer, parents) as writer:
            return copy(told(read_archive(source), progress), writer)

    def export(
        self,
        layer: LayerRef,
        target: Name | BinaryIO,
        parents: Iterable[LayerRef] | None = None,
        *,
        progress: Progress | None = None,
    ) -> LayerContents | None:
        """Write what a layer adds to those below into a folder, in the transport format, or as a tar archive.

        An archive goes into a file open for writing in binary, and what is in it is returned. A scratch layer has to be
        active, and not prepared, on Windows before 2019. ``progress`` is told of each entry: its name, and how many
        bytes were before it.
        """
        if isinstance(target, str | os.PathLike):
            door, stack = self._door, self._below(layer, parents)
            native.export_layer(door.tables, path_of(layer), path_of(target, "target"), stack, timeout=door.timeout)
            return None
        with self.reader(layer, parents) as entries, ArchiveWriter(target) as writer:
            return copy(told(entries, progress), writer)

    @contextmanager
    def reader(self, layer: LayerRef, parents: Iterable[LayerRef] | None = None) -> Iterator[Iterator[Entry]]:
        r"""Return a context manager that gives what a layer adds to those below, entry by entry.

        The data of an entry are read before the next one is asked for. A base layer is read as it lies on the disk,
        as hcsshim does: without the security descriptors and alternate streams of its files.

        >>> import hcspy
        >>> with hcspy.connect("fake") as host:
        ...     image = host.storage.find_base_image("nanoserver")
        ...     with host.storage.layers.reader(image.path, []) as entries:
        ...         any(entry.name == "Files/Windows/System32/cmd.exe" for entry in entries)
        True
        """
        known = self.chain(layer) if parents is None else tuple(parents)
        with ExitStack() as stack:
            if known:
                folder = stack.enter_context(temporary_folder())
                self.export(layer, folder, known)
                entries = read_folder(folder)
            else:
                entries = read_base_folder(self._door.locate(path_of(layer)))
            # Closed before the folder goes: Windows removes no file that is open.
            yield stack.enter_context(closing(cast("Generator[Entry, None, None]", entries)))

    def writer(self, layer: LayerRef, parents: Iterable[LayerRef] | None = None) -> LayerWriter:
        """Return a context manager that takes the entries of a new layer; at its end the layer is there."""
        known = self.chain(layer) if parents is None else tuple(parents)
        real = [self._door.locate(path_of(parent, "parent")) for parent in known]
        return LayerWriter(self, path_of(layer), known, real)

    # -- base layers ------------------------------------------------------------------------------------------------

    def convert_to_base(self, layer: LayerRef) -> None:
        """Make a folder with the files of a Windows a base layer, and its ``UtilityVM``, if any, one that boots.

        Registry hives that it lacks are made, empty, first.
        """
        folder = self._door.locate(path_of(layer))
        uvm = folder / UTILITY_VM / FILES
        if uvm.is_dir() and not uvm.joinpath("EFI", "Microsoft", "Boot", "BCD").is_file():
            raise InvalidDocumentError(f"the utility VM in {path_of(layer)} has no boot configuration, EFI/.../BCD")
        make_hives(folder)
        self.process_base(layer)
        if uvm.is_dir():
            self.process_utility_vm(below(path_of(layer), UTILITY_VM))

    def process_base(self, layer: LayerRef) -> None:
        """Make a folder with the files of a Windows into a base layer for containers."""
        native.process_base_image(self._door.tables, path_of(layer), timeout=self._door.timeout)

    def process_utility_vm(self, folder: Name) -> None:
        """Make a folder with the files of a utility VM, ``UtilityVM`` of a base layer, into one that boots."""
        native.process_utility_image(self._door.tables, path_of(folder, "folder"), timeout=self._door.timeout)
