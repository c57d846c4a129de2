/*
 * vmcompute.dll: the first HCS interface, the layer functions, and HNSCall.
 *
 * computecore.dll has handles of the same names. The two services do not know each
 * other's handles, so the types here carry the DLL's name.
 */
typedef struct vmcompute_system *VMCOMPUTE_HCS_SYSTEM;
typedef struct vmcompute_process *VMCOMPUTE_HCS_PROCESS;
typedef struct vmcompute_callback *VMCOMPUTE_HCS_CALLBACK;

/* notificationData may be NULL and belongs to the caller of the callback. */
typedef void (*HCS_NOTIFICATION_CALLBACK)(
    DWORD notificationType, void *context, HRESULT notificationStatus, PCWSTR notificationData);

typedef enum {
    HcsNotificationInvalid = 0x00000000,
    HcsNotificationSystemExited = 0x00000001,
    HcsNotificationSystemCreateCompleted = 0x00000002,
    HcsNotificationSystemStartCompleted = 0x00000003,
    HcsNotificationSystemPauseCompleted = 0x00000004,
    HcsNotificationSystemResumeCompleted = 0x00000005,
    HcsNotificationSystemCrashReport = 0x00000006,
    HcsNotificationSystemSiloJobCreated = 0x00000007,
    HcsNotificationSystemSaveCompleted = 0x00000008,
    HcsNotificationSystemRdpEnhancedModeStateChanged = 0x00000009,
    HcsNotificationSystemShutdownFailed = 0x0000000A,
    HcsNotificationSystemShutdownCompleted = 0x0000000A,
    HcsNotificationSystemGetPropertiesCompleted = 0x0000000B,
    HcsNotificationSystemModifyCompleted = 0x0000000C,
    HcsNotificationSystemCrashInitiated = 0x0000000D,
    HcsNotificationSystemGuestConnectionClosed = 0x0000000E,
    HcsNotificationSystemOperationCompletion = 0x0000000F,
    HcsNotificationSystemPassThru = 0x00000010,
    HcsNotificationProcessExited = 0x00010000,
    HcsNotificationServiceDisconnect = 0x01000000,
    HcsNotificationFlagsReserved = 0xF0000000
} HCS_NOTIFICATIONS;

typedef enum {
    HcsNotificationFlagSuccess = 0x00000000,
    HcsNotificationFlagFailure = 0x80000000
} HCS_NOTIFICATION_FLAGS;

/* 0 is the diff driver, 1 the filter driver. */
typedef uint32_t GRAPHDRIVERTYPE;

typedef struct {
    GRAPHDRIVERTYPE Flavour;
    LPCWSTR HomeDir;
} DRIVER_INFO;

/* Flags is a bit field: bit 31 says that the layer is dirty, the rest is reserved. */
typedef struct {
    GUID LayerId;
    ULONG Flags;
    PCWSTR Path;
} WC_LAYER_DESCRIPTOR;

