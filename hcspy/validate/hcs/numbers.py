"""How large the numbers of schema 2 may be: the service reads each into so many bits, as Microsoft's schema says.

Where the service wants less than fits, the rules of the noun say so; they come later.
"""

from __future__ import annotations

from typing import Final

from hcspy.validate.registry import checks
from hcspy.validate.syntax import UINT8, UINT16, UINT32, UINT64, Check, whole_number

INT32: Final = whole_number(-(1 << 31), (1 << 31) - 1)
INT64: Final = whole_number(-(1 << 63), (1 << 63) - 1)

NUMBERS: Final[tuple[tuple[Check, dict[str, str]], ...]] = (
    (
        UINT8,
        {
            "LogicalProcessor": "node_number",
            "MappedVirtualDisk": "lun",
            "MemoryInformationForVm": "virtual_node_count",
            "VirtualNodeInfo": "virtual_node_index physical_node_number",
            "VirtualPMemController": "maximum_count",
        },
    ),
    (
        UINT16,
        {
            "ConsoleImageQuery": "width height",
            "ConsoleSize": "height width",
            "ErrorEvent": "event_id",
            "ProcessParameters": "console_size",
            "SystemTime": "year month day_of_week day hour minute second milliseconds",
            "UefiBootEntry": "disk_number",
            "VideoMonitor": "horizontal_resolution vertical_resolution",
            "VirtualPciFunction": "virtual_function",
        },
    ),
    (
        UINT32,
        {
            "CimMount": "mount_flags",
            "ConsoleImageQuery": "flags",
            "CpuGroupAffinity": "logical_processor_count logical_processors",
            "CpuGroupProperty": "property_code",
            "CrashReport": "pre_os_id",
            "CreateGroupOperation": "logical_processor_count logical_processors",
            "ErrorEvent": "flags",
            "GuestConnectionInfo": "protocol_version",
            "IdleProcessorsRequest": "idle_processor_count",
            "IovSettings": "offload_weight queue_pairs_requested",
            "JobCpu": "rate weight",
            "LogicalProcessor": "lp_index package_id core_id",
            "ObjectSymlink": "access_mask",
            "Plan9Share": "port",
            "ProcessDetails": "process_id",
            "ProcessStatus": "process_id exit_code",
            "Processor": "count",
            "ProcessorLimits": "maximum_frequency_mhz",
            "ProcessorTopology": "logical_processor_count",
            "RegistryMakeValue": "data_dword",
            "RegistryRedirectionNode": "access_mask",
            "RegistryValue": "dword_value custom_type",
            "SetPropertyOperation": "property_code",
            "Version": "major minor",
            "VirtualMachineMemory": "fault_cluster_size_shift direct_map_fault_cluster_size_shift",
            "VirtualMachineProcessor": "count maximum_frequency_mhz",
            "VirtualNodeInfo": "virtual_processor_count",
            "WindowsCrashReport": (
                "os_major_version os_minor_version os_build_number os_service_pack_major_version "
                "os_service_pack_minor_version os_suite_mask os_product_type"
            ),
            "WorkerExit": "exit_code",
        },
    ),
    (
        UINT64,
        {
            "CpuGroupConfig": "hypervisor_group_id",
            "CpuGroupProperty": "property_value",
            "CrashReport": "crash_parameters",
            "GuestCrash": "crash_parameters",
            "JobMemory": "limit",
            "Memory": "size_in_mb",
            "MemoryStats": (
                "memory_usage_commit_bytes memory_usage_commit_peak_bytes memory_usage_private_working_set_bytes"
            ),
            "ProcessDetails": (
                "user_time_100ns kernel_time_100ns memory_commit_bytes memory_working_set_private_bytes "
                "memory_working_set_shared_bytes"
            ),
            "ProcessorCapabilitiesInfo": "cache_line_flush_size implemented_physical_address_bits",
            "ProcessorLimits": "limit weight reservation",
            "ProcessorStats": "total_runtime_100ns runtime_user_100ns runtime_kernel_100ns",
            "RegistryLayer": "fileaccesstoken",
            "RegistryValue": "qword_value",
            "SetPropertyOperation": "property_value",
            "SharedMemoryRegion": "start_offset length",
            "SharedMemoryRegionInfo": "guest_physical_address",
            "Statistics": "uptime_100ns",
            "StorageQoS": "iops_maximum bandwidth_maximum",
            "StorageStats": "read_count_normalized read_size_bytes write_count_normalized write_size_bytes",
            "Subnode": "id",
            "TripleFault": "error_type",
            "VirtualMachineMemory": "size_in_mb low_mmio_gap_in_mb high_mmio_base_in_mb high_mmio_gap_in_mb",
            "VirtualMachineProcessor": "limit weight reservation",
            "VirtualNodeInfo": "memory_usage_in_pages",
            "VirtualPMemController": "maximum_size_bytes",
            "VirtualPMemDevice": "size_bytes",
            "VmMemory": "reserved_memory assigned_memory",
            "VmProcessorRequirements": "cache_line_flush_size implemented_physical_address_bits",
        },
    ),
    (
        INT32,
        {
            "CrashReport": "status",
            "LogicalProcessor": "root_vp_index",
            "OperationFailureInfo": "result",
            "ProcessStatus": "last_wait_result",
            "ResultError": "error",
            "SystemExitStatus": "status",
            "TimeZoneInformation": "bias standard_bias daylight_bias",
            "VmMemory": "available_memory available_memory_buffer",
            "WindowsCrashReport": "status",
        },
    ),
    (
        INT64,
        {
            "Processor": "weight maximum",
            "VirtualSmb": "direct_file_mapping_in_mb",
            "WindowsCrashReporting": "max_dump_size",
        },
    ),
)
"""The members of each class by how many bits they have."""

for _bits, _classes in NUMBERS:
    for _name, _members in _classes.items():
        checks(f"hcs.{_name}", dict.fromkeys(_members.split(), _bits))
