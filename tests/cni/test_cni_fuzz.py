"""Whatever comes in, an answer goes out: one JSON document, an exit status, and no exception that nobody thought of."""

from __future__ import annotations

import json
import string
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from cni_client import NETNS, RANGE
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hcspy import hcn
from hcspy.cni import SUPPORTED_VERSIONS, Plugin, run
from hcspy.cni.hcnplugin.plugin import HCNPlugin
from hcspy.testing import FakeHost

SCALARS = st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats(allow_nan=False) | st.text(max_size=8)
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner))


def seldom(usual: st.SearchStrategy[Any], odd: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Draw what is usual, and one time in eight what is odd: a document in which all is odd is refused at once."""
    return st.integers(0, 7).flatmap(lambda number: usual if number else odd)


COMMANDS = st.sampled_from(["ADD", "DEL", "CHECK", "GC", "STATUS", "VERSION"])
TEXT = st.text(string.printable, max_size=12)
ENVIRONS = st.fixed_dictionaries(
    {
        "CNI_COMMAND": seldom(COMMANDS | st.just("ADD"), TEXT),
        "CNI_CONTAINERID": seldom(st.just("c1"), TEXT),
        "CNI_NETNS": seldom(st.sampled_from([NETNS, "/proc/1/ns/net"]), TEXT | st.just("")),
        "CNI_IFNAME": seldom(st.just("eth0"), TEXT),
        "CNI_PATH": seldom(st.just("bin"), TEXT),
        "CNI_ARGS": seldom(st.sampled_from(["", "IP=10.88.0.7", "IgnoreUnknown=1;A=B"]), TEXT | st.just("IP=x;MAC=00")),
    }
)
SUBNETS = st.sampled_from(["10.88.0.0/24", "10.88.0.0/16"])
ADDRESSES = st.sampled_from(
    ["10.88.0.9/24", "10.88.0.9", "10.0.0.0/8", "fd00::1/64", "10.88.0.1", "x", "", "1.2.3.4/40"]
)
PORT = st.fixed_dictionaries(
    {},
    optional={
        "hostPort": seldom(st.integers(1, 60000), SCALARS),
        "containerPort": seldom(st.integers(1, 60000), SCALARS),
        "protocol": seldom(st.sampled_from(["tcp", "UDP"]), SCALARS | st.just("sctp")),
        "hostIP": seldom(ADDRESSES, SCALARS),
    },
)
POLICY_NAMES = st.sampled_from(["EndpointPolicy", "NetworkPolicy", "SubnetPolicy", "x"])
POLICY_TYPES = st.sampled_from(["ACL", "OutBoundNAT", "PortMapping", "VSID", "VLAN", "SDNRoute", "QOS", "Mystery"])
SETTINGS = st.sampled_from(
    [{}, {"Action": "Block", "Direction": "In"}, {"Exceptions": ["10.0.0.0/8"]}, {"IsolationId": 5000}]
)
POLICY = st.fixed_dictionaries({"Type": POLICY_TYPES, "Settings": seldom(SETTINGS, JSON)})
NAMED_POLICY = st.fixed_dictionaries(
    {"name": seldom(st.just("EndpointPolicy"), POLICY_NAMES), "value": seldom(POLICY, JSON)}
)
INTERFACE = st.fixed_dictionaries({"name": st.just("eth0"), "sandbox": st.just(NETNS)})
RANGES = st.fixed_dictionaries({"subnet": seldom(SUBNETS | st.just("fd00::/64"), ADDRESSES)})
ROUTE = st.fixed_dictionaries({}, optional={"dst": ADDRESSES, "gw": ADDRESSES})
RUNTIME = st.fixed_dictionaries(
    {},
    optional={
        "portMappings": seldom(st.lists(PORT, max_size=2), JSON),
        "ips": seldom(st.lists(ADDRESSES, max_size=2), JSON),
        "mac": seldom(st.sampled_from(["00:15:5d:01:02:03", "x", ""]), JSON),
        "dns": st.fixed_dictionaries({}, optional={"servers": st.lists(ADDRESSES, max_size=2), "searches": JSON})
        | JSON,
        "bandwidth": seldom(st.fixed_dictionaries({}, optional={"egressRate": st.integers(-9, 99) | JSON}), JSON),
    },
)
RESULT = st.fixed_dictionaries(
    {},
    optional={
        "cniVersion": seldom(st.sampled_from(SUPPORTED_VERSIONS), SCALARS),
        "interfaces": seldom(
            st.lists(st.fixed_dictionaries({"name": st.just("eth0"), "sandbox": st.just(NETNS)})), JSON
        ),
        "ips": seldom(st.lists(st.fixed_dictionaries({"address": ADDRESSES | SCALARS}), max_size=2), JSON),
        "routes": seldom(st.lists(st.fixed_dictionaries({"dst": ADDRESSES}), max_size=2), JSON),
        "ip4": JSON,
        "dns": JSON,
    },
)
IPAM = st.fixed_dictionaries(
    {},
    optional={
        "type": seldom(st.sampled_from(["hcspy", ""]), JSON | st.sampled_from(["other", "../x"])),
        "subnet": seldom(SUBNETS, ADDRESSES | JSON),
        "gateway": seldom(st.sampled_from(["10.88.0.1", "10.88.0.9"]), ADDRESSES | JSON),
        "rangeStart": seldom(st.just("10.88.0.20"), ADDRESSES | JSON),
        "rangeEnd": seldom(st.just("10.88.0.30"), ADDRESSES | JSON),
        "ranges": seldom(
            st.lists(st.lists(st.fixed_dictionaries({"subnet": ADDRESSES}), max_size=2), max_size=2), JSON
        ),
        "routes": seldom(
            st.lists(st.fixed_dictionaries({}, optional={"dst": ADDRESSES, "gw": ADDRESSES}), max_size=2), JSON
        ),
    },
)
ATTACHMENTS = st.none() | st.lists(st.fixed_dictionaries({"containerID": st.just("c1"), "ifname": TEXT}), max_size=2)
CONFIGS = st.fixed_dictionaries(
    {
        "cniVersion": seldom(st.just("1.1.0") | st.sampled_from(SUPPORTED_VERSIONS), SCALARS),
        "name": seldom(st.just("web"), SCALARS),
    },
    optional={
        "networkType": seldom(st.sampled_from(["l2bridge", "NAT", "overlay", "transparent"]), SCALARS),
        "ipam": seldom(st.just(RANGE) | IPAM, JSON),
        "subnet": seldom(SUBNETS, ADDRESSES | JSON),
        "gateway": seldom(st.sampled_from(["10.88.0.1", "10.88.0.9"]), ADDRESSES | JSON),
        "policies": seldom(st.lists(NAMED_POLICY, max_size=2), JSON),
        "runtimeConfig": seldom(RUNTIME, JSON),
        "prevResult": seldom(RESULT, JSON),
        "dns": seldom(st.just({"nameservers": ["10.96.0.10"]}), JSON),
        "cni.dev/valid-attachments": seldom(ATTACHMENTS, JSON),
        "removeUnusedNetwork": seldom(st.booleans(), JSON),
        "master": seldom(st.sampled_from(["Ethernet", "", "x"]), JSON),
    },
)
# How many small ones there are the profile says.
SMALL = settings(suppress_health_check=list(HealthCheck))
LARGE = settings(SMALL, max_examples=1000)


def assert_answered(plugin: Plugin[Any], environ: dict[str, str], stdin: bytes, capfd: Any) -> None:
    """Run a plugin, and fail if the answer is not one, or if an exception came that nobody has thought of."""
    status, text = run(plugin, environ, stdin)
    assert status in (0, 1)
    document = json.loads(text) if text else None
    if status:
        assert isinstance(document, dict)
        assert document["cniVersion"] in SUPPORTED_VERSIONS
        assert document["code"] > 0
        assert document["msg"]
    seen = capfd.readouterr()
    assert "Traceback" not in seen.err
    assert not seen.out


def one_machine(environ: dict[str, str], config: Any, capfd: Any) -> None:
    """Run a command on a machine, clean up, and fail if anything is left."""
    with FakeHost() as fake, TemporaryDirectory() as folder:
        host = fake.host
        host.hcn.namespaces.create(hcn.HostComputeNamespace(id=NETNS, type="Host"))
        environ = {**environ, "HCSPY_CNI_DIR": str(Path(folder) / "state")}
        assert_answered(HCNPlugin(fake), environ, json.dumps(config).encode(), capfd)
        added = {str(held.name) for held in host.hcn.endpoints.list()}
        assert added <= {f"{environ['CNI_CONTAINERID']}@web@{environ['CNI_IFNAME']}"}
        tidy = {"cniVersion": "1.1.0", "name": "web", "cni.dev/valid-attachments": None}
        swept = {**environ, "CNI_COMMAND": "GC", "CNI_PATH": "bin", "CNI_ARGS": ""}
        assert run(HCNPlugin(fake), swept, json.dumps(tidy).encode()).status == 0
        assert not host.hcn.endpoints.list()
        assert not host.hcn.namespaces.list(owner="hcspy-cni")


@given(ENVIRONS, st.binary(max_size=40) | JSON.map(lambda value: json.dumps(value).encode()))
@SMALL
@example({"CNI_COMMAND": "VERSION"}, b"{}")
def test_any_input_is_answered(capfd: pytest.CaptureFixture[str], environ: dict[str, str], stdin: bytes) -> None:
    """A traceback on standard output is no JSON, and the runtime shows its user nothing but that."""
    assert_answered(Plugin(), environ, stdin, capfd)


@given(ENVIRONS, CONFIGS)
@SMALL
def test_any_configuration_is_answered_and_leaves_nothing(
    capfd: pytest.CaptureFixture[str], environ: dict[str, str], config: Any
) -> None:
    """Half right is the usual way of being wrong."""
    one_machine(environ, config, capfd)


@pytest.mark.load
@given(ENVIRONS, CONFIGS)
@LARGE
def test_a_thousand_configurations_are_answered_and_leave_nothing(
    capfd: pytest.CaptureFixture[str], environ: dict[str, str], config: Any
) -> None:
    """What is rare in the small run is not in this one."""
    one_machine(environ, config, capfd)
