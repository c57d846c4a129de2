"""Many requests at once: in line for one network, side by side for others."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from hcspy.docker.hnsdriver.locks import Finishing, Locks
from hcspy.errors import HcspyError
from hcspy.testing import FakeHost

from .engine import Engine, id_of, names, play, port

NET, OTHER = id_of("a"), id_of("b")
PARALLEL = 64
PATIENCE = 30.0


def test_64_cycles_at_once_lose_nothing() -> None:
    """A host that starts with all its containers does this."""

    async def main(engine: Engine) -> None:
        networks = [f"{number:064x}" for number in range(4)]
        for number, network in enumerate(networks):
            await engine.create_network(network, f"10.{70 + number}.0.0/24")
        cycles = [engine.cycle(networks[number % 4], f"{number:063x}e") for number in range(PARALLEL)]
        await asyncio.gather(*cycles)
        assert names(fake)[1] == []
        await asyncio.gather(*(engine.delete_network(network) for network in networks))
        assert (engine.network.store.networks(), engine.network.store.endpoints()) == ([], [])

    with FakeHost() as fake:
        play(main, fake)
        assert names(fake) == ([], [])
        fake.assert_clean()


@pytest.mark.load
def test_64_cycles_at_once_survive_failures_of_hns() -> None:
    """Whatever fails in between, the engine's clean-up leaves nothing."""

    async def cycle(engine: Engine, network: str, id: str) -> None:
        try:
            await engine.cycle(network, id)
        except HcspyError:
            while True:
                try:
                    await engine.about("DeleteEndpoint", network, id)
                    return
                except HcspyError:
                    await asyncio.sleep(0)

    async def main(engine: Engine) -> None:
        await engine.create_network(NET)
        fake.on("HNSCall", probability=0.1).fail(0x80070005)
        await asyncio.gather(*(cycle(engine, NET, f"{number:063x}e") for number in range(PARALLEL)))
        fake.reset_rules()
        found = await engine.network.reconcile(gc=True)
        assert not found.failed
        await engine.delete_network(NET)

    with FakeHost() as fake:
        play(main, fake)
        assert names(fake) == ([], [])


def test_requests_for_one_network_wait_for_each_other_and_others_do_not() -> None:
    """HNS changes one network at a time; a slow one must not stop the machine."""

    async def main(engine: Engine) -> None:
        await engine.create_network(NET)
        await engine.create_network(OTHER, "10.62.0.0/24")
        rule = fake.on("POST /endpoints", nth=1).hang()
        stuck = asyncio.ensure_future(engine.create_endpoint(NET, id_of("1")))
        while not rule.fired:
            await asyncio.sleep(0.01)
        waiting = asyncio.ensure_future(engine.create_endpoint(NET, id_of("2")))
        await asyncio.wait_for(engine.cycle(OTHER, id_of("3")), PATIENCE)
        assert not stuck.done()
        assert not waiting.done()
        assert names(fake)[1] == []
        rule.remove()
        await asyncio.gather(stuck, waiting)

    with FakeHost() as fake:
        play(main, fake)
        assert sorted(map(str, names(fake)[1])) == [id_of("1"), id_of("2")]


def test_one_port_for_many_is_given_once() -> None:
    """Two networks ask at the same time, and HNS decides."""

    async def main(engine: Engine) -> list[Any]:
        await engine.create_network(NET)
        await engine.create_network(OTHER, "10.62.0.0/24")
        asked = [
            engine.create_endpoint(net, id, port(80, 8080)) for net, id in ((NET, id_of("1")), (OTHER, id_of("2")))
        ]
        return await asyncio.gather(*asked, return_exceptions=True)

    with FakeHost() as fake:
        failed = [answer for answer in play(main, fake) if isinstance(answer, HcspyError)]
        assert len(failed) == 1
        assert "in use" in str(failed[0]) or "already exists" in str(failed[0])
        (endpoint,) = fake.host.hns.endpoints.list()
        assert [policy.external_port for policy in endpoint.policies] == [8080]


def test_lock_that_nobody_wants_takes_no_room() -> None:
    """Networks come and go for years."""

    async def main() -> None:
        locks, order = Locks(), []

        async def hold(name: str, number: int) -> None:
            async with locks.hold(name):
                order.append(number)
                await asyncio.sleep(0)

        await asyncio.gather(*(hold("a", number) for number in range(5)))
        assert order == [0, 1, 2, 3, 4]
        assert len(locks) == 0

    asyncio.run(main())


def test_step_that_fails_after_its_caller_has_gone_is_quiet() -> None:
    """Nobody is there to hear it; an error in the log of the loop would look like a fault of the driver."""

    async def main() -> None:
        finishing, go = Finishing(), asyncio.Event()
        heard: list[Any] = []
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: heard.append(context))

        async def fail() -> None:
            await go.wait()
            raise ValueError("too late")

        waiting = asyncio.ensure_future(finishing.run(fail()))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        go.set()
        await finishing.wait()
        assert heard == []

    asyncio.run(main())
