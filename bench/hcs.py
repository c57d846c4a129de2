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
    """Read systems and look at every model in them."""
    found = decode_list(hcs.ComputeSystem, loads(text))
    for system in found:
        look(system)
    return found


def container(system: hcs.ComputeSystem) -> object:
    """Look at every model in a container."""
    held: Any = system.container
    networking = held.networking, held.memory, held.processor, held.guest_os, held.hv_socket.config
    keys = [value.key for value in held.registry_changes.add_values]
    return system.schema_version, held.storage.layers, held.mapped_directories, held.mapped_pipes, networking, keys


def utility_vm(system: hcs.ComputeSystem) -> object:
    """Look at every model in a virtual machine."""
    held: Any = system.virtual_machine
    devices = held.devices
    disks = [controller.attachments for controller in devices.scsi.values()]
    options = [share.options for share in devices.virtual_smb.shares]
    topology = held.compute_topology.memory, held.compute_topology.processor, held.chipset.uefi.boot_this
    sockets = devices.hv_socket.hv_socket_config.service_table, devices.network_adapters
    return system.schema_version, disks, options, topology, sockets, held.guest_connection


def reading(what: str, document: Mapping[str, Any], look: Look, effort: Effort) -> Table:
    """Compare with `orjson.loads` of the same bytes."""
    text = payloads.text([document] * effort.size(SYSTEMS))
    candidates = {
        "models": clocked(lambda: decode_list(hcs.ComputeSystem, loads(text))),
        "models, everything looked at": clocked(lambda: used_up(text, look)),
    }
    pairs = paired(candidates, clocked(lambda: orjson.loads(text)), effort)
    table = Table("hcs", f"HCS: decode {SYSTEMS} documents of {what}, to orjson.loads of the same bytes")
    return table.add_ratios(pairs, {"models": READ_TARGET})
