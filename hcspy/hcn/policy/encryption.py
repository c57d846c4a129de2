"""Encryption of traffic between endpoints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Final, TypeAlias

import attrs

from hcspy.codec import Address, Wire, WireEnum, arrays, key, tagged_union


class EncryptionMethod(WireEnum):
    """How traffic is encrypted; schema 2.1."""

    IPSEC = "Ipsec"
    """By IPsec."""


class AuthenticationType(WireEnum):
    """How the two sides prove who they are; schema 2.1."""

    PRESHARED_KEY = "PresharedKey"
    """By a secret that both know: `AuthenticationPresharedKey`."""

    CERTIFICATE = "Certificate"
    """By certificates: `AuthenticationCertificate`."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class AuthenticationMethod:
    """A way to prove who one is: what the two ways have in common, which is nothing.

    >>> AuthenticationMethod()
    AuthenticationMethod()
    """

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class AuthenticationPresharedKey(AuthenticationMethod):
    """Proof by a secret that both sides know.

    >>> AuthenticationPresharedKey(key="secret")
    AuthenticationPresharedKey()
    """

    key: str | None = attrs.field(default=None, repr=False, metadata=key(since="HCN 2.1"))
    """The secret; not shown."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class AuthenticationCertificate(AuthenticationMethod):
    """Proof by a certificate.

    >>> AuthenticationCertificate(certificate_name="CN=node-1").certificate_name
    'CN=node-1'
    """

    certificate_name: str | None = attrs.field(default=None, metadata=key(since="HCN 2.1"))
    """The certificate's name in the host's store."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class PrioritizedAuthenticationMethod:
    """A way to prove who one is, in its envelope: of a kind that is not known here.

    >>> PrioritizedAuthenticationMethod(type="Future", settings={"A": 1}).type
    'Future'
    """

    type: AuthenticationType | str | None = attrs.field(default=None, metadata=key(since="HCN 2.1"))
    """Of what kind it is."""

    settings: Any = attrs.field(default=None, hash=False, metadata=key(since="HCN 2.1"))
    """What it needs, as raw JSON."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


AUTHENTICATIONS: Final[dict[str, type]] = {
    AuthenticationType.PRESHARED_KEY: AuthenticationPresharedKey,
    AuthenticationType.CERTIFICATE: AuthenticationCertificate,
}

Authentication: TypeAlias = Annotated[
    AuthenticationPresharedKey | AuthenticationCertificate | PrioritizedAuthenticationMethod,
    tagged_union(classes=AUTHENTICATIONS, other=PrioritizedAuthenticationMethod, content="Settings"),
]
"""A way to prove who one is; like a policy it stands in an envelope that says its kind."""


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class EncryptionPolicySetting:
    """Encrypts the traffic between two groups of addresses: the policy `Encryption` of an endpoint. Schema 2.1.

    >>> policy = Encryption(
    ...     name="west-east",
    ...     encryption_method_type="Ipsec",
    ...     authentication_methods=[AuthenticationCertificate(certificate_name="CN=node-1")],
    ...     endpoints1=["10.0.0.0/24"],
    ...     endpoints2=["10.0.1.0/24"],
    ... )
    >>> policy.protocol_type is None
    True
    """

    encryption_method_type: EncryptionMethod | str | None = attrs.field(default=None, metadata=key(since="HCN 2.1"))
    """How it is encrypted."""

    authentication_methods: Sequence[Authentication] = attrs.field(default=(), metadata=key(since="HCN 2.1"))
    """How the two sides prove who they are; the first that both have is taken."""

    name: str | None = attrs.field(default=None, metadata=key(since="HCN 2.1"))
    """A name, free to choose."""

    endpoints1: Sequence[Address] = attrs.field(default=(), metadata=key(since="HCN 2.1"))
    """Addresses and prefixes of one side."""

    endpoints2: Sequence[Address] = attrs.field(default=(), metadata=key(since="HCN 2.1"))
    """Addresses and prefixes of the other side."""

    protocol_type: str | None = attrs.field(default=None, metadata=key(since="HCN 2.1"))
    """The IP protocol, as text; all if there is none."""

    endpoint1_ports: Sequence[str] = attrs.field(default=(), metadata=key(since="HCN 2.1"))
    """Ports of one side, as texts; all if there are none."""

    endpoint2_ports: Sequence[str] = attrs.field(default=(), metadata=key(since="HCN 2.1"))
    """Ports of the other side, as texts; all if there are none."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


Encryption = EncryptionPolicySetting
