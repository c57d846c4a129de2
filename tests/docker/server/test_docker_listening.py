"""Where a server listens, and whom it lets in."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
import stat
import sys
from pathlib import Path

import aiohttp
import pytest
from docker_client import TLS_FILES, Client, Echo, local_address, run, served

from hcspy.docker import TLS, NetworkDriver, ServeError, Server
from hcspy.docker.server.address import PipeAddress, TcpAddress, UnixAddress, of_plugin, read
from hcspy.docker.server.probe import listens

posix_only = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="Python has no Unix sockets on Windows")
MUTUAL = TLS(cert=TLS_FILES / "server.pem", key=TLS_FILES / "server.key", ca=TLS_FILES / "ca.pem")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("npipe:////./pipe/hcspy", PipeAddress(r"\\.\pipe\hcspy")),
        ("npipe://./pipe/hcspy", PipeAddress(r"\\.\pipe\hcspy")),
        (r"npipe:\\.\pipe\hcspy", PipeAddress(r"\\.\pipe\hcspy")),
        ("unix:///run/docker/plugins/a.sock", UnixAddress("/run/docker/plugins/a.sock")),
        ("tcp://127.0.0.1:8080", TcpAddress("127.0.0.1", 8080)),
        ("tcp://[::1]:8080", TcpAddress("::1", 8080)),
        ("https://localhost:443", TcpAddress("localhost", 443, "https")),
    ],
)
def test_address_reads_as_what_the_engine_understands(text: str, address: object) -> None:
    """What the spec file says and where the server listens have to be one place."""
    assert read(text) == address
    assert read(str(address)) == address


@pytest.mark.parametrize(
    "text",
    [
        *("", "hcspy", "npipe:", "npipe:////server/pipe/x", "unix://relative"),
        *("tcp://1.2.3.4", "tcp://:1", "tcp://a:99999", "tcp://a:1/path", "ftp://a:1", "tcp://[::1:80"),
    ],
)
def test_text_that_is_no_address_is_refused_with_what_is(text: str) -> None:
    """A slip in a unit file is best found when the service starts."""
    with pytest.raises(ServeError, match="is no address to listen on") as caught:
        read(text)
    assert "tcp://HOST:PORT" in str(caught.value.hint)


@pytest.mark.parametrize("name", ["", "a/b", "..", "-x", "a b", "a\n"])
def test_name_that_is_no_file_name_is_refused(name: str) -> None:
    """The name becomes part of paths that root writes to."""
    with pytest.raises(ServeError, match="is no name for a plugin"):
        Server(NetworkDriver(), name=name)


def test_server_that_is_not_told_listens_where_the_engine_looks() -> None:
    """With the defaults a driver has to be found without another word."""
    assert Server(NetworkDriver(), name="web").address == str(of_plugin("web"))


def test_local_address_serves_requests(tmp_path: Path) -> None:
    """It is the usual way in: a pipe on Windows, a socket elsewhere."""

    async def main() -> None:
        address = local_address(tmp_path, "hcspy-local")
        async with served(Echo(), listen=address) as (client, server):
            assert server.address == address
            assert (await client.call("NetworkDriver.CreateNetwork", {"NetworkID": "a"})).document == {}
            assert await listens(read(address))
        assert not await listens(read(address))

    run(main)


@posix_only
def test_unix_socket_is_for_its_user_only_and_goes_with_the_server(tmp_path: Path) -> None:
    """Who connects makes networks as root; and a socket that is left behind sends the engine to nobody."""
    path = tmp_path / "deep" / "web.sock"

    async def main() -> None:
        async with served(NetworkDriver(), listen=f"unix://{path}"):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert not path.exists()

    run(main)


@posix_only
def test_unix_socket_of_a_killed_server_is_taken_over(tmp_path: Path) -> None:
    """After kill -9 the socket is still there, and the driver has to come back without help."""
    path = tmp_path / "web.sock"
    with socket.socket(socket.AF_UNIX) as killed:
        killed.bind(str(path))

    async def main() -> None:
        async with served(NetworkDriver(), listen=f"unix://{path}") as (client, _):
            assert (await client.call("Plugin.Activate")).status == 200

    run(main)


@posix_only
def test_unix_socket_that_another_put_there_meanwhile_stays(tmp_path: Path) -> None:
    """The successor may be up before the predecessor is down."""
    path = tmp_path / "web.sock"

    async def main() -> None:
        async with served(NetworkDriver(), listen=f"unix://{path}"):
            path.rename(tmp_path / "old.sock")
            path.write_text("the successor's", encoding="utf-8")
        assert path.exists()

    run(main)


@posix_only
def test_unix_socket_that_somebody_removed_is_no_failure_of_the_end(tmp_path: Path) -> None:
    """A server that cannot end keeps the machine from shutting down."""
    path = tmp_path / "web.sock"

    async def main() -> None:
        async with served(NetworkDriver(), listen=f"unix://{path}"):
            path.unlink()

    run(main)


def test_address_that_answers_already_is_refused(tmp_path: Path) -> None:
    """Two drivers of one name would take each other's networks."""
    address = local_address(tmp_path, "hcspy-twice")

    async def main() -> None:
        async with served(NetworkDriver(), listen=address) as (client, _):
            with pytest.raises(ServeError, match="cannot listen on") as caught:
                async with Server(NetworkDriver(), name="web", listen=address, spec=False):
                    raise AssertionError
            assert "another" in str(caught.value.hint)
            assert (await client.call("Plugin.Activate")).status == 200

    run(main)


