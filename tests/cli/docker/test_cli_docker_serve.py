"""``hcspy docker serve``: what its options do, and how it ends."""

from __future__ import annotations

import json
import socket
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import util
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from hcspy import hns
from hcspy.cli.docker.serve import serve as serve_command
from hcspy.cli.options import SessionOption
from hcspy.docker.hnsdriver.store import NetworkRecord, Store
from hcspy.testing import FakeHost

Run = Callable[..., Result]
Serve = Callable[..., Result]
Ask = Callable[..., Any]

if sys.platform == "win32":
    # The signal wakes the loop through a socket. Wine says at times that it is full: then the loop is awake already.
    pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

NETWORK = "a" * 64
TLS = Path(__file__).parents[2] / "data" / "docker" / "tls"


def create(ask: Ask, **options: Any) -> None:
    """Make a network as the engine does."""
    data = [{"AddressSpace": "LocalDefault", "Pool": "10.61.0.0/24", "Gateway": "10.61.0.1/24"}]
    answer = ask("NetworkDriver.CreateNetwork", NetworkID=NETWORK, Options=options, IPv4Data=data, IPv6Data=[])
    assert answer == {}


def types(fake: FakeHost) -> dict[str | None, str]:
    """Return the networks of the host and their types."""
    return {network.name: str(network.type).lower() for network in fake.host.hns.networks.list()}


def test_driver_serves_networks_and_addresses_of_the_host(serve: Serve, fake_host: FakeHost) -> None:
    """The host is the one that --host names for every other command, too."""

    def work(ask: Ask) -> None:
        assert ask("Plugin.Activate") == {"Implements": ["NetworkDriver", "IpamDriver"]}
        create(ask)
        assert ask("IpamDriver.GetDefaultAddressSpaces")["LocalDefaultAddressSpace"]

    result = serve(work)
    assert types(fake_host) == {NETWORK: "nat"}
    assert "serving" in result.stderr
    assert result.stdout == ""


def test_ctrl_c_ends_it_well_and_takes_the_spec_file_away(serve: Serve, tmp_path: Path) -> None:
    """A spec file without a driver lets the daemon wait for nobody."""
    serve(lambda ask: ask("Plugin.Activate"))
    assert list((tmp_path / "specs").iterdir()) == []


def test_scope_and_type_of_its_networks_are_chosen(serve: Serve, fake_host: FakeHost) -> None:
    """One driver a type: which, is said when it is started."""

    def work(ask: Ask) -> None:
        assert ask("NetworkDriver.GetCapabilities")["Scope"] == "global"
        create(ask)

    serve(work, "--scope", "global", "--network-type", "Transparent")
    assert types(fake_host) == {NETWORK: "transparent"}


def test_store_outlives_the_driver(serve: Serve, fake_host: FakeHost) -> None:
    """What was made yesterday under a name of its own is known today."""
    named = {"com.docker.network.generic": {"com.docker.network.windowsshim.networkname": "office"}}
    serve(lambda ask: create(ask, **named))
    assert types(fake_host) == {"office": "nat"}
    serve(lambda ask: ask("NetworkDriver.DeleteNetwork", NetworkID=NETWORK))
    assert types(fake_host) == {}


@pytest.mark.parametrize(("options", "left"), [((), 1), (("--gc",), 0)], ids=["reported", "removed"])
def test_what_is_stale_is_reported_and_removed_only_if_that_is_wanted(
    serve: Serve, fake_host: FakeHost, store: Path, options: tuple[str, ...], left: int
) -> None:
    """A network of a request that never came to its end: the log says so, --gc removes it."""
    subnet = hns.Subnet(address_prefix="10.61.0.0/24", gateway_address="10.61.0.1")
    made = fake_host.host.hns.networks.create(hns.HNSNetwork(name=NETWORK, type="NAT", subnets=[subnet]))
    with Store(store) as kept:
        kept.put(NetworkRecord(id=NETWORK, type="nat", document=json.dumps({"Name": NETWORK, "Type": "nat"})))
    result = serve(lambda ask: None, *options)
    assert "is stale" in result.stderr
    assert [network.id for network in fake_host.host.hns.networks.list()] == [made.id] * left


@pytest.fixture
def engine() -> Iterator[str]:
    """An engine that knows of one network, and of one endpoint on it."""
    web = {"Name": "web", "Id": NETWORK, "Driver": "web"}
    containers = {"c" * 64: {"Name": "one", "EndpointID": "e" * 64}}
    answers = {"/networks": [web], f"/networks/{NETWORK}": {**web, "Containers": containers}}

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(answers[self.path.partition("?")[0]]).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"tcp://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join(30)


def test_what_the_engine_does_not_know_is_stale(serve: Serve, fake_host: FakeHost, engine: str) -> None:
    """Docker removes networks and endpoints also while the driver is away; what it still has must stay."""

    def work(ask: Ask) -> None:
        create(ask)
        for id, address in (("e" * 64, "10.61.0.2/24"), ("f" * 64, "10.61.0.3/24")):
            request = {"NetworkID": NETWORK, "EndpointID": id, "Interface": {"Address": address}, "Options": {}}
            assert "Err" not in ask("NetworkDriver.CreateEndpoint", **request)

    serve(work)
    assert "is stale" in serve(lambda ask: None, "--engine", engine).stderr
    serve(lambda ask: None, "--engine", engine, "--gc")
    assert types(fake_host) == {NETWORK: "nat"}
    assert [endpoint.name for endpoint in fake_host.host.hns.endpoints.list()] == ["e" * 64]


