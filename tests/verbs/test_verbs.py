from __future__ import annotations

import pytest

from hcspy import hns
from hcspy.errors import AmbiguousError, HcspyError, NotFoundError, TimedOutError
from hcspy.verbs import Change, matching, only, poll, ref_id, same_id
from hcspy.verbs.ensured import differences
from hcspy.verbs.rollback import Rollback


def test_reference_keeps_its_spelling() -> None:
    """The service gets the id as the caller wrote it."""
    assert ref_id("9C1D7F2E-3B54-4A66-8F10-0A1B2C3D4E5F", "network") == "9C1D7F2E-3B54-4A66-8F10-0A1B2C3D4E5F"
    assert ref_id(hns.HNSNetwork(id="abc"), "network") == "abc"


def test_ids_compare_without_case_and_braces() -> None:
    """Builds differ in how they write them."""
    assert same_id("{ABC}", "abc")
    assert not same_id("abc", None)
    assert not same_id(None, None)


def test_filter_of_none_is_left_out() -> None:
    """A caller passes on what it was given."""
    tests = {"big": lambda number, wanted: (number > 10) is wanted}
    assert matching([1, 20], tests, {"big": None}) == [1, 20]
    assert matching([1, 20], tests, {"big": True}) == [20]


def test_only_names_what_was_looked_for() -> None:
    """With the ids that are in question."""
    with pytest.raises(NotFoundError, match="no network with name 'a'"):
        only([], "network", {"name": "a", "type": None}, NotFoundError)
    with pytest.raises(AmbiguousError, match="x, y"):
        only([hns.HNSNetwork(id="x"), hns.HNSNetwork(id="y")], "network", {"name": "a"}, NotFoundError)


def test_poll_asks_again_until_it_holds() -> None:
    """And returns what was seen then."""
    answers = iter([None, 1, 2, 3])
    assert poll(lambda: next(answers), lambda seen: seen == 2, timeout=5, what="two") == 2
    with pytest.raises(TimedOutError, match="gave up waiting for two after 0 s; nothing was there"):
        poll(lambda: None, lambda seen: True, timeout=0, what="two")


@pytest.mark.parametrize(
    ("wanted", "actual", "paths"),
    [
        ({"A": 1}, {"A": 1, "B": 2}, []),
        ({"A": 1}, {}, ["A"]),
        ({"A": False}, {}, []),
        ({"A": []}, {"A": [1]}, []),
        ({"A": [1]}, {"A": [1, 2]}, ["A"]),
        ({"A": [1]}, {}, ["A"]),
        ({"A": [{"B": 1}]}, {"A": [{"B": 2, "C": 3}]}, ["A[0].B"]),
        ({"A": {"B": "x"}}, {"A": {"B": "X"}}, []),
        ({"A": {"B": "x"}}, {"A": None}, ["A"]),
        ({"A": {}, "B": {"C": [], "D": {}, "E": 0}}, {}, []),
    ],
)
def test_differences_asks_only_for_what_is_wanted(wanted: dict, actual: dict, paths: list[str]) -> None:
    """What the service filled in is no difference."""
    assert [change.path for change in differences(wanted, actual)] == paths


def test_change_reads_as_a_line() -> None:
    """It is printed."""
    assert str(Change(path="Flags", old=None, new=8)) == "Flags: None -> 8"


def test_rollback_walks_back_in_reverse() -> None:
    """Later steps stand on earlier ones."""
    order: list[int] = []
    with pytest.raises(KeyError), Rollback() as undo:
        undo.on_failure("one", order.append, 1)
        undo.on_failure("two", order.append, 2)
        raise KeyError
    assert order == [2, 1]


def test_rollback_goes_on_after_a_failure_and_tells() -> None:
    """One step that cannot be undone must not keep the others from it."""
    order: list[int] = []
    with pytest.raises(HcspyError) as caught, Rollback() as undo:
        undo.on_failure("one", order.append, 1)
        undo.on_failure("two", [].pop)
        raise HcspyError("no")
    assert order == [1]
    assert caught.value.leftovers == ("two (pop from empty list)",)


def test_rollback_forgets_when_all_went_well() -> None:
    """What was done stays."""
    order: list[int] = []
    with Rollback() as undo:
        undo.on_failure("one", order.append, 1)
    assert order == []
    assert undo.undo() == []
