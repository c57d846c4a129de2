/*
 * What the tables have in common: base types, GUIDs, structures, enumerations.
 *
 * Written for a 64 bit Windows: LLP64, so DWORD and ULONG are 32 bits wide whatever
 * the C compiler of the machine thinks, and a string is UTF-16 in 2 byte units.
 * Reading a signature: `const T *` is an input, `T *` an output (or, where
 * exports.toml says so, both), `void *` a value that only passes through.
 */
typedef int32_t HRESULT;
typedef int32_t NTSTATUS;
typedef int32_t BOOL;
typedef uint8_t UCHAR;
typedef uint16_t USHORT;
typedef uint16_t UINT16;
typedef uint32_t DWORD;
typedef uint32_t ULONG;
typedef uint32_t UINT32;
typedef uint64_t UINT64;
typedef uint64_t ULARGE_INTEGER;
typedef size_t SIZE_T;
typedef uintptr_t KAFFINITY;
typedef char16_t *PWSTR;
typedef const char16_t *PCWSTR;
typedef const char16_t *LPCWSTR;

/*
 * Handles are pointers to structures that nobody declares, one for each kind, so that
 * a handle of the wrong kind is a TypeError instead of a call that Windows answers
 * with a riddle. HANDLE too is a type of its own and not void *, which takes anything.
 */
typedef struct win32_object *HANDLE;

typedef struct {
    ULONG Data1;
    USHORT Data2;
    USHORT Data3;
    UCHAR Data4[8];
} GUID;

/* Never looked into: a caller of these DLLs passes NULL. */
typedef struct security_descriptor SECURITY_DESCRIPTOR;
typedef const SECURITY_DESCRIPTOR *PSECURITY_DESCRIPTOR;
typedef struct overlapped OVERLAPPED;

/* The three handles belong to the caller, who closes them with CloseHandle. */
typedef struct {
    DWORD ProcessId;
    DWORD Reserved;
    HANDLE StdInput;
    HANDLE StdOutput;
    HANDLE StdError;
} HCS_PROCESS_INFORMATION;
