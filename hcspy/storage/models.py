"""The documents of layers: which layers lie below one, and what is to be done with it."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from hcspy.codec import Guid, Wire, WireEnum, arrays, key


class PathType(WireEnum):
    """What the path of a layer is.

    >>> PathType("absolutepath")
    <PathType.ABSOLUTE_PATH: 'AbsolutePath'>
    """

    ABSOLUTE_PATH = "AbsolutePath"
    """A folder of the host."""

    VIRTUAL_SMB_SHARE_NAME = "VirtualSmbShareName"
    """The name of a share; in a utility VM."""


class CacheMode(WireEnum):
    """How the files of a layer are cached.

    >>> CacheMode("private").name
    'PRIVATE'
    """

    UNSPECIFIED = "Unspecified"
    """As Windows likes."""

    DISABLED = "Disabled"
    """Not at all."""

    ENABLED = "Enabled"
    """In the cache of the host."""

    PRIVATE = "Private"
    """For this container alone."""

    PRIVATE_ALLOW_SHARING = "PrivateAllowSharing"
    """For this container, open to others."""


class FileSystemFilterType(WireEnum):
    """What lays the layers over each other.

    >>> FileSystemFilterType("wcifs").value
    'WCIFS'
    """

    UNION_FS = "UnionFS"
    """UnionFS, of Windows Server 2025 and later."""

    WCIFS = "WCIFS"
    """The filter of Windows containers from the beginning."""


class OsLayerType(WireEnum):
    """What a base layer is for.

    >>> OsLayerType("vm")
    <OsLayerType.VM: 'Vm'>
    """

    CONTAINER = "Container"
    """Containers."""

    VM = "Vm"
    """Utility VMs."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class Version:
    """The version of the schema that a document follows.

    >>> Version(major=2, minor=1).minor
    1
    """

    major: int | None = None
    """The first number."""

    minor: int | None = None
    """The second number."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


def schema_2_1() -> Version:
    """Return the version that documents of layers follow.

    >>> schema_2_1()
    Version(major=2, minor=1)
    """
    return Version(major=2, minor=1)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Layer:
    """A layer, as the one on top of it refers to it.

    Wherever a layer goes, such a model goes; one with an id spares Windows the question for it.

    >>> Layer(id="1A3348C8-C43B-5C1A-83F4-4BBFF0D32F39", path="C:\\\\layers\\\\98").path
    'C:\\\\layers\\\\98'
    """

    id: Guid | None = None
    """The id: what `layers.name_to_guid` makes of the last part of the path."""

    path: str | None = None
    """The folder."""

    path_type: PathType | str | None = None
    """What the path is; nothing means a folder of the host."""

    cache: CacheMode | str | None = None
    """How its files are cached."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class LayerData:
    """The layers below a layer, the nearest one first.

    >>> data = LayerData(layers=[Layer(id="1a3348c8-c43b-5c1a-83f4-4bbff0d32f39", path="C:\\\\layers\\\\98")])
    >>> data.schema_version.major
    2
    """

    schema_version: Version = attrs.field(factory=schema_2_1, metadata=key(always=True))
    """The version of the schema."""

    layers: Sequence[Layer] = ()
    """The layers below, the nearest one first, the base layer last."""

    filter_type: FileSystemFilterType | str | None = None
    """What lays them over each other; nothing means WCIFS."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class OsLayerOptions:
    """How a base layer is set up.

    >>> OsLayerOptions(type="Container").skip_update_bcd_for_boot is None
    True
    """

    type: OsLayerType | str | None = None
    """What the layer is for."""

    disable_ci_cache_optimization: bool | None = None
    """Whether hashes of its executable files are not computed in advance."""

    skip_update_bcd_for_boot: bool | None = None
    """Whether the boot configuration stays as it is (schema 2.5)."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ExportLayerOptions:
    """How a layer is exported.

    >>> ExportLayerOptions(is_writable_layer=True).is_writable_layer
    True
    """

    is_writable_layer: bool | None = None
    """Whether it is a scratch layer."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
