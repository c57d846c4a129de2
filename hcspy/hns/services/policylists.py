"""Policy lists of HNS v1: load balancers and routes that several endpoints share."""

from __future__ import annotations

import builtins
from collections.abc import Iterable
from typing import Any, TypedDict, Unpack

from hcspy.codec import evolve, to_dict
from hcspy.errors import EndpointNotFoundError, InvalidDocumentError, PolicyListNotFoundError
from hcspy.hns.endpoint import HNSEndpoint
from hcspy.hns.policy import ELBPolicy, RoutePolicy
from hcspy.hns.policylist import PolicyList, endpoint_references
from hcspy.hns.services.noun import Noun
from hcspy.hns.services.policies import IDENTITY, POLICIES
from hcspy.verbs import Change, Ensured, ref_id, same_id
from hcspy.verbs.rollback import Rollback


class PolicyListFilters(TypedDict, total=False):
    """What list, get and find of policy lists can be asked for."""

    type: str | None
    endpoint: str | HNSEndpoint | None
    vip: object
    external_port: int | None
    destination_prefix: object


class PolicyLists(Noun[PolicyList]):
    """``host.hns.policy_lists``: load balancers (type ELB) and routes (type ROUTE) over endpoints.

    Filters of list, get and find: ``type``, ``endpoint`` (a model or id that the list refers to), ``vip``,
    ``external_port``, ``destination_prefix``. HNS v1 serves none: they are applied here.
    """

    model = PolicyList
    noun = "policylist"
    path = "/policylists"
    missing = PolicyListNotFoundError
    tests = {
        "type": lambda entry, kind: any(str(policy.type).lower() == str(kind).lower() for policy in entry.policies),
        "endpoint": lambda entry, ref: any(same_id(held, ref_id(ref, "endpoint")) for held in entry.endpoint_ids),
        "vip": lambda entry, vip: any(str(vip) in map(str, policy.vips) for policy in _balancers(entry)),
        "external_port": lambda entry, port: any(policy.external_port == port for policy in _balancers(entry)),
        "destination_prefix": lambda entry, prefix: any(
            str(policy.destination_prefix) == str(prefix)
            for policy in entry.policies
            if isinstance(policy, RoutePolicy)
        ),
    }

    def list(self, **filters: Unpack[PolicyListFilters]) -> builtins.list[PolicyList]:
        """List the policy lists, oldest first, those that pass every filter given."""
        return self._list(filters)

    def get(self, ref: str | PolicyList | None = None, **filters: Unpack[PolicyListFilters]) -> PolicyList:
        """Return the policy list by id, or the only one that passes the filters."""
        return self._get(ref, filters)

    def find(self, **filters: Unpack[PolicyListFilters]) -> PolicyList | None:
        """Return the only policy list that passes the filters, None if there is none; two are AmbiguousError."""
        return self._find(filters)

    def create(self, model: PolicyList) -> PolicyList:
        """Create a policy list and return it as HNS filled it in.

        Raises EndpointNotFoundError for a reference to nothing, PortInUseError where another list has the port.
        """
        return self._create(model)

    def add_load_balancer(
        self,
        endpoints: Iterable[HNSEndpoint | str],
        *,
        internal_port: int,
        external_port: int,
        protocol: int | str = 6,
        vip: str | None = None,
        source_vip: str | None = None,
        ilb: bool = False,
        dsr: bool = False,
    ) -> PolicyList:
        """Create a load balancer: connections to ``vip``:``external_port`` go to the endpoints' ``internal_port``.

        ``protocol`` is a number or a name (6, "tcp"); ``ilb`` makes it internal, ``dsr`` lets answers bypass it.

        >>> import hcspy
        >>> from hcspy import hns
        >>> with hcspy.connect("fake") as host:
        ...     network = host.hns.networks.create(hns.HNSNetwork(name="web", type="NAT"))
        ...     endpoint = host.hns.endpoints.create(hns.HNSEndpoint(virtual_network=network))
        ...     balancer = host.hns.policy_lists.add_load_balancer(
        ...         [endpoint], vip="10.96.0.1", protocol="tcp", internal_port=80, external_port=8080
        ...     )
        >>> balancer.policies[0].vips
        ('10.96.0.1',)
        """
        policy = ELBPolicy(
            protocol=protocol or None,
            internal_port=internal_port,
            external_port=external_port,
            source_vip=source_vip or None,
            vips=(vip,) if vip else (),
            ilb=ilb or None,
            is_dsr=dsr or None,
        )
        return self.create(PolicyList(references=endpoint_references(endpoints), policies=(policy,)))

    def add_route(
        self,
        endpoints: Iterable[HNSEndpoint | str],
        *,
        destination_prefix: str,
        next_hop: str | None = None,
        need_encap: bool = False,
    ) -> PolicyList:
        """Create a route for the endpoints: traffic to the prefix goes to ``next_hop``, encapsulated if asked for."""
        policy = RoutePolicy(
            destination_prefix=destination_prefix or None, next_hop=next_hop or None, need_encap=need_encap or None
        )
        return self.create(PolicyList(references=endpoint_references(endpoints), policies=(policy,)))

    def update(self, model: PolicyList) -> PolicyList:
        """Make a policy list that exists as the model says, and return it as it is then.

        HNS v1 cannot change one: it is deleted and created anew with the same id. If that fails, the old one is
        put back.
        """
        self._check(model)
        return self._replace(self._get(model, {}), model)

    def _replace(self, old: PolicyList, new: PolicyList) -> PolicyList:
        with Rollback() as undo:
            self.delete(old)
            undo.on_failure(f"policy list {old.id} was deleted", self._create, old)
            return self._create(new)

    def _current(self, ref: str | PolicyList) -> PolicyList:
        return self._get(ref, {}) if isinstance(ref, str) else ref

    def add_endpoint(self, ref: str | PolicyList, endpoint: str | HNSEndpoint) -> PolicyList:
        """Add an endpoint to those that the policies hold for; nothing happens if it is among them.

        A model is taken for what the service has; by id the policy list is read first. HNS v1 cannot change one:
        it is deleted and created anew with the same id, the old one put back if that fails.
        """
        current = self._current(ref)
        if any(same_id(held, ref_id(endpoint, "endpoint")) for held in current.endpoint_ids):
            return current
        references = (*current.references, *endpoint_references([endpoint]))
        return self._replace(current, evolve(current, references=references))

    def remove_endpoint(
        self, ref: str | PolicyList, endpoint: str | HNSEndpoint, *, missing_ok: bool = False
    ) -> PolicyList:
        """Remove an endpoint from those that the policies hold for; how: see ``add_endpoint``.

        Raises EndpointNotFoundError if it is not among them, unless ``missing_ok``.
        """
        current = self._current(ref)
        unwanted = ref_id(endpoint, "endpoint")
        pairs = zip(current.references, current.endpoint_ids, strict=True)
        kept = tuple(reference for reference, held in pairs if not same_id(held, unwanted))
        if len(kept) == len(current.references):
            if missing_ok:
                return current
            raise EndpointNotFoundError(f"policy list {current.id} does not refer to endpoint {unwanted}")
        return self._replace(current, evolve(current, references=kept))

    def ensure(self, model: PolicyList) -> Ensured[PolicyList]:
        """Make sure that a policy list is as the model says: its policies are there, for exactly its endpoints.

        A load balancer is known by virtual addresses, protocol and external port, a route by its prefix. HNS v1
        cannot change one: it is deleted and created anew, the old one put back if that fails.
        """
        self._check(model)
        if not model.policies:
            raise InvalidDocumentError("ensure() knows a policy list by its policies, and the model has none")
        found = self._known(model)
        if found is None:
            return Ensured(object=self.create(model), action="created")
        policies, changes = POLICIES.merge(found.policies, model.policies)
        wanted = {held.lower() for held in model.endpoint_ids}
        if wanted != set(found.endpoint_ids):
            changes.append(Change(path="References", old=found.references, new=model.references))
        if not changes:
            return Ensured(object=found, action="unchanged")
        new = evolve(found, policies=policies, references=tuple(model.references))
        return Ensured(object=self._replace(found, new), action="recreated", changes=tuple(changes), before=found)

    def _known(self, model: PolicyList) -> PolicyList | None:
        wanted = {_identity(policy) for policy in model.policies}
        found = [entry for entry in self._all({}) if wanted & {_identity(policy) for policy in entry.policies}]
        return found[0] if found else None


def _balancers(entry: PolicyList) -> list[ELBPolicy]:
    return [policy for policy in entry.policies if isinstance(policy, ELBPolicy)]


def _identity(policy: Any) -> tuple[str, ...]:
    document = to_dict(policy)
    kind = str(document.get("Type", "")).lower()
    return (kind, *(repr(document.get(member)) for member in IDENTITY.get(kind, ())))
