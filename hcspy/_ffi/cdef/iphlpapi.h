/* iphlpapi.dll: what concerns network compartments. */
typedef struct {
    DWORD (*GetCurrentThreadCompartmentId)(void);
    HRESULT (*SetCurrentThreadCompartmentId)(DWORD compartmentId);
    DWORD (*SetJobCompartmentId)(HANDLE handle, DWORD compartmentId);
} iphlpapi_table;
