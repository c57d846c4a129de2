"""Results in every version, both ways."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hcspy.cni import DNS, SUPPORTED_VERSIONS, CNIError, Interface, IPConfig, Result, Route
from hcspy.cni.conversion import read_result, write_result

V4 = st.ip_addresses(v=4).map(lambda address: f"{address}/24")
V6 = st.ip_addresses(v=6).map(lambda address: f"{address}/64")
WORDS = st.text("abcdefgh.", min_size=1, max_size=8)
NUMBERS = st.none() | st.integers(1, 9000)
INTERFACES = st.builds(
    Interface, name=WORDS, mac=st.none() | st.just("00:15:5d:00:00:01"), sandbox=st.none() | WORDS, mtu=NUMBERS
)
IPS = st.builds(IPConfig, address=V4 | V6, gateway=st.none() | st.just("10.0.0.1"), interface=st.none() | st.just(0))
ROUTES = st.builds(Route, dst=V4 | V6, gw=st.none() | st.just("10.0.0.1"), mtu=NUMBERS, priority=NUMBERS)
NAMES = st.builds(DNS, nameservers=st.lists(st.just("10.0.0.1")), domain=st.none() | WORDS, search=st.lists(WORDS))
RESULTS = st.builds(
    Result,
    interfaces=st.lists(INTERFACES, max_size=3),
    ips=st.lists(IPS, max_size=3),
    routes=st.lists(ROUTES, max_size=3),
    dns=NAMES,
)


def without_new(result: Result) -> Result:
    """Return what 1.0.0 has of a result."""
    return attrs.evolve(
        result,
        interfaces=[attrs.evolve(held, mtu=None) for held in result.interfaces],
        routes=[attrs.evolve(route, mtu=None, priority=None) for route in result.routes],
    )


@given(RESULTS, st.sampled_from(SUPPORTED_VERSIONS[2:]))
def test_result_survives_every_version_with_interfaces(result: Result, version: str) -> None:
    """A list of plugins hands a result on from one to the next: nothing may get lost on the way."""
    document = write_result(result, version)
    assert document["cniVersion"] == version
    assert read_result(document) == (result if version == "1.1.0" else without_new(result))


@given(RESULTS, st.sampled_from(SUPPORTED_VERSIONS[:2]))
def test_oldest_versions_have_one_address_of_each_kind(result: Result, version: str) -> None:
    """They know no more; which address it is must not change between two readings."""
    document = write_result(result, version)
    assert set(document) <= {"cniVersion", "ip4", "ip6", "dns"}
    again = read_result(document)
    assert write_result(again, version) == document
    firsts = {":" in str(ip.address): str(ip.address) for ip in reversed(result.ips)}
    assert sorted(str(ip.address) for ip in again.ips) == sorted(firsts.values())


def test_addresses_say_their_version_before_1_0_0_only() -> None:
    """libcni refuses an address without it, and an address with it."""
    result = Result(ips=[IPConfig(address="10.0.0.2/8"), IPConfig(address="fd00::2/64")])
    assert [ip["version"] for ip in write_result(result, "0.4.0")["ips"]] == ["4", "6"]
    assert all("version" not in ip for ip in write_result(result, "1.0.0")["ips"])


@pytest.mark.parametrize("document", [{"cniVersion": "3.0.0"}, {"cniVersion": 7}])
def test_result_of_an_unknown_version_is_refused(document: dict[str, Any]) -> None:
    """To guess would be to tell a container a wrong address."""
    with pytest.raises(CNIError) as caught:
        read_result(document)
    assert caught.value.cni_code == 1
