from __future__ import annotations

import asyncio
import inspect
import subprocess
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

import hcspy.aio
from hcspy import hns
from hcspy.aio import build
from hcspy.aio import containers as awaited_containers
from hcspy.aio import hcn as awaited_hcn
from hcspy.aio import hcs as awaited_hcs
from hcspy.aio import hns as awaited_hns
from hcspy.aio import storage as awaited_storage
from hcspy.errors import ClosedError, NetworkNotFoundError, ServiceUnavailableError, TimedOutError
from hcspy.testing import FakeHost


def run(main: Callable[[hcspy.aio.AsyncHost], Awaitable[Any]], fake: FakeHost | None = None) -> Any:
    """Run a coroutine with a host of its own."""

    async def whole() -> Any:
        async with hcspy.aio.connect(fake or "fake") as host:
            return await main(host)

    return asyncio.run(whole())


@pytest.mark.parametrize("door", build.DOORS, ids=["hns", "hcn", "storage", "hcs", "containers"])
def test_module_is_what_its_builder_writes(door: build.Door) -> None:
    """A verb that was changed in one place only would lie in the other."""
    assert _squeezed(build.module(door)) == _squeezed(door.target.read_text(encoding="utf-8"))


def _squeezed(text: str) -> str:
    """Leave out what only a formatter decides."""
    return "".join(text.split()).replace(",)", ")").replace("'", '"')


@pytest.mark.parametrize(
    ("door", "awaited"),
    [
        (build.HNS, awaited_hns),
        (build.HCN, awaited_hcn),
        (build.STORAGE, awaited_storage),
        (build.HCS, awaited_hcs),
        (build.CONTAINERS, awaited_containers),
    ],
    ids=["hns", "hcn", "storage", "hcs", "containers"],
)
def test_every_verb_is_awaited(door: build.Door, awaited: Any) -> None:
    """No object is sync and async at once."""
    for cls in (*door.nouns.values(), door.cls):
        twin = getattr(awaited, cls.__name__)
        for name, verb in inspect.getmembers(cls, inspect.isfunction):
            if not name.startswith("_"):
                # A watch is entered and iterated, a mounted layer is entered, a door is used: none is awaited.
                entered = ("watch", "mounted", "reader", "writer", "use")
                assert inspect.iscoroutinefunction(getattr(twin, name)) or name in entered, name
                assert list(inspect.signature(verb).parameters) == list(
                    inspect.signature(getattr(twin, name)).parameters
                )


def test_nouns_work_side_by_side() -> None:
    """That is what awaiting is for."""

    async def main(host: hcspy.aio.AsyncHost) -> list[str | None]:
        network = await host.hns.networks.create(hns.HNSNetwork(name="web", type="NAT"))
        models = [hns.HNSEndpoint(name=f"e{number}", virtual_network=network) for number in range(20)]
        made = await asyncio.gather(*(host.hns.endpoints.create(model) for model in models))
        assert len({endpoint.ip_address for endpoint in made}) == 20
        namespace = await host.hns.namespaces.create()
        await host.hns.namespaces.add_endpoint(namespace, made[0])
        await host.hns.policy_lists.add_load_balancer(made[:2], internal_port=80, external_port=81, vip="10.96.0.1")
        assert len((await host.snapshot()).policylists) == 1
        assert (await host.hns.globals()).version.pair == (13, 3)
        return sorted(endpoint.name or "" for endpoint in await host.hns.endpoints.list(network=network))

    assert run(main) == sorted(f"e{number}" for number in range(20))


def test_loop_goes_on_while_a_call_hangs() -> None:
    """One hanging HNS call must not stop the whole program."""

    async def main(host: hcspy.aio.AsyncHost) -> int:
        rule = fake.on("GET /networks*").hang()
        waiting = asyncio.ensure_future(host.hns.networks.list())
        turns = 0
        while not rule.fired or turns < 5:
            await asyncio.sleep(0.01)
            turns += 1
        assert not waiting.done()
        rule.release()
        assert await waiting == []
        return turns

    with FakeHost() as fake:
        assert run(main, fake) >= 5