typedef struct {
    HRESULT (*ActivateLayer)(const DRIVER_INFO *info, PCWSTR id);
    HRESULT (*CopyLayer)(
        const DRIVER_INFO *info, PCWSTR srcId, PCWSTR dstId, const WC_LAYER_DESCRIPTOR *descriptors,
        ULONG descriptorsCount);
    HRESULT (*CreateLayer)(const DRIVER_INFO *info, PCWSTR id, PCWSTR parent);
    HRESULT (*CreateSandboxLayer)(
        const DRIVER_INFO *info, PCWSTR id, PCWSTR parent, const WC_LAYER_DESCRIPTOR *descriptors,
        ULONG descriptorsCount);
    HRESULT (*DeactivateLayer)(const DRIVER_INFO *info, PCWSTR id);
    HRESULT (*DestroyLayer)(const DRIVER_INFO *info, PCWSTR id);
    HRESULT (*ExpandSandboxSize)(const DRIVER_INFO *info, PCWSTR id, UINT64 size);
    HRESULT (*ExportLayer)(
        const DRIVER_INFO *info, PCWSTR id, PCWSTR path, const WC_LAYER_DESCRIPTOR *descriptors,
        ULONG descriptorsCount);
    HRESULT (*GetBaseImages)(PWSTR *buffer);
    HRESULT (*GetLayerMountPath)(const DRIVER_INFO *info, PCWSTR id, SIZE_T *length, PWSTR buffer);
    HRESULT (*GrantVmAccess)(PCWSTR vmid, PCWSTR filepath);
    HRESULT (*HNSCall)(PCWSTR method, PCWSTR path, PCWSTR object, PWSTR *response);
    HRESULT (*HcsCloseComputeSystem)(VMCOMPUTE_HCS_SYSTEM computeSystem);
    HRESULT (*HcsCloseProcess)(VMCOMPUTE_HCS_PROCESS process);
    HRESULT (*HcsCreateComputeSystem)(
        PCWSTR id, PCWSTR configuration, HANDLE identity, VMCOMPUTE_HCS_SYSTEM *computeSystem,
        PWSTR *result);
    HRESULT (*HcsCreateProcess)(
        VMCOMPUTE_HCS_SYSTEM computeSystem, PCWSTR processParameters,
        HCS_PROCESS_INFORMATION *processInformation, VMCOMPUTE_HCS_PROCESS *process, PWSTR *result);
    HRESULT (*HcsEnumerateComputeSystems)(PCWSTR query, PWSTR *computeSystems, PWSTR *result);
    HRESULT (*HcsGetComputeSystemProperties)(
        VMCOMPUTE_HCS_SYSTEM computeSystem, PCWSTR propertyQuery, PWSTR *properties, PWSTR *result);
    HRESULT (*HcsGetProcessInfo)(
        VMCOMPUTE_HCS_PROCESS process, HCS_PROCESS_INFORMATION *processInformation, PWSTR *result);
    HRESULT (*HcsGetProcessProperties)(
        VMCOMPUTE_HCS_PROCESS process, PWSTR *processProperties, PWSTR *result);
    HRESULT (*HcsGetServiceProperties)(PCWSTR propertyQuery, PWSTR *properties, PWSTR *result);
    HRESULT (*HcsModifyComputeSystem)(
        VMCOMPUTE_HCS_SYSTEM computeSystem, PCWSTR configuration, PWSTR *result);
    HRESULT (*HcsModifyProcess)(VMCOMPUTE_HCS_PROCESS process, PCWSTR settings, PWSTR *result);
    HRESULT (*HcsModifyServiceSettings)(PCWSTR settings, PWSTR *result);
    HRESULT (*HcsOpenComputeSystem)(PCWSTR id, VMCOMPUTE_HCS_SYSTEM *computeSystem, PWSTR *result);
    HRESULT (*HcsOpenProcess)(
        VMCOMPUTE_HCS_SYSTEM computeSystem, DWORD pid, VMCOMPUTE_HCS_PROCESS *process,
        PWSTR *result);
    HRESULT (*HcsPauseComputeSystem)(
        VMCOMPUTE_HCS_SYSTEM computeSystem, PCWSTR options, PWSTR *result);
    HRESULT (*HcsRegisterComputeSystemCallback)(
        VMCOMPUTE_HCS_SYSTEM computeSystem, HCS_NOTIFICATION_CALLBACK callback, void *context,
        VMCOMPUTE_HCS_CALLBACK *callbackHandle);
    HRESULT (*HcsRegisterProcessCallback)(
        VMCOMPUTE_HCS_PROCESS process, HCS_NOTIFICATION_CALLBACK callback, void *context,
        VMCOMPUTE_HCS_CALLBACK *callbackHandle);
    HRESULT (*HcsResumeComputeSystem)(
        VMCOMPUTE_HCS_SYSTEM computeSystem, PCWSTR options, PWSTR *result);
    HRESULT (*HcsSaveComputeSystem)(
        VMCOMPUTE_HCS_SYSTEM computeSystem, PCWSTR options, PWSTR *result);
    HRESULT (*HcsShutdownComputeSystem)(
        VMCOMPUTE_HCS_SYSTEM computeSystem, PCWSTR options, PWSTR *result);
    HRESULT (*HcsSignalProcess)(VMCOMPUTE_HCS_PROCESS process, PCWSTR options, PWSTR *result);
    HRESULT (*HcsStartComputeSystem)(
        VMCOMPUTE_HCS_SYSTEM computeSystem, PCWSTR options, PWSTR *result);
    HRESULT (*HcsTerminateComputeSystem)(
        VMCOMPUTE_HCS_SYSTEM computeSystem, PCWSTR options, PWSTR *result);
    HRESULT (*HcsTerminateProcess)(VMCOMPUTE_HCS_PROCESS process, PWSTR *result);
    HRESULT (*HcsUnregisterComputeSystemCallback)(VMCOMPUTE_HCS_CALLBACK callbackHandle);
    HRESULT (*HcsUnregisterProcessCallback)(VMCOMPUTE_HCS_CALLBACK callbackHandle);
    HRESULT (*ImportLayer)(
        const DRIVER_INFO *info, PCWSTR id, PCWSTR path, const WC_LAYER_DESCRIPTOR *descriptors,
        ULONG descriptorsCount);
    HRESULT (*LayerExists)(const DRIVER_INFO *info, PCWSTR id, DWORD *exists);
    HRESULT (*NameToGuid)(PCWSTR name, GUID *guid);
    HRESULT (*PrepareLayer)(
        const DRIVER_INFO *info, PCWSTR id, const WC_LAYER_DESCRIPTOR *descriptors,
        ULONG descriptorsCount);
    HRESULT (*ProcessBaseImage)(PCWSTR path);
    HRESULT (*ProcessUtilityImage)(PCWSTR path);
    HRESULT (*UnprepareLayer)(const DRIVER_INFO *info, PCWSTR id);
} vmcompute_table;