@posix_only
def test_file_that_is_no_socket_is_never_removed(tmp_path: Path) -> None:
    """A slip in the address must not cost a file."""
    path = tmp_path / "precious"
    path.write_text("data", encoding="utf-8")

    async def main() -> None:
        with pytest.raises(ServeError, match="there is a file that is no socket"):
            async with Server(NetworkDriver(), name="web", listen=f"unix://{path}", spec=False):
                raise AssertionError

    run(main)
    assert path.read_text(encoding="utf-8") == "data"


@posix_only
@pytest.mark.parametrize("bad", ["file/web.sock", "x" * 200])
def test_socket_that_cannot_be_made_is_told(tmp_path: Path, bad: str) -> None:
    """Whoever starts the service reads why it did not start."""
    (tmp_path / "file").write_text("", encoding="utf-8")

    async def main() -> None:
        with pytest.raises(ServeError, match="cannot listen on unix://"):
            async with Server(NetworkDriver(), name="web", listen=f"unix://{tmp_path / bad}", spec=False):
                raise AssertionError

    run(main)


def test_address_of_another_system_is_refused() -> None:
    """There is nothing to fall back to that the engine would find."""
    other = "unix:///run/x.sock" if sys.platform == "win32" else "npipe:////./pipe/x"

    async def main() -> None:
        with pytest.raises(ServeError, match=r"which only Windows has|which this system does not have"):
            async with Server(NetworkDriver(), name="web", listen=other, spec=False):
                raise AssertionError
        assert not await listens(read(other))

    run(main)


def test_port_that_is_taken_is_told() -> None:
    """Whoever starts the service reads why it did not start."""

    async def main() -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
            with pytest.raises(ServeError, match=f"cannot listen on {address}"):
                async with Server(NetworkDriver(), name="web", listen=address, spec=False):
                    raise AssertionError

    run(main)


@pytest.mark.parametrize("listen", ["tcp://0.0.0.0:0", "tcp://[::]:0", "tcp://192.0.2.1:0", "tcp://example.test:0"])
@pytest.mark.parametrize("tls", [None, TLS(cert="server.pem", key="server.key")], ids=["no TLS", "no authority"])
def test_port_that_others_reach_needs_certificates_of_both_sides(listen: str, tls: TLS | None) -> None:
    """Otherwise anybody in the network makes and removes networks of this machine."""
    with pytest.raises(ServeError, match="is open to other machines"):
        Server(NetworkDriver(), name="web", listen=listen, tls=tls)


