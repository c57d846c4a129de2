/* kernel32.dll: what the callers of the compute DLLs need beside them. */
typedef struct {
    BOOL (*CloseHandle)(HANDLE object);
    BOOL (*GetDiskFreeSpaceExW)(
        PCWSTR directoryName, ULARGE_INTEGER *freeBytesAvailableToCaller,
        ULARGE_INTEGER *totalNumberOfBytes, ULARGE_INTEGER *totalNumberOfFreeBytes);
    void *(*LocalFree)(void *memory);
} kernel32_table;
