"""The machine's state: one store behind every door.

Everything the network service knows is kept once, in documents of version 1's shape; another door (version 2) is
another way to read and write the same objects. Nothing in this package knows JSON text, C or paths: requests and
answers are dicts, and what goes wrong is a `Fault`.
"""

from __future__ import annotations

from collections.abc import Iterable

from hcspy.testing.profiles import DEFAULT_PROFILE, Profile, profile

from .adapters import Host
from .attach import Attachments
from .chance import Chance
from .clock import Clock
from .compute import Service, Systems
from .containers import Containers
from .documents import Document, Style
from .endpoints import Endpoints
from .faults import REQUEST_UNSUPPORTED, Fault
from .guestservices import GuestServices
from .namespaces import Namespaces
from .networks import Networks
from .notices import Notices
from .policylists import PolicyLists
from .ports import Ports
from .reservations import Reservations
from .storage import Storage
from .switches import Switches


class State:
    """A machine as its network service sees it. Not safe from several threads: the door locks."""

    def __init__(self, name: str | Profile = DEFAULT_PROFILE, seed: int = 0) -> None:
        self.profile = profile(name)
        self.seed = seed
        self.chance = Chance(seed)
        self.clock = Clock()
        self.switches = Switches()
        self.style = Style(self.profile)
        self.host = Host(self.chance)
        self.generation = 0
        """How often the service has been started anew."""
        self.revision = 0
        """Grows with every change."""
        self.next_compartment = 2
        self.accelnet: list[Document] = []
        self.traffic: dict[str, dict[str, int]] = {}
        self.put_aside: dict[str, list[Document]] = {}
        """Objects that a restarted service does not show yet, by kind."""
        self.put_aside_more: dict[str, dict[str, Document]] = {}
        """What those were sent in the shape of version 2, by kind and id."""
        self.notices = Notices()
        self.reservations = Reservations(self)
        self.storage = Storage(self)
        self.systems = Systems(self)
        self.compute_service = Service(self)
        self.clear()

    def clear(self) -> None:
        """Forget all objects, ports and containers; the host, the clock and the switches stay."""
        # fidelity: HNS-G01 HNS-G02
        self.ports = Ports(self.host, self.reservations)
        self.networks = Networks(self)
        self.endpoints = Endpoints(self)
        self.policylists = PolicyLists(self)
        self.namespaces = Namespaces(self)
        self.guestservices = GuestServices(self)
        self.attachments = Attachments(self)
        self.containers = Containers(self)

    def new_compartment(self) -> int:
        """Hand out the next compartment number."""
        # fidelity: HNS-S05
        self.next_compartment += 1
        return self.next_compartment - 1

    def layer_paths_exist(self, paths: Iterable[str]) -> bool:
        """Tell whether the layers of a new container are there; a machine that was given no layers does not care."""
        # fidelity: HCS-D03
        return not self.storage.disk.is_made or self.storage.paths_exist(paths)

    def image_build(self, paths: Iterable[str]) -> int:
        """Return the build of the base image among layers; 0 if there is none that is known."""
        # fidelity: HCS-D04
        wanted = {path.lower().rstrip("\\") for path in paths}
        versions = [image.version for image in self.storage.images if image.path.lower() in wanted]
        return int(versions[0].split(".")[2]) if versions else 0

    def accelnet_list(self) -> Document:
        """Show the management addresses that are kept off accelerated networking."""
        if not self.profile.has(15, 4):
            raise Fault(REQUEST_UNSUPPORTED, "needs version 15.4")
        return {"MacAddressList": [dict(entry) for entry in self.accelnet]}
