from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

import hcspy.aio
from hcspy import hcn
from hcspy.errors import ClosedError, NetworkNotFoundError, TimedOutError
from hcspy.testing import FakeHost

VM = "61f2e3d4-c5b6-4a79-8889-9a0b1c2d3e4f"
WEB = hcn.HostComputeNetwork(name="web", type="NAT")


def run(main: Callable[[hcspy.aio.AsyncHost], Awaitable[Any]], fake: FakeHost) -> Any:
    """Run a coroutine with a host of its own."""

    async def whole() -> Any:
        async with hcspy.aio.connect(fake) as host:
            return await main(host)

    return asyncio.run(whole())


def test_nouns_are_awaited(fake_host: FakeHost) -> None:
    """The same nouns, verbs and arguments."""

    async def main(host: hcspy.aio.AsyncHost) -> None:
        network = await host.hcn.networks.create(WEB)
        models = [hcn.HostComputeEndpoint(name=f"e{number}", host_compute_network=network) for number in range(10)]
        made = await asyncio.gather(*(host.hcn.endpoints.create(model) for model in models))
        assert len({endpoint.ip_addresses for endpoint in made}) == 10
        namespace = await host.hcn.namespaces.create()
        await host.hcn.namespaces.add_endpoint(namespace, made[0])
        assert (await host.hcn.endpoints.find(namespace=namespace)).id == made[0].id
        assert (await host.hcn.version).pair == (13, 3)
        assert (await host.hcn.supported_features()).set_policy
        assert (await host.hcn.wait_available(timeout=30)).pair == (13, 3)
        assert (await host.hcn.snapshot()).networks[0].id == network.id
        assert (await host.hcn.networks.wait(network)).id == network.id
        await host.hcn.networks.delete(network)
        await host.hcn.networks.wait_deleted(network, timeout=30)
        with pytest.raises(NetworkNotFoundError):
            await host.hcn.networks.get(network)

    run(main, fake_host)
    fake_host.assert_clean()


def test_transaction_is_awaited(fake_host: FakeHost) -> None:
    """And undone."""

    async def main(host: hcspy.aio.AsyncHost) -> int:
        with pytest.raises(RuntimeError):
            async with host.transaction() as tx:
                await tx.hcn.networks.create(WEB)
                raise RuntimeError
        return len(await host.hcn.networks.list())

    assert run(main, fake_host) == 0


def test_service_that_stays_away_is_given_up(fake_host: FakeHost) -> None:
    """Without keeping a thread while waiting."""

    async def main(host: hcspy.aio.AsyncHost) -> None:
        with fake_host.service_stopped(), pytest.raises(TimedOutError):
            await host.hcn.wait_available(timeout=0.05)

    run(main, fake_host)


def test_events_are_iterated(fake_host: FakeHost) -> None:
    """``async for``, from what exists on."""

    async def main(host: hcspy.aio.AsyncHost) -> list[hcn.Event]:
        network = await host.hcn.networks.create(WEB)
        told = []
        async with host.hcn.watch(kinds=["network"]) as events:
            async for event in events:
                told.append(event)
                if isinstance(event, hcn.Synced):
                    deleting = asyncio.ensure_future(host.hcn.networks.delete(network))
                if isinstance(event, hcn.Changed) and event.action == "deleted":
                    await deleting
                    return told
        return []

    told = run(main, fake_host)
    assert [type(event) for event in told] == [hcn.Existing, hcn.Synced, hcn.Changed, hcn.Changed]
    fake_host.assert_clean()


def test_event_is_not_lost_with_the_patience_of_its_reader(fake_host: FakeHost) -> None:
    """A reader that is cancelled, or gives up, is followed by another."""

    async def main(host: hcspy.aio.AsyncHost) -> None:
        async with host.hcn.watch(initial=False, kinds=["namespace"]) as events:
            with pytest.raises(TimedOutError):
                await events.get(timeout=0.02)
            reader = asyncio.ensure_future(events.get())
            await asyncio.sleep(0.02)
            reader.cancel()
            namespace = await host.hcn.namespaces.create()
            event = await events.get(timeout=10)
            assert isinstance(event, hcn.Changed)
            assert event.id == namespace.id
            events.sync()
            assert isinstance(await events.get(timeout=10), hcn.Existing)

    run(main, fake_host)


