"""What the models do for their users besides holding members."""

from __future__ import annotations

import json
import subprocess
import sys
from ipaddress import ip_address

import pytest

from hcspy import hns
from hcspy.codec import from_json, to_json

ID = "4f6a2c90-7d1e-4b3a-a5c8-112233445566"


def test_reference_takes_the_model_or_its_id() -> None:
    """Who has the network need not look for its id."""
    network = from_json(hns.HNSNetwork, {"ID": ID.upper()})
    by_model = hns.HNSEndpoint(virtual_network=network, ip_address=ip_address("10.0.0.9"))
    assert json.loads(to_json(by_model)) == {"VirtualNetwork": ID, "IPAddress": "10.0.0.9"}
    assert to_json(hns.NamespaceEndpointRequest(id=hns.HNSEndpoint(id=ID))) == f'{{"Id":"{ID}"}}'


def test_policy_list_refers_to_endpoints_by_path() -> None:
    """The service knows endpoints of a policy list by their path only."""
    endpoint = hns.HNSEndpoint(id=ID)
    assert hns.endpoint_references([endpoint, ID, f"/endpoints/{ID}"]) == (f"/endpoints/{ID}",) * 3


def test_policy_list_tells_the_ids_of_its_endpoints() -> None:
    """Endpoints are looked up by id."""
    assert hns.PolicyList(references=[f"/endpoints/{ID.upper()}"]).endpoint_ids == (ID,)


def test_namespace_tells_what_it_holds() -> None:
    """Ids in a namespace stand two levels deep, in upper case, under a key with two spellings."""
    resources = [
        {"Type": "Endpoint", "Data": {"Id": ID.upper()}},
        {"Type": "endpoint", "Data": {"ID": ID.replace("4", "5")}},
        {"Type": "Container", "Data": {"Id": "C1"}},
        {"Type": "Endpoint", "Data": None},
        {"Type": "Endpoint", "Data": {"Id": 7}},
        {"Type": "Endpoint", "Data": "odd"},
    ]
    namespace = from_json(hns.Namespace, {"ResourceList": resources})
    assert namespace.endpoint_ids == (ID, ID.replace("4", "5"))
    assert namespace.container_ids == ("c1",)


@pytest.mark.parametrize(
    ("packed", "pair"), [(4294967297, (1, 1)), (21474836481, (5, 1)), (55834574851, (13, 3)), (64424509440, (15, 0))]
)
def test_version_of_an_object_is_two_numbers_in_one(packed: int, pair: tuple[int, int]) -> None:
    """Recorded objects carry the service's version that way."""
    version = hns.HNSVersion.unpack(packed)
    assert version.pair == pair
    assert version.packed == packed


def test_endpoint_states_have_the_numbers_of_the_service() -> None:
    """Programs ask whether an endpoint is attached."""
    endpoint = from_json(hns.HNSEndpoint, {"State": 2})
    assert endpoint.state is hns.EndpointState.ATTACHED
    assert from_json(hns.HNSEndpoint, {"State": 9}).state == 9
    assert [state.value for state in hns.EndpointState] == list(range(7))


def test_network_flags_read_as_flags() -> None:
    """A number says nothing to a reader; bits that are not known here are kept."""
    network = from_json(hns.HNSNetwork, {"Flags": 8 + (1 << 20)})
    assert hns.NetworkFlags.ENABLE_NON_PERSISTENT in hns.NetworkFlags(network.flags)
    assert to_json(network) == f'{{"Flags":{8 + (1 << 20)}}}'


def test_network_type_takes_any_letter_case_and_keeps_it() -> None:
    """Docker sends nat where PowerShell sends NAT, and the service gives each its own back."""
    network = from_json(hns.HNSNetwork, '{"Type":"l2bridge"}')
    assert network.type is hns.NetworkType.L2_BRIDGE
    assert to_json(network) == '{"Type":"l2bridge"}'
    assert from_json(hns.HNSNetwork, '{"Type":"Future"}').type == "Future"


def test_package_loads_no_module_before_a_name_is_used() -> None:
    """Programs that only want the command line's help must not wait for all models."""
    program = "import sys, hcspy.hns; print([name for name in sys.modules if name.startswith('hcspy.hns.')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_models_load_neither_hypothesis_nor_asyncio() -> None:
    """A model costs its import only."""
    program = (
        "import sys; from hcspy.hns import HNSEndpoint, HNSNetwork; HNSEndpoint();"
        "print({'hypothesis', 'asyncio', 'cattrs', 'cffi'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
