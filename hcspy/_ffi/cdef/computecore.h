/*
 * computecore.dll: the second HCS interface, built on operations.
 *
 * Its strings come from LocalAlloc, as the documents say, not from CoTaskMemAlloc.
 */
typedef struct hcs_system *HCS_SYSTEM;
typedef struct hcs_process *HCS_PROCESS;
typedef struct hcs_operation *HCS_OPERATION;
typedef struct hcs_callback *HCS_CALLBACK;

typedef enum {
    HcsEventInvalid = 0x00000000,
    HcsEventSystemExited = 0x00000001,
    HcsEventSystemCrashInitiated = 0x00000002,
    HcsEventSystemCrashReport = 0x00000003,
    HcsEventSystemRdpEnhancedModeStateChanged = 0x00000004,
    HcsEventSystemSiloJobCreated = 0x00000005,
    HcsEventSystemGuestConnectionClosed = 0x00000006,
    HcsEventProcessExited = 0x00010000,
    HcsEventOperationCallback = 0x01000000,
    HcsEventServiceDisconnect = 0x02000000
} HCS_EVENT_TYPE;

typedef enum {
    HcsEventOptionNone = 0x00000000,
    HcsEventOptionEnableOperationCallbacks = 0x00000001
} HCS_EVENT_OPTIONS;

typedef enum {
    HcsOperationTypeNone = -1,
    HcsOperationTypeEnumerate = 0,
    HcsOperationTypeCreate = 1,
    HcsOperationTypeStart = 2,
    HcsOperationTypeShutdown = 3,
    HcsOperationTypePause = 4,
    HcsOperationTypeResume = 5,
    HcsOperationTypeSave = 6,
    HcsOperationTypeTerminate = 7,
    HcsOperationTypeModify = 8,
    HcsOperationTypeGetProperties = 9,
    HcsOperationTypeCreateProcess = 10,
    HcsOperationTypeSignalProcess = 11,
    HcsOperationTypeGetProcessInfo = 12,
    HcsOperationTypeGetProcessProperties = 13,
    HcsOperationTypeModifyProcess = 14,
    HcsOperationTypeCrash = 15
} HCS_OPERATION_TYPE;

/* The versions of the structure that starts with this member. */
typedef enum {
    HcsCreateOptions_1 = 0x00010000
} HCS_CREATE_OPTIONS;

/* Valid only during the call of the callback. */
typedef struct {
    HCS_EVENT_TYPE Type;
    PCWSTR EventData;
    HCS_OPERATION Operation;
} HCS_EVENT;

typedef void (*HCS_EVENT_CALLBACK)(HCS_EVENT *event, void *context);
typedef void (*HCS_OPERATION_COMPLETION)(HCS_OPERATION operation, void *context);

typedef struct {
    HCS_CREATE_OPTIONS Version;
    HANDLE UserToken;
    const SECURITY_DESCRIPTOR *SecurityDescriptor;
    HCS_EVENT_OPTIONS CallbackOptions;
    void *CallbackContext;
    HCS_EVENT_CALLBACK Callback;
} HCS_CREATE_OPTIONS_1;

