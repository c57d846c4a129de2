"""Writes a module for each door from the blocking services: ``python hcspy/aio/build.py``.

Each verb is the blocking one with ``async`` before it, so that type checkers and people see the same signatures. A
test holds the checked-in files against what this would write.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_overloads

from hcspy.containers import containers
from hcspy.hcn import services as hcn_services
from hcspy.hcn.services import (
    endpoints as hcn_endpoints,
)
from hcspy.hcn.services import (
    guestservices,
    loadbalancers,
    portreservations,
    routes,
)
from hcspy.hcn.services import (
    namespaces as hcn_namespaces,
)
from hcspy.hcn.services import (
    networks as hcn_networks,
)
from hcspy.hcs import services as hcs_services
from hcspy.hns.services import accelnet, endpoints, hns, namespaces, networks, policylists
from hcspy.storage.services import baseimages, disks, layers, storage


@dataclass(frozen=True)
class Door:
    """What is written into one file: the services of one door and the door itself."""

    target: Path
    cls: type
    what: str
    nouns: Mapping[str, type]
    head: str


# They wait, and so are not run on a thread but written out.
WAITING: Final = {"wait", "wait_deleted", "wait_available"}
# This one waits, too, for a program.
AWAITED: Final = {("Containers", "run")}
# What these return owns a native handle, and has an awaited twin.
LIVE: Final = {
    "Watch": "AsyncWatch",
    "PortReservation": "AsyncPortReservation",
    "Service": "AsyncService",
    "System": "AsyncSystem",
    "Container": "AsyncContainer",
    "VirtualDisk": "AsyncVirtualDisk",
}
# What is known without asking.
PLAIN: Final = {"door"}
# These are context managers: entering and leaving is awaited, and what they give is used as it is.
CONTEXTS: Final = {
    "Mounted": "Path",
    "LayerWriter": "LayerWriter",
    "Iterator[Iterator[Entry]]": "Iterator[Entry]",
}

HNS: Final = Door(
    target=Path(__file__).with_name("hns.py"),
    cls=hns.HNS,
    what="HNS v1",
    nouns={
        "networks": networks.Networks,
        "endpoints": endpoints.Endpoints,
        "policy_lists": policylists.PolicyLists,
        "namespaces": namespaces.Namespaces,
        "accelnet": accelnet.AccelNet,
    },
    head="""
import builtins
from collections.abc import Iterable, Mapping
from typing import Any, Unpack

from hcspy.aio.worker import AsyncNoun, Worker
from hcspy.hns import (
    Activity,
    EndpointPolicy,
    EndpointStats,
    HNSEndpoint,
    HNSGlobals,
    HNSNetwork,
    HNSNnvManagementMacList,
    HNSSupportedFeatures,
    Namespace,
    NetworkPolicy,
    PolicyList,
)
from hcspy.hns.services import endpoints, networks
from hcspy.hns.services.endpoints import EndpointFilters
from hcspy.hns.services.namespaces import NamespaceFilters
from hcspy.hns.services.networks import NetworkFilters
from hcspy.hns.services.policylists import PolicyListFilters
from hcspy.verbs import Ensured, ref_id
""",
)

HCN: Final = Door(
    target=Path(__file__).with_name("hcn.py"),
    cls=hcn_services.HCN,
    what="HCN",
    nouns={
        "networks": hcn_networks.Networks,
        "endpoints": hcn_endpoints.Endpoints,
        "namespaces": hcn_namespaces.Namespaces,
        "load_balancers": loadbalancers.LoadBalancers,
        "routes": routes.Routes,
        "guest_network_services": guestservices.GuestNetworkServices,
        "port_reservations": portreservations.PortReservations,
    },
    head="""
import builtins
from collections.abc import Awaitable, Collection, Iterable
from typing import Any, Unpack

