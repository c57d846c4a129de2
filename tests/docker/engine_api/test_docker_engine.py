"""The client of the Docker Engine API."""

from __future__ import annotations

import asyncio
import socket
import ssl
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from hcspy.docker import Engine, EngineError, EngineUnavailableError
from hcspy.docker.engine.address import of_engine
from hcspy.errors import (
    AccessDeniedError,
    InvalidDocumentError,
    NotSupportedError,
    TimedOutError,
    UnexpectedAnswerError,
)

from .played import played, recorded

T = TypeVar("T")
TLS_FILES = Path(__file__).parents[2] / "data" / "docker" / "tls"


def ask(address: str, question: Callable[[Engine], Awaitable[T]], **options: Any) -> T:
    """Ask an engine one thing."""

    async def main() -> T:
        async with Engine(address, **options) as engine:
            return await question(engine)

    return asyncio.run(main())


def paths() -> dict[str, Any]:
    """Return what a real engine answered."""
    return dict(recorded("engine-20.10-hcspy-driver")["paths"])


# -- answers ------------------------------------------------------------------------------------------------------


def test_engine_answers_with_networks_as_it_has_them() -> None:
    """The option with the id in HNS is what leads from Docker's own networks on Windows to those of HNS."""
    with played({"/networks": recorded("network-inspect-windows")}) as engine:
        (network,) = ask(engine.address, Engine.networks)
    assert (network.name, network.driver, network.hns_id) == ("testname", "nat", "A546A47A-7368-444A-90EC-4599C874DB0B")
    assert network.ipam is not None
    assert [(one.subnet, one.gateway) for one in network.ipam.config] == [("172.22.240.0/27", "172.22.240.1")]


def test_engine_answers_with_all_containers() -> None:
    """Those that do not run are a part of the picture: they have no endpoint."""
    with played(paths()) as engine:
        containers = {container.name: container for container in ask(engine.address, Engine.containers)}
        assert engine.asked == ["/containers/json?all=true"]
    assert containers["three"].networks["back"].endpoint_id == ""
    assert containers["two"].networks["web"].ip_address == "10.61.0.3"
    assert containers["one"].networks.keys() == {"web", "back"}


def test_engine_says_which_it_is() -> None:
    """Which system it runs on decides what can be expected of the host."""
    with played(paths()) as engine:
        version = ask(engine.address, Engine.version)
    assert (version.os, version.api_version) == ("linux", "1.41")


def test_engine_answers_with_one_network_by_its_name() -> None:
    """Programs that know the name need not read all."""
    with played({"/networks/testname": recorded("network-inspect-windows")[0]}) as engine:
        assert ask(engine.address, lambda one: one.network("testname")).driver == "nat"


def test_engine_tells_in_its_own_words_what_it_refuses() -> None:
    """The words of the engine are what its user knows."""
    answers = {"/networks/x": (404, {"message": "network x not found"})}
    with played(answers) as engine, pytest.raises(EngineError, match="network x not found") as caught:
        ask(engine.address, lambda one: one.network("x"))
    assert caught.value.status == 404


def test_engine_that_fails_without_a_word_is_told_with_its_status() -> None:
    """A proxy in between answers with a page."""
    with played({"/networks": (502, [])}) as engine, pytest.raises(EngineError, match="status 502"):
        ask(engine.address, Engine.networks)


@pytest.mark.parametrize("answer", [b"<html>", b"\xff", {}, [1], b""])
def test_answer_of_something_else_is_told(answer: object) -> None:
    """DOCKER_HOST may lead to any server."""
    with played({"/networks": answer}) as engine, pytest.raises(UnexpectedAnswerError, match="not one of a Docker"):
        ask(engine.address, Engine.networks)


def test_version_that_is_no_object_is_told() -> None:
    """DOCKER_HOST may lead to any server."""
    with played({"/version": ["1.0"]}) as engine, pytest.raises(UnexpectedAnswerError):
        ask(engine.address, Engine.version)


def test_engine_is_asked_within_its_context_only() -> None:
    """A session that nobody closes would be a warning at the end of the program."""
    with pytest.raises(RuntimeError, match="async with"):
        asyncio.run(Engine("tcp://127.0.0.1:1").networks())


def test_engine_that_is_left_twice_stays_closed() -> None:
    """An exit stack may do so."""

    async def main() -> None:
        engine = Engine("tcp://127.0.0.1:1")
        async with engine:
            await engine.__aexit__(None, None, None)

    asyncio.run(main())


# -- transports ---------------------------------------------------------------------------------------------------


def test_engine_is_reached_over_the_pipe_or_socket_of_the_system(tmp_path: Path) -> None:
    """A daemon listens there and nowhere else, unless it is told to."""
    place = rf"\\.\pipe\hcspy-{tmp_path.name}" if sys.platform == "win32" else str(tmp_path / "docker.sock")
    with played(paths(), place) as engine:
        assert engine.address.startswith(("npipe:", "unix:"))
        assert len(ask(engine.address, Engine.networks)) == 4


