"""HCS: the documents of compute systems and processes, as models.

Everything is loaded on demand: the models of schema 2 area by area, those of schema 1 from `hcspy.hcs.schema1`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hcspy._lazy import on_demand
from hcspy.hcs.schema import HOME

if TYPE_CHECKING:
    from hcspy.hcs.config.arguments import Cpu as Cpu
    from hcspy.hcs.config.container import container_config as container_config
    from hcspy.hcs.config.describe import describe as describe
    from hcspy.hcs.config.linux import linux_container_config as linux_container_config
    from hcspy.hcs.config.utilityvm import utility_vm_config as utility_vm_config
    from hcspy.hcs.schema.attribution import AttributionRecord as AttributionRecord
    from hcspy.hcs.schema.attribution import ExitInitiator as ExitInitiator
    from hcspy.hcs.schema.attribution import GuestCrash as GuestCrash
    from hcspy.hcs.schema.attribution import InjectNonMaskableInterrupt as InjectNonMaskableInterrupt
    from hcspy.hcs.schema.attribution import OperationFailure as OperationFailure
    from hcspy.hcs.schema.attribution import OperationFailureDetail as OperationFailureDetail
    from hcspy.hcs.schema.attribution import SystemExit as SystemExit
    from hcspy.hcs.schema.attribution import SystemExitDetail as SystemExitDetail
    from hcspy.hcs.schema.attribution import TripleFault as TripleFault
    from hcspy.hcs.schema.chipset import ApplySecureBootTemplateType as ApplySecureBootTemplateType
    from hcspy.hcs.schema.chipset import Chipset as Chipset
    from hcspy.hcs.schema.chipset import FirmwareFile as FirmwareFile
    from hcspy.hcs.schema.chipset import LinuxKernelDirect as LinuxKernelDirect
    from hcspy.hcs.schema.chipset import SerialConsole as SerialConsole
    from hcspy.hcs.schema.chipset import Uefi as Uefi
    from hcspy.hcs.schema.chipset import UefiBootDevice as UefiBootDevice
    from hcspy.hcs.schema.chipset import UefiBootEntry as UefiBootEntry
    from hcspy.hcs.schema.container import Container as Container
    from hcspy.hcs.schema.container import ContainerMemory as ContainerMemory
    from hcspy.hcs.schema.container import ContainerProcessor as ContainerProcessor
    from hcspy.hcs.schema.container import Device as Device
    from hcspy.hcs.schema.container import DeviceType as DeviceType
    from hcspy.hcs.schema.container import GuestOs as GuestOs
    from hcspy.hcs.schema.container import IsolationType as IsolationType
    from hcspy.hcs.schema.container import MappedDirectory as MappedDirectory
    from hcspy.hcs.schema.container import MappedPipe as MappedPipe
    from hcspy.hcs.schema.container import MappedPipePathType as MappedPipePathType
    from hcspy.hcs.schema.container import Memory as Memory
    from hcspy.hcs.schema.container import PathType as PathType
    from hcspy.hcs.schema.container import Processor as Processor
    from hcspy.hcs.schema.cpugroup import CpuGroup as CpuGroup
    from hcspy.hcs.schema.cpugroup import CpuGroupAffinity as CpuGroupAffinity
    from hcspy.hcs.schema.cpugroup import CpuGroupConfig as CpuGroupConfig
    from hcspy.hcs.schema.cpugroup import CpuGroupConfigurations as CpuGroupConfigurations
    from hcspy.hcs.schema.cpugroup import CPUGroupOperation as CPUGroupOperation
    from hcspy.hcs.schema.cpugroup import CpuGroupProperty as CpuGroupProperty
    from hcspy.hcs.schema.cpugroup import CPUGroupPropertyCode as CPUGroupPropertyCode
    from hcspy.hcs.schema.cpugroup import CreateGroupOperation as CreateGroupOperation
    from hcspy.hcs.schema.cpugroup import DeleteGroupOperation as DeleteGroupOperation
    from hcspy.hcs.schema.cpugroup import HostProcessorModificationDetails as HostProcessorModificationDetails
    from hcspy.hcs.schema.cpugroup import HostProcessorModificationRequest as HostProcessorModificationRequest
    from hcspy.hcs.schema.cpugroup import ModifyServiceOperation as ModifyServiceOperation
    from hcspy.hcs.schema.cpugroup import SetPropertyOperation as SetPropertyOperation
    from hcspy.hcs.schema.cpugroup import SystemProcessorModificationRequest as SystemProcessorModificationRequest
    from hcspy.hcs.schema.crash import CrashOptions as CrashOptions
    from hcspy.hcs.schema.crash import CrashReport as CrashReport
    from hcspy.hcs.schema.crash import CrashType as CrashType
    from hcspy.hcs.schema.crash import GuestCrashReporting as GuestCrashReporting
    from hcspy.hcs.schema.crash import WindowsCrashPhase as WindowsCrashPhase
    from hcspy.hcs.schema.crash import WindowsCrashReport as WindowsCrashReport
    from hcspy.hcs.schema.crash import WindowsCrashReporting as WindowsCrashReporting
    from hcspy.hcs.schema.credentials import (
        ContainerCredentialGuardAddInstanceRequest as ContainerCredentialGuardAddInstanceRequest,
    )
    from hcspy.hcs.schema.credentials import (
        ContainerCredentialGuardHvSocketServiceConfig as ContainerCredentialGuardHvSocketServiceConfig,
    )
    from hcspy.hcs.schema.credentials import ContainerCredentialGuardInstance as ContainerCredentialGuardInstance
    from hcspy.hcs.schema.credentials import (
        ContainerCredentialGuardModifyOperation as ContainerCredentialGuardModifyOperation,
    )
    from hcspy.hcs.schema.credentials import (
        ContainerCredentialGuardOperationDetails as ContainerCredentialGuardOperationDetails,
    )
    from hcspy.hcs.schema.credentials import (
        ContainerCredentialGuardOperationRequest as ContainerCredentialGuardOperationRequest,
    )
    from hcspy.hcs.schema.credentials import (
        ContainerCredentialGuardRemoveInstanceRequest as ContainerCredentialGuardRemoveInstanceRequest,
    )
    from hcspy.hcs.schema.credentials import ContainerCredentialGuardState as ContainerCredentialGuardState
    from hcspy.hcs.schema.credentials import ContainerCredentialGuardSystemInfo as ContainerCredentialGuardSystemInfo
    from hcspy.hcs.schema.credentials import ContainerCredentialGuardTransport as ContainerCredentialGuardTransport
    from hcspy.hcs.schema.devicefailure import VirtualDeviceFailure as VirtualDeviceFailure
    from hcspy.hcs.schema.devicefailure import VirtualDeviceFailureDetail as VirtualDeviceFailureDetail
    from hcspy.hcs.schema.devices import Battery as Battery
    from hcspy.hcs.schema.devices import ComPort as ComPort
    from hcspy.hcs.schema.devices import ConsoleImage as ConsoleImage
    from hcspy.hcs.schema.devices import ConsoleImageQuery as ConsoleImageQuery
    from hcspy.hcs.schema.devices import Devices as Devices
    from hcspy.hcs.schema.devices import EnhancedModeVideo as EnhancedModeVideo
    from hcspy.hcs.schema.devices import FlexibleIoDevice as FlexibleIoDevice
    from hcspy.hcs.schema.devices import FlexibleIoDeviceHostingModel as FlexibleIoDeviceHostingModel
    from hcspy.hcs.schema.devices import GpuAssignmentMode as GpuAssignmentMode
    from hcspy.hcs.schema.devices import GpuConfiguration as GpuConfiguration
    from hcspy.hcs.schema.devices import Keyboard as Keyboard
    from hcspy.hcs.schema.devices import Mouse as Mouse
    from hcspy.hcs.schema.devices import RdpConnectionOptions as RdpConnectionOptions
    from hcspy.hcs.schema.devices import VideoMonitor as VideoMonitor
    from hcspy.hcs.schema.devices import VirtioSerial as VirtioSerial
    from hcspy.hcs.schema.devices import VirtioSerialPort as VirtioSerialPort
    from hcspy.hcs.schema.devices import VirtualPciDevice as VirtualPciDevice
    from hcspy.hcs.schema.devices import VirtualPciFunction as VirtualPciFunction
    from hcspy.hcs.schema.disks import Attachment as Attachment
    from hcspy.hcs.schema.disks import AttachmentType as AttachmentType
    from hcspy.hcs.schema.disks import CachingMode as CachingMode
    from hcspy.hcs.schema.disks import Scsi as Scsi
    from hcspy.hcs.schema.disks import SharedMemoryConfiguration as SharedMemoryConfiguration
    from hcspy.hcs.schema.disks import SharedMemoryRegion as SharedMemoryRegion
    from hcspy.hcs.schema.disks import VirtualPMemBackingType as VirtualPMemBackingType
    from hcspy.hcs.schema.disks import VirtualPMemController as VirtualPMemController
    from hcspy.hcs.schema.disks import VirtualPMemDevice as VirtualPMemDevice
    from hcspy.hcs.schema.disks import VirtualPMemImageFormat as VirtualPMemImageFormat
    from hcspy.hcs.schema.disks import VirtualPMemMapping as VirtualPMemMapping
    from hcspy.hcs.schema.features import ProcessorFeature as ProcessorFeature
    from hcspy.hcs.schema.guest import GuestConnection as GuestConnection
    from hcspy.hcs.schema.guest import GuestConnectionInfo as GuestConnectionInfo
    from hcspy.hcs.schema.guest import GuestModificationRequest as GuestModificationRequest
    from hcspy.hcs.schema.guest import GuestModifySettingRequest as GuestModifySettingRequest
    from hcspy.hcs.schema.guest import GuestModifySettingSettings as GuestModifySettingSettings
    from hcspy.hcs.schema.guest import LogForwardServiceRPCRequest as LogForwardServiceRPCRequest
    from hcspy.hcs.schema.guest import NetworkModifyRequest as NetworkModifyRequest
    from hcspy.hcs.schema.guest import RPCType as RPCType
    from hcspy.hcs.schema.guest import RS4NetworkModifyRequest as RS4NetworkModifyRequest
    from hcspy.hcs.schema.hvsocket import ContainerHvSocket as ContainerHvSocket
    from hcspy.hcs.schema.hvsocket import HvSocket as HvSocket
    from hcspy.hcs.schema.hvsocket import HvSocket2 as HvSocket2
    from hcspy.hcs.schema.hvsocket import HvSocketAddress as HvSocketAddress
    from hcspy.hcs.schema.hvsocket import HvSocketServiceConfig as HvSocketServiceConfig
    from hcspy.hcs.schema.hvsocket import HvSocketSystemConfig as HvSocketSystemConfig
    from hcspy.hcs.schema.hvsocket import VirtualMachineHvSocket as VirtualMachineHvSocket
    from hcspy.hcs.schema.integration import Heartbeat as Heartbeat
    from hcspy.hcs.schema.integration import (
        IntegrationComponentOperatingStateReason as IntegrationComponentOperatingStateReason,
    )
    from hcspy.hcs.schema.integration import (
        IntegrationComponentOperationalState as IntegrationComponentOperationalState,
    )
    from hcspy.hcs.schema.integration import IntegrationComponentStatus as IntegrationComponentStatus
    from hcspy.hcs.schema.integration import KvpExchange as KvpExchange
    from hcspy.hcs.schema.integration import KvpQuery as KvpQuery
    from hcspy.hcs.schema.integration import KvpSource as KvpSource
    from hcspy.hcs.schema.integration import Services as Services
    from hcspy.hcs.schema.integration import Shutdown as Shutdown
    from hcspy.hcs.schema.integration import SystemTime as SystemTime
    from hcspy.hcs.schema.integration import Timesync as Timesync
    from hcspy.hcs.schema.integration import TimeZoneInformation as TimeZoneInformation
    from hcspy.hcs.schema.isolation import IsolationSettings as IsolationSettings
    from hcspy.hcs.schema.isolation import SecuritySettings as SecuritySettings
    from hcspy.hcs.schema.isolation import SiloProperties as SiloProperties
    from hcspy.hcs.schema.memory import MemoryBackingPageSize as MemoryBackingPageSize
    from hcspy.hcs.schema.memory import MemoryBackingType as MemoryBackingType
    from hcspy.hcs.schema.memory import MemoryInformationForVm as MemoryInformationForVm
    from hcspy.hcs.schema.memory import VirtualMachineMemory as VirtualMachineMemory
    from hcspy.hcs.schema.memory import VirtualNodeInfo as VirtualNodeInfo
    from hcspy.hcs.schema.memory import VirtualSlitType as VirtualSlitType
    from hcspy.hcs.schema.memory import VmMemory as VmMemory
    from hcspy.hcs.schema.migration import BlackoutExitedEventDetails as BlackoutExitedEventDetails
    from hcspy.hcs.schema.migration import CompatibilityInfo as CompatibilityInfo
    from hcspy.hcs.schema.migration import (
        MemoryMigrationTransferThrottleParams as MemoryMigrationTransferThrottleParams,
    )
    from hcspy.hcs.schema.migration import MigrationCancelOptions as MigrationCancelOptions
    from hcspy.hcs.schema.migration import MigrationCompressionSettings as MigrationCompressionSettings
    from hcspy.hcs.schema.migration import MigrationEvent as MigrationEvent
    from hcspy.hcs.schema.migration import MigrationFinalizedOptions as MigrationFinalizedOptions
    from hcspy.hcs.schema.migration import MigrationFinalOperation as MigrationFinalOperation
    from hcspy.hcs.schema.migration import MigrationInitializeOptions as MigrationInitializeOptions
    from hcspy.hcs.schema.migration import MigrationMemoryTransport as MigrationMemoryTransport
    from hcspy.hcs.schema.migration import MigrationNetworkSettings as MigrationNetworkSettings
    from hcspy.hcs.schema.migration import MigrationOrigin as MigrationOrigin
    from hcspy.hcs.schema.migration import MigrationResult as MigrationResult
    from hcspy.hcs.schema.migration import MigrationStartOptions as MigrationStartOptions
    from hcspy.hcs.schema.migration import MigrationTransferOptions as MigrationTransferOptions
    from hcspy.hcs.schema.migration import (
        OperationSystemMigrationNotificationInfo as OperationSystemMigrationNotificationInfo,
    )
    from hcspy.hcs.schema.modify import ModifyRequestType as ModifyRequestType
    from hcspy.hcs.schema.modify import ModifyResourceType as ModifyResourceType
    from hcspy.hcs.schema.modify import ModifySettingRequest as ModifySettingRequest
    from hcspy.hcs.schema.modify import RequestType as RequestType
    from hcspy.hcs.schema.modify import ResourceType as ResourceType
    from hcspy.hcs.schema.networking import InterruptModerationMode as InterruptModerationMode
    from hcspy.hcs.schema.networking import InterruptModerationName as InterruptModerationName
    from hcspy.hcs.schema.networking import InterruptModerationValue as InterruptModerationValue
    from hcspy.hcs.schema.networking import IovSettings as IovSettings
    from hcspy.hcs.schema.networking import NetworkAdapter as NetworkAdapter
    from hcspy.hcs.schema.networking import Networking as Networking
    from hcspy.hcs.schema.networking import StateOverride as StateOverride
    from hcspy.hcs.schema.notifications import NotificationType as NotificationType
    from hcspy.hcs.schema.notifications import OperationFailureInfo as OperationFailureInfo
    from hcspy.hcs.schema.notifications import OperationInfo as OperationInfo
    from hcspy.hcs.schema.notifications import OperationNotificationInfo as OperationNotificationInfo
    from hcspy.hcs.schema.notifications import OperationProgress as OperationProgress
    from hcspy.hcs.schema.notifications import OperationType as OperationType
    from hcspy.hcs.schema.notifications import SystemExitStatus as SystemExitStatus
    from hcspy.hcs.schema.numa import Numa as Numa
    from hcspy.hcs.schema.numa import NumaNode as NumaNode
    from hcspy.hcs.schema.numa import NumaNodeMemory as NumaNodeMemory
    from hcspy.hcs.schema.numa import NumaNodeProcessor as NumaNodeProcessor
    from hcspy.hcs.schema.numa import NumaProcessors as NumaProcessors
    from hcspy.hcs.schema.numa import NumaSetting as NumaSetting
    from hcspy.hcs.schema.numa import Range as Range
    from hcspy.hcs.schema.options import PauseNotification as PauseNotification
    from hcspy.hcs.schema.options import PauseOptions as PauseOptions
    from hcspy.hcs.schema.options import PauseReason as PauseReason
    from hcspy.hcs.schema.options import PauseSuspensionLevel as PauseSuspensionLevel
    from hcspy.hcs.schema.options import SaveOptions as SaveOptions
    from hcspy.hcs.schema.options import SaveType as SaveType
    from hcspy.hcs.schema.options import ShutdownMechanism as ShutdownMechanism
    from hcspy.hcs.schema.options import ShutdownOptions as ShutdownOptions
    from hcspy.hcs.schema.options import ShutdownType as ShutdownType
    from hcspy.hcs.schema.options import StartOptions as StartOptions
    from hcspy.hcs.schema.process import CloseHandle as CloseHandle
    from hcspy.hcs.schema.process import ConsoleSize as ConsoleSize
    from hcspy.hcs.schema.process import ModifyOperation as ModifyOperation
    from hcspy.hcs.schema.process import ProcessDetails as ProcessDetails
    from hcspy.hcs.schema.process import ProcessModifyOperation as ProcessModifyOperation
    from hcspy.hcs.schema.process import ProcessModifyRequest as ProcessModifyRequest
    from hcspy.hcs.schema.process import ProcessParameters as ProcessParameters
    from hcspy.hcs.schema.process import ProcessSignal as ProcessSignal
    from hcspy.hcs.schema.process import ProcessStatus as ProcessStatus
    from hcspy.hcs.schema.process import SignalProcessOptions as SignalProcessOptions
    from hcspy.hcs.schema.process import SignalValueWCOW as SignalValueWCOW
    from hcspy.hcs.schema.process import StdHandle as StdHandle
    from hcspy.hcs.schema.process import STDIOHandle as STDIOHandle
    from hcspy.hcs.schema.processor import EnlightenmentModifications as EnlightenmentModifications
    from hcspy.hcs.schema.processor import IdleProcessorsRequest as IdleProcessorsRequest
    from hcspy.hcs.schema.processor import LogicalProcessor as LogicalProcessor
    from hcspy.hcs.schema.processor import NonArchitecturalCoreSharing as NonArchitecturalCoreSharing
    from hcspy.hcs.schema.processor import ProcessorCapabilitiesInfo as ProcessorCapabilitiesInfo
    from hcspy.hcs.schema.processor import ProcessorFeatureSet as ProcessorFeatureSet
    from hcspy.hcs.schema.processor import ProcessorFeatureSetMode as ProcessorFeatureSetMode
    from hcspy.hcs.schema.processor import ProcessorLimits as ProcessorLimits
    from hcspy.hcs.schema.processor import ProcessorTopology as ProcessorTopology
    from hcspy.hcs.schema.processor import QoSCapabilities as QoSCapabilities
    from hcspy.hcs.schema.processor import Subnode as Subnode
    from hcspy.hcs.schema.processor import SubnodeType as SubnodeType
    from hcspy.hcs.schema.processor import VirtualMachineProcessor as VirtualMachineProcessor
    from hcspy.hcs.schema.processor import VmProcessorRequirements as VmProcessorRequirements
    from hcspy.hcs.schema.properties import ComputeSystemProperties as ComputeSystemProperties
    from hcspy.hcs.schema.properties import OsType as OsType
    from hcspy.hcs.schema.properties import Properties as Properties
    from hcspy.hcs.schema.properties import PropertyQuery as PropertyQuery
    from hcspy.hcs.schema.properties import PropertyResponse as PropertyResponse
    from hcspy.hcs.schema.properties import PropertyType as PropertyType
    from hcspy.hcs.schema.properties import SharedMemoryRegionInfo as SharedMemoryRegionInfo
    from hcspy.hcs.schema.properties import State as State
    from hcspy.hcs.schema.properties import SystemPropertyQuery as SystemPropertyQuery
    from hcspy.hcs.schema.properties import SystemPropertyType as SystemPropertyType
    from hcspy.hcs.schema.properties import SystemQuery as SystemQuery
    from hcspy.hcs.schema.properties import SystemType as SystemType
    from hcspy.hcs.schema.registry import RegistryChanges as RegistryChanges
    from hcspy.hcs.schema.registry import RegistryFlushState as RegistryFlushState
    from hcspy.hcs.schema.registry import RegistryHive as RegistryHive
    from hcspy.hcs.schema.registry import RegistryKey as RegistryKey
    from hcspy.hcs.schema.registry import RegistryValue as RegistryValue
    from hcspy.hcs.schema.registry import RegistryValueType as RegistryValueType
    from hcspy.hcs.schema.resources import SystemSetting as SystemSetting
    from hcspy.hcs.schema.result import ErrorEvent as ErrorEvent
    from hcspy.hcs.schema.result import EventData as EventData
    from hcspy.hcs.schema.result import EventDataType as EventDataType
    from hcspy.hcs.schema.result import HcsResult as HcsResult
    from hcspy.hcs.schema.result import ResultError as ResultError
    from hcspy.hcs.schema.service import BasicInformation as BasicInformation
    from hcspy.hcs.schema.service import GetPropertyType as GetPropertyType
    from hcspy.hcs.schema.service import ModificationRequest as ModificationRequest
    from hcspy.hcs.schema.service import ModificationSettings as ModificationSettings
    from hcspy.hcs.schema.service import ModifyPropertyType as ModifyPropertyType
    from hcspy.hcs.schema.service import ServiceProperties as ServiceProperties
    from hcspy.hcs.schema.service import ServicePropertyQuery as ServicePropertyQuery
    from hcspy.hcs.schema.shares import Plan9 as Plan9
    from hcspy.hcs.schema.shares import Plan9Share as Plan9Share
    from hcspy.hcs.schema.shares import Plan9ShareFlags as Plan9ShareFlags
    from hcspy.hcs.schema.shares import VirtualSmb as VirtualSmb
    from hcspy.hcs.schema.shares import VirtualSmbShare as VirtualSmbShare
    from hcspy.hcs.schema.shares import VirtualSmbShareOptions as VirtualSmbShareOptions
    from hcspy.hcs.schema.silo import ContainersDefBatchedBinding as ContainersDefBatchedBinding
    from hcspy.hcs.schema.silo import ContainersDefContainer as ContainersDefContainer
    from hcspy.hcs.schema.silo import DeviceExtensionNamespace as DeviceExtensionNamespace
    from hcspy.hcs.schema.silo import FilesystemIsolationMode as FilesystemIsolationMode
    from hcspy.hcs.schema.silo import FilesystemLayer as FilesystemLayer
    from hcspy.hcs.schema.silo import FilesystemNamespace as FilesystemNamespace
    from hcspy.hcs.schema.silo import FilesystemNestingMode as FilesystemNestingMode
    from hcspy.hcs.schema.silo import HostFiles as HostFiles
    from hcspy.hcs.schema.silo import JobCpu as JobCpu
    from hcspy.hcs.schema.silo import JobMemory as JobMemory
    from hcspy.hcs.schema.silo import JobNamespace as JobNamespace
    from hcspy.hcs.schema.silo import JobSystemRoot as JobSystemRoot
    from hcspy.hcs.schema.silo import JobTerminationPolicy as JobTerminationPolicy
    from hcspy.hcs.schema.silo import MountManagerMountPoint as MountManagerMountPoint
    from hcspy.hcs.schema.silo import MountManagerNamespace as MountManagerNamespace
    from hcspy.hcs.schema.silo import NamedPipeNamespace as NamedPipeNamespace
    from hcspy.hcs.schema.silo import NamedPipeSymlink as NamedPipeSymlink
    from hcspy.hcs.schema.silo import Namespace as Namespace
    from hcspy.hcs.schema.silo import NetworkNamespace as NetworkNamespace
    from hcspy.hcs.schema.silo_devices import ContainerDefinitionDevice as ContainerDefinitionDevice
    from hcspy.hcs.schema.silo_devices import ContainersDefDevice as ContainersDefDevice
    from hcspy.hcs.schema.silo_devices import DeviceCategory as DeviceCategory
    from hcspy.hcs.schema.silo_devices import DeviceExtension as DeviceExtension
    from hcspy.hcs.schema.silo_devices import DeviceInstance as DeviceInstance
    from hcspy.hcs.schema.silo_devices import DeviceNamespace as DeviceNamespace
    from hcspy.hcs.schema.silo_devices import InterfaceClass as InterfaceClass
    from hcspy.hcs.schema.silo_devices import InterfaceClassType as InterfaceClassType
    from hcspy.hcs.schema.silo_objects import ObjectDirectory as ObjectDirectory
    from hcspy.hcs.schema.silo_objects import ObjectDirectoryShadow as ObjectDirectoryShadow
    from hcspy.hcs.schema.silo_objects import ObjectNamespace as ObjectNamespace
    from hcspy.hcs.schema.silo_objects import ObjectSymlink as ObjectSymlink
    from hcspy.hcs.schema.silo_objects import ObjectSymlinkScope as ObjectSymlinkScope
    from hcspy.hcs.schema.silo_registry import RegistryDeleteKey as RegistryDeleteKey
    from hcspy.hcs.schema.silo_registry import RegistryHiveStack as RegistryHiveStack
    from hcspy.hcs.schema.silo_registry import RegistryLayer as RegistryLayer
    from hcspy.hcs.schema.silo_registry import RegistryMakeKey as RegistryMakeKey
    from hcspy.hcs.schema.silo_registry import RegistryMakeValue as RegistryMakeValue
    from hcspy.hcs.schema.silo_registry import RegistryNamespace as RegistryNamespace
    from hcspy.hcs.schema.silo_registry import RegistryRedirectionNode as RegistryRedirectionNode
    from hcspy.hcs.schema.silo_registry import RegistrySymlink as RegistrySymlink
    from hcspy.hcs.schema.statistics import CacheQueryStatsResponse as CacheQueryStatsResponse
    from hcspy.hcs.schema.statistics import ContainerMemoryInformation as ContainerMemoryInformation
    from hcspy.hcs.schema.statistics import MemoryStats as MemoryStats
    from hcspy.hcs.schema.statistics import ProcessorStats as ProcessorStats
    from hcspy.hcs.schema.statistics import Statistics as Statistics
    from hcspy.hcs.schema.statistics import StorageStats as StorageStats
    from hcspy.hcs.schema.storage import CacheMode as CacheMode
    from hcspy.hcs.schema.storage import CimMount as CimMount
    from hcspy.hcs.schema.storage import CombinedLayers as CombinedLayers
    from hcspy.hcs.schema.storage import Layer as Layer
    from hcspy.hcs.schema.storage import MappedVirtualDisk as MappedVirtualDisk
    from hcspy.hcs.schema.storage import Storage as Storage
    from hcspy.hcs.schema.storage import StorageQoS as StorageQoS
    from hcspy.hcs.schema.system import ComputeSystem as ComputeSystem
    from hcspy.hcs.schema.system import HostedSystem as HostedSystem
    from hcspy.hcs.schema.system import Version as Version
    from hcspy.hcs.schema.virtualmachine import DebugOptions as DebugOptions
    from hcspy.hcs.schema.virtualmachine import GuestState as GuestState
    from hcspy.hcs.schema.virtualmachine import RestoreState as RestoreState
    from hcspy.hcs.schema.virtualmachine import Topology as Topology
    from hcspy.hcs.schema.virtualmachine import VirtualMachine as VirtualMachine
    from hcspy.hcs.schema.workerexit import WorkerExit as WorkerExit
    from hcspy.hcs.schema.workerexit import WorkerExitDetail as WorkerExitDetail
    from hcspy.hcs.schema.workerexit import WorkerExitType as WorkerExitType
    from hcspy.hcs.schema.xsave import XsaveProcessorFeature as XsaveProcessorFeature
    from hcspy.hcs.schema1 import AssignedDevice as AssignedDevice
    from hcspy.hcs.schema1 import ComputeSystemQuery as ComputeSystemQuery
    from hcspy.hcs.schema1 import ContainerConfig as ContainerConfig
    from hcspy.hcs.schema1 import ContainerProperties as ContainerProperties
    from hcspy.hcs.schema1 import GuestDefinedCapabilities as GuestDefinedCapabilities
    from hcspy.hcs.schema1 import HvRuntime as HvRuntime
    from hcspy.hcs.schema1 import MappedDir as MappedDir
    from hcspy.hcs.schema1 import MappedVirtualDiskController as MappedVirtualDiskController
    from hcspy.hcs.schema1 import NetworkStats as NetworkStats
    from hcspy.hcs.schema1 import ProcessConfig as ProcessConfig
    from hcspy.hcs.schema1 import ProcessListItem as ProcessListItem
    from hcspy.hcs.schema1 import ResourceModificationRequestResponse as ResourceModificationRequestResponse
    from hcspy.hcs.services.events import EventKind as EventKind
    from hcspy.hcs.services.events import ExitStatus as ExitStatus
    from hcspy.hcs.services.events import SystemEvent as SystemEvent
    from hcspy.hcs.services.eventstream import EventStream as EventStream
    from hcspy.hcs.services.operation import Operation as Operation
    from hcspy.hcs.services.operation import UnseenFailureWarning as UnseenFailureWarning
    from hcspy.hcs.services.process import MigrationState as MigrationState
    from hcspy.hcs.services.process import Process as Process
    from hcspy.hcs.services.process import ProcessTimedOutError as ProcessTimedOutError
    from hcspy.hcs.services.silo import GroupAffinity as GroupAffinity
    from hcspy.hcs.services.system import System as System
    from hcspy.hcs.windowsversion import WindowsVersion as WindowsVersion

_HOME: dict[str, str] = {
    "services.events": "EventKind ExitStatus SystemEvent",
    "services.eventstream": "EventStream",
    "services.operation": "Operation UnseenFailureWarning",
    "services.process": "MigrationState Process ProcessTimedOutError",
    "services.silo": "GroupAffinity",
    "services.system": "System",
    **{f"schema.{area}": names for area, names in HOME.items()},
    "schema1": "AssignedDevice ComputeSystemQuery ContainerConfig ContainerProperties GuestDefinedCapabilities"
    " HvRuntime MappedDir MappedVirtualDiskController NetworkStats ProcessConfig ProcessListItem"
    " ResourceModificationRequestResponse",
    "config": "Cpu container_config describe linux_container_config utility_vm_config",
    "windowsversion": "WindowsVersion",
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names.split()}

__all__ = list(_MODULE_OF)

if not TYPE_CHECKING:
    __getattr__, __dir__ = on_demand(__name__, _MODULE_OF, ("config", "schema1"))
