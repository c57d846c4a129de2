"""Networks and endpoints: objects with policies, which are changed part by part.

"Add" appends policies; what "Update" does to those that it does not name differs between builds, so only
`replace_policies` sends it, and looks afterwards. A request that removes policies carries them as the service has
them: it compares whole documents.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar, Final, Protocol, TypeVar

from hcspy.codec import dumps, encode
from hcspy.errors import NotSupportedError
from hcspy.hcn.services.noun import Noun, label
from hcspy.hcn.services.plan import Plan, lean
from hcspy.hcn.services.requests import ADD, REFRESH, REMOVE, Document, Step, request, there_and_back
from hcspy.verbs import Change, Ensured, ref_id
from hcspy.verbs.policies import Policies
from hcspy.verbs.rollback import Rollback

POLICY: Final = "Policy"


class HasPolicies(Protocol):
    """A model with policies."""

    @property
    def policies(self) -> Sequence[Any]:
        """The policies, in the order of the document."""


P = TypeVar("P", bound=HasPolicies)


def documents_of(carrier: Callable[..., Any]) -> Callable[[Any], dict[str, Any]]:
    """Return what writes a policy as its carrier does: the class of its settings does not know its type."""

    def written(policy: Any) -> dict[str, Any]:
        policies: list[dict[str, Any]] = encode(carrier(policies=(policy,)))["Policies"]
        return policies[0]

    return written


class PolicyNoun(Noun[P]):
    """A noun whose objects carry policies.

    ``carrier`` is the model of a request's policies, ``comparing`` says which of them are the same.
    """

    carrier: ClassVar[Callable[..., Any]]
    comparing: ClassVar[Policies]

    # -- policies -----------------------------------------------------------------------------------------------

    def add_policies(self, ref: str | P, *policies: Any) -> P:
        """Append policies to those that the object has, and return it as it is then."""
        self._check(type(self).carrier(policies=policies))
        return self._changed(ref, [there_and_back(POLICY, ADD, self._settings(policies))])

    def remove_policies(self, ref: str | P, *policies: Any, missing_ok: bool = False) -> P:
        """Remove the policies that have every member given, and return the object as it is then.

        Raises PolicyNotFoundError, before anything is changed, if one of them matches nothing, unless
        ``missing_ok``.
        """
        id = ref_id(ref, self.noun)
        with self._opened(id) as handle:
            current = self._now(handle)
            _, taken = self.comparing.split(current.policies, policies, self.noun, missing_ok=missing_ok)
            if not taken:
                return current
            return self._carry_out(handle, id, [there_and_back(POLICY, REMOVE, self._settings(taken))])

    def replace_policies(self, ref: str | P, *policies: Any) -> P:
        """Make these the object's policies, all others go; return it as it is then."""
        self._check(type(self).carrier(policies=policies))
        id = ref_id(ref, self.noun)
        with self._opened(id) as handle:
            before = self._now(handle)
            with Rollback() as undo:
                undo.on_failure(f"the policies of {self.noun} {id} are changed", self._put_back, id, before.policies)
                return self._replaced(handle, before, policies)

    def _replaced(self, handle: Any, before: P, wanted: Sequence[Any]) -> P:
        steps = list(self._exchange(before.policies, wanted))
        return self._made_so(handle, steps) if steps else before

    def _made_so(self, handle: Any, steps: Iterable[Step]) -> P:
        for step in steps:
            self.calls.modify(handle, dumps(step.request), timeout=self._door.timeout)
        return self._now(handle)

    def _put_back(self, id: str, policies: Sequence[Any]) -> None:
        with self._opened(id) as handle:
            self._replaced(handle, self._now(handle), policies)

    def _refreshed(self, ref: str | P) -> P:
        return self._changed(ref, [Step(request(POLICY, REFRESH, {}), request(POLICY, REFRESH, {}))])

    def _exchange(self, before: Sequence[Any], after: Sequence[Any]) -> Iterable[Step]:
        """Return what turns some policies into others: what goes is removed first, since some kinds occur once."""
        gone, new = self._alone(before, after), self._alone(after, before)
        if gone:
            yield there_and_back(POLICY, REMOVE, self._settings(gone))
        if new:
            yield there_and_back(POLICY, ADD, self._settings(new))

    def _alone(self, policies: Iterable[Any], others: Iterable[Any]) -> list[Any]:
        """Return the policies that are not among the others, each of which counts once."""
        left = [lean(self.comparing.document(other)) for other in others]
        alone = []
        for policy in policies:
            written = lean(self.comparing.document(policy))
            if written in left:
                left.remove(written)
            else:
                alone.append(policy)
        return alone

    def _settings(self, policies: Iterable[Any]) -> Document:
        written = [self.comparing.document(policy) for policy in policies]
        return {"Policies": written} if written else {}

    # -- the whole object ---------------------------------------------------------------------------------------

    @abstractmethod
    def _plan(self, found: P, model: P, *, exact: bool = False) -> Plan:
        """Return what turns an object into another one; ``exact`` also takes away what the other does not have."""

    @abstractmethod
    def _recreate(self, old: P, new: P) -> P:
        """Delete an object and create it as it is to be, or refuse to."""

    @abstractmethod
    def create(self, model: P) -> P:
        """Create an object and return it as the service filled it in."""

    def _policy_plan(self, found: P, model: P, *, exact: bool) -> Plan:
        after, changes = self.comparing.merge(found.policies, model.policies)
        if exact:
            after = list(model.policies)
            changes = [Change(path="Policies", old=list(found.policies), new=after)]
        steps = list(self._exchange(found.policies, after))
        return Plan(steps=steps, changes=changes) if steps else Plan()

    def _update(self, model: P) -> P:
        self._check(model)
        id = ref_id(model, self.noun)
        with self._opened(id) as handle:
            found = self._now(handle)
            plan = self._plan(found, model)
            if plan.fixed:
                members = ", ".join(dict.fromkeys(change.path for change in plan.fixed))
                raise NotSupportedError(
                    f"HCN cannot change {members} of {self.noun} {label(found)}",
                    hint="ensure() creates the object anew; delete() and create() do, too",
                )
            return self._carry_out(handle, id, plan.steps) if plan.steps else found

    def _restore(self, before: P) -> P:
        """Give an object back, policies included, what requests can change: what a failed transaction does."""
        id = ref_id(before, self.noun)
        with self._opened(id) as handle:
            return self._carry_out(handle, id, self._plan(self._now(handle), before, exact=True).steps)

    def _ensured(self, model: P, found: P | None) -> Ensured[P]:
        if found is None:
            return Ensured(object=self.create(model), action="created")
        plan = self._plan(found, model)
        if plan.fixed:
            changes = (*plan.fixed, *plan.changes)
            return Ensured(object=self._recreate(found, model), action="recreated", changes=changes, before=found)
        if not plan.steps:
            return Ensured(object=found, action="unchanged")
        return Ensured(
            object=self._changed(found, plan.steps), action="modified", changes=tuple(plan.changes), before=found
        )
