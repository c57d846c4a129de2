"""Failures in the middle: nothing is left, and nothing is forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from hcspy import hns
from hcspy.errors import AccessDeniedError, ServiceUnavailableError, TimedOutError
from hcspy.hns.services import endpoints, networks
from hcspy.testing import FakeHost

from .engine import NET, ONE, OTHER, TWO, Engine, names, play, policies, port, sent


def test_network_that_hns_refuses_leaves_nothing() -> None:
    """The engine forgets it at once, so nobody would ever remove it."""

    async def main(engine: Engine) -> None:
        fake.on("POST /networks", nth=1).fail(0x80070005)
        with pytest.raises(AccessDeniedError):
            await engine.create_network(NET)
        assert await engine.network.store.run(engine.network.store.networks) == []
        await engine.create_network(NET)

    with FakeHost() as fake:
        play(main, fake)
        fake.assert_all_used()
        assert names(fake) == ([NET], [])


def test_endpoint_that_hns_refuses_leaves_nothing() -> None:
    """The engine does not delete an endpoint whose creation failed."""

    async def main(engine: Engine) -> None:
        await engine.create_network(NET)
        fake.on("POST /endpoints", nth=1).fail(0x80070005)
        with pytest.raises(AccessDeniedError):
            await engine.create_endpoint(NET, ONE, port(80, 8080))
        assert await engine.network.store.run(engine.network.store.endpoints) == []
        await engine.create_endpoint(NET, TWO, port(80, 8080))

    with FakeHost() as fake:
        play(main, fake)
        assert policies(fake) == {"2": [8080]}


@pytest.mark.parametrize("what", ["network", "endpoint"])
def test_object_that_cannot_be_remembered_is_removed(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk must not fill HNS with objects that nobody knows."""

    async def main(engine: Engine) -> None:
        store = engine.network.store
        await engine.create_network(OTHER, "10.62.0.0/24")
        verb = "put" if what == "network" else "put_with_ports"
        real, calls = getattr(store, verb), []

        def full(*args: Any) -> None:
            calls.append(args)
            if len(calls) == 2:  # the first says that it begins
                raise OSError("disk full")
            real(*args)

        monkeypatch.setattr(store, verb, full)
        with pytest.raises(OSError, match="disk full"):
            await (engine.create_network(NET) if what == "network" else engine.create_endpoint(OTHER, ONE))

    with FakeHost() as fake:
        play(main, fake)
        assert names(fake) == ([OTHER], [])


def test_what_could_not_be_undone_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is stale then, and the next reconciliation finds it."""

    async def main(engine: Engine) -> None:
        store = engine.network.store
        await engine.create_network(NET)
        real = store.put_with_ports

        def full(record: Any, ports: Any) -> None:
            if record.hns_id:
                raise OSError("disk full")
            real(record, ports)

        monkeypatch.setattr(store, "put_with_ports", full)
        fake.on("DELETE /endpoints/*", nth=1).fail(0x80070005)
        with pytest.raises(OSError, match="disk full"):
            await engine.create_endpoint(NET, ONE)
        monkeypatch.undo()
        assert names(fake)[1] == [ONE]
        found = await engine.network.reconcile(gc=True)
        assert [str(one.id) for one in found.removed] == [ONE]

    with FakeHost() as fake:
        play(main, fake)
        assert names(fake) == ([NET], [])


@pytest.mark.parametrize("how", [ServiceUnavailableError, TimedOutError])
def test_creation_of_unknown_outcome_is_found_out(how: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    """HNS may have done it before it crashed: the retry has to take what is there."""

    async def main(engine: Engine) -> None:
        await engine.create_network(NET)
        real = networks.Networks.create

        def crash(self: Any, model: hns.HNSNetwork) -> hns.HNSNetwork:
            real(self, model)
            raise how("no answer")

        monkeypatch.setattr(networks.Networks, "create", crash)
        with pytest.raises(how):
            await engine.create_network(OTHER, "10.62.0.0/24", networkname="web")
        monkeypatch.undo()
        await engine.create_network(OTHER, "10.62.0.0/24", networkname="web")

    with FakeHost() as fake:
        play(main, fake)
        assert names(fake)[0] == [NET, "web"]


def test_answer_that_only_says_done_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """HNS may confirm a request and leave out what it has made."""

    async def main(engine: Engine) -> Any:
        for cls in (networks.Networks, endpoints.Endpoints):
            monkeypatch.setattr(cls, "create", confirmed(cls.create))
        await engine.create_network(NET)
        given = await engine.create_endpoint(NET, ONE)
        monkeypatch.undo()
        assert given["MacAddress"]
        await engine.about("DeleteEndpoint", NET, ONE)
        await engine.delete_network(NET)

    def confirmed(real: Callable[..., Any]) -> Callable[..., Any]:
        def create(self: Any, model: Any, **more: Any) -> Any:
            real(self, model, **more)
            return model

        return create

    with FakeHost() as fake:
        play(main, fake)
        assert names(fake) == ([], [])


def test_caller_that_goes_away_stops_nothing_in_the_middle() -> None:
    """The engine's retry finds the endpoint finished."""

    async def main(engine: Engine) -> Any:
        await engine.create_network(NET)
        rule = fake.on("POST /endpoints").hang()
        asked = asyncio.ensure_future(engine.create_endpoint(NET, ONE))
        while not rule.fired:
            await asyncio.sleep(0.01)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        again = asyncio.ensure_future(engine.create_endpoint(NET, ONE))
        rule.remove()
        assert (await again)["MacAddress"]
        await engine.network.stop()

    with FakeHost() as fake:
        play(main, fake)
        assert names(fake) == ([NET], [ONE])
        assert len(list(sent(fake, "/endpoints"))) == 1


def test_driver_that_stops_ends_what_it_began() -> None:
    """A stop in the middle of a creation would leave it to the next reconciliation."""

    async def main(engine: Engine) -> None:
        await engine.create_network(NET)
        rule = fake.on("DELETE /networks/*").hang()
        asked = asyncio.ensure_future(engine.delete_network(NET))
        while not rule.fired:
            await asyncio.sleep(0.01)
        asked.cancel()
        stopping = asyncio.ensure_future(engine.network.stop())
        await asyncio.sleep(0)
        assert not stopping.done()
        rule.remove()
        await stopping

    with FakeHost() as fake:
        play(main, fake)
        assert names(fake) == ([], [])