def test_restart_is_told(fake_host: FakeHost) -> None:
    """Registering again is a call, and made on a thread."""

    async def main(host: hcspy.aio.AsyncHost) -> list[hcn.Event]:
        async with host.hcn.watch(kinds=["network"]) as events:
            told = [await events.get(timeout=10)]
            with fake_host.machine() as machine:
                machine.restart()
            return [*told, await events.get(timeout=10), await events.get(timeout=10)]

    told = run(main, fake_host)
    assert told == [hcn.Synced(generation=0), hcn.ServiceRestarted(generation=1), hcn.Synced(generation=1)]


def test_close_ends_the_waiting_at_once(fake_host: FakeHost) -> None:
    """A program that ends must not hang in its reader."""

    async def main(host: hcspy.aio.AsyncHost) -> float:
        async with host.hcn.watch(initial=False) as events:

            async def reader() -> int:
                return len([event async for event in events])

            waiting = asyncio.ensure_future(reader())
            await asyncio.sleep(0.05)
            began = time.monotonic()
            await events.close()
            assert await waiting == 0
            with pytest.raises(ClosedError):
                await events.get()
            return time.monotonic() - began

    assert run(main, fake_host) < 1
    fake_host.assert_clean()


def test_watch_that_was_not_entered_is_refused(fake_host: FakeHost) -> None:
    """Nothing is registered before."""

    async def main(host: hcspy.aio.AsyncHost) -> None:
        events = host.hcn.watch()
        with pytest.raises(ClosedError) as caught:
            await events.get()
        assert caught.value.hint == "async with"
        await events.close()

    run(main, fake_host)
    assert not fake_host.calls


def test_ports_are_reserved_for_a_block(fake_host: FakeHost) -> None:
    """What owns a handle has an awaited twin."""

    async def main(host: hcspy.aio.AsyncHost) -> None:
        service = await host.hcn.guest_network_services.create(hcn.GuestNetworkService(virtual_machine_id=VM))
        async with await host.hcn.port_reservations.reserve(service, 8080) as reserved:
            assert reserved.ports == range(8080, 8081)
            assert repr(reserved) == "<AsyncPortReservation of port 8080>"
            assert len(await host.hcn.port_reservations.list()) == 1
        assert reserved.is_closed
        several = await host.hcn.port_reservations.reserve_range(service, 10)
        await several.close()
        assert await host.hcn.port_reservations.list() == []
        async with host.hcn.guest_network_services.watch(service) as events:
            assert isinstance(await events.get(timeout=10), hcn.Existing)

    run(main, fake_host)
    fake_host.assert_clean()


def test_function_runs_in_the_network_of_a_namespace(fake_host: FakeHost) -> None:
    """A probe from inside of a pod must not take the other tasks of the loop along."""

    async def main() -> None:
        async with hcspy.aio.connect(fake_host) as host:
            namespace = await host.hcn.namespaces.create()
            number = fake_host.add_container("web", namespace=namespace.id)
            current = fake_host.host.compartments.current
            assert await host.compartments.of(namespace) == number
            assert await host.compartments.run_in(namespace, current) == number
            assert current() == 1
            await host.compartments.set_job(7, number)

    asyncio.run(main())


def test_service_is_opened_for_a_block(fake_host: FakeHost) -> None:
    """The same live object, awaited."""

    async def main() -> None:
        async with hcspy.aio.connect(fake_host) as host:
            async with await host.hcn.open_service() as service:
                assert repr(service) == "<AsyncService>"
                assert not service.is_closed
            assert service.is_closed

    asyncio.run(main())
    fake_host.assert_clean()
