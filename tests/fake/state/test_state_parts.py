"""The parts under the rules: chance, clock, store, documents, switches."""

from __future__ import annotations

import pytest

from hcspy.testing.profiles import DEFAULT_PROFILE, PROFILES, profile
from hcspy.testing.state import Fault, State
from hcspy.testing.state.chance import Chance, derived_guid
from hcspy.testing.state.clock import Clock
from hcspy.testing.state.documents import Style, guid_key
from hcspy.testing.state.macs import free_number
from hcspy.testing.state.store import Object, Table
from hcspy.testing.state.subnets import Subnet
from hcspy.testing.state.switches import Switches


def test_chance_is_the_same_for_a_seed_and_goes_on_from_a_position() -> None:
    """A stored machine must not start its ids over."""
    one = Chance(5)
    first = [one.guid(), str(one.below(1000)), one.guid()]
    assert first == [c.guid() if n != 1 else str(c.below(1000)) for c in [Chance(5)] for n in range(3)]
    assert Chance(5, 2).guid() == first[2]
    assert Chance(6).guid() != first[0]


def test_guids_are_version_4_and_derived_ones_version_5() -> None:
    """Windows makes random ids; ours must parse like them."""
    chance = Chance()
    for _ in range(50):
        assert chance.guid()[14] == "4"
        assert chance.guid()[19] in "89ab"
    assert derived_guid("a", "b") == derived_guid("a", "b") != derived_guid("ab")
    assert derived_guid("a")[14] == "5"


def test_clock_moves_when_it_is_read_and_never_back() -> None:
    """Two objects made one after the other have two times."""
    clock = Clock()
    assert clock.tick() < clock.tick()
    before = clock.now
    clock.advance(1.5)
    assert clock.now == before + 15_000_000
    with pytest.raises(ValueError, match="backwards"):
        clock.advance(-1)


def test_free_number_finds_the_last_one_and_then_none() -> None:
    """A full range is told, not searched for ever."""
    assert free_number(Chance(), 1000, lambda n: n != 777) == 777
    assert free_number(Chance(), 1000, lambda n: True) is None


def test_table_finds_by_any_key_and_forgets_them_all() -> None:
    """An index that keeps a dead object would hand it out."""
    table = Table()
    one, two = Object("1", {}), Object("2", {})
    table.add(one, [("name", "a"), ("name", "a"), ("ip", 5)])
    table.add(two, [("name", "a")])
    assert table.by("name", "a") == [one, two]
    assert (table.first("name", "a"), table.count("name", "a"), "1" in table) == (one, 2, True)
    table.reindex(one, [("name", "b")])
    assert table.by("name", "a") == [two]
    assert not table.holds("ip", 5)
    table.remove(one)
    assert table.first("name", "b") is None
    assert table.count("name", "b") == 0
    assert list(table) == [two]


@pytest.mark.parametrize("text", ["{9C1D7F2E-3B54-4A66-8F10-0A1B2C3D4E5F}", "9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f"])
def test_guids_compare_without_case_and_braces(text: str) -> None:
    """Clients write ids in every form."""
    assert guid_key(text) == "9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f"


@pytest.mark.parametrize(
    ("name", "network", "endpoint", "inner"),
    [("rs1", "ab", "ab", "ab"), ("2019", "AB", "AB", "AB"), ("2022", "AB", "ab", "AB")],
)
def test_letter_case_of_ids_follows_the_build(name: str, network: str, endpoint: str, inner: str) -> None:
    """Lower on 5.x, upper on 9.x and 10.x, lower again for endpoints of 13.x."""
    style = Style(PROFILES[name])
    assert (style.id("network", "aB"), style.id("endpoint", "aB"), style.inner_id("aB")) == (network, endpoint, inner)


def test_new_member_goes_to_its_place_and_moves_nothing_else() -> None:
    """A recorded order that is not ours stays as it is."""
    document = {"Z": 1, "B": 2, "D": 3}
    Style(PROFILES["2022"]).place("network", document, "C", 4)
    assert list(document) == ["B", "C", "Z", "D"]
    Style(PROFILES["2022"]).place("network", document, "Z", 5)
    assert document == {"B": 2, "C": 4, "Z": 5, "D": 3}


def test_switches_refuse_what_there_is_not() -> None:
    """A misspelt switch would make a test pass for nothing."""
    switches = Switches()
    with pytest.raises(ValueError, match="running, stopped, crashed"):
        switches.service = "broken"
    with pytest.raises(ValueError, match="no switch is called 'servise'"):
        switches.servise = "stopped"  # type: ignore[attr-defined]
    assert not switches.spend("degrade_attach")


def test_profiles_are_the_seven_and_2022_is_the_default() -> None:
    """The names are the same everywhere."""
    assert list(PROFILES) == ["rs1", "1803", "2019", "1903", "2022", "win11", "2025"]
    assert DEFAULT_PROFILE == "2022"
    assert profile("2019") is profile(profile("2019"))
    with pytest.raises(ValueError, match="choose one of rs1, 1803"):
        profile("95")


def test_same_seed_gives_the_same_machine() -> None:
    """A failing test must fail again."""
    documents = []
    for seed in (1, 1, 2):
        state = State(seed=seed)
        network = state.networks.create({"Name": "n", "Type": "nat"})
        documents.append([network.document, state.endpoints.create({"VirtualNetwork": network.id}).document])
    assert documents[0] == documents[1] != documents[2]


def test_subnet_knows_its_ends() -> None:
    """Network and broadcast address are not handed out."""
    subnet = Subnet({"AddressPrefix": "10.0.0.5/30"})
    assert subnet.span == (0x0A000005, 0x0A000006)
    assert subnet.gateway is None


def test_accelnet_needs_15_4() -> None:
    """Older builds do not know the path."""
    with pytest.raises(Fault):
        State("win11").accelnet_list()


def test_fault_reads_as_its_number() -> None:
    """The number is what is looked up."""
    assert str(Fault(0x803B0001)) == "0x803B0001"
    assert str(Fault(0x803B0001, "no network")) == "0x803B0001 (no network)"
