"""Several verbs as one: all of them happen, or what was done is undone.

A transaction has the nouns and verbs of the host. A mutating verb is carried out at once and leaves a note of
how to undo it; a delete is only noted and carried out at the end, since what it destroys could not be brought
back whole. When the block fails, the notes are followed last in first out. Only what was done through the
transaction is undone, and what could not be undone is on ``error.leftovers``.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from hcspy.errors import NotSupportedError, TransactionError
from hcspy.verbs.rollback import Rollback

if TYPE_CHECKING:
    from hcspy.hcn.services import HCN
    from hcspy.hns.services import HNS


class Undo(NamedTuple):
    """How to take a step back, and what is left if that fails."""

    what: str
    call: Callable[..., object]
    args: tuple[Any, ...]


class Step(NamedTuple):
    """One verb that is to be carried out on a service of a door."""

    door: Any
    service: Any
    name: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]

    def run(self) -> Any:
        """Carry it out."""
        return getattr(self.service, self.name)(*self.args, **self.kwargs)


Recorder = Callable[[Step], tuple[Any, Undo | None]]


class Transaction:
    """What ``host.transaction()`` gives: ``tx.hns`` and ``tx.hcn`` with the host's verbs, undone if the block fails.

    >>> import hcspy
    >>> from hcspy import hns
    >>> with hcspy.connect("fake") as host:
    ...     try:
    ...         with host.transaction() as tx:
    ...             network = tx.hns.networks.create(hns.HNSNetwork(name="web", type="NAT"))
    ...             namespace = tx.hcn.namespaces.create()
    ...             raise RuntimeError("something else went wrong")
    ...     except RuntimeError:
    ...         len(host.hns.networks.list())
    0
    """

    def __init__(self, hns: HNS, hcn: Callable[[], HCN]) -> None:
        self._open_hcn = hcn
        self._rollback = Rollback()
        self._at_commit: list[Step] = []
        self._open = False
        self.hns: HNS = cast("HNS", _Nouns(hns, self))

    @property
    def hcn(self) -> HCN:
        """HNS v2, its mutating verbs recorded."""
        return cast("HCN", _Nouns(self._open_hcn(), self))

    def on_rollback(self, undo: Callable[..., object], *args: Any, **kwargs: Any) -> None:
        """Note a step of your own: ``undo(*args)`` is called, in its turn, if the block fails."""
        self._rollback.on_failure(getattr(undo, "__qualname__", repr(undo)), undo, *args, **kwargs)

    def __enter__(self) -> Transaction:
        self._open = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open = False
        with self._rollback:
            if error is not None:
                # Raised again inside, so that the notes are followed and the leftovers told on this very error.
                raise error
            self._commit()

    def _commit(self) -> None:
        """Carry out the deletes; if one fails, those before it cannot be taken back and are named."""
        done: list[str] = []
        for step in self._at_commit:
            what = f"{step.service.noun} {_label(step.args[0])}" if step.args else step.service.noun
            try:
                step.run()
            except Exception as error:
                if not done:
                    raise
                raise TransactionError(f"the commit failed at {what}: {error}", leftovers=tuple(done)) from error
            done.append(f"{what} is deleted")

    def carry_out(self, step: Step) -> Any:
        """Carry out one verb and note how to undo it."""
        if not self._open:
            raise TransactionError(f"{step.name}() through a transaction whose block has ended")
        if step.name == "delete":
            self._at_commit.append(step)
            return None
        result, undo = _recorder(step.service.noun, step.name)(step)
        if undo is not None:
            self._rollback.on_failure(undo.what, undo.call, *undo.args)
        return result


class _Nouns:
    """The services of a door, each behind the recorder."""

    def __init__(self, door: Any, transaction: Transaction) -> None:
        self._door, self._transaction = door, transaction

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._door, name)
        return _Verbs(self._door, value, self._transaction) if hasattr(value, "noun") else value


class _Verbs:
    """One service whose mutating verbs go through the transaction."""

    def __init__(self, door: Any, service: Any, transaction: Transaction) -> None:
        self._door, self._service, self._transaction = door, service, transaction

    def __getattr__(self, name: str) -> Any:
        verb = getattr(self._service, name)
        if name != "delete" and _recorder(self._service.noun, name) is None:
            return verb

        def recorded(*args: Any, **kwargs: Any) -> Any:
            # What is given by name stands where the recorders look for it.
            given = signature(verb).bind(*args, **kwargs)
            return self._transaction.carry_out(Step(self._door, self._service, name, given.args, given.kwargs))

        return recorded


# -- how each verb is undone --------------------------------------------------------------------------------------


def _created(step: Step) -> tuple[Any, Undo]:
    made = step.run()
    service = step.door.endpoints if step.name == "create_endpoint" else step.service
    return made, Undo(f"{service.noun} {_label(made)}", _delete, (service, made))


def _changed(step: Step) -> tuple[Any, Undo]:
    ref = step.args[0]
    before = step.service.get(ref if isinstance(ref, str) else ref.id)
    return step.run(), Undo(f"{step.service.noun} {_label(before)} is changed", _restored, (step.service, before))


def _requested(step: Step) -> tuple[Any, Undo]:
    """Take back a raw request: by the opposite one where there is one, else by what the object was."""
    opposite = getattr(step.service, "_opposite", None)
    back = opposite(step.args[1]) if opposite else None
    if back is None:
        return _changed(step)
    what = f"{step.service.noun} {_label(step.args[0])} is changed"
    return step.run(), Undo(what, step.service.modify, (step.args[0], back))


def _reserved(step: Step) -> tuple[Any, Undo]:
    reservation = step.run()
    return reservation, Undo(repr(reservation), reservation.close, ())


def _ensured(step: Step) -> tuple[Any, Undo | None]:
    result = step.run()
    if result.action == "unchanged":
        return result, None
    what = f"{step.service.noun} {_label(result.object)}"
    if result.before is None:
        return result, Undo(what, _delete, (step.service, result.object))
    return result, Undo(f"{what} is changed", _put_back, (step.service, result))


def _joined(step: Step) -> tuple[Any, Undo]:
    verb = getattr(step.service, COUNTERPARTS[step.name])
    args = step.args[:2] if step.name in WITH_PARTNER else step.args[:1]
    result = step.run()
    return result, Undo(f"{step.name} of {_label(step.args[0])}", lambda: verb(*args, missing_ok=True), ())


def _parted(step: Step) -> tuple[Any, Undo]:
    result = step.run()
    what = f"{step.name} of {_label(step.args[0])}"
    if step.name == "detach_vm":
        return result, Undo(what, _unknown_adapter, ())
    return result, Undo(what, getattr(step.service, COUNTERPARTS[step.name]), step.args[:2])


def _addresses_set(step: Step) -> tuple[Any, Undo]:
    before = [entry.mac_address for entry in step.service.get().mac_address_list]
    result = step.run()
    undo, args = (step.service.set, (before,)) if before else (step.service.delete, ())
    return result, Undo("the list of management MAC addresses is changed", undo, args)


def _delete(service: Any, made: Any) -> None:
    service.delete(made, missing_ok=True)


def _put_back(service: Any, result: Any) -> None:
    if result.action == "modified":
        _restored(service, result.before)
        return
    service.delete(result.object, missing_ok=True)
    service.create(result.before)


def _restored(service: Any, before: Any) -> None:
    """Make an object what it was; where that takes more than an update, the service knows how."""
    restore = getattr(service, "_restore", None) or getattr(service, "update", None)
    if restore is None:
        raise NotSupportedError(f"a {service.noun} cannot be made what it was")
    restore(before)


def _unknown_adapter() -> None:
    raise NotSupportedError("HNS does not say which adapter of the virtual machine it was")


def _label(ref: Any) -> str:
    return str(ref if isinstance(ref, str) else getattr(ref, "name", None) or getattr(ref, "id", ref))


WITH_PARTNER: Final = frozenset({"attach_container", "add_container", "add_endpoint"})
COUNTERPARTS: Final = {
    "attach_container": "detach_container",
    "attach_host": "detach_host",
    "attach_vm": "detach_vm",
    "detach_container": "attach_container",
    "detach_host": "attach_host",
    "add_endpoint": "remove_endpoint",
    "remove_endpoint": "add_endpoint",
    "add_container": "remove_container",
    "remove_container": "add_container",
}
RECORDERS: Final[dict[str, Recorder]] = {
    **dict.fromkeys(("create", "create_remote", "create_endpoint", "add_load_balancer", "add_route", "add"), _created),
    **dict.fromkeys(("reserve", "reserve_range"), _reserved),
    "modify": _requested,
    **dict.fromkeys(("update", "add_policies", "remove_policies", "replace_policies"), _changed),
    **dict.fromkeys(("attach_container", "attach_host", "attach_vm", "add_container"), _joined),
    **dict.fromkeys(("detach_container", "detach_host", "detach_vm", "remove_container"), _parted),
    "ensure": _ensured,
    "set": _addresses_set,
}
# The two words that mean one thing on a namespace and another on what endpoints share.
MEMBERSHIP: Final[dict[tuple[str, str], Recorder]] = {
    ("namespace", "add_endpoint"): _joined,
    ("namespace", "remove_endpoint"): _parted,
    ("policylist", "add_endpoint"): _changed,
    ("policylist", "remove_endpoint"): _changed,
    ("load balancer", "add_endpoint"): _changed,
    ("load balancer", "remove_endpoint"): _changed,
    ("route", "add_endpoint"): _changed,
    ("route", "remove_endpoint"): _changed,
}


def _recorder(noun: str, name: str) -> Any:
    """Return what records a verb; None for one that only reads."""
    return MEMBERSHIP.get((noun, name)) or RECORDERS.get(name)
