"""``host.hcn``: the nouns of HCN and its service-wide values."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from hcspy import features
from hcspy._ffi import computenetwork
from hcspy.codec import decode
from hcspy.errors import ExportMissingError, ServiceUnavailableError, TimedOutError, UnexpectedAnswerError
from hcspy.features import SupportedFeatures
from hcspy.hcn.events import Kind
from hcspy.hcn.services.door import QUERY, Door
from hcspy.hcn.services.endpoints import Endpoints
from hcspy.hcn.services.guestservices import GuestNetworkServices
from hcspy.hcn.services.loadbalancers import LoadBalancers
from hcspy.hcn.services.namespaces import Namespaces
from hcspy.hcn.services.networks import Networks
from hcspy.hcn.services.portreservations import PortReservations
from hcspy.hcn.services.routes import Routes
from hcspy.hcn.services.service import Service
from hcspy.hcn.services.watch import QUEUE, Listing, Watch, chosen
from hcspy.hcn.snapshot import Snapshot
from hcspy.hcn.version import Version
from hcspy.verbs import poll

VERSION: Final = "/globals/version"


class HCN:
    """HNS version 2 of one host: what Kubernetes, containerd and CNI use, through computenetwork.dll."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self.networks = Networks(door)
        self.endpoints = Endpoints(door)
        self.namespaces = Namespaces(door)
        self.load_balancers = LoadBalancers(door)
        self.routes = Routes(door)
        self.guest_network_services = GuestNetworkServices(door)
        self.port_reservations = PortReservations(door)
        self._known: Version | None = None

    @property
    def version(self) -> Version:
        """The version of the host network service, asked each time.

        >>> import hcspy
        >>> with hcspy.connect("fake", profile="2022") as host:
        ...     host.hcn.version.pair
        (13, 3)
        """
        output = self._door.request("GET", VERSION)
        if not isinstance(output, dict):
            raise UnexpectedAnswerError(f"the answer holds no version: {output!r}", call="HNSCall")
        return decode(Version, output)

    def supported_features(self, *, refresh: bool = False) -> SupportedFeatures:
        """Return what this host can do; asked once per host, again with ``refresh``.

        >>> import hcspy
        >>> with hcspy.connect("fake", profile="2022") as host:
        ...     host.hcn.supported_features().set_policy
        True
        """
        return features.supported(self._asked_once(refresh=refresh))

    def require(self, feature: str) -> None:
        """Raise FeatureMissingError, which says where the feature is, unless this host has it.

        The version is asked once per host, as for ``supported_features``.

        >>> import hcspy
        >>> with hcspy.connect("fake", profile="2019") as host:
        ...     host.hcn.require("SetPolicy")
        Traceback (most recent call last):
        hcspy.errors.FeatureMissingError: HNS 9.2 (Windows Server 2019) lacks SetPolicy, which is there ...
        """
        features.require(feature, self._asked_once())

    def _asked_once(self, *, refresh: bool = False) -> Version:
        if self._known is None or refresh:
            self._known = self.version
        return self._known

    def snapshot(self) -> Snapshot:
        """Return one picture of everything that exists now, to keep, compare and draw.

        >>> import hcspy
        >>> from hcspy import hcn
        >>> with hcspy.connect("fake") as host:
        ...     before = host.hcn.snapshot()
        ...     network = host.hcn.networks.create(hcn.HostComputeNetwork(name="web", type="Private"))
        ...     print(*before.diff(host.hcn.snapshot()))
        added networks web
        """
        return Snapshot.take(self)

    def wait_available(self, *, timeout: float = 60) -> Version:
        """Wait until the service answers, and return its version; ``timeout`` in seconds, then TimedOutError.

        It does not answer while Windows starts, and for a moment when it is restarted.
        """
        return poll(self._attempt, lambda _: True, timeout=timeout, what="the service to answer")

    def open_service(self) -> Service:
        """Open the service itself and return what holds its handle, a context manager.

        Raises ServiceUnavailableError where it does not run, ExportMissingError on builds without such a handle.

        >>> import hcspy
        >>> with hcspy.connect("fake") as host, host.hcn.open_service() as service:
        ...     service.is_closed
        False
        """
        return Service(computenetwork.open_service(self._door.tables, timeout=self._door.timeout))

    def _attempt(self) -> Version | None:
        """Return the version of a service that answers, None if it does not."""
        try:
            return self._available()
        except (ServiceUnavailableError, TimedOutError):
            return None

    def _available(self) -> Version:
        """Ask at both doors: the service is one, but it need not open them at the same moment."""
        version, tables, timeout = self.version, self._door.tables, self._door.timeout
        try:
            computenetwork.open_service(tables, timeout=timeout).let_go()
        except ExportMissingError:  # it is undocumented since when there is a handle of the service
            computenetwork.networks.enumerate(tables, QUERY, timeout=timeout)
        return version

    def watch(self, *, initial: bool = True, kinds: Collection[Kind] | None = None, size: int = QUEUE) -> Watch:
        """Watch what happens: a context manager and an iterator of events (``hcspy.hcn.Event``).

        It subscribes first. With ``initial`` the objects that exist are told as Existing, then Synced, then what
        happens as Changed. After a restart of the service comes ServiceRestarted, the objects that exist then, and a
        new Synced. If nobody reads for so long that more than ``size`` notifications wait, EventsLost says how many
        were dropped. ``kinds`` limits it to some of "network", "endpoint", "namespace", "guest_network_service".

        Ctrl-C and ``close()`` end the waiting at once.
        """
        listings: dict[Kind, Listing] = {
            "network": self.networks.list,
            "endpoint": self.endpoints.list,
            "namespace": self.namespaces.list,
            "guest_network_service": self.guest_network_services.list,
        }
        tables = self._door.tables
        return Watch(
            lambda handler: computenetwork.register_service_callback(tables, handler),
            chosen(kinds, listings),
            initial=initial,
            size=size,
        )