def test_engine_that_does_not_answer_is_not_waited_for(serve: Serve, fake_host: FakeHost) -> None:
    """Driver and engine start in any order: that nothing is known is no reason to remove everything."""
    serve(create)
    with socket.create_server(("127.0.0.1", 0)) as closed:
        nobody = f"tcp://127.0.0.1:{closed.getsockname()[1]}"
    assert "not compared" in serve(lambda ask: None, "--engine", nobody, "--gc").stderr
    assert types(fake_host) == {NETWORK: "nat"}


def test_debug_shows_the_documents_of_the_engine_and_of_hns(serve: Serve) -> None:
    """What `dockerd -D` is to Docker: enough to see who said what."""
    told = serve(create, "--debug").stderr
    assert "NetworkDriver.CreateNetwork" in told
    assert '"AddressPrefix":"10.61.0.0/24"' in told.replace(": ", ":").replace('\\"', '"')
    assert "AddressPrefix" not in serve(create).stderr


def test_metrics_are_to_be_read(serve: Serve) -> None:
    """Prometheus is told an address without a scheme, as everywhere."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    pages: list[str] = []

    def work(ask: Ask) -> None:
        create(ask)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as page:
            pages.append(page.read().decode())

    serve(work, "--metrics-listen", f"127.0.0.1:{port}")
    assert 'hcspy_docker_requests_total{method="NetworkDriver.CreateNetwork",outcome="ok"} 1.0' in pages[0]


def test_port_for_one_address_of_the_host_is_published_on_any_if_that_is_wanted(
    serve: Serve, fake_host: FakeHost
) -> None:
    """HNS cannot do what `--publish 10.0.0.1:80:80` says; whoever accepts less has to say so."""
    port = {"Proto": 6, "Port": 80, "HostIP": "10.0.0.1", "HostPort": 8080, "HostPortEnd": 8080}
    request = {"NetworkID": NETWORK, "EndpointID": "e" * 64, "Interface": {"Address": "10.61.0.2/24"}}
    request["Options"] = {"com.docker.network.portmap": [port]}

    def work(ask: Ask) -> None:
        create(ask)
        answers.append(ask("NetworkDriver.CreateEndpoint", **request))

    answers: list[Any] = []
    serve(work)
    serve(work, "--host-addresses", "any")
    refused, made = answers
    assert "10.0.0.1" in refused["Err"]
    assert "Err" not in made


def test_address_that_strangers_reach_needs_tls(run: Run, store: Path) -> None:
    """Whoever reaches the driver changes the network of the host."""
    words = ("docker", "serve", "--store", str(store), "--listen")
    assert "TLS" in run(*words, "tcp://0.0.0.0:0", code=1).stderr


@pytest.mark.parametrize("options", [["--tls-cert", "a"], ["--tls-key", "a"], ["--tls-ca", "a"]])
def test_half_of_tls_is_wrong_usage(run: Run, store: Path, options: list[str]) -> None:
    """A typing error must not end in a driver that lets everybody in."""
    result = run("docker", "serve", "--store", str(store), "--listen", "tcp://127.0.0.1:0", *options, code=2)
    assert "--tls-cert and --tls-key" in result.stderr


def test_tls_is_served_with_the_files_that_are_named(serve: Serve, tmp_path: Path) -> None:
    """The spec file tells the engine what to show, so that nobody has to set it up twice."""
    files = {"cert": "server.pem", "key": "server.key", "ca": "ca.pem", "client-cert": "client.pem",
             "client-key": "client.key"}  # fmt: skip
    words = [word for part, file in files.items() for word in (f"--tls-{part}", str(TLS / file))]
    specs: list[Any] = []

    def work(ask: Ask) -> None:
        specs.append(json.loads((tmp_path / "specs" / "web.json").read_text(encoding="utf-8")))

    serve(work, *words, spec="web.json")
    assert specs[0]["TLSConfig"]["CertFile"] == str(TLS / "client.pem")


@pytest.mark.parametrize("missing", ["aiohttp", "prometheus_client"])
def test_without_its_packages_it_says_what_to_install(
    run: Run, store: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    """The rest of the command line works without them."""
    find = util.find_spec
    monkeypatch.setattr("hcspy.cli.docker.serve.find_spec", lambda name: None if name == missing else find(name))
    assert "pip install hcspy[docker]" in run("docker", "serve", "--store", str(store), code=1).stderr
    assert not store.exists()


def test_store_of_its_name_is_where_services_keep_things(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever looks for it, or backs it up, finds it by the name of the driver."""
    from hcspy.docker.hnsdriver.store import default_path

    monkeypatch.setenv("ProgramData", str(tmp_path))
    path = default_path("blue")
    assert path.name == "blue.sqlite"
    assert (tmp_path in path.parents) == (sys.platform == "win32")


def test_every_option_is_on_the_page() -> None:
    """Whoever sets up the service reads the page, not the help."""
    page = Path(__file__).parents[3] / "docs" / "how-to" / "run-the-docker-driver.md"
    options = [word for param in serve_command.params if not isinstance(param, SessionOption) for word in param.opts]
    assert len(options) > 10
    assert [word for word in options if f"`{word}`" not in page.read_text(encoding="utf-8")] == []