from hcspy.aio.live import AsyncPortReservation, AsyncService, AsyncWatch
from hcspy.aio.worker import AsyncNoun, Worker
from hcspy.features import SupportedFeatures
from hcspy.hcn import (
    EndpointPolicy,
    GuestNetworkService,
    HostComputeEndpoint,
    HostComputeLoadBalancer,
    HostComputeNamespace,
    HostComputeNetwork,
    HostComputeQuery,
    HostComputeRoute,
    LoadBalancerDistribution,
    LoadBalancerFlags,
    LoadBalancerPortMappingFlags,
    NetworkPolicy,
    PortAccess,
    PortProtocol,
    PortRangeEntry,
    Snapshot,
    Version,
)
from hcspy.hcn.events import Kind
from hcspy.hcn.services import endpoints, guestservices, loadbalancers, namespaces, networks, routes
from hcspy.hcn.services.endpoints import EndpointFilters
from hcspy.hcn.services.guestservices import GuestNetworkServiceFilters
from hcspy.hcn.services.loadbalancers import LoadBalancerFilters
from hcspy.hcn.services.namespaces import NamespaceFilters
from hcspy.hcn.services.networks import NetworkFilters
from hcspy.hcn.services.noun import Vanished
from hcspy.hcn.services.routes import RouteFilters
from hcspy.hcn.services.watch import QUEUE
from hcspy.hcn.stats import EndpointStats
from hcspy.verbs import Ensured, ref_id
""",
)

STORAGE: Final = Door(
    target=Path(__file__).with_name("storage.py"),
    cls=storage.Storage,
    what="storage",
    nouns={
        "layers": layers.Layers,
        "base_images": baseimages.BaseImages,
        "disks": disks.Disks,
    },
    head="""
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from hcspy.aio.live import AsyncContext, AsyncVirtualDisk
from hcspy.aio.worker import AsyncNoun, Worker
from hcspy.storage import (
    BaseImage,
    DiskSpace,
    ExportLayerOptions,
    FileSystemFilterType,
    Layer,
    OsLayerOptions,
)
from hcspy.storage.disk import OpenDisk
from hcspy.storage.paths import LayerRef
from hcspy.storage.services.disks import MEBIBYTE, Name
from hcspy.storage.services.filters import Below
from hcspy.storage.services.setup import Steps
from hcspy.storage.services.transport import LayerWriter, Progress
from hcspy.storage.stream import Entry, LayerContents
""",
)

HCS: Final = Door(
    target=Path(__file__).with_name("hcs.py"),
    cls=hcs_services.HCS,
    what="HCS",
    nouns={"systems": hcs_services.Systems},
    head="""
from collections.abc import Mapping, Sequence
from typing import Any, Literal, overload

from hcspy.aio.compute import AsyncSystem
from hcspy.aio.worker import AsyncNoun, Worker
from hcspy.hcs import ContainerProperties, CpuGroupConfig, Properties, ServiceProperties, Version
from hcspy.hcs.services.door import DoorName
from hcspy.hcs.services.systems import Texts
""",
)

CONTAINERS: Final = Door(
    target=Path(__file__).with_name("containers.py"),
    cls=containers.Containers,
    what="Containers",
    nouns={},
    head="""
import builtins
import subprocess
from collections.abc import Sequence
from typing import Any, Unpack

