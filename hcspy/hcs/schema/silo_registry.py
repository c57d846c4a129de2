"""Definitions of containers: the registry. Keys are in lower case."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from hcspy.codec import Guid, Wire, arrays
from hcspy.codec import key as json_key


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class RegistryNamespace:
    """The registry of a container.

    >>> RegistryNamespace(symlink=[RegistrySymlink(key="A", target="B")]).symlink[0].target
    'B'
    """

    symlink: Sequence[RegistrySymlink] = attrs.field(default=(), metadata=json_key("symlink", since="HCS 2.3"))
    """Links between keys."""

    redirectionnode: Sequence[RegistryRedirectionNode] = attrs.field(
        default=(), metadata=json_key("redirectionnode", since="HCS 2.3")
    )
    """Keys that are elsewhere."""

    hivestack: Sequence[RegistryHiveStack] = attrs.field(default=(), metadata=json_key("hivestack", since="HCS 2.3"))
    """Hives that are put together of layers."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class RegistrySymlink:
    """A link from one key to another.

    >>> RegistrySymlink(key="\\\\Registry\\\\Machine\\\\A", target="\\\\Registry\\\\Machine\\\\B").target
    '\\\\Registry\\\\Machine\\\\B'
    """

    key: str | None = attrs.field(default=None, metadata=json_key("key", since="HCS 2.3"))
    """The key."""

    target: str | None = attrs.field(default=None, metadata=json_key("target", since="HCS 2.3"))
    """The key that is seen there."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class RegistryRedirectionNode:
    """A key that is elsewhere.

    >>> RegistryRedirectionNode(containerpath="\\\\Registry\\\\Machine\\\\SOFTWARE", trustedhive=True).trustedhive
    True
    """

    containerpath: str | None = attrs.field(default=None, metadata=json_key("containerpath", since="HCS 2.3"))
    """The key in the container."""

    hostpath: str | None = attrs.field(default=None, metadata=json_key("hostpath", since="HCS 2.3"))
    """The key of the host."""

    hivestack: str | None = attrs.field(default=None, metadata=json_key("hivestack", since="HCS 2.3"))
    """The stack of hives that it is in."""

    access_mask: int | None = attrs.field(default=None, metadata=json_key("access_mask", since="HCS 2.3"))
    """What may be done with it, as bits."""

    trustedhive: bool | None = attrs.field(default=None, metadata=json_key("trustedhive", since="HCS 2.3"))
    """Whether the hive is trusted."""

    exitnode: bool | None = attrs.field(default=None, metadata=json_key("exitnode", since="HCS 2.3"))
    """Whether it leads out of the container's registry."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class RegistryHiveStack:
    """A hive that is put together of layers.

    >>> held = RegistryHiveStack(
    ...     hive="SOFTWARE", layer=[RegistryLayer(filepath="C:\\\\layers\\\\base\\\\Hives\\\\Software")]
    ... )
    >>> held.hive
    'SOFTWARE'
    """

    hive: str | None = attrs.field(default=None, metadata=json_key("hive", since="HCS 2.3"))
    """Its name."""

    layer: Sequence[RegistryLayer] = attrs.field(default=(), metadata=json_key("layer", since="HCS 2.3"))
    """The layers."""

    mkkey: Sequence[RegistryMakeKey] = attrs.field(default=(), metadata=json_key("mkkey", since="HCS 2.3"))
    """Keys that are made."""

    delkey: Sequence[RegistryDeleteKey] = attrs.field(default=(), metadata=json_key("delkey", since="HCS 2.3"))
    """Keys that are deleted."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class RegistryLayer:
    """A layer of a hive.

    >>> RegistryLayer(filepath="C:\\\\layers\\\\base\\\\Hives\\\\Software", readonly=True).readonly
    True
    """

    hosthive: str | None = attrs.field(default=None, metadata=json_key("hosthive", since="HCS 2.3"))
    """The hive of the host."""

    filepath: str | None = attrs.field(default=None, metadata=json_key("filepath", since="HCS 2.3"))
    """The file of the hive."""

    identifier: Guid | None = attrs.field(default=None, metadata=json_key("identifier", since="HCS 2.3"))
    """The layer's id."""

    readonly: bool | None = attrs.field(default=None, metadata=json_key("readonly", since="HCS 2.3"))
    """Whether it may only be read."""

    immutable: bool | None = attrs.field(default=None, metadata=json_key("immutable", since="HCS 2.3"))
    """Whether it never changes."""

    inherittrustclass: bool | None = attrs.field(default=None, metadata=json_key("inherittrustclass", since="HCS 2.3"))
    """Whether it is trusted like the layers below."""

    trustedhive: bool | None = attrs.field(default=None, metadata=json_key("trustedhive"))
    """Whether it is trusted."""

    writethrough: bool | None = attrs.field(default=None, metadata=json_key("writethrough", since="HCS 2.3"))
    """Whether changes are written at once."""

    fileaccesstoken: int | None = attrs.field(default=None, metadata=json_key("fileaccesstoken", since="HCS 2.3"))
    """A handle of the service's own; it never stands in a document."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class RegistryMakeKey:
    """A key that is made.

    >>> RegistryMakeKey(name="Example", mkvalue=[RegistryMakeValue(name="On", data_dword=1)]).mkvalue[0].data_dword
    1
    """

    name: str | None = attrs.field(default=None, metadata=json_key("name", since="HCS 2.3"))
    """Its name."""

    clonesd: str | None = attrs.field(default=None, metadata=json_key("clonesd", since="HCS 2.3"))
    """The key whose access list it gets."""

    mkkey: Sequence[RegistryMakeKey] = attrs.field(default=(), metadata=json_key("mkkey", since="HCS 2.3"))
    """Keys in it."""

    mkvalue: Sequence[RegistryMakeValue] = attrs.field(default=(), metadata=json_key("mkvalue", since="HCS 2.3"))
    """Values in it."""

    volatile: bool | None = attrs.field(default=None, metadata=json_key("volatile", since="HCS 2.3"))
    """Whether it is forgotten when the system ends."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class RegistryMakeValue:
    """A value that is made. Set one of the four.

    >>> RegistryMakeValue(name="On", data_dword=1).data_dword
    1
    """

    name: str | None = attrs.field(default=None, metadata=json_key("name", since="HCS 2.3"))
    """Its name."""

    data_multistring: str | None = attrs.field(default=None, metadata=json_key("data_multistring", since="HCS 2.3"))
    """Several texts."""

    data_dword: int | None = attrs.field(default=None, metadata=json_key("data_dword", since="HCS 2.3"))
    """A number of 32 bits."""

    data_string: str | None = attrs.field(default=None, metadata=json_key("data_string", since="HCS 2.3"))
    """A text."""

    data_binary: str | None = attrs.field(default=None, metadata=json_key("data_binary", since="HCS 2.3"))
    """Bytes, in base64."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class RegistryDeleteKey:
    """A key that is deleted.

    >>> RegistryDeleteKey(name="Example").name
    'Example'
    """

    name: str | None = attrs.field(default=None, metadata=json_key("name", since="HCS 2.3"))
    """Its name."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
