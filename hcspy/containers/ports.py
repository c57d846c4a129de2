"""Ports of a container that the host publishes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from hcspy.errors import InvalidDocumentError
from hcspy.hns.policy import NAT, NatPolicy

_PORT: Final = re.compile(r"(?P<external>\d{1,5})(?::(?P<internal>\d{1,5}))?(?:/(?P<protocol>[a-z]+))?", re.IGNORECASE)
PROTOCOLS: Final = ("tcp", "udp")
LARGEST: Final = 65535


class PublishedPort(NamedTuple):
    """A port of the host that leads to one of the container.

    >>> PublishedPort.parse("8080:80"), str(PublishedPort.parse("53/udp"))
    (PublishedPort(external=8080, internal=80, protocol='tcp'), '53:53/udp')
    """

    external: int
    internal: int
    protocol: str = "tcp"

    @classmethod
    def parse(cls, text: str) -> PublishedPort:
        """Read ``EXTERNAL:INTERNAL/PROTOCOL`` as docker's ``-p`` has it; one number is both, no protocol is TCP.

        Raises InvalidDocumentError for anything else.
        """
        found = _PORT.fullmatch(text.strip())
        if found is None:
            raise _wrong(text)
        external = int(found["external"])
        internal = external if found["internal"] is None else int(found["internal"])
        protocol = (found["protocol"] or "tcp").lower()
        if protocol not in PROTOCOLS or not 0 <= external <= LARGEST or not 0 < internal <= LARGEST:
            raise _wrong(text)
        return cls(external, internal, protocol)

    @property
    def policy(self) -> NatPolicy:
        """The policy of an endpoint that publishes it."""
        return NAT(protocol=self.protocol.upper(), internal_port=self.internal, external_port=self.external)

    def __str__(self) -> str:
        return f"{self.external}:{self.internal}/{self.protocol}"


Port = str | int | PublishedPort | NatPolicy


def read_ports(ports: Iterable[Port]) -> tuple[NatPolicy, ...]:
    """Return the policies that publish ports: texts, numbers, `PublishedPort` or policies themselves."""
    if isinstance(ports, str | bytes | int):
        raise InvalidDocumentError(f"ports is {ports!r}; allowed is a list", hint="ports=['8080:80/tcp']")
    return tuple(map(_policy, ports))


def _policy(port: Any) -> NatPolicy:
    if isinstance(port, NatPolicy):
        return port
    return (port if isinstance(port, PublishedPort) else PublishedPort.parse(str(port))).policy


def _wrong(text: str) -> InvalidDocumentError:
    allowed = f"EXTERNAL:INTERNAL/PROTOCOL, such as 8080:80/tcp, ports up to {LARGEST}, {' or '.join(PROTOCOLS)}"
    return InvalidDocumentError(f"port {text!r} is not {allowed}")
