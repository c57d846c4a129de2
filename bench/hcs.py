"""HCS: reading the documents of compute systems.

What a document holds is read when somebody looks at it; who looks at everything pays for each of some thirty models.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import orjson

from bench import payloads
from bench.results import Table
from bench.timing import Effort, clocked, paired
from hcspy import hcs
from hcspy.codec import decode_list, loads

SYSTEMS = 100
READ_TARGET = 4.5

Look = Callable[[Any], object]


def tables(effort: Effort) -> Iterator[Table]:
    """Measure a container, and the utility VM around one."""
    yield reading("a container", payloads.container(), container, effort)
    yield reading("a utility VM", payloads.utility_vm(), utility_vm, effort)


def used_up(text: bytes, look: Look) -> tuple[hcs.ComputeSystem, ...]:
    """Read systems and look into every model in them."""
    found = decode_list(hcs.ComputeSystem, loads(text))
    for system in found:
        look(system)
    return found


def container(system: hcs.ComputeSystem) -> object:
    """Look into every model in a container."""
    held: Any = system.container
    storage, networking, memory = held.storage, held.networking.namespace, held.memory.size_in_mb
    layers = [layer.path for layer in storage.layers]
    mapped = [folder.host_path for folder in held.mapped_directories], [pipe.host_path for pipe in held.mapped_pipes]
    keys = [value.key.name for value in held.registry_changes.add_values]
    guest = held.guest_os.host_name, held.processor.count, held.hv_socket.config.service_table
    return system.schema_version.major, layers, mapped, keys, networking, memory, guest  # type: ignore[union-attr]


def utility_vm(system: hcs.ComputeSystem) -> object:
    """Look into every model in a virtual machine."""
    held: Any = system.virtual_machine
    devices, topology = held.devices, held.compute_topology
    disks = [disk.path for controller in devices.scsi.values() for disk in controller.attachments.values()]
    adapters = [adapter.endpoint_id for adapter in devices.network_adapters.values()]
    options = [share.options.read_only for share in devices.virtual_smb.shares]
    sockets = [service.allow_wildcard_binds for service in devices.hv_socket.hv_socket_config.service_table.values()]
    guest = topology.memory.size_in_mb, topology.processor.count, held.guest_connection.use_vsock
    booted = held.chipset.uefi.boot_this.device_path
    return system.schema_version.major, disks, adapters, options, sockets, guest, booted  # type: ignore[union-attr]


def reading(what: str, document: Mapping[str, Any], look: Look, effort: Effort) -> Table:
    """Compare with `orjson.loads` of the same bytes."""
    text = payloads.text([document] * effort.size(SYSTEMS))
    candidates = {
        "models": clocked(lambda: decode_list(hcs.ComputeSystem, loads(text))),
        "models, everything looked at": clocked(lambda: used_up(text, look)),
    }
    pairs = paired(candidates, clocked(lambda: orjson.loads(text)), effort)
    table = Table("hcs", f"HCS: decode {SYSTEMS} documents of {what}, to orjson.loads of the same bytes")
    return table.add_ratios(pairs, dict.fromkeys(candidates, READ_TARGET))
