"""Changes of a guest's registry."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from hcspy.codec import Wire, WireEnum, arrays
from hcspy.codec import key as json_key
from hcspy.hcs.octets import bytes_of


class RegistryHive(WireEnum):
    """Hives of the registry."""

    SYSTEM = "System"
    """HKLM\\SYSTEM."""

    SOFTWARE = "Software"
    """HKLM\\SOFTWARE."""

    SECURITY = "Security"
    """HKLM\\SECURITY."""

    SAM = "Sam"
    """HKLM\\SAM."""


class RegistryValueType(WireEnum):
    """Types of values in the registry."""

    NONE = "None"
    """REG_NONE."""

    STRING = "String"
    """REG_SZ."""

    EXPANDED_STRING = "ExpandedString"
    """REG_EXPAND_SZ."""

    MULTI_STRING = "MultiString"
    """REG_MULTI_SZ."""

    BINARY = "Binary"
    """REG_BINARY."""

    DWORD = "DWord"
    """REG_DWORD."""

    QWORD = "QWord"
    """REG_QWORD."""

    CUSTOM_TYPE = "CustomType"
    """Another type, by its number."""


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class RegistryChanges:
    """What is changed in a guest's registry before it starts.

    >>> key = RegistryKey(hive="Software", name="Example")
    >>> RegistryChanges(add_values=[RegistryValue(key=key, name="On", type="DWord", dword_value=1)]).add_values[0].type
    'DWord'
    """

    add_values: Sequence[RegistryValue] = ()
    """Values that are set; their keys are made."""

    delete_keys: Sequence[RegistryKey] = ()
    """Keys that are deleted."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class RegistryKey:
    """A key of the registry.

    >>> RegistryKey(hive="Software", name="Example").name
    'Example'
    """

    hive: RegistryHive | str | None = None
    """The hive that it is in."""

    name: str | None = None
    """Its path in the hive."""

    volatile: bool | None = None
    """Whether it is forgotten when the system ends."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class RegistryValue:
    """A value in the registry. Set the one of the values that `type` says.

    >>> held = RegistryValue(
    ...     key=RegistryKey(hive="Software", name="Example"), name="Bytes", type="Binary", binary_value="AAE="
    ... )
    >>> held.binary_bytes
    b'\\x00\\x01'
    """

    key: RegistryKey | None = None
    """The key that it is in."""

    name: str | None = None
    """Its name."""

    type: RegistryValueType | str | None = None
    """Its type."""

    string_value: str | None = None
    """A text: `String`, `ExpandedString`, `MultiString`."""

    binary_value: str | None = None
    """Bytes, in base64: `Binary`, `CustomType`; `binary_bytes` has the bytes."""

    dword_value: int | None = attrs.field(default=None, metadata=json_key("DWordValue"))
    """A number of 32 bits: `DWord`."""

    qword_value: int | None = attrs.field(default=None, metadata=json_key("QWordValue"))
    """A number of 64 bits: `QWord`."""

    custom_type: int | None = None
    """The number of the type: `CustomType`."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    @property
    def binary_bytes(self) -> bytes | None:
        """The bytes of `binary_value`; None for what is no base64."""
        return bytes_of(self.binary_value)


@attrs.frozen(kw_only=True, weakref_slot=False)
class RegistryFlushState:
    """Whether changes of a container's registry are kept: a request to change it.

    >>> RegistryFlushState(enabled=True).enabled
    True
    """

    enabled: bool | None = attrs.field(default=None, metadata=json_key(since="HCS 2.1"))
    """Whether they are written; they are lost with the container otherwise."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