typedef struct {
    HRESULT (*HcsAddResourceToOperation)(
        HCS_OPERATION operation, DWORD resourceType, PCWSTR uri, HANDLE handle);
    HRESULT (*HcsCancelLiveMigration)(
        HCS_SYSTEM computeSystem, HCS_OPERATION operation, PCWSTR options);
    HRESULT (*HcsCancelOperation)(HCS_OPERATION operation);
    void (*HcsCloseComputeSystem)(HCS_SYSTEM computeSystem);
    void (*HcsCloseOperation)(HCS_OPERATION operation);
    void (*HcsCloseProcess)(HCS_PROCESS process);
    HRESULT (*HcsCrashComputeSystem)(
        HCS_SYSTEM computeSystem, HCS_OPERATION operation, PCWSTR options);
    HRESULT (*HcsCreateComputeSystem)(
        PCWSTR id, PCWSTR configuration, HCS_OPERATION operation,
        const SECURITY_DESCRIPTOR *securityDescriptor, HCS_SYSTEM *computeSystem);
    HRESULT (*HcsCreateComputeSystemInNamespace)(
        PCWSTR idNamespace, PCWSTR id, PCWSTR configuration, HCS_OPERATION operation,
        const HCS_CREATE_OPTIONS *options, HCS_SYSTEM *computeSystem);
    HRESULT (*HcsCreateEmptyGuestStateFile)(PCWSTR guestStateFilePath);
    HRESULT (*HcsCreateEmptyRuntimeStateFile)(PCWSTR runtimeStateFilePath);
    HCS_OPERATION (*HcsCreateOperation)(void *context, HCS_OPERATION_COMPLETION callback);
    HCS_OPERATION (*HcsCreateOperationWithNotifications)(
        DWORD eventTypes, void *context, HCS_EVENT_CALLBACK callback);
    HRESULT (*HcsCreateProcess)(
        HCS_SYSTEM computeSystem, PCWSTR processParameters, HCS_OPERATION operation,
        const SECURITY_DESCRIPTOR *securityDescriptor, HCS_PROCESS *process);
    HRESULT (*HcsEnumerateComputeSystems)(PCWSTR query, HCS_OPERATION operation);
    HRESULT (*HcsEnumerateComputeSystemsInNamespace)(
        PCWSTR idNamespace, PCWSTR query, HCS_OPERATION operation);
    HRESULT (*HcsFinalizeLiveMigration)(
        HCS_SYSTEM computeSystem, HCS_OPERATION operation, PCWSTR options);
    HCS_SYSTEM (*HcsGetComputeSystemFromOperation)(HCS_OPERATION operation);
    HRESULT (*HcsGetComputeSystemProperties)(
        HCS_SYSTEM computeSystem, HCS_OPERATION operation, PCWSTR propertyQuery);
    void *(*HcsGetOperationContext)(HCS_OPERATION operation);
    UINT64 (*HcsGetOperationId)(HCS_OPERATION operation);
    HRESULT (*HcsGetOperationProperties)(
        HCS_OPERATION operation, PCWSTR options, PWSTR *resultDocument);
    HRESULT (*HcsGetOperationResult)(HCS_OPERATION operation, PWSTR *resultDocument);
    HRESULT (*HcsGetOperationResultAndProcessInfo)(
        HCS_OPERATION operation, HCS_PROCESS_INFORMATION *processInformation,
        PWSTR *resultDocument);
    HCS_OPERATION_TYPE (*HcsGetOperationType)(HCS_OPERATION operation);
    HCS_PROCESS (*HcsGetProcessFromOperation)(HCS_OPERATION operation);
    HRESULT (*HcsGetProcessInfo)(HCS_PROCESS process, HCS_OPERATION operation);
    HRESULT (*HcsGetProcessProperties)(
        HCS_PROCESS process, HCS_OPERATION operation, PCWSTR propertyQuery);
    HRESULT (*HcsGetProcessorCompatibilityFromSavedState)(
        PCWSTR RuntimeFileName, PCWSTR *ProcessorFeaturesString);
    HRESULT (*HcsGetServiceProperties)(PCWSTR propertyQuery, PWSTR *result);
    HRESULT (*HcsGrantVmAccess)(PCWSTR vmId, PCWSTR filePath);
    HRESULT (*HcsGrantVmGroupAccess)(PCWSTR filePath);
    HRESULT (*HcsInitializeLiveMigrationOnSource)(
        HCS_SYSTEM computeSystem, HCS_OPERATION operation, PCWSTR options);
    HRESULT (*HcsModifyComputeSystem)(
        HCS_SYSTEM computeSystem, HCS_OPERATION operation, PCWSTR configuration, HANDLE identity);
    HRESULT (*HcsModifyProcess)(HCS_PROCESS process, HCS_OPERATION operation, PCWSTR settings);
    HRESULT (*HcsModifyServiceSettings)(PCWSTR settings, PWSTR *result);
    HRESULT (*HcsOpenComputeSystem)(PCWSTR id, DWORD requestedAccess, HCS_SYSTEM *computeSystem);
    HRESULT (*HcsOpenComputeSystemInNamespace)(
        PCWSTR idNamespace, PCWSTR id, DWORD requestedAccess, HCS_SYSTEM *computeSystem);
    HRESULT (*HcsOpenProcess)(
        HCS_SYSTEM computeSystem, DWORD processId, DWORD requestedAccess, HCS_PROCESS *process);
    HRESULT (*HcsPauseComputeSystem)(
        HCS_SYSTEM computeSystem, HCS_OPERATION operation, PCWSTR options);
    HRESULT (*HcsResumeComputeSystem)(
        HCS_SYSTEM computeSystem, HCS_OPERATION operation, PCWSTR options);
    HRESULT (*HcsRevokeVmAccess)(PCWSTR vmId, PCWSTR filePath);
    HRESULT (*HcsRevokeVmGroupAccess)(PCWSTR filePath);
    HRESULT (*HcsSaveComputeSystem)(
        HCS_SYSTEM computeSystem, HCS_OPERATION operation, PCWSTR options);
    HRESULT (*HcsSetComputeSystemCallback)(
        HCS_SYSTEM computeSystem, HCS_EVENT_OPTIONS callbackOptions, const void *context,
        HCS_EVENT_CALLBACK callback);
    HRESULT (*HcsSetOperationCallback)(
        HCS_OPERATION operation, const void *context, HCS_OPERATION_COMPLETION callback);
    HRESULT (*HcsSetOperationContext)(HCS_OPERATION operation, void *context);
    HRESULT (*HcsSetProcessCallback)(
        HCS_PROCESS process, HCS_EVENT_OPTIONS callbackOptions, void *context,
        HCS_EVENT_CALLBACK callback);
    HRESULT (*HcsShutDownComputeSystem)(
        HCS_SYSTEM computeSystem, HCS_OPERATION operation, PCWSTR options);
    HRESULT (*HcsSignalProcess)(HCS_PROCESS process, HCS_OPERATION operation, PCWSTR options);
    HRESULT (*HcsStartComputeSystem)(
        HCS_SYSTEM computeSystem, HCS_OPERATION operation, PCWSTR options);
    HRESULT (*HcsStartLiveMigrationOnSource)(
        HCS_SYSTEM computeSystem, HCS_OPERATION operation, PCWSTR options);
    HRESULT (*HcsStartLiveMigrationTransfer)(
        HCS_SYSTEM computeSystem, HCS_OPERATION operation, PCWSTR options);
    HRESULT (*HcsSubmitWerReport)(PCWSTR settings);
    HRESULT (*HcsTerminateComputeSystem)(
        HCS_SYSTEM computeSystem, HCS_OPERATION operation, PCWSTR options);
    HRESULT (*HcsTerminateProcess)(HCS_PROCESS process, HCS_OPERATION operation, PCWSTR options);
    HRESULT (*HcsWaitForComputeSystemExit)(
        HCS_SYSTEM computeSystem, DWORD timeoutMs, PWSTR *result);
    HRESULT (*HcsWaitForOperationResult)(
        HCS_OPERATION operation, DWORD timeoutMs, PWSTR *resultDocument);
    HRESULT (*HcsWaitForOperationResultAndProcessInfo)(
        HCS_OPERATION operation, DWORD timeoutMs, HCS_PROCESS_INFORMATION *processInformation,
        PWSTR *resultDocument);
    HRESULT (*HcsWaitForProcessExit)(HCS_PROCESS process, DWORD timeoutMs, PWSTR *result);
} computecore_table;
