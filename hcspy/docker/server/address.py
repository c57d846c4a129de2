"""Where a server listens: a named pipe, a Unix socket or a TCP port, as one text and as what it says."""

from __future__ import annotations

import ipaddress
import re
import sys
from typing import Final, TypeAlias
from urllib.parse import urlsplit

import attrs

from hcspy.docker.errors import ServeError

SOCKETS: Final = "/run/docker/plugins"
"""Where the engine looks for plugins' sockets."""

_FORMS: Final = "npipe:////./pipe/NAME, unix:///PATH and tcp://HOST:PORT are addresses; a port is 0 (any) to 65535"
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*\Z")


@attrs.frozen
class PipeAddress:
    """A named pipe of Windows."""

    path: str
    r"""As Windows has it, `\\.\pipe\NAME`."""

    def __str__(self) -> str:
        return "npipe:" + self.path.replace("\\", "/").replace("//", "////", 1)


@attrs.frozen
class UnixAddress:
    """A socket in the file system."""

    path: str

    def __str__(self) -> str:
        return f"unix://{self.path}"


@attrs.frozen
class TcpAddress:
    """A TCP port."""

    host: str
    port: int
    scheme: str = "tcp"
    """The engine speaks TLS to an address of the scheme `https` only."""

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine reaches it."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host.lower() == "localhost"


ListenAddress: TypeAlias = PipeAddress | UnixAddress | TcpAddress


def read(text: str) -> ListenAddress:
    r"""Read an address.

    >>> read("npipe:////./pipe/hcspy"), read("unix:///run/docker/plugins/hcspy.sock")
    (PipeAddress(path='\\\\.\\pipe\\hcspy'), UnixAddress(path='/run/docker/plugins/hcspy.sock'))
    >>> str(read("tcp://[::1]:8080"))
    'tcp://[::1]:8080'
    """
    scheme, _, rest = text.partition(":")
    slashed = rest.replace("\\", "/")
    if scheme.lower() == "npipe" and re.fullmatch(r"//(//)?\./pipe/[^/].*", slashed):
        return PipeAddress("\\\\.\\pipe\\" + slashed.split("/pipe/", 1)[1])
    if scheme.lower() == "unix" and rest.startswith("///"):
        return UnixAddress(rest[2:])
    if scheme.lower() in ("tcp", "https") and rest.startswith("//"):
        return _tcp(text)
    raise ServeError(f"{text!r} is no address to listen on", hint=_FORMS)


def _tcp(text: str) -> TcpAddress:
    try:
        split = urlsplit(text)
        host, port = split.hostname, split.port
    except ValueError:
        host = port = None
    if not host or port is None or split.path.strip("/"):
        raise ServeError(f"{text!r} is no address to listen on", hint=_FORMS)
    return TcpAddress(host, port, split.scheme)


def of_plugin(name: str, platform: str = sys.platform) -> ListenAddress:
    """Return where a plugin of that name listens if it is not told.

    >>> str(of_plugin("hcspy", "win32")), str(of_plugin("hcspy", "linux"))
    ('npipe:////./pipe/hcspy', 'unix:///run/docker/plugins/hcspy.sock')
    """
    return PipeAddress(rf"\\.\pipe\{name}") if platform == "win32" else UnixAddress(f"{SOCKETS}/{name}.sock")


def checked_name(name: str) -> str:
    """Return the name of a plugin, which becomes a part of file names; anything else is refused.

    >>> checked_name("../etc/passwd")
    Traceback (most recent call last):
    hcspy.docker.errors.ServeError: '../etc/passwd' is no name for a plugin
    """
    if not _NAME.match(name):
        raise ServeError(f"{name!r} is no name for a plugin", hint="letters, digits, '_', '.' and '-' make a name")
    return name
