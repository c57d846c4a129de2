"""A stand-in for the engine: it asks a driver what real engines were recorded to ask, and what tests want."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final, TypeVar

import hcspy.aio
from hcspy import from_json, hns, to_dict
from hcspy.docker import (
    CreateEndpointRequest,
    CreateNetworkRequest,
    DeleteEndpointRequest,
    DeleteNetworkRequest,
    EndpointInfoRequest,
    JoinRequest,
    LeaveRequest,
    ProgramExternalConnectivityRequest,
    RevokeExternalConnectivityRequest,
)
from hcspy.docker.hnsdriver.driver import HNSNetworkDriver
from hcspy.docker.hnsdriver.ipam import HNSIpamDriver
from hcspy.docker.hnsdriver.reconcile import Finding, Reconciliation
from hcspy.docker.hnsdriver.store import Store
from hcspy.docker.protocol import (
    AllocateNetworkRequest,
    DiscoveryNotification,
    FreeNetworkRequest,
    GwAllocCheckerRequest,
    ReleaseAddressRequest,
    ReleasePoolRequest,
    RequestAddressRequest,
    RequestPoolRequest,
)
from hcspy.testing import FakeHost

T = TypeVar("T")

DATA: Final = Path(__file__).parents[2] / "data" / "docker"
SCENARIOS: Final = sorted(
    path.stem
    for path in DATA.glob("*.json")
    if "calls" in json.loads(path.read_text("utf-8")) and "hns" not in path.stem
)
REQUESTS: Final[dict[str, type]] = {
    "AllocateNetwork": AllocateNetworkRequest,
    "FreeNetwork": FreeNetworkRequest,
    "GwAllocCheck": GwAllocCheckerRequest,
    "CreateNetwork": CreateNetworkRequest,
    "DeleteNetwork": DeleteNetworkRequest,
    "CreateEndpoint": CreateEndpointRequest,
    "DeleteEndpoint": DeleteEndpointRequest,
    "EndpointOperInfo": EndpointInfoRequest,
    "Join": JoinRequest,
    "Leave": LeaveRequest,
    "DiscoverNew": DiscoveryNotification,
    "DiscoverDelete": DiscoveryNotification,
    "ProgramExternalConnectivity": ProgramExternalConnectivityRequest,
    "RevokeExternalConnectivity": RevokeExternalConnectivityRequest,
    "RequestPool": RequestPoolRequest,
    "ReleasePool": ReleasePoolRequest,
    "RequestAddress": RequestAddressRequest,
    "ReleaseAddress": ReleaseAddressRequest,
}
PORT_MAP: Final = "com.docker.network.portmap"


def scenario(name: str) -> list[dict[str, Any]]:
    """Return the recorded calls of a scenario."""
    calls: list[dict[str, Any]] = json.loads((DATA / f"{name}.json").read_text("utf-8"))["calls"]
    return calls


def id_of(letter: str) -> str:
    """Return a Docker id that is easy to tell from others."""
    return (letter * 64)[:64]


def port(number: int, host_port: int = 0, **more: Any) -> dict[str, Any]:
    """Return a port map as the engine writes it."""
    return {"Proto": 6, "IP": "", "Port": number, "HostIP": "", "HostPort": host_port, "HostPortEnd": host_port} | more


NET, OTHER = id_of("a"), id_of("b")
ONE, TWO = id_of("1"), id_of("2")


class Engine:
    """Asks a driver, in the words of the wire."""

    def __init__(self, network: HNSNetworkDriver, ipam: HNSIpamDriver) -> None:
        self.network, self.ipam = network, ipam

    async def ask(self, method: str, request: Any = None) -> Any:
        """Make one call and return the answer as the engine reads it."""
        service, _, name = method.partition(".")
        driver = self.ipam if service == "IpamDriver" else self.network
        verb = getattr(driver, "".join(f"_{c.lower()}" if c.isupper() else c for c in name).strip("_"))
        answer = await (verb(from_json(REQUESTS[name], request)) if name in REQUESTS else verb())
        return {} if answer is None else to_dict(answer)

    async def create_network(
        self, id: str, prefix: str = "10.61.0.0/24", *, internal: bool = False, **labels: Any
    ) -> None:
        """Make a network; labels are those of the Windows shim."""
        gateway = prefix.rsplit(".", 1)[0] + ".1/24"
        generic = {f"com.docker.network.windowsshim.{name}": value for name, value in labels.items()}
        options: dict[str, Any] = {"com.docker.network.generic": generic}
        if internal:
            options["com.docker.network.internal"] = True
        data = [{"AddressSpace": "LocalDefault", "Pool": prefix, "Gateway": gateway}]
        await self.ask(
            "NetworkDriver.CreateNetwork", {"NetworkID": id, "Options": options, "IPv4Data": data, "IPv6Data": []}
        )

    async def create_endpoint(self, network: str, id: str, *ports: Any, address: str = "", **options: Any) -> Any:
        """Make an endpoint and return the interface that the driver answers."""
        interface = {"Address": address, "AddressIPv6": "", "MacAddress": ""}
        request = {"NetworkID": network, "EndpointID": id, "Interface": interface}
        given = {PORT_MAP: list(ports), **options}
        return (await self.ask("NetworkDriver.CreateEndpoint", {**request, "Options": given}))["Interface"]

    async def join(self, network: str, id: str, sandbox: str = "/var/run/docker/netns/1") -> Any:
        """Let a container have an endpoint."""
        return await self.ask(
            "NetworkDriver.Join", {"NetworkID": network, "EndpointID": id, "SandboxKey": sandbox, "Options": {}}
        )

    async def about(self, method: str, network: str, id: str) -> Any:
        """Make one of the calls that only name an endpoint."""
        return await self.ask(f"NetworkDriver.{method}", {"NetworkID": network, "EndpointID": id})

    async def delete_network(self, id: str) -> None:
        """Delete a network."""
        await self.ask("NetworkDriver.DeleteNetwork", {"NetworkID": id})

    async def cycle(self, network: str, id: str) -> None:
        """Take an endpoint through its life, as a container does."""
        await self.create_endpoint(network, id)
        await self.join(network, id, f"/netns/{id[:8]}")
        await self.about("EndpointOperInfo", network, id)
        await self.about("Leave", network, id)
        await self.about("DeleteEndpoint", network, id)


def play(
    main: Callable[[Engine], Awaitable[T]],
    fake: FakeHost,
    path: Path | None = None,
    *,
    stop: bool = True,
    gateways: bool = False,
    **options: Any,
) -> T:
    """Start a driver on a fake host, let a test talk to it, and end it; without ``stop``, as a kill would.

    The engines that were recorded ran on Linux and are told of no gateways, wherever the tests run.
    """

    async def whole() -> T:
        with ExitStack() as stack:
            store = stack.enter_context(Store(path))
            async with hcspy.aio.connect(fake) as host:
                driver = HNSNetworkDriver(host, store, gateways=gateways, **options)
                await driver.start()
                found = await main(Engine(driver, HNSIpamDriver(host, store)))
                if stop:
                    await driver.stop()
                return found

    return asyncio.run(whole())


def names(fake: FakeHost) -> tuple[list[str | None], list[str | None]]:
    """Return the names of networks and endpoints that HNS has."""
    there = fake.host.hns
    return [network.name for network in there.networks.list()], [endpoint.name for endpoint in there.endpoints.list()]


def sent(fake: FakeHost, path: str) -> Iterator[Any]:
    """Yield the documents that were posted to a collection of HNS."""
    for call in fake.calls.requests:
        if call.method == "POST" and (call.path or "").rstrip("/") == path:
            yield call.document


def policies(fake: FakeHost) -> dict[str, list[int | None]]:
    """Return the ports of the host that each endpoint has."""
    return {
        str(endpoint.name)[0]: [one.external_port for one in endpoint.policies if isinstance(one, hns.NatPolicy)]
        for endpoint in fake.host.hns.endpoints.list()
    }


async def one_container(engine: Engine) -> str:
    """Let a container run with a port of the host, and return the HNS id of its endpoint."""
    await engine.create_network(NET)
    await engine.create_endpoint(NET, ONE, port(80, 8080))
    await engine.join(NET, ONE)
    return str((await engine.about("EndpointOperInfo", NET, ONE))["Value"]["hnsid"])


async def its_end(engine: Engine) -> None:
    """Let it end."""
    await engine.about("Leave", NET, ONE)
    await engine.about("DeleteEndpoint", NET, ONE)
    await engine.delete_network(NET)


async def reconciled(engine: Engine) -> Reconciliation:
    """Reconcile once more: after the start that every driver makes."""
    return await engine.network.reconcile()


def kinds(found: tuple[Finding, ...]) -> list[tuple[str, str]]:
    """Return kind and first digit of what was found."""
    return [(one.kind, one.id[0]) for one in found]
