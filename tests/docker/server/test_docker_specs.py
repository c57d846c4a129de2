"""The file through which the engine finds a plugin: there while the plugin answers, and at no other time."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest
from docker_client import TLS_FILES, Client, run

from hcspy.docker import TLS, NetworkDriver, ServeError, Server
from hcspy.docker.server.address import TcpAddress
from hcspy.docker.server.specfile import SpecFile, default_directory, needs_spec, text_of

LOOPBACK = "tcp://127.0.0.1:0"


def nobody() -> str:
    """Return an address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return f"tcp://127.0.0.1:{free.getsockname()[1]}"


class Watching(NetworkDriver):
    """Looks for specs while it starts and stops."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seen: list[list[str]] = []

    async def start(self) -> None:
        self.seen.append([path.name for path in self.folder.iterdir()])

    stop = start


def test_spec_says_where_the_server_answers_and_goes_with_it(tmp_path: Path) -> None:
    """The engine reads one URL from it, and asks nobody else."""
    driver = Watching(tmp_path)

    async def main() -> None:
        async with Server(driver, name="web", listen=LOOPBACK, spec_dir=tmp_path) as server:
            assert server.spec_file == tmp_path / "web.spec"
            client = Client(server.spec_file.read_text(encoding="utf-8"))
            async with client.session:
                assert (await client.call("Plugin.Activate")).document == {"Implements": ["NetworkDriver"]}
            assert [path.name for path in tmp_path.iterdir()] == ["web.spec"]
        assert server.spec_file is None

    run(main)
    assert driver.seen == [[], []]


def test_spec_with_tls_tells_the_engine_how_to_connect(tmp_path: Path) -> None:
    """Its client speaks TLS only to an https address, and shows only the certificate that is named here."""
    cert, key, ca = (TLS_FILES / name for name in ("server.pem", "server.key", "ca.pem"))
    tls = TLS(cert=cert, key=key, ca=ca, client_cert=TLS_FILES / "client.pem", client_key=TLS_FILES / "client.key")

    async def main() -> None:
        async with Server(NetworkDriver(), name="web", listen="tcp://0.0.0.0:0", tls=tls, spec_dir=tmp_path) as server:
            assert server.spec_file == tmp_path / "web.json"
            document = json.loads(server.spec_file.read_text(encoding="utf-8"))
            assert document == {
                "Name": "web",
                "Addr": server.address.replace("tcp://0.0.0.0", "https://127.0.0.1"),
                "TLSConfig": {
                    "InsecureSkipVerify": False,
                    "CAFile": str(ca),
                    "CertFile": str(TLS_FILES / "client.pem"),
                    "KeyFile": str(TLS_FILES / "client.key"),
                },
            }
        assert list(tmp_path.iterdir()) == []

    run(main)


def test_spec_of_one_sided_tls_does_without_the_client_part() -> None:
    """The engine does not verify a server whose authority it is not told."""
    text = text_of("web", TcpAddress("127.0.0.1", 1), TLS(cert="a", key="b"))
    assert json.loads(text)["TLSConfig"] == {"InsecureSkipVerify": True}


@pytest.mark.parametrize("left", ["web.spec", "web/web.spec", "web.json", "web/web.json"])
def test_spec_that_a_killed_server_left_does_not_hide_the_new_one(tmp_path: Path, left: str) -> None:
    """The engine takes the first that it finds, so a stale one would send it to nobody for as long as it is there."""
    stale = tmp_path / left
    stale.parent.mkdir(exist_ok=True)
    address = nobody()
    text = json.dumps({"Addr": address}) if left.endswith("json") else f" {address}\n"
    stale.write_text(text, encoding="utf-8")

    async def main() -> None:
        async with Server(NetworkDriver(), name="web", listen=LOOPBACK, spec_dir=tmp_path) as server:
            assert list(tmp_path.rglob("web.*")) == [server.spec_file]

    run(main)


@pytest.mark.parametrize("text", ["", "no address", "{", "[1]", '{"Addr": 7}', '{"Name": "web"}'])
@pytest.mark.parametrize("ending", ["spec", "json"])
def test_spec_that_says_nothing_is_replaced(tmp_path: Path, ending: str, text: str) -> None:
    """A file that was cut short by a full disk is no reason not to start."""
    (tmp_path / f"web.{ending}").write_text(text, encoding="utf-8")

    async def main() -> None:
        async with Server(NetworkDriver(), name="web", listen=LOOPBACK, spec_dir=tmp_path) as server:
            assert list(tmp_path.iterdir()) == [server.spec_file]

    run(main)


def test_name_of_a_plugin_that_answers_is_refused(tmp_path: Path) -> None:
    """The engine would find the new one, and the networks of the old one would be orphans."""

    async def main() -> None:
        async with Server(NetworkDriver(), name="web", listen=LOOPBACK, spec_dir=tmp_path) as first:
            with pytest.raises(ServeError, match=f"the name web is in use: .* names {first.address}"):
                async with Server(NetworkDriver(), name="web", listen=LOOPBACK, spec_dir=tmp_path):
                    raise AssertionError
            assert (tmp_path / "web.spec").read_text(encoding="utf-8") == first.address

    run(main)


def test_spec_of_a_successor_stays(tmp_path: Path) -> None:
    """The successor may be up before the predecessor is down."""

    async def main() -> None:
        async with Server(NetworkDriver(), name="web", listen=LOOPBACK, spec_dir=tmp_path) as server:
            assert server.spec_file is not None
            server.spec_file.write_text("tcp://127.0.0.1:1", encoding="utf-8")
        assert (tmp_path / "web.spec").read_text(encoding="utf-8") == "tcp://127.0.0.1:1"

    run(main)


def test_spec_that_somebody_removed_is_no_failure_of_the_end(tmp_path: Path) -> None:
    """A server that cannot end keeps the machine from shutting down."""

    async def main() -> None:
        async with Server(NetworkDriver(), name="web", listen=LOOPBACK, spec_dir=tmp_path) as server:
            assert server.spec_file is not None
            server.spec_file.unlink()

    run(main)


def test_spec_that_cannot_be_written_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    """A driver that runs and is not found is harder to understand than one that does not start."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "specs" / "web.spec").mkdir(parents=True)

    async def main() -> None:
        for folder in ("file", "specs"):
            with pytest.raises(ServeError, match="the engine cannot be told of web"):
                async with Server(NetworkDriver(), name="web", listen=LOOPBACK, spec_dir=tmp_path / folder):
                    raise AssertionError

    run(main)
    assert [path.name for path in (tmp_path / "specs").iterdir()] == ["web.spec"]


def test_server_without_spec_writes_none(tmp_path: Path) -> None:
    """An administrator may have written one by hand, with certificates of their own."""
    own = tmp_path / "web.json"
    own.write_text("{}", encoding="utf-8")

    async def main() -> None:
        async with Server(NetworkDriver(), name="web", listen=LOOPBACK, spec=False, spec_dir=tmp_path) as server:
            assert server.spec_file is None

    run(main)
    assert own.read_text(encoding="utf-8") == "{}"


def test_spec_lies_where_the_engine_of_this_system_looks() -> None:
    """Anywhere else the engine does not find it."""
    assert SpecFile("web").path is None
    assert default_directory().parts[-2:] == ("docker", "plugins")
    assert needs_spec(TcpAddress("127.0.0.1", 1), "web")
