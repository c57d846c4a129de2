/*
 * Functions that are called by their global name: the loader of Windows, through which
 * the tables are filled, and the makers of threads that Python does not know.
 */
typedef DWORD (*WINDOWS_THREAD_ROUTINE)(void *argument);
typedef void *(*POSIX_THREAD_ROUTINE)(void *argument);

/* kernel32.dll */
UINT32 GetSystemDirectoryW(PWSTR buffer, UINT32 size);
void *LoadLibraryExW(PCWSTR path, HANDLE file, DWORD flags);
void *GetProcAddress(void *module, const char *name);
HANDLE CreateThread(
    void *attributes, SIZE_T stackSize, WINDOWS_THREAD_ROUTINE routine, void *argument, DWORD flags,
    DWORD *threadId);
DWORD WaitForSingleObject(HANDLE object, DWORD milliseconds);
BOOL CloseHandle(HANDLE object);

/* libc; pthread_t is a number on Linux and a pointer on macOS, 8 bytes on both */
int pthread_create(
    uintptr_t *thread, const void *attributes, POSIX_THREAD_ROUTINE routine, void *argument);
int pthread_join(uintptr_t thread, void **result);
