"""Rules for requests to change objects."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final, get_args

import attrs

from hcspy.codec import ToldBy
from hcspy.codec.hints import hint_of
from hcspy.validate.registry import Report, rule

REQUESTS: Final = (
    "hcn.ModifyNetworkSettingRequest",
    "hcn.ModifyEndpointSettingRequest",
    "hcn.ModifyNamespaceSettingRequest",
    "hcn.ModifyGuestNetworkServiceSettingRequest",
    "hcn.GuestModifySettingRequest",
    "hcn.ModifyGuestEndpointSettingRequest",
    "hcn.ModifyGuestNamespaceSettingRequest",
)


@cache
def settings_of(request: type) -> Mapping[str, type]:
    """Return the class of the settings for each resource type in lower case, by the annotation of the request."""
    hint, _ = hint_of(request, attrs.fields_dict(request)["settings"])
    marked = next(part for part in get_args(hint) if hasattr(part, "__metadata__"))
    told = next(mark for mark in marked.__metadata__ if isinstance(mark, ToldBy))
    return told.classes


@rule(*REQUESTS)
def settings_are_of_the_resource(request: Any, report: Report) -> None:
    """The settings of one kind under the name of another are read as the other."""
    if not attrs.has(request.settings.__class__):
        return
    wanted = settings_of(request.__class__).get(str(request.resource_type).lower())
    if wanted is not None and not isinstance(request.settings, wanted):
        report.add("settings", request.settings.__class__.__name__, f"a {wanted.__name__}")
