"""Schema 2 of HCS: the documents of compute systems, as models, one module per area.

Programs use them from `hcspy.hcs`, which loads an area when one of its names is asked for.
"""

from __future__ import annotations

from typing import Final

HOME: Final[dict[str, str]] = {
    "attribution": (
        "AttributionRecord ExitInitiator GuestCrash InjectNonMaskableInterrupt OperationFailure "
        "OperationFailureDetail SystemExit SystemExitDetail TripleFault"
    ),
    "chipset": (
        "ApplySecureBootTemplateType Chipset FirmwareFile LinuxKernelDirect SerialConsole Uefi UefiBootDevice "
        "UefiBootEntry"
    ),
    "container": (
        "Container ContainerMemory ContainerProcessor Device DeviceType GuestOs IsolationType MappedDirectory "
        "MappedPipe MappedPipePathType Memory PathType Processor"
    ),
    "cpugroup": (
        "CPUGroupOperation CPUGroupPropertyCode CpuGroup CpuGroupAffinity CpuGroupConfig CpuGroupConfigurations "
        "CpuGroupProperty CreateGroupOperation DeleteGroupOperation HostProcessorModificationDetails "
        "HostProcessorModificationRequest ModifyServiceOperation SetPropertyOperation "
        "SystemProcessorModificationRequest"
    ),
    "crash": (
        "CrashOptions CrashReport CrashType GuestCrashReporting WindowsCrashPhase WindowsCrashReport "
        "WindowsCrashReporting"
    ),
    "credentials": (
        "ContainerCredentialGuardAddInstanceRequest ContainerCredentialGuardHvSocketServiceConfig "
        "ContainerCredentialGuardInstance ContainerCredentialGuardModifyOperation "
        "ContainerCredentialGuardOperationDetails ContainerCredentialGuardOperationRequest "
        "ContainerCredentialGuardRemoveInstanceRequest ContainerCredentialGuardState "
        "ContainerCredentialGuardSystemInfo ContainerCredentialGuardTransport"
    ),
    "devicefailure": "VirtualDeviceFailure VirtualDeviceFailureDetail",
    "devices": (
        "Battery ComPort ConsoleImage ConsoleImageQuery Devices EnhancedModeVideo FlexibleIoDevice "
        "FlexibleIoDeviceHostingModel GpuAssignmentMode GpuConfiguration Keyboard Mouse RdpConnectionOptions "
        "VideoMonitor VirtioSerial VirtioSerialPort VirtualPciDevice VirtualPciFunction"
    ),
    "disks": (
        "Attachment AttachmentType CachingMode Scsi SharedMemoryConfiguration SharedMemoryRegion "
        "VirtualPMemBackingType VirtualPMemController VirtualPMemDevice VirtualPMemImageFormat VirtualPMemMapping"
    ),
    "features": "ProcessorFeature",
    "guest": (
        "GuestConnection GuestConnectionInfo GuestModificationRequest GuestModifySettingRequest "
        "GuestModifySettingSettings LogForwardServiceRPCRequest NetworkModifyRequest RPCType "
        "RS4NetworkModifyRequest"
    ),
    "hvsocket": (
        "ContainerHvSocket HvSocket HvSocket2 HvSocketAddress HvSocketServiceConfig HvSocketSystemConfig "
        "VirtualMachineHvSocket"
    ),
    "integration": (
        "Heartbeat IntegrationComponentOperatingStateReason IntegrationComponentOperationalState "
        "IntegrationComponentStatus KvpExchange KvpQuery KvpSource Services Shutdown SystemTime TimeZoneInformation "
        "Timesync"
    ),
    "isolation": "IsolationSettings SecuritySettings SiloProperties",
    "memory": (
        "MemoryBackingPageSize MemoryBackingType MemoryInformationForVm VirtualMachineMemory VirtualNodeInfo "
        "VirtualSlitType VmMemory"
    ),
    "migration": (
        "BlackoutExitedEventDetails CompatibilityInfo MemoryMigrationTransferThrottleParams MigrationCancelOptions "
        "MigrationCompressionSettings MigrationEvent MigrationFinalOperation MigrationFinalizedOptions "
        "MigrationInitializeOptions MigrationMemoryTransport MigrationNetworkSettings MigrationOrigin "
        "MigrationResult MigrationStartOptions MigrationTransferOptions OperationSystemMigrationNotificationInfo"
    ),
    "modify": "ModifyRequestType ModifyResourceType ModifySettingRequest RequestType ResourceType",
    "networking": (
        "InterruptModerationMode InterruptModerationName InterruptModerationValue IovSettings NetworkAdapter "
        "Networking StateOverride"
    ),
    "notifications": (
        "NotificationType OperationFailureInfo OperationInfo OperationNotificationInfo OperationProgress "
        "OperationType SystemExitStatus"
    ),
    "numa": "Numa NumaNode NumaNodeMemory NumaNodeProcessor NumaProcessors NumaSetting Range",
    "options": (
        "PauseNotification PauseOptions PauseReason PauseSuspensionLevel SaveOptions SaveType ShutdownMechanism "
        "ShutdownOptions ShutdownType StartOptions"
    ),
    "process": (
        "CloseHandle ConsoleSize ModifyOperation ProcessDetails ProcessModifyOperation ProcessModifyRequest "
        "ProcessParameters ProcessSignal ProcessStatus STDIOHandle SignalProcessOptions SignalValueWCOW StdHandle"
    ),
    "processor": (
        "EnlightenmentModifications IdleProcessorsRequest LogicalProcessor NonArchitecturalCoreSharing "
        "ProcessorCapabilitiesInfo ProcessorFeatureSet ProcessorFeatureSetMode ProcessorLimits ProcessorTopology "
        "QoSCapabilities Subnode SubnodeType VirtualMachineProcessor VmProcessorRequirements"
    ),
    "properties": (
        "ComputeSystemProperties OsType Properties PropertyQuery PropertyResponse PropertyType "
        "SharedMemoryRegionInfo State SystemPropertyQuery SystemPropertyType SystemQuery SystemType"
    ),
    "registry": "RegistryChanges RegistryFlushState RegistryHive RegistryKey RegistryValue RegistryValueType",
    "resources": "SystemSetting",
    "result": "ErrorEvent EventData EventDataType HcsResult ResultError",
    "service": (
        "BasicInformation GetPropertyType ModificationRequest ModificationSettings ModifyPropertyType "
        "ServiceProperties ServicePropertyQuery"
    ),
    "shares": "Plan9 Plan9Share Plan9ShareFlags VirtualSmb VirtualSmbShare VirtualSmbShareOptions",
    "silo": (
        "ContainersDefBatchedBinding ContainersDefContainer DeviceExtensionNamespace FilesystemIsolationMode "
        "FilesystemLayer FilesystemNamespace FilesystemNestingMode HostFiles JobCpu JobMemory JobNamespace "
        "JobSystemRoot JobTerminationPolicy MountManagerMountPoint MountManagerNamespace NamedPipeNamespace "
        "NamedPipeSymlink Namespace NetworkNamespace"
    ),
    "silo_devices": (
        "ContainerDefinitionDevice ContainersDefDevice DeviceCategory DeviceExtension DeviceInstance "
        "DeviceNamespace InterfaceClass InterfaceClassType"
    ),
    "silo_objects": "ObjectDirectory ObjectDirectoryShadow ObjectNamespace ObjectSymlink ObjectSymlinkScope",
    "silo_registry": (
        "RegistryDeleteKey RegistryHiveStack RegistryLayer RegistryMakeKey RegistryMakeValue RegistryNamespace "
        "RegistryRedirectionNode RegistrySymlink"
    ),
    "statistics": (
        "CacheQueryStatsResponse ContainerMemoryInformation MemoryStats ProcessorStats Statistics StorageStats"
    ),
    "storage": "CacheMode CimMount CombinedLayers Layer MappedVirtualDisk Storage StorageQoS",
    "system": "ComputeSystem HostedSystem Version",
    "virtualmachine": "DebugOptions GuestState RestoreState Topology VirtualMachine",
    "workerexit": "WorkerExit WorkerExitDetail WorkerExitType",
    "xsave": "XsaveProcessorFeature",
}
"""The names that each module has for `hcspy.hcs`."""
