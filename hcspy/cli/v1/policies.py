"""How policies are written at HNS v1: flat, with the type among the members."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hcspy.cli.kinds import PolicyStyle
from hcspy.codec import decode, to_dict


def _classes() -> Mapping[str, type]:
    from hcspy.hns import POLICIES

    return POLICIES


def _unknown(document: dict[str, Any]) -> Any:
    from hcspy.hns import UnknownPolicy

    return decode(UnknownPolicy, document)


FLAT: Final = PolicyStyle(classes=_classes, unknown=_unknown, document=to_dict)
