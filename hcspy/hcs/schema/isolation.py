"""What keeps a virtual machine from its host (hcsshim)."""

from __future__ import annotations

import attrs

from hcspy.codec import Wire


@attrs.frozen(kw_only=True, weakref_slot=False)
class SecuritySettings:
    """Encryption of a virtual machine, and its isolation from the host (hcsshim).

    >>> held = SecuritySettings(enable_tpm=False, isolation=IsolationSettings(isolation_type="SecureNestedPaging"))
    >>> held.isolation.isolation_type
    'SecureNestedPaging'
    """

    enable_tpm: bool | None = None
    """Whether it has a TPM."""

    isolation: IsolationSettings | None = None
    """How it is kept from the host."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class IsolationSettings:
    """How a virtual machine is kept from its host (hcsshim).

    >>> IsolationSettings(isolation_type="SecureNestedPaging", hcl_enabled=False).hcl_enabled
    False
    """

    isolation_type: str | None = None
    """The way: `VirtualizationBasedSecurity`, `SecureNestedPaging` or `GuestStateOnly`."""

    debug_host: str | None = None
    """The host of a debugger for what runs before the guest."""

    debug_port: int | None = None
    """The port of that debugger."""

    launch_data: str | None = None
    """What is measured as it starts, in base64."""

    hcl_enabled: bool | None = None
    """Whether the compatibility layer runs below the guest."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class SiloProperties:
    """The job of a container (hcsshim).

    >>> SiloProperties(enabled=True, job_name="web").job_name
    'web'
    """

    enabled: bool | None = None
    """Whether there is one."""

    job_name: str | None = None
    """Its name."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
