"""Random sequences of operations through both doors of one fake, step by step against the model.

A step is made at the door that chance chooses; what it did is then looked at through the other one. All that a step
has to choose is in one number, since a draw costs about as much as a call: the door first, then names and objects.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from hcspy import HcspyError
from hcspy.testing import FakeHost

from .doors import Door, Version1, Version2
from .model import (
    ENDPOINT_NOT_FOUND,
    NETWORK_NOT_FOUND,
    NOT_FOUND,
    PORT_TAKEN,
    SHARING_VIOLATION,
    Balancer,
    Endpoint,
    Model,
    Network,
)

NOTHING = "00000000-0000-0000-0000-0000000000ff"
NAMES = ("web", "db", "Web", "cache")
VIPS = ("10.96.0.1", "10.96.0.2")
BALANCER = ("balancers", Model.drop_balancer, NOT_FOUND)
ENDPOINT = ("endpoints", Model.drop_endpoint, ENDPOINT_NOT_FOUND)
NAMESPACE = ("namespaces", Model.drop_namespace, NOT_FOUND)
KINDS = (ENDPOINT, BALANCER, NAMESPACE, ENDPOINT, BALANCER, ("networks", Model.drop_network, NETWORK_NOT_FOUND))
MANY = 12
chance = st.integers(0, 2 * MANY**3 - 1)


def digits(number: int, *bases: int) -> list[int]:
    """Take a number apart, the last digit first.

    >>> digits(27, 2, 4, 12)
    [1, 1, 3]
    """
    taken = []
    for base in bases:
        number, digit = divmod(number, base)
        taken.append(digit)
    return taken


def numbered(ids: Collection[str], number: int) -> str:
    """Return one of the ids; now and then one of nothing that is there."""
    return NOTHING if not ids or number == 11 else list(ids)[number % len(ids)]


class TwoDoors(RuleBasedStateMachine):
    """Steps at both doors of one host."""

    profile: ClassVar[str] = "2022"
    lengths: ClassVar[list[int]] = []
    refused: ClassVar[dict[int, int]] = {}

    def __init__(self) -> None:
        super().__init__()
        self.steps = 0
        self.fake = FakeHost(self.profile)
        self.host = self.fake.connect(validate=False)
        self.doors: Sequence[Door] = (Version1(self.host), Version2(self.host))
        self.model = Model(port_taken=SHARING_VIOLATION if self.profile == "2019" else PORT_TAKEN)
        self._furnish()

    def _furnish(self) -> None:
        """Begin with a few objects: in an empty host most steps would meet nothing."""
        first, second = self.doors
        network = second.make_network(NAMES[0], 0).lower()
        self.model.networks[network] = Network(NAMES[0], 0)
        for host, here in enumerate(self.doors, 8):
            id = here.make_endpoint(network, NAMES[0], f"10.0.0.{host}", ()).lower()
            self.model.endpoints[id] = Endpoint(network, NAMES[0], f"10.0.0.{host}")
        self.model.namespaces[first.make_namespace().lower()] = []

    def step(self, second: int) -> tuple[Any, Any]:
        """Count a step; return the door where it is made and the one through which it is looked at."""
        self.steps += 1
        return self.doors[second], self.doors[not second]

    def attempt(self, refusal: int, operation: Callable[..., Any], *args: Any) -> Any:
        """Do what the model allows, or see it refused with the code that the model says."""
        if not refusal:
            return operation(*args)
        try:
            operation(*args)
        except HcspyError as error:
            assert error.hresult == refusal, f"{error!r} instead of 0x{refusal:08X}"
            self.refused[refusal] = self.refused.get(refusal, 0) + 1
            return None
        raise AssertionError(f"{operation.__name__}{args} was to be refused with 0x{refusal:08X}")

    # -- networks ---------------------------------------------------------------------------------------------------

    @rule(choice=chance)
    def make_network(self, choice: int) -> None:
        second, name, subnet = digits(choice, 2, 4, 4)
        here, there = self.step(second)
        refusal = self.model.refuses_network(NAMES[name], subnet)
        id = self.attempt(refusal, here.make_network, NAMES[name], subnet)
        if id:
            self.model.networks[id.lower()] = Network(NAMES[name], subnet)
            assert there.network(id) == self.model.networks[id.lower()]

    # -- endpoints --------------------------------------------------------------------------------------------------

    @rule(choice=chance)
    def make_endpoint(self, choice: int) -> None:
        second, port, where, network = digits(choice, 2, MANY, MANY, MANY)
        here, there = self.step(second)
        id, ports = numbered(self.model.networks, network), (8080 + port % 4,) if port < 6 else ()
        subnet = self.model.networks[id].subnet if id in self.model.networks else 0
        address = f"10.0.{subnet + (where == 6)}.{where + 1}" if where < 7 else ""  # .1 is the gateway's
        refusal = self.model.refuses_endpoint(id, address, ports)
        made = self.attempt(refusal, here.make_endpoint, id, NAMES[where % 4], address, ports)
        if made:
            self._made(there.endpoint(made), made.lower(), Endpoint(id, NAMES[where % 4], address, ports))

    def _made(self, found: Endpoint, id: str, expected: Endpoint) -> None:
        if not expected.address:
            assert found.address not in self.model.addresses(expected.network)
            expected.address = found.address
        assert found == expected
        self.model.endpoints[id] = expected

    @rule(choice=chance)
    def map_port(self, choice: int) -> None:
        second, number, port = digits(choice, 2, MANY, 4)
        here, there = self.step(second)
        id = numbered(self.model.endpoints, number)
        self.attempt(refusal := self.model.refuses_port(id, 8080 + port), here.map_port, id, 8080 + port)
        if not refusal:
            held = self.model.endpoints[id]
            held.ports = (*held.ports, 8080 + port)
            assert there.endpoint(id) == held

    @rule(choice=chance)
    def drop_policies(self, choice: int) -> None:
        second, number = digits(choice, 2, MANY)
        here, there = self.step(second)
        id = numbered(self.model.endpoints, number)
        refusal = 0 if id in self.model.endpoints else ENDPOINT_NOT_FOUND
        self.attempt(refusal, here.endpoints.replace_policies, id)
        if not refusal:
            self.model.endpoints[id].ports = ()
            assert there.endpoint(id) == self.model.endpoints[id]

    @rule(choice=chance)
    def plug(self, choice: int) -> None:
        """Only HNS v1 can plug an endpoint into the host."""
        number, attach = digits(choice, MANY, 2)
        first, second = self.step(False)
        id = numbered(self.model.endpoints, number)
        if attach:
            self.attempt(refusal := self.model.refuses_attaching(id), first.endpoints.attach_host, id)
        else:
            self.attempt(refusal := self.model.refuses_detaching(id), first.endpoints.detach_host, id)
        if not refusal:
            self.model.endpoints[id].state = 2 if attach else 4
            assert second.endpoint(id) == self.model.endpoints[id]

    # -- namespaces -------------------------------------------------------------------------------------------------

    @rule(choice=chance)
    def make_namespace(self, choice: int) -> None:
        [second] = digits(choice, 2)
        here, there = self.step(second)
        id = here.make_namespace()
        assert there.namespace(id) == []
        self.model.namespaces[id.lower()] = []

    @rule(choice=chance)
    def join(self, choice: int) -> None:
        second, space, number = digits(choice, 2, MANY, MANY)
        here, there = self.step(second)
        id, endpoint = numbered(self.model.namespaces, space), numbered(self.model.endpoints, number)
        self.attempt(refusal := self.model.refuses_joining(id, endpoint), here.namespaces.add_endpoint, id, endpoint)
        if not refusal:
            self.model.join(id, endpoint)
            assert there.endpoint(endpoint) == self.model.endpoints[endpoint]

    @rule(choice=chance)
    def leave(self, choice: int) -> None:
        second, number, space = digits(choice, 2, MANY, MANY)
        here, there = self.step(second)
        endpoint = numbered(self.model.endpoints, number)
        held = self.model.endpoints.get(endpoint)
        id = (held and held.namespace) or numbered(self.model.namespaces, space)
        self.attempt(refusal := self.model.refuses_leaving(id, endpoint), here.namespaces.remove_endpoint, id, endpoint)
        if not refusal:
            self.model.leave(id, endpoint)
            assert there.endpoint(endpoint) == held
            assert there.namespace(id) == self.model.namespaces[id]

    # -- load balancers ---------------------------------------------------------------------------------------------

    @rule(choice=chance)
    def make_balancer(self, choice: int) -> None:
        second, first, other, port = digits(choice, 2, MANY, MANY, 4)
        here, there = self.step(second)
        ids = tuple(dict.fromkeys(numbered(self.model.endpoints, number) for number in (first, other)))
        front = VIPS[port % 2], 80 + port // 2
        id = self.attempt(self.model.refuses_balancer(ids, front), here.make_balancer, ids, front)
        if id:
            self.model.balancers[id.lower()] = Balancer(ids, front)
            assert there.as_balancer(there.balancers.get(id)) == self.model.balancers[id.lower()]

    # -- deleting ---------------------------------------------------------------------------------------------------

    @rule(choice=chance)
    def drop(self, choice: int) -> None:
        """Delete something, a network least often: its endpoints and balancers go with it."""
        second, kind, number = digits(choice, 2, len(KINDS), MANY)
        here, there = self.step(second)
        noun, drop, missing = KINDS[kind]
        held = getattr(self.model, noun)
        id = numbered(held, number)
        self.attempt(0 if id in held else missing, getattr(here, noun).delete, id)
        if id in held:
            drop(self.model, id)
            self.attempt(missing, getattr(there, noun).get, id)

    # -- looking ----------------------------------------------------------------------------------------------------

    @rule(choice=chance)
    def look(self, choice: int) -> None:
        """Whatever happened: nothing is lost, nothing has come by itself."""
        second, kind = digits(choice, 2, 4)
        here, _ = self.step(second)
        (self.see_networks, self.see_endpoints, self.see_balancers, self.see_namespaces)[kind](here)

    def see_networks(self, here: Any) -> None:
        """Compare what one door lists with the model; order counts, the oldest comes first."""
        assert [held.id.lower() for held in here.networks.list()] == [*self.model.networks]

    def see_endpoints(self, here: Any) -> None:
        seen = [(held.id.lower(), here.as_endpoint(held)) for held in here.endpoints.list()]
        assert seen == [*self.model.endpoints.items()]

    def see_balancers(self, here: Any) -> None:
        seen = [(held.id.lower(), here.as_balancer(held)) for held in here.balancers.list()]
        assert seen == [*self.model.balancers.items()]

    def see_namespaces(self, here: Any) -> None:
        assert [held.id.lower() for held in here.namespaces.list()] == [*self.model.namespaces]
        assert all(here.namespace(id) == held for id, held in self.model.namespaces.items())

    def teardown(self) -> None:
        """Compare at both doors; then see that the host has kept nothing that no object has."""
        self.lengths.append(self.steps)
        for here in self.doors:
            self.see_networks(here)
            self.see_endpoints(here)
            self.see_balancers(here)
            self.see_namespaces(here)
        self._look_behind_the_doors()
        self.host.close()
        self.fake.assert_clean()
        self.fake.close()

    def _look_behind_the_doors(self) -> None:
        endpoints = self.model.endpoints.items()
        ports = {(("tcp", port), id) for id, held in endpoints for port in held.ports}
        with self.fake.machine() as machine:
            assert set(machine.state.ports.users()) == ports
            assert machine.state.attachments.others.keys() == {id for id, held in endpoints if held.state == 2}