def test_tls_is_refused_where_there_is_none() -> None:
    """Who gives a certificate must not be left in the belief that it is used."""
    with pytest.raises(ServeError, match="TLS is for TCP"):
        Server(NetworkDriver(), name="web", listen="unix:///run/web.sock", tls=MUTUAL)
    with pytest.raises(ServeError, match="needs a certificate"):
        Server(NetworkDriver(), name="web", listen="https://127.0.0.1:0")
    with pytest.raises(ServeError, match="go without TLS"):
        Server(NetworkDriver(), name="web", listen="tcp://127.0.0.1:0", metrics_listen="https://127.0.0.1:0")


def engine_tls(*, certificate: bool) -> ssl.SSLContext:
    """Return what the engine connects with."""
    context = ssl.create_default_context(cafile=str(TLS_FILES / "ca.pem"))
    if certificate:
        context.load_cert_chain(TLS_FILES / "client.pem", TLS_FILES / "client.key")
    return context


def test_tls_serves_those_with_a_certificate_and_nobody_else() -> None:
    """The port is open to the network; the certificate is what keeps strangers out."""

    async def main() -> None:
        options = {"name": "web", "listen": "tcp://0.0.0.0:0", "spec": False}
        async with Server(Echo(), tls=MUTUAL, **options) as server:  # type: ignore[arg-type]
            address = server.address.replace("tcp://0.0.0.0", "https://127.0.0.1")
            friend = Client(address, engine_tls(certificate=True))
            async with friend.session:
                assert (await friend.call("Plugin.Activate")).status == 200
            stranger = Client(address, engine_tls(certificate=False))
            async with stranger.session:
                with pytest.raises((aiohttp.ClientError, OSError)):
                    await stranger.call("Plugin.Activate")
            plain = Client(address.replace("https", "tcp"))
            async with plain.session:
                with pytest.raises((aiohttp.ClientError, OSError)):
                    await plain.call("Plugin.Activate")

    run(main)


def test_certificate_that_is_none_is_told(tmp_path: Path) -> None:
    """The message has to name the files; `[SSL] PEM lib` alone helps nobody."""
    bad = tmp_path / "bad.pem"
    bad.write_text("no certificate", encoding="utf-8")

    async def main() -> None:
        tls = TLS(cert=bad, key=TLS_FILES / "server.key")
        with pytest.raises(ServeError, match=r"no TLS with .*bad\.pem"):
            async with Server(NetworkDriver(), name="web", listen="tcp://127.0.0.1:0", tls=tls, spec=False):
                raise AssertionError

    run(main)


def test_loopback_with_ipv6_serves_requests() -> None:
    """`localhost` is an IPv6 address first on many machines."""

    async def main() -> None:
        try:
            socket.create_server(("::1", 0), family=socket.AF_INET6).close()
        except OSError:
            pytest.skip("this system has no IPv6")
        async with served(Echo(), listen="tcp://[::1]:0") as (client, server):
            assert server.address.startswith("tcp://[::1]:")
            assert (await client.call("Plugin.Activate")).status == 200

    run(main)


def test_listener_that_fails_to_serve_gives_its_socket_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next attempt of a service manager would find the port taken, by nobody."""

    async def main() -> None:
        async def refuse(*_: object, **__: object) -> None:
            raise OSError(os.strerror(24))

        monkeypatch.setattr(asyncio.get_running_loop(), "create_server", refuse)
        with pytest.raises(OSError, match=os.strerror(24)):
            async with Server(NetworkDriver(), name="web", listen="tcp://127.0.0.1:0", spec=False):
                raise AssertionError

    run(main)


def test_server_that_does_not_answer_is_not_announced(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The engine waits half a minute for a plugin that it was told of."""

    async def never(_: object) -> bool:
        return False

    monkeypatch.setattr("hcspy.docker.server.serving.listens", never)

    async def main() -> None:
        with pytest.raises(ServeError, match="does not answer"):
            async with Server(NetworkDriver(), name="web", listen="tcp://127.0.0.1:0", spec_dir=tmp_path):
                raise AssertionError

    run(main)
    assert list(tmp_path.iterdir()) == []
