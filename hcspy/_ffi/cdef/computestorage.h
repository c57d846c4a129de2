/* computestorage.dll: container layers, the successor of vmcompute.dll's layer functions. */
typedef struct {
    HRESULT (*HcsAttachLayerStorageFilter)(PCWSTR layerPath, PCWSTR layerData);
    HRESULT (*HcsAttachOverlayFilter)(PCWSTR volumePath, PCWSTR layerData);
    HRESULT (*HcsDestroyLayer)(PCWSTR layerPath);
    HRESULT (*HcsDetachLayerStorageFilter)(PCWSTR layerPath);
    HRESULT (*HcsDetachOverlayFilter)(PCWSTR volumePath, PCWSTR layerData);
    HRESULT (*HcsExportLayer)(
        PCWSTR layerPath, PCWSTR exportFolderPath, PCWSTR layerData, PCWSTR options);
    HRESULT (*HcsExportLegacyWritableLayer)(
        PCWSTR writableLayerMountPath, PCWSTR writableLayerFolderPath, PCWSTR exportFolderPath,
        PCWSTR layerData);
    HRESULT (*HcsFormatWritableLayerVhd)(HANDLE vhdHandle);
    HRESULT (*HcsGetLayerVhdMountPath)(HANDLE vhdHandle, PWSTR *mountPath);
    HRESULT (*HcsImportLayer)(PCWSTR layerPath, PCWSTR sourceFolderPath, PCWSTR layerData);
    HRESULT (*HcsInitializeLegacyWritableLayer)(
        PCWSTR writableLayerMountPath, PCWSTR writableLayerFolderPath, PCWSTR layerData,
        PCWSTR options);
    HRESULT (*HcsInitializeWritableLayer)(
        PCWSTR writableLayerPath, PCWSTR layerData, PCWSTR options);
    HRESULT (*HcsSetupBaseOSLayer)(PCWSTR layerPath, HANDLE vhdHandle, PCWSTR options);
    HRESULT (*HcsSetupBaseOSVolume)(PCWSTR layerPath, PCWSTR volumePath, PCWSTR options);
} computestorage_table;
