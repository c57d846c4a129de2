"""Documents of HCS that a host takes, in both schemas."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from hcspy import hcs
from hcspy.hcs import schema1
from hcspy.testing.strategies.values import UINT64, Strategy, guids, mac_addresses, maybe, names

WORDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-_.", min_size=1, max_size=10).filter(lambda word: word.strip("."))
"""Names of files and pipes."""

SCHEMAS = st.sampled_from([0, 1]).map(lambda minor: hcs.Version(major=2, minor=minor))
"""The schemas that every Windows with schema 2 reads."""


def host_paths() -> Strategy[str]:
    """Make absolute paths of Windows."""
    return st.builds(
        lambda drive, parts: f"{drive}:\\{chr(92).join(parts)}",
        st.sampled_from("CDX"),
        st.lists(WORDS, min_size=1, max_size=3),
    )


def volumes() -> Strategy[str]:
    """Make volumes, as activated layers have them."""
    return guids().map(lambda id: f"\\\\?\\Volume{{{id}}}")


def pipes() -> Strategy[str]:
    r"""Make named pipes, `\\.\pipe\` and a name."""
    return WORDS.map(lambda name: f"\\\\.\\pipe\\{name}")


def command_lines() -> Strategy[str]:
    """Make command lines of Windows."""
    return st.lists(WORDS, min_size=1, max_size=3).map(" ".join)


# -- schema 1 ----------------------------------------------------------------------------------------------------------


def layers() -> Strategy[schema1.Layer]:
    """Make layers of schema 1."""
    return st.builds(schema1.Layer, id=guids(), path=host_paths())


def mapped_dirs() -> Strategy[schema1.MappedDir]:
    """Make folders that a container of schema 1 sees."""
    return st.builds(schema1.MappedDir, host_path=host_paths(), container_path=host_paths(), read_only=st.booleans())


def mapped_pipes() -> Strategy[schema1.MappedPipe]:
    """Make pipes that a container of schema 1 sees."""
    return st.builds(schema1.MappedPipe, host_path=pipes(), container_pipe_name=WORDS)


def container_configs(hyperv: bool | None = None) -> Strategy[schema1.ContainerConfig]:
    """Make containers of schema 1, with process or Hyper-V isolation; of either if nothing is said."""
    if hyperv is None:
        return container_configs(False) | container_configs(True)
    isolation: dict[str, Any] = {"volume_path": volumes()}
    if hyperv:
        isolation = {"hv_runtime": st.builds(schema1.HvRuntime, image_path=host_paths())}
    return st.builds(
        schema1.ContainerConfig,
        name=names(),
        owner=maybe(names()),
        hv_partition=st.just(hyperv),
        layer_folder_path=host_paths(),
        layers=st.lists(layers(), min_size=1, max_size=3).map(tuple),
        processor_count=maybe(st.integers(1, 64)),
        processor_weight=maybe(st.integers(1, 10_000)),
        memory_maximum_in_mb=maybe(st.integers(1, 1 << 20)),
        host_name=maybe(WORDS),
        mapped_directories=st.lists(mapped_dirs(), max_size=2).map(tuple),
        mapped_pipes=st.lists(mapped_pipes(), max_size=2).map(tuple),
        endpoint_list=st.lists(guids(), max_size=2).map(tuple),
        **isolation,
    )


def process_configs() -> Strategy[schema1.ProcessConfig]:
    """Make processes of schema 1."""
    return st.builds(schema1.ProcessConfig, console_size=st.tuples(sides(), sides()), **_process())


def _process() -> dict[str, Strategy[Any]]:
    """Return what both schemas say of a process."""
    return {
        "command_line": command_lines(),
        "user": maybe(names()),
        "working_directory": maybe(host_paths()),
        "environment": st.dictionaries(WORDS, WORDS, max_size=3),
        "emulate_console": maybe(st.booleans()),
        "create_std_in_pipe": maybe(st.booleans()),
        "create_std_out_pipe": maybe(st.booleans()),
        "create_std_err_pipe": maybe(st.booleans()),
    }


def sides() -> Strategy[int]:
    """Make heights and widths of consoles."""
    return st.integers(0, 0xFFFF)


# -- schema 2 ----------------------------------------------------------------------------------------------------------


def hcs_layers() -> Strategy[hcs.Layer]:
    """Make layers of schema 2."""
    return st.builds(hcs.Layer, id=guids(), path=host_paths())


def hcs_mapped_directories() -> Strategy[hcs.MappedDirectory]:
    """Make folders that a container of schema 2 sees."""
    return st.builds(
        hcs.MappedDirectory, host_path=host_paths(), container_path=host_paths(), read_only=maybe(st.booleans())
    )


def hcs_mapped_pipes() -> Strategy[hcs.MappedPipe]:
    """Make pipes that a container of schema 2 sees."""
    return st.builds(hcs.MappedPipe, host_path=pipes(), container_pipe_name=WORDS)


def hcs_containers() -> Strategy[hcs.Container]:
    """Make containers of schema 2, as a part of systems."""
    storage = st.builds(hcs.Storage, layers=st.lists(hcs_layers(), min_size=1, max_size=3).map(tuple), path=volumes())
    networking = st.builds(hcs.Networking, namespace=guids()) | st.builds(
        hcs.Networking, network_adapters=st.lists(guids(), min_size=1, max_size=2).map(tuple)
    )
    return st.builds(
        hcs.Container,
        guest_os=maybe(st.builds(hcs.GuestOs, host_name=WORDS)),
        storage=storage,
        memory=maybe(st.builds(hcs.Memory, size_in_mb=st.integers(1, 1 << 20))),
        processor=maybe(st.builds(hcs.Processor, maximum=st.integers(1, 10_000))),
        networking=maybe(networking),
        mapped_directories=st.lists(hcs_mapped_directories(), max_size=2).map(tuple),
        mapped_pipes=st.lists(hcs_mapped_pipes(), max_size=2).map(tuple),
    )


def virtual_machines() -> Strategy[hcs.VirtualMachine]:
    """Make virtual machines of schema 2, as a part of systems."""
    topology = st.builds(
        hcs.Topology,
        memory=st.builds(hcs.VirtualMachineMemory, size_in_mb=st.integers(1, 1 << 20)),
        processor=st.builds(hcs.VirtualMachineProcessor, count=st.integers(1, 64)),
    )
    adapters = st.builds(hcs.NetworkAdapter, endpoint_id=guids(), mac_address=mac_addresses())
    disks = st.builds(hcs.Attachment, type=st.sampled_from(hcs.AttachmentType), path=host_paths())
    scsi = st.builds(hcs.Scsi, attachments=st.dictionaries(st.integers(0, 63).map(str), disks, max_size=2))
    devices = st.builds(
        hcs.Devices,
        network_adapters=st.dictionaries(guids(), adapters, max_size=2),
        scsi=st.dictionaries(WORDS, scsi, max_size=1),
    )
    return st.builds(hcs.VirtualMachine, compute_topology=topology, devices=maybe(devices))


def compute_systems() -> Strategy[hcs.ComputeSystem]:
    """Make systems of schema 2: containers, virtual machines, and containers that another system hosts."""
    hosted = st.builds(hcs.HostedSystem, schema_version=SCHEMAS, container=hcs_containers())
    members: dict[str, Strategy[Any]] = {
        "owner": maybe(names()),
        "schema_version": SCHEMAS,
        "should_terminate_on_last_handle_closed": maybe(st.booleans()),
    }
    return st.one_of(
        st.builds(hcs.ComputeSystem, container=hcs_containers(), **members),
        st.builds(hcs.ComputeSystem, virtual_machine=virtual_machines(), **members),
        st.builds(hcs.ComputeSystem, hosted_system=hosted, hosting_system_id=names(), **members),
    )


def process_parameters() -> Strategy[hcs.ProcessParameters]:
    """Make processes of schema 2."""
    return st.builds(hcs.ProcessParameters, console_size=st.just(()) | st.tuples(sides(), sides()), **_process())


def system_requests() -> Strategy[hcs.ModifySettingRequest]:
    """Make changes of running systems."""
    request = hcs.ModifySettingRequest
    folder = st.builds(
        request,
        resource_path=st.just("Container/MappedDirectories"),
        request_type=st.sampled_from(["Add", "Remove"]),
        settings=hcs_mapped_directories(),
    )
    memory = st.builds(
        request,
        resource_path=st.just("VirtualMachine/ComputeTopology/Memory/SizeInMB"),
        request_type=st.just("Update"),
        settings=st.integers(0, UINT64),
    )
    adapter = st.builds(
        request,
        resource_path=guids().map(lambda id: f"VirtualMachine/Devices/NetworkAdapters/{id}"),
        request_type=st.just("Add"),
        settings=st.builds(hcs.NetworkAdapter, endpoint_id=guids(), mac_address=mac_addresses()),
    )
    return st.one_of(folder, memory, adapter)
