"""HCN: reading endpoints, finding one by a filter that the service serves, filling a node with load balancers."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from random import Random
from statistics import median
from typing import Final

import orjson

from bench import payloads
from bench.results import Table
from bench.timing import Effort, Spread, clocked, paired
from hcspy import Host, hcn
from hcspy.codec import decode_list, evolve, loads, members
from hcspy.codec.compiled import Compiled
from hcspy.testing import FakeHost

SIZES = (1_000, 10_000)
LAZY_TARGET, READ_TARGET = 1.3, 3.6
"""Either will do: models that are filled when somebody looks at them, or models that are full."""
SEARCHED = 1_000
BALANCERS, BACKENDS, EACH, BLOCKS = 2_000, 5_000, 3, 8
LINEAR_TARGET = 1.2
MILLISECONDS = 1e3
REPEATS = 3


def tables(effort: Effort) -> Iterator[Table]:
    """Measure the three."""
    for count in SIZES:
        yield reading(count, effort)
    yield finding(effort)
    yield filling(effort)


_LOOKS: Final = attrgetter("dns.domain", "health.extra.layered_on", "schema_version.major")


_FIRST: Final = Compiled(lambda cls: attrgetter(members(cls)[0].python_name))
"""The function that looks at the first member of a model, by class."""


def models(text: bytes) -> tuple[hcn.HostComputeEndpoint, ...]:
    """Read endpoints; they are filled when somebody looks at them."""
    return decode_list(hcn.HostComputeEndpoint, loads(text))


def looked_at(text: bytes) -> tuple[hcn.HostComputeEndpoint, ...]:
    """Read endpoints and look at each: what a search by name does."""
    found = models(text)
    for endpoint in found:
        endpoint.name  # noqa: B018 -- the look is the point
    return found


def used_up(text: bytes) -> tuple[hcn.HostComputeEndpoint, ...]:
    """Read endpoints and look into every model in them."""
    found = models(text)
    for endpoint in found:
        _LOOKS(endpoint)
        for inner in (*endpoint.policies, *endpoint.ip_configurations, *endpoint.routes):
            _FIRST[inner.__class__](inner)
    return found


def reading(count: int, effort: Effort) -> Table:
    """Compare with `orjson.loads` of the same bytes."""
    chance = Random(7)
    text = payloads.text([payloads.endpoint_of_hcn(chance, number) for number in range(effort.size(count))])
    candidates = {
        "models": clocked(lambda: models(text)),
        "models, each endpoint looked at": clocked(lambda: looked_at(text)),
        "models, everything looked at": clocked(lambda: used_up(text)),
    }
    pairs = paired(candidates, clocked(lambda: orjson.loads(text)), effort)
    title = f"HCN: decode {count:,} endpoints, to orjson.loads of the same bytes"
    return Table("hcn", title).add_ratios(pairs, {"models": LAZY_TARGET, "models, everything looked at": READ_TARGET})


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
    """Create, change and list load balancers over remote endpoints; one may not cost more where there are more."""
    runs = [_filled(effort) for _ in range(REPEATS if effort.budget else 1)]
    table = Table("hcn", f"HCN: {BALANCERS:,} load balancers over {BACKENDS:,} remote endpoints, each by itself")
    names = "create and change: the second half, to the first", "list: of all, to of the first half"
    for name, ratios in zip(names, zip(*runs, strict=True), strict=True):
        table.add(name, Spread.of(ratios), target=LINEAR_TARGET)
    return table


def _filled(effort: Effort) -> tuple[float, float]:
    """Fill a node block by block, and return by how much its second half takes longer than its first.

    A single slow moment of the machine is in one block, so a half is the median of its blocks.
    """
    with FakeHost() as fake, fake.connect(validate=False) as host:
        network = _overlay(host)
        backends = [_remote(host, network, number) for number in range(effort.size(BACKENDS))]
        size = max(effort.size(BALANCERS) // BLOCKS, 1)
        filled, listed = [], []
        for start in range(0, size * BLOCKS, size):
            filled.append(clocked(lambda: _synced(host, backends, range(start, start + size)))(1))  # noqa: B023
            if start + size in (size * BLOCKS // 2, size * BLOCKS):
                listed.append(clocked(host.hcn.load_balancers.list)(1) / (start + size))
            fake.calls.clear()
    half = BLOCKS // 2
    return median(filled[half:]) / median(filled[:half]), listed[1] / listed[0]


def _synced(host: Host, backends: list[str], numbers: range) -> None:
    """Make load balancers, and give each another set of backends as a program does when pods come and go."""
    for number in numbers:
        balancer = _balancer(host, backends, number)
        host.hcn.load_balancers.update(evolve(balancer, host_compute_endpoints=_chosen(backends, number + 1)))


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


def _chosen(backends: list[str], number: int) -> tuple[str, ...]:
    return tuple(backends[(number * EACH + step) % len(backends)] for step in range(EACH))


def _balancer(host: Host, backends: list[str], number: int) -> hcn.HostComputeLoadBalancer:
    mapping = hcn.LoadBalancerPortMapping(protocol=6, internal_port=8080, external_port=80)
    return host.hcn.load_balancers.create(
        hcn.HostComputeLoadBalancer(
            host_compute_endpoints=_chosen(backends, number),
            frontend_vips=[f"11.{number // 60_000}.{number // 250 % 240}.{number % 250 + 1}"],
            port_mappings=[mapping],
        )
    )
