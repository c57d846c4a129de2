"""The Hyper-V firewall."""

from __future__ import annotations

import enum

import attrs

from hcspy.codec import Guid, Wire, WireEnum, key


class FirewallVMType(WireEnum):
    """What is behind the firewall; schema 2.16."""

    INVALID = "Invalid"
    """Nothing."""

    HOST = "Host"
    """The host."""

    WSA = "WSA"
    """The Windows Subsystem for Android."""

    WSL = "WSL"
    """The Windows Subsystem for Linux."""


class FirewallPolicyFlags(enum.IntFlag):
    """Switches of the firewall; schema 2.16, the number is WSL's.

    >>> FirewallPolicyFlags(1)
    <FirewallPolicyFlags.CONSTRAINED_INTERFACE: 1>
    """

    NONE = 0
    """None of them."""

    CONSTRAINED_INTERFACE = 1
    """The endpoint's interface is constrained to one of the host's."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class FirewallPolicySetting:
    """Puts an endpoint behind the Hyper-V firewall: the policy `Firewall`. Schema 2.16; WSL sends it.

    WSL sends `VmCreatorId` and `PolicyFlags`; Microsoft's schema has `VmType` and `FirewallPolicyFlags`.

    >>> Firewall(vm_creator_id="40E0AC32-46A5-438A-A0B2-2B479E8F2E90", policy_flags=1).policy_flags
    1
    """

    vm_type: FirewallVMType | str | None = attrs.field(default=None, metadata=key(since="HCN 2.16"))
    """What is behind the firewall."""

    vm_creator_id: Guid | None = attrs.field(default=None, metadata=key(since="HCN 2.16"))
    """The creator of the virtual machine, whose rules apply: WSL has 40e0ac32-46a5-438a-a0b2-2b479e8f2e90."""

    policy_flags: FirewallPolicyFlags | int = attrs.field(
        default=0, metadata=key("PolicyFlags", "FirewallPolicyFlags", since="HCN 2.16")
    )
    """Switches; the schema's key `FirewallPolicyFlags` reads, WSL's is written."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


Firewall = FirewallPolicySetting
