"""Where the engine is: what DOCKER_HOST and its companions say, or the usual place."""

from __future__ import annotations

import os
import ssl
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import attrs

from hcspy.docker.errors import ServeError
from hcspy.docker.server.address import ListenAddress, PipeAddress, TcpAddress, UnixAddress, read
from hcspy.errors import InvalidDocumentError, NotSupportedError

FORMS: Final = "npipe:////./pipe/NAME, unix:///PATH and tcp://HOST:PORT are addresses of an engine"
PORTS: Final = {False: 2375, True: 2376}
"""What the engine's ports usually are, without and with TLS."""


@attrs.frozen
class EngineAddress:
    """How to reach an engine."""

    place: ListenAddress
    certificates: Path | None = None
    """The folder with ca.pem, cert.pem and key.pem, if TLS is spoken."""

    def __str__(self) -> str:
        return str(self.place)

    @property
    def url(self) -> str:
        """What requests begin with. Over a pipe or a socket the host has a name that leads nowhere."""
        if isinstance(self.place, TcpAddress):
            scheme = "http" if self.certificates is None else "https"
            return str(attrs.evolve(self.place, scheme=scheme))
        return "http://docker.localhost"

    def tls(self) -> ssl.SSLContext | None:
        """Return what TLS needs: the engine and this side show certificates of one authority."""
        if self.certificates is None:
            return None
        files = [str(self.certificates / name) for name in ("ca.pem", "cert.pem", "key.pem")]
        try:
            context = ssl.create_default_context(cafile=files[0])
            context.load_cert_chain(files[1], files[2])
        except OSError as error:
            raise InvalidDocumentError(
                f"the certificates for the engine cannot be read: {error}",
                hint=f"DOCKER_CERT_PATH names the folder of ca.pem, cert.pem and key.pem; now {self.certificates}",
            ) from error
        return context


def of_engine(
    text: str | None = None, environ: Mapping[str, str] | None = None, platform: str = sys.platform
) -> EngineAddress:
    """Return where the engine is: at the address given, else where DOCKER_HOST says, else at its usual place.

    >>> str(of_engine(environ={}, platform="win32")), str(of_engine(environ={}, platform="linux"))
    ('npipe:////./pipe/docker_engine', 'unix:///var/run/docker.sock')
    >>> of_engine(environ={"DOCKER_HOST": "tcp://10.0.0.5"}).url
    'http://10.0.0.5:2375'
    """
    known = os.environ if environ is None else environ
    said = text or known.get("DOCKER_HOST") or ""
    if not said:
        return EngineAddress(_usual(platform))
    tls = bool(known.get("DOCKER_TLS_VERIFY")) or said.startswith("https:")
    place = _place(said, tls=tls)
    folder = Path(known.get("DOCKER_CERT_PATH") or Path.home() / ".docker")
    return EngineAddress(place, folder if tls and isinstance(place, TcpAddress) else None)


def _usual(platform: str) -> ListenAddress:
    if platform == "win32":
        return PipeAddress(r"\\.\pipe\docker_engine")
    return UnixAddress("/var/run/docker.sock")


def _place(text: str, *, tls: bool) -> ListenAddress:
    scheme, _, rest = text.partition("://")
    if scheme.lower() == "ssh":
        raise NotSupportedError(
            f"{text} is an engine behind SSH, which is not spoken here",
            hint="let ssh forward a port: ssh -L 2375:/var/run/docker.sock HOST, and tcp://127.0.0.1:2375",
        )
    if scheme.lower() in ("tcp", "http", "https"):
        text = f"tcp://{_with_port(rest, tls=tls)}"
    try:
        return read(text)
    except ServeError:
        raise InvalidDocumentError(f"{text!r} is no address of an engine", hint=FORMS) from None


def _with_port(rest: str, *, tls: bool) -> str:
    host = rest.rstrip("/")
    try:
        missing = urlsplit(f"//{host}").port is None
    except ValueError:
        return host  # which the reader of addresses refuses
    return f"{host}:{PORTS[tls]}" if host and missing else host