from hcspy.aio.container import AsyncContainer, created, finished
from hcspy.aio.worker import AsyncNoun, Worker
from hcspy.containers import ContainerInfo
from hcspy.containers.making import Progress
from hcspy.containers.options import ContainerOptions
""",
)

DOORS: Final = (HNS, HCN, STORAGE, HCS, CONTAINERS)


def module(door: Door) -> str:
    """Return the text of a whole module, before it is formatted."""
    first = f'"""The verbs of {door.what}, awaited. Written by ``build.py`` from the blocking ones: do not edit."""'
    classes = [_noun(door, cls) for cls in door.nouns.values()]
    return "\n".join([first, "", "from __future__ import annotations", door.head, *classes, _door(door)])


def _noun(door: Door, cls: type) -> str:
    place = door.cls.__name__.lower()
    doc = _first(cls).replace(f"``host.{place}.", f"``await host.{place}.", 1)
    lines = [f"\nclass {cls.__name__}(AsyncNoun):", f'    """{doc}"""', ""]
    for name, verb in _verbs(cls):
        lines += _verb(cls, name, verb)
    return "\n".join(lines)


def _door(door: Door) -> str:
    lines = [
        f"\nclass {door.cls.__name__}(AsyncNoun):",
        f'    """{door.what} of one host, awaited."""',
        "",
        "    def __init__(self, service: Any, worker: Worker) -> None:",
        "        super().__init__(service, worker)",
        *(f"        self.{name} = {cls.__name__}(service.{name}, worker)" for name, cls in door.nouns.items()),
        "",
    ]
    for name, value in inspect.getmembers(door.cls, lambda value: isinstance(value, property)):
        lines += _property(name, value)
    for name, verb in _verbs(door.cls):
        lines += _verb(door.cls, name, verb)
    return "\n".join(lines)


def _verbs(cls: type) -> Iterator[tuple[str, Callable[..., Any]]]:
    for name, verb in inspect.getmembers(cls, inspect.isfunction):
        if not name.startswith("_"):
            yield name, verb


def _property(name: str, value: property) -> list[str]:
    returned = inspect.signature(value.fget or len).return_annotation
    if name in PLAIN:
        known = f"        known: {returned} = self._service.{name}"
        return ["    @property", f"    def {name}(self) -> {returned}:", f'        """{_first(value)}"""', known,
                "        return known", ""]  # fmt: skip
    return [
        "    @property",
        f"    def {name}(self) -> Awaitable[{returned}]:",
        f'        """{_first(value)}"""',
        f'        return self._property("{name}")',
        "",
    ]


def _overloads(cls: type, name: str, verb: Callable[..., Any]) -> list[str]:
    """Return the heads by which the result depends on an argument."""
    heads = [_spelled(cls, f"{name}{inspect.signature(other)}: ...") for other in get_overloads(verb)]
    return [line for head in heads for line in ("    @overload", f"    async def {head}")]


def _verb(cls: type, name: str, verb: Callable[..., Any]) -> list[str]:
    signature = inspect.signature(verb)
    head = _spelled(cls, f"{name}{signature}:")
    if signature.return_annotation == cls.__name__:  # the same service in another way: nothing to wait for
        call = _arguments(name, signature, f"self._service.{name}")
        return [f"    def {head}", f'        """{_first(verb)}"""', _live(call, cls.__name__), ""]
    if signature.return_annotation == "Watch":
        call = _arguments(name, signature, f"self._service.{name}")
        return [f"    def {head}", f'        """{_first(verb)}"""', _live(f"lambda: {call}", "AsyncWatch"), ""]
    if (given := CONTEXTS.get(signature.return_annotation)) is not None:
        call = _arguments(name, signature, f"self._service.{name}")
        begin = head.rpartition(" -> ")[0]
        made = f"        return AsyncContext(lambda: {call}, self._worker)"
        return [f"    def {begin} -> AsyncContext[{given}]:", f'        """{_first(verb)}"""', made, ""]
    written = name in WAITING or (cls.__name__, name) in AWAITED
    body = _waiting(cls, name) if written else _call(cls, name, signature)
    return [*_overloads(cls, name, verb), f"    async def {head}", f'        """{_first(verb)}"""', *body, ""]


def _live(made: str, cls: str) -> str:
    return f"        return {cls}({made}, self._worker)"


def _arguments(name: str, signature: inspect.Signature, call: str) -> str:
    passed = [_passed(parameter) for parameter in list(signature.parameters.values())[1:]]
    return f"{call}({', '.join([*([repr(name)] if call == 'self._call' else []), *passed])})"


def _call(cls: type, name: str, signature: inspect.Signature) -> list[str]:
    call = _arguments(name, signature, "self._call")
    if signature.return_annotation == "None":
        return [f"        await {call}"]
    if signature.return_annotation in LIVE:
        return [_live(f"await {call}", LIVE[signature.return_annotation])]
    returned = _spelled(cls, str(signature.return_annotation))
    return [f"        result: {returned} = await {call}", "        return result"]


def _waiting(cls: type, name: str) -> list[str]:
    if name == "run":
        return [
            "        creation = self.create(image, remove_on_exit=True, progress=progress, **options)",
            "        async with await created(creation) as container:",
            "            await finished(container.start())",
            "            return await container.run(args, input=input, text=text, check=check, timeout=timeout)",
        ]
    if name == "wait_available":
        return [
            '        found: Version = await self._tried("_attempt", timeout, "the service to answer")',
            "        return found",
        ]
    noun = cls.noun  # type: ignore[attr-defined]
    if name == "wait_deleted":
        return [
            f'        ref = ref_id(ref, "{noun}")',
            f'        await self._poll(ref, lambda seen: seen is None, timeout, f"{noun} {{ref}} to be gone")',
        ]
    return [
        f'        ref = ref_id(ref, "{noun}")',
        f"        done = {_module(cls)}.condition(until)",
        f'        waited = self._poll(ref, lambda seen: seen is not None and done(seen), timeout, f"{noun} {{ref}}")',
        f"        found: {cls.model.__name__} = await waited",  # type: ignore[attr-defined]
        "        return found",
    ]


def _passed(parameter: inspect.Parameter) -> str:
    match parameter.kind:
        case inspect.Parameter.VAR_KEYWORD:
            return f"**{parameter.name}"
        case inspect.Parameter.VAR_POSITIONAL:
            return f"*{parameter.name}"
        case inspect.Parameter.KEYWORD_ONLY:
            return f"{parameter.name}={parameter.name}"
        case _:
            return parameter.name


def _spelled(cls: type, text: str) -> str:
    """Turn the text of a signature into source: annotations without quotes, the model for its type variable."""
    text = re.sub(r"(: |-> )'([^']*)'", r"\1\2", text)
    text = re.sub(r"\bUntil\b", f"{_module(cls)}.Until", text)
    text = re.sub(r"= '(\w+)'", r'= "\1"', text)
    text = re.sub(r"<(\w+\.\w+): \d+>", r"\1", text).replace("size: int = 4096", "size: int = QUEUE")
    text = text.replace("block_size: int = 1048576", "block_size: int = MEBIBYTE")
    for name, twin in LIVE.items():
        text = re.sub(rf"-> {name}\b", f"-> {twin}", text)
    return re.sub(r"\b[MPS]\b", cls.model.__name__, text) if hasattr(cls, "model") else text


def _module(cls: type) -> str:
    return cls.__module__.rpartition(".")[2]


def _first(thing: Any) -> str:
    return str(inspect.getdoc(thing)).split("\n\n", 1)[0].replace("\n", " ")


if __name__ == "__main__":
    for written in DOORS:
        written.target.write_text(module(written), encoding="utf-8")
