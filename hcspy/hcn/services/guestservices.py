"""Guest network services of HCN."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Any, Literal, TypedDict, Unpack

from hcspy._ffi import computenetwork
from hcspy._ffi.callbacks import Handler, Registration
from hcspy._ffi.computenetwork import GuestNetworkServiceHandle
from hcspy.errors import InvalidDocumentError, NotFoundError
from hcspy.hcn.guestnetworkservice import GuestNetworkService
from hcspy.hcn.query import HostComputeQuery
from hcspy.hcn.services.noun import Noun, Vanished, created
from hcspy.hcn.services.watch import QUEUE, Watch
from hcspy.verbs import Ensured, ref_id, same_id
from hcspy.verbs.ensured import differences
from hcspy.verbs.wait import awaited

Until = Literal["ready"] | Callable[[GuestNetworkService], bool]


class GuestNetworkServiceFilters(TypedDict, total=False):
    """What list, get and find of guest network services can be asked for."""

    virtual_machine: str | None
    name: str | None
    owner: str | None


class GuestNetworkServices(Noun[GuestNetworkService]):
    """``host.hcn.guest_network_services``: what gives a virtual machine the network of its host (WSL).

    Filters of list, get and find: ``virtual_machine`` (an id), ``name``, ``owner``. HCN serves none: they are
    applied here.
    """

    model = GuestNetworkService
    noun = "guest network service"
    missing = NotFoundError
    calls = computenetwork.guest_network_services
    tests = {
        "virtual_machine": lambda service, id: same_id(service.virtual_machine_id, id),
        "name": lambda service, name: service.name == name,
        "owner": lambda service, owner: service.owner == owner,
    }

    def list(
        self,
        *,
        query: HostComputeQuery | None = None,
        vanished: Vanished = "skip",
        **filters: Unpack[GuestNetworkServiceFilters],
    ) -> builtins.list[GuestNetworkService]:
        """List the guest network services, oldest first, those that pass every filter given.

        One that goes while the list is read is left out; ``vanished="raise"`` raises NotFoundError. ``query`` is sent
        in place of the usual one.
        """
        return self._list(filters, query, vanished)

    def get(
        self, ref: str | GuestNetworkService | None = None, **filters: Unpack[GuestNetworkServiceFilters]
    ) -> GuestNetworkService:
        """Return the guest network service by id, or the only one that passes the filters."""
        return self._get(ref, filters)

    def find(self, **filters: Unpack[GuestNetworkServiceFilters]) -> GuestNetworkService | None:
        """Return the only guest network service that passes the filters, None if there is none."""
        return self._find(filters)

    def create(self, model: GuestNetworkService) -> GuestNetworkService:
        """Create a guest network service and return it as HCN filled it in."""
        self._check(model)
        return self._create(model)

    def ensure(self, model: GuestNetworkService) -> Ensured[GuestNetworkService]:
        """Make sure that a virtual machine has its guest network service; it is known by the machine.

        One that differs is InvalidDocumentError: HCN changes nothing of it but its state, and the guest has it in use.
        """
        self._check(model)
        if not model.virtual_machine_id:
            raise InvalidDocumentError("ensure() knows a guest network service by its machine, and the model has none")
        found = self._find({"virtual_machine": model.virtual_machine_id})
        if found is None:
            return Ensured(object=self._create(model), action="created")
        wanted = {"MirrorHostNetworking": model.mirror_host_networking} if model.mirror_host_networking else {}
        changes = differences(wanted, {"MirrorHostNetworking": found.mirror_host_networking})
        if changes:
            raise InvalidDocumentError(f"guest network service {found.id} cannot be changed: {changes[0]}")
        return Ensured(object=found, action="unchanged")

    def wait(
        self, ref: str | GuestNetworkService, until: Until = "ready", *, timeout: float = 60
    ) -> GuestNetworkService:
        """Wait until the service is created, or a predicate holds; ``timeout`` in seconds, then TimedOutError."""
        return self._wait(ref, condition(until), timeout)

    def watch(self, ref: str | GuestNetworkService, *, initial: bool = True, size: int = QUEUE) -> Watch:
        """Watch one guest network service: a context manager and an iterator of events.

        It begins with the service as it is now and Synced, then its state changes: see ``host.hcn.watch``.
        """
        id = ref_id(ref, self.noun)
        listing: Any = {"guest_network_service": lambda: [self._read_one(id)]}
        return Watch(lambda handler: self._registered(id, handler), listing, initial=initial, size=size)

    def _registered(self, id: str, handler: Handler) -> Held:
        handle = self.calls.open(self._door.tables, id, timeout=self._door.timeout)
        try:
            return Held(handle, computenetwork.register_guest_network_service_callback(handle, handler))
        except BaseException:
            handle.let_go()
            raise


class Held:
    """A registration and the handle that it is on: ended in this order."""

    def __init__(self, handle: GuestNetworkServiceHandle, registration: Registration) -> None:
        self._handle = handle
        self._registration = registration

    def close(self) -> None:
        """End the registration, then close the handle."""
        try:
            self._registration.close()
        finally:
            self._handle.let_go()


def condition(until: Until) -> Callable[[GuestNetworkService], bool]:
    """Return what ``wait`` waits for."""
    return awaited(until, {"ready": created})
