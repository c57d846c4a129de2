"""HCN: reading endpoints, finding one by a filter that the service serves, filling a node with load balancers."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from time import process_time

import orjson

from bench import payloads
from bench.results import Table
from bench.timing import Effort, Spread, clocked, paired
from hcspy import Host, hcn
from hcspy.codec import decode_list, loads
from hcspy.testing import FakeHost

SIZES = (1_000, 10_000)
READ_TARGET = 3.6
SEARCHED = 1_000
BALANCERS, BACKENDS, EACH = 2_000, 5_000, 3
LINEAR_TARGET = 1.2
MILLISECONDS = 1e3
REPEATS = 3


def tables(effort: Effort) -> Iterator[Table]:
    """Measure the three."""
    for count in SIZES:
        yield reading(count, effort)
    yield finding(effort)
    yield filling(effort)


def used_up(text: bytes) -> tuple[hcn.HostComputeEndpoint, ...]:
    """Read endpoints and look at every model in them."""
    found = decode_list(hcn.HostComputeEndpoint, loads(text))
    for endpoint in found:
        for inner in (*endpoint.policies, *endpoint.ip_configurations, *endpoint.routes, endpoint.dns, endpoint.health):
            inner.__class__  # noqa: B018 -- the look is the point
    return found


def reading(count: int, effort: Effort) -> Table:
    """Compare with `orjson.loads` of the same bytes."""
    chance = Random(7)
    text = payloads.text([payloads.endpoint_of_hcn(chance, number) for number in range(effort.size(count))])
    candidates = {
        "models": clocked(lambda: decode_list(hcn.HostComputeEndpoint, loads(text))),
        "models, everything looked at": clocked(lambda: used_up(text)),
    }
    pairs = paired(candidates, clocked(lambda: orjson.loads(text)), effort)
    title = f"HCN: decode {count:,} endpoints, to orjson.loads of the same bytes"
    return Table("hcn", title).add_ratios(pairs, {"models, everything looked at": READ_TARGET})


def finding(effort: Effort) -> Table:
    """Find one of many by its name: the service filters, so it is one enumeration and one reading."""
    count = effort.size(SEARCHED)
    with FakeHost() as fake, fake.connect(validate=False) as host:
        network = _overlay(host)
        for number in range(count):
            _remote(host, network, number)
        fake.calls.clear()
        host.hcn.endpoints.get(name="backend-3")
        calls = len(fake.calls)
        measure = clocked(lambda: host.hcn.endpoints.get(name="backend-3"))
        rounds = [measure(1) * MILLISECONDS for _ in range(effort.rounds)]
    table = Table("hcn", f"HCN: find(name=...) among {SEARCHED:,} endpoints, in {calls} native calls")
    table.add("one filtered query", Spread.of(rounds), "ms")
    return table


def filling(effort: Effort) -> Table:
    """Create load balancers over remote endpoints; the second half must not cost more than the first."""
    ratios = [_halves(effort) for _ in range(REPEATS if effort.budget else 1)]
    table = Table("hcn", f"HCN: {BALANCERS:,} load balancers over {BACKENDS:,} remote endpoints")
    table.add("the second half, to the first", Spread.of(ratios), target=LINEAR_TARGET)
    return table


def _halves(effort: Effort) -> float:
    with FakeHost() as fake, fake.connect(validate=False) as host:
        network = _overlay(host)
        backends = [_remote(host, network, number) for number in range(effort.size(BACKENDS))]
        half = effort.size(BALANCERS) // 2
        spent = []
        for start in (0, half):
            begun = process_time()
            for number in range(start, start + half):
                _balancer(host, backends, number)
            spent.append(max(process_time() - begun, 1e-9))
            fake.calls.clear()
    return spent[1] / spent[0]


def _overlay(host: Host) -> hcn.HostComputeNetwork:
    plan = hcn.Ipam.static("10.0.0.0/8", gateway="10.0.0.1", policies=[hcn.VSID(isolation_id=4096)])
    return host.hcn.networks.create(hcn.HostComputeNetwork(name="vxlan0", type="Overlay", ipams=[plan]))


def _remote(host: Host, network: hcn.HostComputeNetwork, number: int) -> str:
    address = f"10.{number // 60_000 + 1}.{number // 250 % 240}.{number % 250 + 2}"
    model = hcn.HostComputeEndpoint(
        name=f"backend-{number}",
        host_compute_network=network,
        ip_configurations=[hcn.IpConfig(ip_address=address, prefix_length=8)],
        mac_address=f"02-11-{number >> 16 & 255:02X}-{number >> 8 & 255:02X}-{number & 255:02X}-0B",
        flags=hcn.EndpointFlags.REMOTE_ENDPOINT,
    )
    return str(host.hcn.endpoints.create(model).id)


def _balancer(host: Host, backends: list[str], number: int) -> None:
    chosen = [backends[(number * EACH + step) % len(backends)] for step in range(EACH)]
    mapping = hcn.LoadBalancerPortMapping(protocol=6, internal_port=8080, external_port=80)
    host.hcn.load_balancers.create(
        hcn.HostComputeLoadBalancer(
            host_compute_endpoints=chosen,
            frontend_vips=[f"11.{number // 60_000}.{number // 250 % 240}.{number % 250 + 1}"],
            port_mappings=[mapping],
        )
    )
