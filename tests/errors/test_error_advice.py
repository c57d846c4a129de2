"""The hint of an error speaks of what was asked: ports, compute systems, or layers."""

from __future__ import annotations

import pytest

from hcspy._ffi.exports import EXPORTS
from hcspy.errors import explain, from_hresult
from hcspy.errors.advice import ADVICE, service_of
from hcspy.errors.data import BY_VALUE

SERVICES = {"computenetwork": "network", "computecore": "compute", "computestorage": "storage", "virtdisk": "storage"}
OTHERS = [name for name in EXPORTS["vmcompute"] if not name.startswith(("Hcs", "HNS", "GrantVm"))]


@pytest.mark.parametrize("dll", SERVICES)
def test_each_export_of_a_dll_belongs_to_its_service(dll: str) -> None:
    """One that is taken for another's gets a hint about something else."""
    assert {name: service_of(name) for name in EXPORTS[dll]} == dict.fromkeys(EXPORTS[dll], SERVICES[dll])


def test_exports_of_the_old_dll_belong_to_three() -> None:
    """vmcompute.dll has the functions of all of them."""
    assert {service_of(name) for name in EXPORTS["vmcompute"] if name.startswith("Hcs")} == {"compute"}
    assert {name: service_of(name) for name in OTHERS} == dict.fromkeys(OTHERS, "storage")
    assert service_of("HNSCall") == "network"
    assert (service_of(None), service_of("SetCurrentThreadCompartmentId")) == (None, None)


@pytest.mark.parametrize(
    ("call", "speaks_of", "not_of"),
    [
        ("HNSCall", "external port", "layer"),
        ("HcnCreateEndpoint", "external port", "layer"),
        ("ActivateLayer", "deactivate the layer", "port"),
        ("HcsAttachLayerStorageFilter", "detach the disk", "port"),
        ("AttachVirtualDisk", "detach the disk", "port"),
        ("HcsStartComputeSystem", "scratch layer", "port"),
    ],
)
def test_hint_of_a_sharing_violation_fits_the_call(call: str, speaks_of: str, not_of: str) -> None:
    """Nobody frees a layer by choosing another port."""
    hint = from_hresult(0x80070020, call=call).hint or ""
    assert speaks_of in hint
    assert not_of not in hint


def test_hint_without_a_call_is_that_of_the_code() -> None:
    """`explain` does not know what was asked; it names all that may be."""
    assert from_hresult(0x80070020, call=None).hint == explain(0x20).advice
    assert from_hresult(0x80070020, call="SetJobCompartmentId").hint == explain(0x20).advice


@pytest.mark.parametrize(
    "text", [pytest.param(text, id=f"{code:08X} {name}") for code, row in ADVICE.items() for name, text in row.items()]
)
def test_advice_is_a_short_sentence(text: str) -> None:
    """It stands behind "hint: " on one line."""
    assert 3 < len(text) <= 130
    assert not text.endswith(".")
    assert text[0].isupper()


def test_advice_is_about_codes_that_are_known() -> None:
    """For any other there is no general one that it could replace."""
    assert ADVICE.keys() <= BY_VALUE.keys()
