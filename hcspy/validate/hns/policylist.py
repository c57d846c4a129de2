"""Rules for policy lists."""

from __future__ import annotations

from hcspy.validate.registry import checks
from hcspy.validate.syntax import Check, is_guid

PATH = "/endpoints/"

checks(
    "hns.PolicyList",
    {
        "references": Check(
            "/endpoints/ and the id of an endpoint",
            lambda value: isinstance(value, str) and value.startswith(PATH) and is_guid(value.removeprefix(PATH)),
        )
    },
)
