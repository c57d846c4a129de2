"""What the engine has forgotten, what others have, and when it is touched."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import attrs
import pytest

from hcspy import hns
from hcspy.docker.hnsdriver.reconcile import Finding, Reconciliation
from hcspy.docker.hnsdriver.store import DELETING, READY, EndpointRecord, NetworkRecord
from hcspy.errors import ServiceUnavailableError
from hcspy.testing import FakeHost

from .engine import NET, ONE, OTHER, TWO, Engine, id_of, its_end, kinds, names, one_container, play, reconciled


def test_deletion_that_hns_refused_is_remembered(tmp_path: Path) -> None:
    """The engine ignores the error and forgets the network: only the driver knows now that it is there."""
    path = tmp_path / "driver.sqlite"

    async def main(engine: Engine) -> None:
        await one_container(engine)
        with fake.service_stopped(), pytest.raises(ServiceUnavailableError):
            await engine.about("DeleteEndpoint", NET, ONE)
        with fake.service_stopped(), pytest.raises(ServiceUnavailableError):
            await engine.delete_network(NET)

    with FakeHost() as fake:
        play(main, fake, path)
        assert kinds(play(reconciled, fake, path).stale) == [("network", "a"), ("endpoint", "1")]
        assert names(fake) == ([NET], [ONE])

        async def swept(engine: Engine) -> Reconciliation:
            return await engine.network.reconcile(gc=True)

        found = play(swept, fake, path)
        assert kinds(found.removed) == [("endpoint", "1"), ("network", "a")]
        assert [str(one) for one in found.removed][1].endswith("is removed")
        assert names(fake) == ([], [])
        assert play(reconciled, fake, path).clean


def test_what_the_engine_does_not_know_is_stale_too(tmp_path: Path) -> None:
    """`docker network rm` while the driver was away succeeds, and the driver never hears of it."""
    path = tmp_path / "driver.sqlite"

    async def main(engine: Engine) -> Reconciliation:
        await engine.create_network(OTHER, "10.62.0.0/24")
        return await engine.network.reconcile(gc=True, known={OTHER})

    with FakeHost() as fake:
        play(one_container, fake, path)
        assert kinds(play(main, fake, path).removed) == [("endpoint", "1"), ("network", "a")]
        assert names(fake) == ([OTHER], [])


def test_what_cannot_be_removed_is_said(tmp_path: Path) -> None:
    """And stays remembered, for the next time."""

    async def main(engine: Engine) -> Reconciliation:
        await one_container(engine)
        fake.on("DELETE /*", times=2).fail(0x80070005)
        return await engine.network.reconcile(gc=True, known=())

    with FakeHost() as fake:
        found = play(main, fake, tmp_path / "driver.sqlite")
        assert kinds(found.failed) == [("endpoint", "1"), ("network", "a")]
        assert "could not be removed" in found.failed[0].what
        assert names(fake) == ([NET], [ONE])


def test_foreign_objects_are_never_touched(tmp_path: Path) -> None:
    """Whatever else runs on the machine has nothing to do with Docker."""

    async def main(engine: Engine) -> Reconciliation:
        await one_container(engine)
        await engine.create_network(OTHER, hnsid=lab.id)
        return await engine.network.reconcile(gc=True, known=())

    with FakeHost() as fake:
        lab = fake.host.hns.networks.create(hns.HNSNetwork(name="lab", type="NAT"))
        docker = fake.host.hns.networks.create(hns.HNSNetwork(name=id_of("c"), type="NAT"))
        for network in (lab, docker):
            fake.host.hns.endpoints.create(hns.HNSEndpoint(name=id_of("d"), virtual_network=network))
        before = names(fake)
        play(main, fake, tmp_path / "driver.sqlite")
        assert names(fake) == before


def test_what_never_came_to_be_is_forgotten() -> None:
    """The driver was killed before HNS heard of it."""

    async def main(engine: Engine) -> Reconciliation:
        store = engine.network.store
        await one_container(engine)
        store.put(NetworkRecord(id=OTHER, type="nat", document=json.dumps({"Name": "web", "Type": "nat"})))
        store.put(EndpointRecord(id=TWO, network=NET, document=json.dumps({"Name": TWO})))
        found = await engine.network.reconcile()
        assert ([one.id for one in store.networks()], [one.id for one in store.endpoints()]) == ([NET], [ONE])
        return found

    with FakeHost() as fake:
        assert play(main, fake).clean


@pytest.mark.parametrize("again", [False, True])
def test_requests_are_served_while_it_is_reconciled(again: bool) -> None:
    """What was stale may be wanted again, or gone, when its turn comes."""

    async def main(engine: Engine) -> Reconciliation:
        driver, store = engine.network, engine.network.store
        await one_container(engine)
        await engine.create_network(OTHER, "10.62.0.0/24")
        for record in (*store.networks(), *store.endpoints()):
            store.put(attrs.evolve(record, state=DELETING))
        rule = fake.on("GET /networks/*", nth=1).hang()
        reconciling = asyncio.ensure_future(driver.reconcile(gc=True))
        while not rule.fired:
            await asyncio.sleep(0.01)
        for record in (*store.networks(), *store.endpoints()):
            if again:
                store.put(attrs.evolve(record, state=READY))
            elif record.id != NET:
                store.drop("networks" if record.id == OTHER else "endpoints", record.id)
        rule.remove()
        return await reconciling

    with FakeHost() as fake:
        play(main, fake)
        assert names(fake) == (([NET, OTHER], [ONE]) if again else ([OTHER], []))


def test_two_drivers_leave_each_other_alone(tmp_path: Path) -> None:
    """A driver for NAT and one for bridges are the usual pair."""
    first, second = tmp_path / "first.sqlite", tmp_path / "second.sqlite"

    async def other(engine: Engine) -> Reconciliation:
        await engine.create_network(OTHER, "10.62.0.0/24")
        await engine.create_endpoint(OTHER, TWO)
        return await engine.network.reconcile(gc=True, known={OTHER, TWO})

    with FakeHost() as fake:
        play(one_container, fake, first)
        assert play(other, fake, second, network_type="l2bridge").clean
        assert names(fake) == ([NET, OTHER], [ONE, TWO])
        assert play(reconciled, fake, first, gc=True).clean
        play(its_end, fake, first)
        assert names(fake) == ([OTHER], [TWO])


def test_finding_is_a_line_for_a_log() -> None:
    """Somebody looks for the object by either id."""
    assert str(Finding(kind="endpoint", id="e1", hns_id="", what="is lost")) == "endpoint e1 is lost"
