"""Definitions of containers: objects of the kernel. Keys are in lower case."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from hcspy.codec import Wire, WireEnum, arrays, key


class ObjectDirectoryShadow(WireEnum):
    """Whether a directory of the host is seen through one of a container."""

    FALSE = "false"
    """It is not."""

    TRUE = "true"
    """It is."""

    IF_EXISTS = "ifexists"
    """It is if there is one."""


class ObjectSymlinkScope(WireEnum):
    """Where the object behind a link is looked for."""

    LOCAL = "Local"
    """In the container."""

    GLOBAL = "Global"
    """On the host."""

    GLOBAL_DROP_SILO = "GlobalDropSilo"
    """On the host, as if from there."""


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class ObjectNamespace:
    """The objects of a container.

    >>> ObjectNamespace(shadow="true", symlink=[ObjectSymlink(name="C:", scope="Global")]).symlink[0].scope
    'Global'
    """

    shadow: ObjectDirectoryShadow | str | None = attrs.field(default=None, metadata=key("shadow", since="HCS 2.3"))
    """Whether the host's objects are seen through."""

    symlink: Sequence[ObjectSymlink] = attrs.field(default=(), metadata=key("symlink", since="HCS 2.3"))
    """Links to other objects."""

    objdir: Sequence[ObjectDirectory] = attrs.field(default=(), metadata=key("objdir", since="HCS 2.3"))
    """Directories of objects."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class ObjectDirectory:
    """A directory of objects.

    >>> ObjectDirectory(name="BaseNamedObjects", shadow="ifexists").shadow
    'ifexists'
    """

    name: str | None = attrs.field(default=None, metadata=key("name", since="HCS 2.3"))
    """Its name."""

    clonesd: str | None = attrs.field(default=None, metadata=key("clonesd", since="HCS 2.3"))
    """The directory whose access list it gets."""

    shadow: ObjectDirectoryShadow | str | None = attrs.field(default=None, metadata=key("shadow", since="HCS 2.3"))
    """Whether the host's directory is seen through."""

    symlink: Sequence[ObjectSymlink] = attrs.field(default=(), metadata=key("symlink", since="HCS 2.3"))
    """Links to other objects."""

    objdir: Sequence[ObjectDirectory] = attrs.field(default=(), metadata=key("objdir", since="HCS 2.3"))
    """Directories in it."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ObjectSymlink:
    """A link to another object.

    >>> ObjectSymlink(name="C:", path="\\\\Device\\\\HarddiskVolume3", scope="Local").scope
    'Local'
    """

    name: str | None = attrs.field(default=None, metadata=key("name", since="HCS 2.3"))
    """Its name."""

    path: str | None = attrs.field(default=None, metadata=key("path", since="HCS 2.3"))
    """The object."""

    scope: ObjectSymlinkScope | str | None = attrs.field(default=None, metadata=key("scope", since="HCS 2.3"))
    """Where the object is looked for."""

    pathtoclone: str | None = attrs.field(default=None, metadata=key("pathtoclone", since="HCS 2.3"))
    """The object whose access list it gets."""

    access_mask: int | None = attrs.field(default=None, metadata=key("access_mask", since="HCS 2.3"))
    """What may be done with it, as bits."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
