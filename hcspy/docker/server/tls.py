"""TLS for TCP: what the server shows, whom it lets in, and what the engine is told about it."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any

import attrs

from hcspy.docker.errors import ServeError
from hcspy.docker.server.address import ListenAddress, TcpAddress


@attrs.frozen(kw_only=True)
class TLS:
    """The files of a server that speaks TLS, in PEM.

    With `ca` the server lets in only clients with a certificate of that authority, and beyond loopback it insists on
    one: who reaches the port makes and removes networks.
    """

    cert: str | Path
    """The certificate that the server shows."""
    key: str | Path
    """Its private key."""
    ca: str | Path | None = None
    """The certificate of the authority that clients' certificates, and the server's own, come from."""
    client_cert: str | Path | None = None
    """The certificate that the engine is to show; the server's own if it is not given."""
    client_key: str | Path | None = None
    """The private key of that."""

    def context(self) -> ssl.SSLContext:
        """Return what the listener needs; files that are no good are refused here."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        try:
            context.load_cert_chain(self.cert, self.key)
            if self.ca is not None:
                context.load_verify_locations(self.ca)
                context.verify_mode = ssl.CERT_REQUIRED
        except OSError as error:  # ssl.SSLError is one
            files = ", ".join(str(path) for path in (self.cert, self.key, self.ca) if path is not None)
            raise ServeError(f"no TLS with {files}: {error}") from error
        return context

    def for_engine(self) -> dict[str, Any]:
        """Return the member `TLSConfig` of a spec file: how the engine is to connect.

        >>> TLS(cert="server.pem", key="server.key").for_engine()
        {'InsecureSkipVerify': True}
        """
        if self.ca is None:
            return {"InsecureSkipVerify": True}
        pair = (self.client_cert or self.cert, self.client_key or self.key)
        cert, key = (str(Path(path).absolute()) for path in pair)
        return {
            "InsecureSkipVerify": False,
            "CAFile": str(Path(self.ca).absolute()),
            "CertFile": cert,
            "KeyFile": key,
        }


def check(address: ListenAddress, tls: TLS | None) -> None:
    """Refuse an address that lets strangers in.

    >>> check(TcpAddress("0.0.0.0", 8080), None)
    Traceback (most recent call last):
    hcspy.docker.errors.ServeError: tcp://0.0.0.0:8080 is open to other machines, which TLS has to keep out
    """
    if not isinstance(address, TcpAddress):
        if tls is not None:
            raise ServeError(f"TLS is for TCP; {address} has none", hint="the system keeps strangers out of it")
        return
    if not address.is_loopback and (tls is None or tls.ca is None):
        raise ServeError(
            f"{address} is open to other machines, which TLS has to keep out",
            hint="give a certificate, its key and the authority of the clients, or listen on 127.0.0.1",
        )
    if address.scheme == "https" and tls is None:
        raise ServeError(f"{address} needs a certificate and its key")
