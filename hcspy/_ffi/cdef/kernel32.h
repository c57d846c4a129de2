/* kernel32.dll: what the callers of the compute DLLs need beside them. */

/* Processors of one group of at most 64: a bit for each. */
typedef struct {
    KAFFINITY Mask;
    USHORT Group;
    USHORT Reserved[3];
} GROUP_AFFINITY;

/* What SetInformationJobObject takes depends on the class; only that of processor groups is in use. */
typedef struct {
    BOOL (*CloseHandle)(HANDLE object);
    BOOL (*GetDiskFreeSpaceExW)(
        PCWSTR directoryName, ULARGE_INTEGER *freeBytesAvailableToCaller,
        ULARGE_INTEGER *totalNumberOfBytes, ULARGE_INTEGER *totalNumberOfFreeBytes);
    void *(*LocalFree)(void *memory);
    BOOL (*SetInformationJobObject)(
        HANDLE job, DWORD informationClass, const GROUP_AFFINITY *information, DWORD informationLengthInBytes);
} kernel32_table;
