"""Pools and addresses, as the engine asks for them."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Any

import pytest

from hcspy import hns
from hcspy.docker.hnsdriver.pools import choose_range, next_address, parse_range
from hcspy.docker.hnsdriver.store import PoolRecord
from hcspy.errors import AlreadyExistsError, InUseError, InvalidDocumentError, InvalidStateError, NotFoundError
from hcspy.testing import FakeHost

from .engine import Engine, play

LOCAL = "hcspy-local"
GATEWAY = {"RequestAddressType": "com.docker.network.gateway"}


async def pool(
    engine: Engine, prefix: str = "10.77.0.0/24", part: str = "", *, v6: bool = False, space: str = LOCAL
) -> Any:
    request = {"AddressSpace": space, "Pool": prefix, "SubPool": part, "Options": {}, "V6": v6}
    return await engine.ask("IpamDriver.RequestPool", request)


async def address(engine: Engine, pool_id: str, wanted: str = "", options: Any = None) -> str:
    request = {"PoolID": pool_id, "Address": wanted, "Options": options}
    return str((await engine.ask("IpamDriver.RequestAddress", request))["Address"])


async def release(engine: Engine, pool_id: str, what: str = "") -> None:
    if what:
        await engine.ask("IpamDriver.ReleaseAddress", {"PoolID": pool_id, "Address": what})
    else:
        await engine.ask("IpamDriver.ReleasePool", {"PoolID": pool_id})


def test_driver_says_what_it_needs() -> None:
    """A replay would double what the store remembers."""

    async def main(engine: Engine) -> None:
        needs = await engine.ask("IpamDriver.GetCapabilities")
        assert needs == {"RequiresMACAddress": False, "RequiresRequestReplay": False}
        spaces = await engine.ask("IpamDriver.GetDefaultAddressSpaces")
        assert spaces == {"LocalDefaultAddressSpace": LOCAL, "GlobalDefaultAddressSpace": "hcspy-global"}

    with FakeHost() as fake:
        play(main, fake)


def test_same_request_gets_the_same_pool() -> None:
    """The engine asks again after an error, and two networks may share a range."""

    async def main(engine: Engine) -> None:
        first, second = [await pool(engine) for _ in range(2)]
        assert first == second == {"PoolID": "hcspy-local/10.77.0.0/24", "Pool": "10.77.0.0/24"}
        await release(engine, first["PoolID"])
        assert await address(engine, first["PoolID"]) == "10.77.0.1/24"
        await release(engine, first["PoolID"])
        with pytest.raises(NotFoundError, match=r"no pool hcspy-local/10\.77"):
            await address(engine, first["PoolID"])
        await release(engine, first["PoolID"])
        await release(engine, first["PoolID"], "10.77.0.1")

    with FakeHost() as fake:
        play(main, fake)


def test_pool_that_nobody_names_is_another_each_time() -> None:
    """The engine holds a pool that touches a route of the host, and asks until it gets one that does not."""

    async def main(engine: Engine) -> list[str]:
        return [(await pool(engine, ""))["Pool"] for _ in range(3)]

    with FakeHost() as fake:
        taken = hns.Subnet(address_prefix="172.16.16.0/20", gateway_address="172.16.16.1")
        fake.host.hns.networks.create(hns.HNSNetwork(name="other", type="NAT", subnets=[taken]))
        assert play(main, fake) == ["172.16.0.0/20", "172.16.32.0/20", "172.16.48.0/20"]


def test_pool_of_ipv6_is_chosen_as_well() -> None:
    """`docker network create --ipv6` names no range either."""

    async def main(engine: Engine) -> None:
        first = await pool(engine, "", v6=True)
        assert ipaddress.ip_network(first["Pool"]).is_private
        assert await address(engine, first["PoolID"]) == "fd00:6873::1/64"
        assert await address(engine, first["PoolID"]) == "fd00:6873::2/64"

    with FakeHost() as fake:
        play(main, fake)


def test_pools_that_overlap_are_refused_within_a_space() -> None:
    """Two containers would get the same address."""

    async def main(engine: Engine) -> None:
        await pool(engine)
        with pytest.raises(AlreadyExistsError, match=r"10\.77\.0\.0/16 overlaps"):
            await pool(engine, "10.77.0.0/16")
        await pool(engine, "10.77.0.0/16", space="hcspy-global")

    with FakeHost() as fake:
        play(main, fake)


def test_parts_of_a_range_share_its_addresses() -> None:
    """Two networks with other `--ip-range`s of one subnet must not give away the same address."""

    async def main(engine: Engine) -> None:
        upper = (await pool(engine, "10.77.0.0/24", "10.77.0.128/25"))["PoolID"]
        whole = (await pool(engine))["PoolID"]
        assert upper != whole
        assert await address(engine, upper, options=GATEWAY) == "10.77.0.1/24"
        assert await address(engine, upper) == "10.77.0.128/24"
        assert await address(engine, whole) == "10.77.0.2/24"
        with pytest.raises(InUseError, match=r"10\.77\.0\.128"):
            await address(engine, whole, "10.77.0.128")
        assert await address(engine, whole, options=GATEWAY) == "10.77.0.3/24"

    with FakeHost() as fake:
        play(main, fake)


def test_address_that_was_released_comes_last() -> None:
    """Neighbours remember for a while whose it was."""

    async def main(engine: Engine) -> None:
        id = (await pool(engine, "10.77.0.0/29"))["PoolID"]
        given = [await address(engine, id) for _ in range(3)]
        await release(engine, id, given[0].partition("/")[0])
        rest = [await address(engine, id) for _ in range(4)]
        assert rest == [f"10.77.0.{last}/29" for last in (4, 5, 6, 1)]
        with pytest.raises(InvalidStateError, match="no address is free"):
            await address(engine, id)

    with FakeHost() as fake:
        play(main, fake)


def test_address_that_is_wanted_is_given() -> None:
    """`docker run --ip`, and gateways that the user names."""

    async def main(engine: Engine) -> None:
        id = (await pool(engine))["PoolID"]
        assert await address(engine, id, "10.77.0.9") == "10.77.0.9/24"
        assert await address(engine, id, "10.77.0.254", GATEWAY) == "10.77.0.254/24"
        for wrong in ("10.78.0.9", "10.77.0.0", "10.77.0.255", "fd00::1", "x"):
            with pytest.raises(InvalidDocumentError):
                await address(engine, id, wrong)
        with pytest.raises(InvalidDocumentError):
            await release(engine, id, "x")
        await release(engine, id, "10.77.0.9")
        assert await address(engine, id, "10.77.0.9") == "10.77.0.9/24"

    with FakeHost() as fake:
        play(main, fake)


def test_same_mac_address_gets_the_same_address() -> None:
    """A retry, where the engine says who asks."""

    async def main(engine: Engine) -> None:
        id = (await pool(engine))["PoolID"]
        option = "com.docker.network.endpoint.macaddress"
        first, again = [
            await address(engine, id, options={option: mac}) for mac in ("02:42:0A:4D:00:02", "02-42-0a-4d-00-02")
        ]
        assert first == again
        assert await address(engine, id, options={option: "02:42:0a:4d:00:03"}) != first

    with FakeHost() as fake:
        play(main, fake)


@pytest.mark.parametrize(
    ("prefix", "part", "v6"),
    [
        ("10.77.0.0/24", "10.78.0.0/25", False),
        ("10.77.0.0/24", "", True),
        ("x", "", False),
        ("", "10.77.0.0/25", False),
    ],
)
def test_pool_that_makes_no_sense_is_refused(prefix: str, part: str, v6: bool) -> None:
    """The engine shows the words to its user."""

    async def main(engine: Engine) -> None:
        with pytest.raises(InvalidDocumentError):
            await pool(engine, prefix, part, v6=v6)

    with FakeHost() as fake:
        play(main, fake)


def test_pools_and_addresses_outlive_the_driver(tmp_path: Path) -> None:
    """The engine does not ask again for what it has."""

    async def before(engine: Engine) -> str:
        return await address(engine, (await pool(engine))["PoolID"])

    async def after(engine: Engine) -> str:
        return await address(engine, "hcspy-local/10.77.0.0/24")

    with FakeHost() as fake:
        assert play(before, fake, tmp_path / "driver.sqlite", stop=False) == "10.77.0.1/24"
        assert play(after, fake, tmp_path / "driver.sqlite") == "10.77.0.2/24"


def test_no_free_range_is_said() -> None:
    """A search through all of IPv6 would never come to its end."""
    taken = [parse_range("172.16.0.0/12"), parse_range("fd00::/8")]
    for version in (4, 6):
        with pytest.raises(InvalidStateError, match=f"no IPv{version} pool is free"):
            choose_range(["172.16.0.0/12", "fd00:6873::/32"], version, taken)


def test_smallest_ranges_have_no_address_of_their_own() -> None:
    """A link between two has two ends."""
    assert next_address(PoolRecord(id="p", space="s", pool="10.0.0.0/31"), set()) == "10.0.0.0"