def test_errors_are_the_same() -> None:
    """The exception tree does not know who waits."""

    async def main(host: hcspy.aio.AsyncHost) -> None:
        with pytest.raises(NetworkNotFoundError):
            await host.hns.networks.get(name="absent")

    run(main)


def test_waiting_keeps_no_thread() -> None:
    """A hundred waits are a hundred timers, not a hundred threads."""

    async def main(host: hcspy.aio.AsyncHost) -> None:
        network = await host.hns.networks.create(hns.HNSNetwork(name="web", type="NAT"))
        endpoint = await host.hns.endpoints.create(hns.HNSEndpoint(virtual_network=network))
        assert (await host.hns.networks.wait(network)).id == network.id
        with pytest.raises(TimedOutError, match="last seen"):
            await host.hns.endpoints.wait(endpoint, "attached", timeout=0.05)
        with pytest.raises(TimedOutError, match="to be gone"):
            await host.hns.endpoints.wait_deleted(endpoint, timeout=0.05)
        waits = [asyncio.ensure_future(host.hns.endpoints.wait_deleted(endpoint, timeout=30)) for _ in range(100)]
        await asyncio.sleep(0)
        await host.hns.endpoints.delete(endpoint)
        await asyncio.gather(*waits)
        await host.hns.endpoints.delete(endpoint, missing_ok=True)

    run(main)


def test_stopped_service_ends_a_wait() -> None:
    """It is not the same as an object that is not there yet."""

    async def main(host: hcspy.aio.AsyncHost) -> None:
        with fake.service_stopped(), pytest.raises(ServiceUnavailableError):
            await host.hns.networks.wait("9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f", timeout=5)

    with FakeHost() as fake:
        run(main, fake)


def test_transaction_undoes() -> None:
    """As the blocking one."""

    async def main(host: hcspy.aio.AsyncHost) -> list[str]:
        order: list[str] = []
        with pytest.raises(KeyError):
            async with host.transaction() as tx:
                await tx.hns.networks.create(hns.HNSNetwork(name="gone", type="NAT"))
                tx.on_rollback(order.append, "mine")
                raise KeyError
        async with host.transaction() as tx:
            await tx.hns.networks.create(hns.HNSNetwork(name="kept", type="NAT"))
        with pytest.raises(NetworkNotFoundError):
            async with host.transaction() as tx:
                await tx.hns.networks.delete("9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f")
        assert [network.name for network in await host.hns.networks.list()] == ["kept"]
        return order

    assert run(main) == ["mine"]


def test_hot_attach_is_awaited(fake_host: FakeHost) -> None:
    """The verbs that cross doors too."""

    async def main(host: hcspy.aio.AsyncHost) -> None:
        network = await host.hns.networks.create(hns.HNSNetwork(name="web", type="NAT"))
        endpoint = await host.hns.endpoints.create(hns.HNSEndpoint(virtual_network=network))
        await host.hot_attach(endpoint, "c1")
        assert await host.hns.endpoints.is_attached(endpoint, "c1")
        await host.hot_detach(endpoint, "c1")
        assert host.tables is fake_host.tables
        assert host.name == "FakeHost"

    fake_host.add_container("c1")
    run(main, fake_host)


def test_closed_host_says_so() -> None:
    """Not an error from within a thread pool."""

    async def main() -> None:
        host = hcspy.aio.connect("fake")
        await host.close()
        await host.close()
        assert repr(host) == "<AsyncHost fake, closed>"
        with pytest.raises(ClosedError):
            _ = host.hns

    asyncio.run(main())


def test_blocking_import_loads_no_asyncio() -> None:
    """It costs more than all the rest."""
    code = "import hcspy.host, sys; print('asyncio' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
