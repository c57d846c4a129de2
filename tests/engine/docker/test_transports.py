"""How the engine finds a driver and talks to it: sockets, TCP, TLS."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from .conftest import Serve
from .engine import Engine


def certificates(engine: Engine, folder: Path) -> dict[str, Path]:
    """Make an authority and a certificate that it signed; both ends of a connection show the same one."""
    files = {name: folder / f"{name}.pem" for name in ("ca", "ca-key", "server", "server-key", "request")}

    environ = {**engine.room.environ, "OPENSSL_CONF": str(engine.room.tree / "etc/ssl/openssl.cnf")}

    def openssl(*args: str | Path) -> None:
        subprocess.run(["openssl", *map(str, args)], check=True, capture_output=True, timeout=60, env=environ)

    new = ("req", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")
    openssl(
        *new,
        "-x509",
        "-subj",
        "/CN=authority of the test",
        "-days",
        "2",
        "-keyout",
        files["ca-key"],
        "-out",
        files["ca"],
    )
    openssl(*new, "-subj", "/CN=127.0.0.1", "-keyout", files["server-key"], "-out", files["request"])
    names = folder / "names"
    names.write_text("subjectAltName = IP:127.0.0.1\nauthorityKeyIdentifier = keyid\n", encoding="ascii")
    signer = ("-CA", files["ca"], "-CAkey", files["ca-key"], "-CAcreateserial", "-extfile", names)
    openssl("x509", "-req", "-in", files["request"], *signer, "-days", "2", "-out", files["server"])
    return files


def test_driver_on_tcp_is_found_by_its_spec_file(engine: Engine, serve: Serve) -> None:
    """Where there is no common socket, an address in a file is what the engine reads."""
    driver = serve("--listen", "tcp://127.0.0.1:18123")
    assert driver.place.suffix == ".spec"
    assert driver.place.read_text(encoding="ascii").strip() == "tcp://127.0.0.1:18123"
    engine.docker("network", "create", "-d", driver.name, "--subnet", "10.61.0.0/24", "web")
    assert len(driver.networks) == 1
    place = driver.place
    driver.stop()
    assert not place.exists()


def test_driver_with_tls_is_trusted_by_the_engine_and_trusts_it(engine: Engine, serve: Serve, tmp_path: Path) -> None:
    """Beyond loopback both sides have to show who they are: who drives the network of a host must be known."""
    files = certificates(engine, tmp_path)
    tls = ("--tls-cert", files["server"], "--tls-key", files["server-key"], "--tls-ca", files["ca"])
    driver = serve("--listen", "tcp://127.0.0.1:18124", *map(str, tls))
    assert driver.place.suffix == ".json"
    assert json.loads(driver.place.read_text(encoding="utf-8"))["TLSConfig"]["CAFile"]
    engine.docker("network", "create", "-d", driver.name, "--subnet", "10.61.0.0/24", "web")
    engine.run("one", "--network", "web")
    assert len(driver.endpoints) == 1


def test_driver_of_a_swarm_leaves_nothing_where_there_is_no_swarm(engine: Engine, serve: Serve) -> None:
    """The engine asks for the network first, refuses it then, and takes it back."""
    driver = serve("--scope", "global", "--network-type", "overlay")
    told = engine.refused("network", "create", "-d", driver.name, "--subnet", "10.61.0.0/24", "web")
    assert "swarm" in told
    driver.assert_nothing_left()
