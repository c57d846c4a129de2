from __future__ import annotations

from typing import Any

import pytest

from hcspy.errors import PolicyNotFoundError
from hcspy.verbs.policies import Policies

FLAT = Policies(dict, {"acl": ("Id",)})
BLOCK: dict[str, Any] = {"Type": "ACL", "Id": "a", "Action": "Block"}
ENVELOPE: dict[str, Any] = {"Type": "ACL", "Settings": {"Id": "a", "Action": "Block"}}


def test_flat_and_enveloped_policies_compare_alike() -> None:
    """One door writes an envelope, the other none; what is compared is what they say."""
    assert FLAT.covers(ENVELOPE, {"Type": "acl", "Settings": {"Action": "block"}})
    assert FLAT.covers(BLOCK, {"Type": "acl", "Action": "Block"})
    assert not FLAT.covers(BLOCK, {"Type": "ACL", "Action": "Allow"})
    assert FLAT.same(ENVELOPE, {"Type": "ACL", "Settings": {"Id": "A", "Action": "Allow"}})


def test_settings_of_another_shape_are_compared_as_they_are() -> None:
    """Null is what some builds write for none."""
    assert FLAT.covers({"Type": "L2Driver", "Settings": None}, {"Type": "L2Driver"})


def test_split_takes_every_policy_that_a_pattern_covers() -> None:
    """ "All block rules" is one pattern."""
    other = {"Type": "ACL", "Id": "b", "Action": "Block"}
    kept, taken = FLAT.split([BLOCK, other, {"Type": "NAT"}], [{"Type": "ACL"}], "endpoint", missing_ok=False)
    assert (kept, taken) == ([{"Type": "NAT"}], [BLOCK, other])
    with pytest.raises(PolicyNotFoundError, match="the endpoint has no policy"):
        FLAT.split([BLOCK], [{"Type": "NAT"}], "endpoint", missing_ok=False)
    assert FLAT.split([BLOCK], [{"Type": "NAT"}], "endpoint", missing_ok=True) == ([BLOCK], [])


def test_merge_changes_in_place_and_appends() -> None:
    """What is not asked for stays where it is."""
    own = {"Type": "VLAN", "VLAN": 1}
    wanted = [{"Type": "ACL", "Id": "a", "Action": "Allow"}, {"Type": "ACL", "Id": "b"}]
    merged, changes = FLAT.merge([own, BLOCK], wanted)
    assert merged == [own, wanted[0], wanted[1]]
    assert [change.path for change in changes] == ["Policies[1].Action", "Policies[2]"]
    assert FLAT.merge(merged, wanted) == (merged, [])
