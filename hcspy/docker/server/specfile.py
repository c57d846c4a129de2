r"""The file through which the engine finds a plugin.

The engine looks for a socket in `/run/docker/plugins` first, then in its directory of specs for `NAME.spec`,
`NAME/NAME.spec`, `NAME.json` and `NAME/NAME.json`, and takes the first. So there must be no other file by that name
before ours: what a killed server left behind is removed, and one whose server answers is a reason not to start.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path, PurePosixPath

from hcspy.docker.errors import ServeError
from hcspy.docker.server.address import SOCKETS, ListenAddress, TcpAddress, UnixAddress, read
from hcspy.docker.server.log import note
from hcspy.docker.server.probe import listens
from hcspy.docker.server.security import make_folder
from hcspy.docker.server.tls import TLS


def default_directory() -> Path:
    """Return where the engine of this system looks for specs."""
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData"), "docker", "plugins")
    return Path("/etc/docker/plugins")


def needs_spec(address: ListenAddress, name: str) -> bool:
    """Tell whether the engine finds a plugin by a spec only: its socket is not where the engine looks.

    >>> needs_spec(UnixAddress("/run/docker/plugins/web.sock"), "web"), needs_spec(TcpAddress("::1", 80), "web")
    (False, True)
    """
    if not isinstance(address, UnixAddress):
        return True
    found = {PurePosixPath(SOCKETS, f"{name}.sock"), PurePosixPath(SOCKETS, name, f"{name}.sock")}
    return PurePosixPath(address.path) not in found


class SpecFile:
    """The spec of one plugin."""

    def __init__(self, name: str, directory: Path | None = None) -> None:
        self._name = name
        self._directory = directory or default_directory()
        self._text = ""
        self.path: Path | None = None
        """The file, while it is there."""

    def _candidates(self) -> list[Path]:
        places = (self._directory, self._directory / self._name)
        return [place / f"{self._name}{ending}" for ending in (".spec", ".json") for place in places]

    async def write(self, address: ListenAddress, tls: TLS | None) -> Path:
        """Write the file, in one step, for a server that answers already; return where it is."""
        self._text = text_of(self._name, address, tls)
        path = self._directory / f"{self._name}{'.spec' if tls is None else '.json'}"
        try:
            await self.clear(but=address)
            _replace(path, self._text)
        except OSError as error:
            raise ServeError(f"the engine cannot be told of {self._name}: {error}") from error
        self.path = path
        note("spec file written", path=path, address=address)
        return path

    async def clear(self, *, but: ListenAddress | None = None) -> None:
        """Remove what other servers of this name left; one that answers, elsewhere than `but`, is an error."""
        for path in self._candidates():
            try:
                text = path.read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue
            address = address_in(path, text)
            if address is not None and str(address) != str(but) and await listens(address):
                raise ServeError(
                    f"the name {self._name} is in use: {path} names {address}, which answers",
                    hint="stop that plugin, or choose another name",
                )
            note("stale spec file removed", path=path, address=address)
            path.unlink(missing_ok=True)

    def remove(self) -> None:
        """Remove the file, unless another server has put its own there."""
        path, self.path = self.path, None
        try:
            if path is not None and path.read_text(encoding="utf-8", errors="replace") == self._text:
                path.unlink()
                note("spec file removed", path=path)
        except OSError as error:
            note("spec file not removed", path=path, error=error)


def text_of(name: str, address: ListenAddress, tls: TLS | None) -> str:
    """Return what a spec says.

    >>> text_of("web", TcpAddress("127.0.0.1", 8080), None)
    'tcp://127.0.0.1:8080'
    """
    if tls is None:
        return str(address)
    return json.dumps({"Name": name, "Addr": str(_for_engine(address)), "TLSConfig": tls.for_engine()}, indent=1)


def _for_engine(address: ListenAddress) -> ListenAddress:
    """Return the address for the engine of this machine, which speaks TLS where the scheme says so."""
    assert isinstance(address, TcpAddress)
    anywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}
    return TcpAddress(anywhere.get(address.host, address.host), address.port, "https")


def address_in(path: Path, text: str) -> ListenAddress | None:
    """Return the address that a spec names, or None where it names none."""
    try:
        return read(str(json.loads(text)["Addr"]) if path.suffix == ".json" else text.strip())
    except (ServeError, ValueError, LookupError, TypeError):
        return None


def _replace(path: Path, text: str) -> None:
    """Put a file in place so that nobody ever reads half of it."""
    make_folder(path.parent)
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with open(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(draft, 0o644)  # the engine may be another user; there is no secret in it
        os.replace(draft, path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
