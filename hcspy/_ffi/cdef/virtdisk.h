/*
 * virtdisk.dll: virtual disks for layers.
 *
 * The parameter structures are unions over a version; version 2 is the one in use and
 * the only one declared.
 */
typedef uint32_t OPEN_VIRTUAL_DISK_VERSION;
typedef uint32_t CREATE_VIRTUAL_DISK_VERSION;
typedef struct attach_virtual_disk_parameters ATTACH_VIRTUAL_DISK_PARAMETERS;

typedef struct {
    ULONG DeviceId;
    GUID VendorId;
} VIRTUAL_STORAGE_TYPE;

typedef struct {
    OPEN_VIRTUAL_DISK_VERSION Version;
    BOOL GetInfoOnly;
    BOOL ReadOnly;
    GUID ResiliencyGuid;
} OPEN_VIRTUAL_DISK_PARAMETERS;

typedef struct {
    CREATE_VIRTUAL_DISK_VERSION Version;
    struct {
        GUID UniqueId;
        UINT64 MaximumSize;
        ULONG BlockSizeInBytes;
        ULONG SectorSizeInBytes;
        ULONG PhysicalSectorSizeInBytes;
        PCWSTR ParentPath;
        PCWSTR SourcePath;
        ULONG OpenFlags;
        VIRTUAL_STORAGE_TYPE ParentVirtualStorageType;
        VIRTUAL_STORAGE_TYPE SourceVirtualStorageType;
        GUID ResiliencyGuid;
    } Version2;
} CREATE_VIRTUAL_DISK_PARAMETERS;

typedef struct {
    DWORD (*AttachVirtualDisk)(
        HANDLE handle, PSECURITY_DESCRIPTOR sd, DWORD flags, DWORD providerFlags,
        const ATTACH_VIRTUAL_DISK_PARAMETERS *params, const OVERLAPPED *overlapped);
    DWORD (*CreateVirtualDisk)(
        const VIRTUAL_STORAGE_TYPE *virtualStorageType, PCWSTR path, DWORD virtualDiskAccessMask,
        PSECURITY_DESCRIPTOR securityDescriptor, DWORD flags, ULONG providerSpecificFlags,
        const CREATE_VIRTUAL_DISK_PARAMETERS *parameters, const OVERLAPPED *overlapped,
        HANDLE *handle);
    DWORD (*DetachVirtualDisk)(HANDLE handle, DWORD flags, ULONG providerSpecificFlags);
    DWORD (*GetVirtualDiskPhysicalPath)(HANDLE handle, ULONG *diskPathSizeInBytes, PWSTR diskPath);
    DWORD (*OpenVirtualDisk)(
        const VIRTUAL_STORAGE_TYPE *virtualStorageType, PCWSTR path, DWORD virtualDiskAccessMask,
        DWORD flags, const OPEN_VIRTUAL_DISK_PARAMETERS *parameters, HANDLE *handle);
} virtdisk_table;
