/*
 * ntdll.dll: kernel objects by their full names. The functions of kernel32.dll look names up in
 * the folder of the session, where the job objects of containers are not.
 */
typedef struct {
    USHORT Length;
    USHORT MaximumLength;
    PCWSTR Buffer;
} UNICODE_STRING;

typedef struct {
    ULONG Length;
    HANDLE RootDirectory;
    const UNICODE_STRING *ObjectName;
    ULONG Attributes;
    void *SecurityDescriptor;
    void *SecurityQualityOfService;
} OBJECT_ATTRIBUTES;

typedef struct {
    NTSTATUS (*NtOpenJobObject)(HANDLE *jobHandle, DWORD desiredAccess, const OBJECT_ATTRIBUTES *objectAttributes);
} ntdll_table;
