"""The documents of the plugin protocol, beside what real engines sent."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hcspy.docker
from hcspy import InvalidDocumentError, from_json, to_dict, to_json
from hcspy.docker import CreateNetworkRequest, IpamDriver, JoinResponse, NetworkDriver, Service
from hcspy.docker.protocol.methods import METHODS, Method
from hcspy.testing.strategies import models

DATA = Path(__file__).parents[2] / "data" / "docker"
BASES: dict[str, type[Any]] = {Service.NETWORK_DRIVER: NetworkDriver, Service.IPAM_DRIVER: IpamDriver}
MODELS = sorted(
    {cls for method in METHODS.values() for cls in (method.request, method.response) if cls},
    key=lambda cls: str(cls.__name__),
)


def exchanges() -> Iterator[tuple[str, dict[str, Any]]]:
    """Return each call of each recording."""
    for path in sorted(DATA.glob("*.json")):
        for index, call in enumerate(json.loads(path.read_text(encoding="utf-8")).get("calls", ())):
            if call.get("method") in METHODS:
                yield f"{path.stem}-{index}-{call['method']}", call


EXCHANGES = dict(exchanges())


@pytest.mark.parametrize("call", EXCHANGES.values(), ids=EXCHANGES)
def test_recorded_request_reads_and_goes_back_out_unchanged(call: dict[str, Any]) -> None:
    """An engine's request that is refused, or loses a member on the way to the driver, makes no network."""
    request = METHODS[call["method"]].request
    if request is None:
        assert call["request"] is None
    else:
        assert to_dict(from_json(request, call["request"], strict=True)) == call["request"]


@pytest.mark.parametrize("call", EXCHANGES.values(), ids=EXCHANGES)
def test_recorded_answer_reads_as_the_model_of_the_answer(call: dict[str, Any]) -> None:
    """What a driver has to say has to fit into the models: the engines took these answers."""
    response = METHODS[call["method"]].response
    if response is None:
        assert call["response"] == {}
    else:
        assert to_dict(from_json(response, call["response"], strict=True)) == call["response"]


def test_recordings_have_every_method_of_the_protocol() -> None:
    """A method that no recording has would stand here by hearsay alone."""
    assert {call["method"] for call in EXCHANGES.values()} == set(METHODS)


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_base_class_has_each_method_with_its_types(method: Method) -> None:
    """A method without a place in the base class cannot be overridden; one of another type would be called wrongly."""
    function = getattr(BASES[method.service], method.attribute)
    hints = get_type_hints(function)
    assert inspect.iscoroutinefunction(function)
    assert hints.pop("return") is (method.response or type(None))
    assert list(hints.values()) == ([method.request] if method.request else [])


@pytest.mark.parametrize("service", list(Service))
def test_base_class_has_no_method_that_the_protocol_lacks(service: Service) -> None:
    """The engine would never call it."""
    ours = {name for name in vars(BASES[service]) if not name.startswith("_")}
    assert ours == {method.attribute for method in METHODS.values() if method.service is service}


@pytest.mark.parametrize("cls", MODELS, ids=lambda cls: str(cls.__name__))
@settings(max_examples=3)
@given(data=st.data())
def test_document_of_the_protocol_survives_the_wire(cls: type[Any], data: st.DataObject) -> None:
    """What goes out comes back."""
    model = data.draw(models(cls))
    assert from_json(cls, to_json(model)) == model


def test_every_model_is_a_public_name_of_the_package() -> None:
    """Whoever overrides a method has to name its types."""
    assert all(getattr(hcspy.docker, cls.__name__) is cls for cls in MODELS)
    assert set(hcspy.docker.__all__) >= {cls.__name__ for cls in MODELS}


def test_request_of_wrong_types_names_each_place() -> None:
    """The engine's user sees this text, and nothing else."""
    document = {"NetworkID": 7, "IPv4Data": [{"Pool": 5}]}
    with pytest.raises(InvalidDocumentError, match=r"NetworkID is 7, allowed is a string \(and 1 more\)"):
        from_json(CreateNetworkRequest, document, strict=True)


@pytest.mark.parametrize("options", [{}, {"com.docker.network.generic": None}, {"com.docker.network.generic": "x"}])
def test_network_without_labels_has_none(options: dict[str, Any]) -> None:
    """An engine that sends no labels, or odd ones, must not break a driver that looks for one."""
    assert CreateNetworkRequest(network_id="9dea", options=options).labels == {}


def test_answer_of_the_default_join_has_neither_interface_nor_gateway_service() -> None:
    """With a gateway, or the engine's own bridge, a container on such a driver would not start."""
    assert to_dict(JoinResponse(disable_gateway_service=True)) == {"DisableGatewayService": True}