def test_engine_is_found_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the docker command finds it."""
    with played(paths()) as engine:
        monkeypatch.setenv("DOCKER_HOST", engine.address)
        monkeypatch.delenv("DOCKER_TLS_VERIFY", raising=False)

        async def main() -> str:
            async with Engine() as found:
                return (await found.version()).os

        assert asyncio.run(main()) == "linux"


@pytest.mark.parametrize("form", ["tcp://127.0.0.1:{}", "unix://{}"])
def test_engine_that_is_not_there_is_told_with_its_address(form: str, tmp_path: Path) -> None:
    """The first question of everybody: where did it look?"""
    if form.startswith("unix") and sys.platform == "win32":
        form = "npipe:////./pipe/nobody-{}"
    with socket.socket() as taken:  # bound, and nobody listens
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        address = form.format(port if not form.startswith("unix") else tmp_path / "none.sock")
        with pytest.raises(EngineUnavailableError, match="no Docker engine answers at") as caught:
            ask(address, Engine.networks)
    assert address in str(caught.value)
    assert "DOCKER_HOST" in (caught.value.hint or "")


def test_engine_that_hangs_is_left_after_the_limit() -> None:
    """A daemon that is being debugged, or a port that leads nowhere."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(TimedOutError, match=r"did not answer in 0\.2 s"):
            ask(f"tcp://127.0.0.1:{silent.getsockname()[1]}", Engine.networks, timeout=0.2)


def test_engine_that_breaks_off_is_unavailable() -> None:
    """A daemon that ends in the middle of an answer."""

    async def rude(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.close()

    async def main() -> None:
        async with await asyncio.start_server(rude, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            async with Engine(f"tcp://127.0.0.1:{port}") as engine:
                await engine.networks()

    with pytest.raises(EngineUnavailableError):
        asyncio.run(main())


def test_engine_that_is_not_for_this_user_is_denied(monkeypatch: pytest.MonkeyPatch) -> None:
    """The socket is root's and the group's; the pipe the administrators'."""

    async def denied(*args: object, **more: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("aiohttp.connector.aiohappyeyeballs.start_connection", denied)
    with pytest.raises(AccessDeniedError, match="lets this user not in"):
        ask("tcp://127.0.0.1:9", Engine.networks)


def test_transport_of_another_system_is_told() -> None:
    """A DOCKER_HOST that was copied from elsewhere."""
    other = "unix:///run/docker.sock" if sys.platform == "win32" else "npipe:////./pipe/docker_engine"
    with pytest.raises(NotSupportedError, match="Windows"):
        ask(other, Engine.networks)


# -- addresses ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environ", "url"),
    [
        ({"DOCKER_HOST": "tcp://10.0.0.5"}, "http://10.0.0.5:2375"),
        ({"DOCKER_HOST": "tcp://10.0.0.5:99/"}, "http://10.0.0.5:99"),
        ({"DOCKER_HOST": "http://[::1]:99"}, "http://[::1]:99"),
        ({"DOCKER_HOST": "https://10.0.0.5"}, "https://10.0.0.5:2376"),
        ({"DOCKER_HOST": "tcp://10.0.0.5", "DOCKER_TLS_VERIFY": "1"}, "https://10.0.0.5:2376"),
        ({"DOCKER_HOST": "unix:///x/docker.sock", "DOCKER_TLS_VERIFY": "1"}, "http://docker.localhost"),
    ],
)
def test_address_becomes_the_url_of_requests(environ: dict[str, str], url: str) -> None:
    """The ports are those that Docker itself takes when none is given."""
    assert of_engine(environ=environ).url == url


def test_address_that_is_given_goes_before_the_environment() -> None:
    """As with docker -H."""
    assert str(of_engine("tcp://10.0.0.6:1", {"DOCKER_HOST": "tcp://10.0.0.5:2"})) == "tcp://10.0.0.6:1"


@pytest.mark.parametrize("text", ["nonsense", "tcp://", "tcp://host:port", "fd://", "unix://relative"])
def test_address_that_is_none_is_refused(text: str) -> None:
    """Before anything is connected to."""
    with pytest.raises(InvalidDocumentError, match="no address of an engine"):
        of_engine(text)


def test_engine_behind_ssh_is_told_how_it_can_be_reached() -> None:
    """Docker starts a program for it; here a port is forwarded."""
    with pytest.raises(NotSupportedError, match="SSH") as caught:
        of_engine("ssh://user@host")
    assert "ssh -L" in (caught.value.hint or "")


def test_certificates_that_are_not_there_are_told(tmp_path: Path) -> None:
    """The folder is a second variable, which is easily forgotten."""
    address = of_engine("tcp://h:1", {"DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": str(tmp_path)})
    with pytest.raises(InvalidDocumentError, match="certificates") as caught:
        address.tls()
    assert "DOCKER_CERT_PATH" in (caught.value.hint or "")


def test_certificates_of_the_folder_are_shown_and_asked_for(tmp_path: Path) -> None:
    """An engine beyond this machine lets in who shows a certificate of its authority, and shows one itself."""
    for name, source in (("ca", "ca"), ("cert", "client"), ("key", "client")):
        ending = "key" if name == "key" else "pem"
        (tmp_path / f"{name}.pem").write_bytes((TLS_FILES / f"{source}.{ending}").read_bytes())
    environ = {"DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": str(tmp_path)}
    context = of_engine("tcp://127.0.0.1:1", environ).tls()
    assert context is not None
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert len(context.get_ca_certs()) == 1


def test_engine_without_tls_needs_no_certificates() -> None:
    """A pipe or a socket is guarded by the system."""
    assert of_engine("tcp://127.0.0.1:1", {}).tls() is None


def test_engine_that_speaks_tls_is_asked_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What answers without is not the engine, and gets nothing to read."""
    test_certificates_of_the_folder_are_shown_and_asked_for(tmp_path)
    monkeypatch.setenv("DOCKER_TLS_VERIFY", "1")
    monkeypatch.setenv("DOCKER_CERT_PATH", str(tmp_path))
    with played(paths()) as engine, pytest.raises(EngineUnavailableError):
        ask(engine.address, Engine.networks)
