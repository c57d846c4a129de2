"""Signatures with names and directions. Written by build.py; ``exports`` reads it."""

# ruff: noqa: E501
EXPORTS = """\
vmcompute|ActivateLayer|HRESULT|14393|CoTaskMemFree|in:const DRIVER_INFO*:info:,in:PCWSTR:id:
vmcompute|CopyLayer|HRESULT|14393|CoTaskMemFree|in:const DRIVER_INFO*:info:,in:PCWSTR:srcId:,in:PCWSTR:dstId:,in:const WC_LAYER_DESCRIPTOR*:descriptors:descriptorsCount,in:ULONG:descriptorsCount:
vmcompute|CreateLayer|HRESULT|14393|CoTaskMemFree|in:const DRIVER_INFO*:info:,in:PCWSTR:id:,in:PCWSTR:parent:
vmcompute|CreateSandboxLayer|HRESULT|14393|CoTaskMemFree|in:const DRIVER_INFO*:info:,in:PCWSTR:id:,in:PCWSTR:parent:,in:const WC_LAYER_DESCRIPTOR*:descriptors:descriptorsCount,in:ULONG:descriptorsCount:
vmcompute|DeactivateLayer|HRESULT|14393|CoTaskMemFree|in:const DRIVER_INFO*:info:,in:PCWSTR:id:
vmcompute|DestroyLayer|HRESULT|14393|CoTaskMemFree|in:const DRIVER_INFO*:info:,in:PCWSTR:id:
vmcompute|ExpandSandboxSize|HRESULT|14393|CoTaskMemFree|in:const DRIVER_INFO*:info:,in:PCWSTR:id:,in:UINT64:size:
vmcompute|ExportLayer|HRESULT|14393|CoTaskMemFree|in:const DRIVER_INFO*:info:,in:PCWSTR:id:,in:PCWSTR:path:,in:const WC_LAYER_DESCRIPTOR*:descriptors:descriptorsCount,in:ULONG:descriptorsCount:
vmcompute|GetBaseImages|HRESULT|14393|CoTaskMemFree|out:PWSTR*:buffer:
vmcompute|GetLayerMountPath|HRESULT|14393|CoTaskMemFree|in:const DRIVER_INFO*:info:,in:PCWSTR:id:,inout:SIZE_T*:length:,out:PWSTR:buffer:length
vmcompute|GrantVmAccess|HRESULT|14393|CoTaskMemFree|in:PCWSTR:vmid:,in:PCWSTR:filepath:
vmcompute|HNSCall|HRESULT|14393|CoTaskMemFree|in:PCWSTR:method:,in:PCWSTR:path:,in:PCWSTR:object:,out:PWSTR*:response:
vmcompute|HcsCloseComputeSystem|HRESULT|14393|CoTaskMemFree|in:VMCOMPUTE_HCS_SYSTEM:computeSystem:
vmcompute|HcsCloseProcess|HRESULT|14393|CoTaskMemFree|in:VMCOMPUTE_HCS_PROCESS:process:
vmcompute|HcsCreateComputeSystem|HRESULT|14393|CoTaskMemFree|in:PCWSTR:id:,in:PCWSTR:configuration:,in:HANDLE:identity:,out:VMCOMPUTE_HCS_SYSTEM*:computeSystem:,out:PWSTR*:result:
vmcompute|HcsCreateProcess|HRESULT|14393|CoTaskMemFree|in:VMCOMPUTE_HCS_SYSTEM:computeSystem:,in:PCWSTR:processParameters:,out:HCS_PROCESS_INFORMATION*:processInformation:,out:VMCOMPUTE_HCS_PROCESS*:process:,out:PWSTR*:result:
vmcompute|HcsEnumerateComputeSystems|HRESULT|14393|CoTaskMemFree|in:PCWSTR:query:,out:PWSTR*:computeSystems:,out:PWSTR*:result:
vmcompute|HcsGetComputeSystemProperties|HRESULT|14393|CoTaskMemFree|in:VMCOMPUTE_HCS_SYSTEM:computeSystem:,in:PCWSTR:propertyQuery:,out:PWSTR*:properties:,out:PWSTR*:result:
vmcompute|HcsGetProcessInfo|HRESULT|14393|CoTaskMemFree|in:VMCOMPUTE_HCS_PROCESS:process:,out:HCS_PROCESS_INFORMATION*:processInformation:,out:PWSTR*:result:
vmcompute|HcsGetProcessProperties|HRESULT|14393|CoTaskMemFree|in:VMCOMPUTE_HCS_PROCESS:process:,out:PWSTR*:processProperties:,out:PWSTR*:result:
vmcompute|HcsGetServiceProperties|HRESULT|14393|CoTaskMemFree|in:PCWSTR:propertyQuery:,out:PWSTR*:properties:,out:PWSTR*:result:
vmcompute|HcsModifyComputeSystem|HRESULT|14393|CoTaskMemFree|in:VMCOMPUTE_HCS_SYSTEM:computeSystem:,in:PCWSTR:configuration:,out:PWSTR*:result:
vmcompute|HcsModifyProcess|HRESULT|14393|CoTaskMemFree|in:VMCOMPUTE_HCS_PROCESS:process:,in:PCWSTR:settings:,out:PWSTR*:result:
vmcompute|HcsModifyServiceSettings|HRESULT|14393|CoTaskMemFree|in:PCWSTR:settings:,out:PWSTR*:result:
vmcompute|HcsOpenComputeSystem|HRESULT|14393|CoTaskMemFree|in:PCWSTR:id:,out:VMCOMPUTE_HCS_SYSTEM*:computeSystem:,out:PWSTR*:result:
vmcompute|HcsOpenProcess|HRESULT|14393|CoTaskMemFree|in:VMCOMPUTE_HCS_SYSTEM:computeSystem:,in:DWORD:pid:,out:VMCOMPUTE_HCS_PROCESS*:process:,out:PWSTR*:result:
vmcompute|HcsPauseComputeSystem|HRESULT|14393|CoTaskMemFree|in:VMCOMPUTE_HCS_SYSTEM:computeSystem:,in:PCWSTR:options:,out:PWSTR*:result:
vmcompute|HcsRegisterComputeSystemCallback|HRESULT|14393|CoTaskMemFree|in:VMCOMPUTE_HCS_SYSTEM:computeSystem:,in:HCS_NOTIFICATION_CALLBACK:callback:,in:void*:context:,out:VMCOMPUTE_HCS_CALLBACK*:callbackHandle:
vmcompute|HcsRegisterProcessCallback|HRESULT|14393|CoTaskMemFree|in:VMCOMPUTE_HCS_PROCESS:process:,in:HCS_NOTIFICATION_CALLBACK:callback:,in:void*:context:,out:VMCOMPUTE_HCS_CALLBACK*:callbackHandle:
vmcompute|HcsResumeComputeSystem|HRESULT|14393|CoTaskMemFree|in:VMCOMPUTE_HCS_SYSTEM:computeSystem:,in:PCWSTR:options:,out:PWSTR*:result:
vmcompute|HcsSaveComputeSystem|HRESULT|14393|CoTaskMemFree|in:VMCOMPUTE_HCS_SYSTEM:computeSystem:,in:PCWSTR:options:,out:PWSTR*:result:
vmcompute|HcsShutdownComputeSystem|HRESULT|14393|CoTaskMemFree|in:VMCOMPUTE_HCS_SYSTEM:computeSystem:,in:PCWSTR:options:,out:PWSTR*:result:
vmcompute|HcsSignalProcess|HRESULT|14393|CoTaskMemFree|in:VMCOMPUTE_HCS_PROCESS:process:,in:PCWSTR:options:,out:PWSTR*:result:
vmcompute|HcsStartComputeSystem|HRESULT|14393|CoTaskMemFree|in:VMCOMPUTE_HCS_SYSTEM:computeSystem:,in:PCWSTR:options:,out:PWSTR*:result:
vmcompute|HcsTerminateComputeSystem|HRESULT|14393|CoTaskMemFree|in:VMCOMPUTE_HCS_SYSTEM:computeSystem:,in:PCWSTR:options:,out:PWSTR*:result:
vmcompute|HcsTerminateProcess|HRESULT|14393|CoTaskMemFree|in:VMCOMPUTE_HCS_PROCESS:process:,out:PWSTR*:result:
vmcompute|HcsUnregisterComputeSystemCallback|HRESULT|14393|CoTaskMemFree|in:VMCOMPUTE_HCS_CALLBACK:callbackHandle:
vmcompute|HcsUnregisterProcessCallback|HRESULT|14393|CoTaskMemFree|in:VMCOMPUTE_HCS_CALLBACK:callbackHandle:
vmcompute|ImportLayer|HRESULT|14393|CoTaskMemFree|in:const DRIVER_INFO*:info:,in:PCWSTR:id:,in:PCWSTR:path:,in:const WC_LAYER_DESCRIPTOR*:descriptors:descriptorsCount,in:ULONG:descriptorsCount:
vmcompute|LayerExists|HRESULT|14393|CoTaskMemFree|in:const DRIVER_INFO*:info:,in:PCWSTR:id:,out:DWORD*:exists:
vmcompute|NameToGuid|HRESULT|14393|CoTaskMemFree|in:PCWSTR:name:,out:GUID*:guid:
vmcompute|PrepareLayer|HRESULT|14393|CoTaskMemFree|in:const DRIVER_INFO*:info:,in:PCWSTR:id:,in:const WC_LAYER_DESCRIPTOR*:descriptors:descriptorsCount,in:ULONG:descriptorsCount:
vmcompute|ProcessBaseImage|HRESULT|14393|CoTaskMemFree|in:PCWSTR:path:
vmcompute|ProcessUtilityImage|HRESULT|14393|CoTaskMemFree|in:PCWSTR:path:
vmcompute|UnprepareLayer|HRESULT|14393|CoTaskMemFree|in:const DRIVER_INFO*:info:,in:PCWSTR:id:
computenetwork|HcnCloseEndpoint|HRESULT|=17763|CoTaskMemFree|in:HCN_ENDPOINT:Endpoint:
computenetwork|HcnCloseGuestNetworkService|HRESULT|=17763|CoTaskMemFree|in:HCN_GUESTNETWORKSERVICE:GuestNetworkService:
computenetwork|HcnCloseLoadBalancer|HRESULT|=17763|CoTaskMemFree|in:HCN_LOADBALANCER:LoadBalancer:
computenetwork|HcnCloseNamespace|HRESULT|=17763|CoTaskMemFree|in:HCN_NAMESPACE:Namespace:
computenetwork|HcnCloseNetwork|HRESULT|=17763|CoTaskMemFree|in:HCN_NETWORK:Network:
computenetwork|HcnCloseSdnRoute|HRESULT|17763|CoTaskMemFree|in:HCN_SDN_ROUTE:route:
computenetwork|HcnCloseService|HRESULT|17763|CoTaskMemFree|in:HCN_SERVICE:Service:
computenetwork|HcnCreateEndpoint|HRESULT|=17763|CoTaskMemFree|in:HCN_NETWORK:Network:,in:const GUID*:Id:,in:PCWSTR:Settings:,out:HCN_ENDPOINT*:Endpoint:,out:PWSTR*:ErrorRecord:
computenetwork|HcnCreateGuestNetworkService|HRESULT|=17763|CoTaskMemFree|in:const GUID*:Id:,in:PCWSTR:Settings:,out:HCN_GUESTNETWORKSERVICE*:GuestNetworkService:,out:PWSTR*:ErrorRecord:
computenetwork|HcnCreateLoadBalancer|HRESULT|=17763|CoTaskMemFree|in:const GUID*:Id:,in:PCWSTR:Settings:,out:HCN_LOADBALANCER*:LoadBalancer:,out:PWSTR*:ErrorRecord:
computenetwork|HcnCreateNamespace|HRESULT|=17763|CoTaskMemFree|in:const GUID*:Id:,in:PCWSTR:Settings:,out:HCN_NAMESPACE*:Namespace:,out:PWSTR*:ErrorRecord:
computenetwork|HcnCreateNetwork|HRESULT|=17763|CoTaskMemFree|in:const GUID*:Id:,in:PCWSTR:Settings:,out:HCN_NETWORK*:Network:,out:PWSTR*:ErrorRecord:
computenetwork|HcnCreateSdnRoute|HRESULT|17763|CoTaskMemFree|in:const GUID*:id:,in:PCWSTR:settings:,out:HCN_SDN_ROUTE*:route:,out:PWSTR*:result:
computenetwork|HcnDeleteEndpoint|HRESULT|=17763|CoTaskMemFree|in:const GUID*:Id:,out:PWSTR*:ErrorRecord:
computenetwork|HcnDeleteGuestNetworkService|HRESULT|=17763|CoTaskMemFree|in:const GUID*:Id:,out:PWSTR*:ErrorRecord:
computenetwork|HcnDeleteLoadBalancer|HRESULT|=17763|CoTaskMemFree|in:const GUID*:Id:,out:PWSTR*:ErrorRecord:
computenetwork|HcnDeleteNamespace|HRESULT|=17763|CoTaskMemFree|in:const GUID*:Id:,out:PWSTR*:ErrorRecord:
computenetwork|HcnDeleteNetwork|HRESULT|=17763|CoTaskMemFree|in:const GUID*:Id:,out:PWSTR*:ErrorRecord:
computenetwork|HcnDeleteSdnRoute|HRESULT|17763|CoTaskMemFree|in:const GUID*:id:,out:PWSTR*:result:
computenetwork|HcnEnumerateEndpoints|HRESULT|=17763|CoTaskMemFree|in:PCWSTR:Query:,out:PWSTR*:Endpoints:,out:PWSTR*:ErrorRecord:
computenetwork|HcnEnumerateGuestNetworkPortReservations|HRESULT|=17763|HcnFreeGuestNetworkPortReservations|out:ULONG*:ReturnCount:,out:HCN_PORT_RANGE_ENTRY**:PortEntries:ReturnCount
computenetwork|HcnEnumerateGuestNetworkServices|HRESULT|17763|CoTaskMemFree|in:PCWSTR:Query:,out:PWSTR*:GuestNetworkServices:,out:PWSTR*:ErrorRecord:
computenetwork|HcnEnumerateLoadBalancers|HRESULT|=17763|CoTaskMemFree|in:PCWSTR:Query:,out:PWSTR*:LoadBalancer:,out:PWSTR*:ErrorRecord:
computenetwork|HcnEnumerateNamespaces|HRESULT|=17763|CoTaskMemFree|in:PCWSTR:Query:,out:PWSTR*:Namespaces:,out:PWSTR*:ErrorRecord:
computenetwork|HcnEnumerateNetworks|HRESULT|=17763|CoTaskMemFree|in:PCWSTR:Query:,out:PWSTR*:Networks:,out:PWSTR*:ErrorRecord:
computenetwork|HcnEnumerateSdnRoutes|HRESULT|17763|CoTaskMemFree|in:PCWSTR:query:,out:PWSTR*:routes:,out:PWSTR*:result:
computenetwork|HcnFreeGuestNetworkPortReservations|void|=17763|CoTaskMemFree|inout:HCN_PORT_RANGE_ENTRY*:PortEntries:
computenetwork|HcnModifyEndpoint|HRESULT|=17763|CoTaskMemFree|in:HCN_ENDPOINT:Endpoint:,in:PCWSTR:Settings:,out:PWSTR*:ErrorRecord:
computenetwork|HcnModifyGuestNetworkService|HRESULT|=17763|CoTaskMemFree|in:HCN_GUESTNETWORKSERVICE:GuestNetworkService:,in:PCWSTR:Settings:,out:PWSTR*:ErrorRecord:
computenetwork|HcnModifyLoadBalancer|HRESULT|=17763|CoTaskMemFree|in:HCN_LOADBALANCER:LoadBalancer:,in:PCWSTR:Settings:,out:PWSTR*:ErrorRecord:
computenetwork|HcnModifyNamespace|HRESULT|=17763|CoTaskMemFree|in:HCN_NAMESPACE:Namespace:,in:PCWSTR:Settings:,out:PWSTR*:ErrorRecord:
computenetwork|HcnModifyNetwork|HRESULT|=17763|CoTaskMemFree|in:HCN_NETWORK:Network:,in:PCWSTR:Settings:,out:PWSTR*:ErrorRecord:
computenetwork|HcnModifySdnRoute|HRESULT|17763|CoTaskMemFree|in:HCN_SDN_ROUTE:route:,in:PCWSTR:settings:,out:PWSTR*:result:
computenetwork|HcnOpenEndpoint|HRESULT|=17763|CoTaskMemFree|in:const GUID*:Id:,out:HCN_ENDPOINT*:Endpoint:,out:PWSTR*:ErrorRecord:
computenetwork|HcnOpenGuestNetworkService|HRESULT|17763|CoTaskMemFree|in:const GUID*:Id:,out:HCN_GUESTNETWORKSERVICE*:GuestNetworkService:,out:PWSTR*:ErrorRecord:
computenetwork|HcnOpenLoadBalancer|HRESULT|=17763|CoTaskMemFree|in:const GUID*:Id:,out:HCN_LOADBALANCER*:LoadBalancer:,out:PWSTR*:ErrorRecord:
computenetwork|HcnOpenNamespace|HRESULT|=17763|CoTaskMemFree|in:const GUID*:Id:,out:HCN_NAMESPACE*:Namespace:,out:PWSTR*:ErrorRecord:
computenetwork|HcnOpenNetwork|HRESULT|=17763|CoTaskMemFree|in:const GUID*:Id:,out:HCN_NETWORK*:Network:,out:PWSTR*:ErrorRecord:
computenetwork|HcnOpenSdnRoute|HRESULT|17763|CoTaskMemFree|in:const GUID*:id:,out:HCN_SDN_ROUTE*:route:,out:PWSTR*:result:
computenetwork|HcnOpenService|HRESULT|17763|CoTaskMemFree|out:HCN_SERVICE*:Service:,out:PWSTR*:ErrorRecord:
computenetwork|HcnQueryEndpointAddresses|HRESULT|17763|CoTaskMemFree|in:HCN_ENDPOINT:Endpoint:,in:PCWSTR:Query:,out:PWSTR*:Addresses:,out:PWSTR*:ErrorRecord:
computenetwork|HcnQueryEndpointProperties|HRESULT|=17763|CoTaskMemFree|in:HCN_ENDPOINT:Endpoint:,in:PCWSTR:Query:,out:PWSTR*:Properties:,out:PWSTR*:ErrorRecord:
computenetwork|HcnQueryEndpointStats|HRESULT|17763|CoTaskMemFree|in:HCN_ENDPOINT:Endpoint:,in:PCWSTR:Query:,out:PWSTR*:Stats:,out:PWSTR*:ErrorRecord:
computenetwork|HcnQueryGuestNetworkServiceProperties|HRESULT|17763|CoTaskMemFree|in:HCN_GUESTNETWORKSERVICE:GuestNetworkService:,in:PCWSTR:Query:,out:PWSTR*:Properties:,out:PWSTR*:ErrorRecord:
computenetwork|HcnQueryLoadBalancerProperties|HRESULT|=17763|CoTaskMemFree|in:HCN_LOADBALANCER:LoadBalancer:,in:PCWSTR:Query:,out:PWSTR*:Properties:,out:PWSTR*:ErrorRecord:
computenetwork|HcnQueryNamespaceProperties|HRESULT|=17763|CoTaskMemFree|in:HCN_NAMESPACE:Namespace:,in:PCWSTR:Query:,out:PWSTR*:Properties:,out:PWSTR*:ErrorRecord:
computenetwork|HcnQueryNetworkProperties|HRESULT|=17763|CoTaskMemFree|in:HCN_NETWORK:Network:,in:PCWSTR:Query:,out:PWSTR*:Properties:,out:PWSTR*:ErrorRecord:
computenetwork|HcnQuerySdnRouteProperties|HRESULT|17763|CoTaskMemFree|in:HCN_SDN_ROUTE:route:,in:PCWSTR:query:,out:PWSTR*:properties:,out:PWSTR*:result:
computenetwork|HcnRegisterGuestNetworkServiceCallback|HRESULT|=17763|CoTaskMemFree|in:HCN_GUESTNETWORKSERVICE:GuestNetworkService:,in:HCN_NOTIFICATION_CALLBACK:Callback:,in:void*:Context:,out:HCN_CALLBACK*:CallbackHandle:
computenetwork|HcnRegisterServiceCallback|HRESULT|=17763|CoTaskMemFree|in:HCN_NOTIFICATION_CALLBACK:Callback:,in:void*:Context:,out:HCN_CALLBACK*:CallbackHandle:
computenetwork|HcnReleaseGuestNetworkServicePortReservationHandle|HRESULT|=17763|CoTaskMemFree|in:HANDLE:PortReservationHandle:
computenetwork|HcnReserveGuestNetworkServicePort|HRESULT|=17763|CoTaskMemFree|in:HCN_GUESTNETWORKSERVICE:GuestNetworkService:,in:HCN_PORT_PROTOCOL:Protocol:,in:HCN_PORT_ACCESS:Access:,in:USHORT:Port:,out:HANDLE*:PortReservationHandle:
computenetwork|HcnReserveGuestNetworkServicePortRange|HRESULT|=17763|CoTaskMemFree|in:HCN_GUESTNETWORKSERVICE:GuestNetworkService:,in:USHORT:PortCount:,out:HCN_PORT_RANGE_RESERVATION*:PortRangeReservation:,out:HANDLE*:PortReservationHandle:
computenetwork|HcnUnregisterGuestNetworkServiceCallback|HRESULT|=17763|CoTaskMemFree|in:HCN_CALLBACK:CallbackHandle:
computenetwork|HcnUnregisterServiceCallback|HRESULT|=17763|CoTaskMemFree|in:HCN_CALLBACK:CallbackHandle:
computecore|HcsAddResourceToOperation|HRESULT|17763|LocalFree|in:HCS_OPERATION:operation:,in:DWORD:resourceType:,in:PCWSTR:uri:,in:HANDLE:handle:
computecore|HcsCancelLiveMigration|HRESULT|17763|LocalFree|in:HCS_SYSTEM:computeSystem:,in:HCS_OPERATION:operation:,in:PCWSTR:options:
computecore|HcsCancelOperation|HRESULT|=17763|LocalFree|in:HCS_OPERATION:operation:
computecore|HcsCloseComputeSystem|void|=17763|LocalFree|in:HCS_SYSTEM:computeSystem:
computecore|HcsCloseOperation|void|=17763|LocalFree|in:HCS_OPERATION:operation:
computecore|HcsCloseProcess|void|=17763|LocalFree|in:HCS_PROCESS:process:
computecore|HcsCrashComputeSystem|HRESULT|=17763|LocalFree|in:HCS_SYSTEM:computeSystem:,in:HCS_OPERATION:operation:,in:PCWSTR:options:
computecore|HcsCreateComputeSystem|HRESULT|=17763|LocalFree|in:PCWSTR:id:,in:PCWSTR:configuration:,in:HCS_OPERATION:operation:,in:const SECURITY_DESCRIPTOR*:securityDescriptor:,out:HCS_SYSTEM*:computeSystem:
computecore|HcsCreateComputeSystemInNamespace|HRESULT|17763|LocalFree|in:PCWSTR:idNamespace:,in:PCWSTR:id:,in:PCWSTR:configuration:,in:HCS_OPERATION:operation:,in:const HCS_CREATE_OPTIONS*:options:,out:HCS_SYSTEM*:computeSystem:
computecore|HcsCreateEmptyGuestStateFile|HRESULT|=17763|LocalFree|in:PCWSTR:guestStateFilePath:
computecore|HcsCreateEmptyRuntimeStateFile|HRESULT|=17763|LocalFree|in:PCWSTR:runtimeStateFilePath:
computecore|HcsCreateOperation|HCS_OPERATION|=17763|LocalFree|in:void*:context:,in:HCS_OPERATION_COMPLETION:callback:
computecore|HcsCreateOperationWithNotifications|HCS_OPERATION|17763|LocalFree|in:DWORD:eventTypes:,in:void*:context:,in:HCS_EVENT_CALLBACK:callback:
computecore|HcsCreateProcess|HRESULT|=17763|LocalFree|in:HCS_SYSTEM:computeSystem:,in:PCWSTR:processParameters:,in:HCS_OPERATION:operation:,in:const SECURITY_DESCRIPTOR*:securityDescriptor:,out:HCS_PROCESS*:process:
computecore|HcsEnumerateComputeSystems|HRESULT|=17763|LocalFree|in:PCWSTR:query:,in:HCS_OPERATION:operation:
computecore|HcsEnumerateComputeSystemsInNamespace|HRESULT|17763|LocalFree|in:PCWSTR:idNamespace:,in:PCWSTR:query:,in:HCS_OPERATION:operation:
computecore|HcsFinalizeLiveMigration|HRESULT|17763|LocalFree|in:HCS_SYSTEM:computeSystem:,in:HCS_OPERATION:operation:,in:PCWSTR:options:
computecore|HcsGetComputeSystemFromOperation|HCS_SYSTEM|=17763|LocalFree|in:HCS_OPERATION:operation:
computecore|HcsGetComputeSystemProperties|HRESULT|=17763|LocalFree|in:HCS_SYSTEM:computeSystem:,in:HCS_OPERATION:operation:,in:PCWSTR:propertyQuery:
computecore|HcsGetOperationContext|void*|=17763|LocalFree|in:HCS_OPERATION:operation:
computecore|HcsGetOperationId|UINT64|=17763|LocalFree|in:HCS_OPERATION:operation:
computecore|HcsGetOperationProperties|HRESULT|17763|any|in:HCS_OPERATION:operation:,in:PCWSTR:options:,out:PWSTR*:resultDocument:
computecore|HcsGetOperationResult|HRESULT|=17763|LocalFree|in:HCS_OPERATION:operation:,out:PWSTR*:resultDocument:
computecore|HcsGetOperationResultAndProcessInfo|HRESULT|=17763|LocalFree|in:HCS_OPERATION:operation:,out:HCS_PROCESS_INFORMATION*:processInformation:,out:PWSTR*:resultDocument:
computecore|HcsGetOperationType|HCS_OPERATION_TYPE|=17763|LocalFree|in:HCS_OPERATION:operation:
computecore|HcsGetProcessFromOperation|HCS_PROCESS|=17763|LocalFree|in:HCS_OPERATION:operation:
computecore|HcsGetProcessInfo|HRESULT|=17763|LocalFree|in:HCS_PROCESS:process:,in:HCS_OPERATION:operation:
computecore|HcsGetProcessProperties|HRESULT|=17763|LocalFree|in:HCS_PROCESS:process:,in:HCS_OPERATION:operation:,in:PCWSTR:propertyQuery:
computecore|HcsGetProcessorCompatibilityFromSavedState|HRESULT|=20348|any|in:PCWSTR:RuntimeFileName:,out:PCWSTR*:ProcessorFeaturesString:
computecore|HcsGetServiceProperties|HRESULT|=17763|any|in:PCWSTR:propertyQuery:,out:PWSTR*:result:
computecore|HcsGrantVmAccess|HRESULT|=17763|LocalFree|in:PCWSTR:vmId:,in:PCWSTR:filePath:
computecore|HcsGrantVmGroupAccess|HRESULT|=19041|LocalFree|in:PCWSTR:filePath:
computecore|HcsInitializeLiveMigrationOnSource|HRESULT|17763|LocalFree|in:HCS_SYSTEM:computeSystem:,in:HCS_OPERATION:operation:,in:PCWSTR:options:
computecore|HcsModifyComputeSystem|HRESULT|=17763|LocalFree|in:HCS_SYSTEM:computeSystem:,in:HCS_OPERATION:operation:,in:PCWSTR:configuration:,in:HANDLE:identity:
computecore|HcsModifyProcess|HRESULT|=17763|LocalFree|in:HCS_PROCESS:process:,in:HCS_OPERATION:operation:,in:PCWSTR:settings:
computecore|HcsModifyServiceSettings|HRESULT|=17763|any|in:PCWSTR:settings:,out:PWSTR*:result:
computecore|HcsOpenComputeSystem|HRESULT|=17763|LocalFree|in:PCWSTR:id:,in:DWORD:requestedAccess:,out:HCS_SYSTEM*:computeSystem:
computecore|HcsOpenComputeSystemInNamespace|HRESULT|17763|LocalFree|in:PCWSTR:idNamespace:,in:PCWSTR:id:,in:DWORD:requestedAccess:,out:HCS_SYSTEM*:computeSystem:
computecore|HcsOpenProcess|HRESULT|=17763|LocalFree|in:HCS_SYSTEM:computeSystem:,in:DWORD:processId:,in:DWORD:requestedAccess:,out:HCS_PROCESS*:process:
computecore|HcsPauseComputeSystem|HRESULT|=17763|LocalFree|in:HCS_SYSTEM:computeSystem:,in:HCS_OPERATION:operation:,in:PCWSTR:options:
computecore|HcsResumeComputeSystem|HRESULT|=17763|LocalFree|in:HCS_SYSTEM:computeSystem:,in:HCS_OPERATION:operation:,in:PCWSTR:options:
computecore|HcsRevokeVmAccess|HRESULT|=17763|LocalFree|in:PCWSTR:vmId:,in:PCWSTR:filePath:
computecore|HcsRevokeVmGroupAccess|HRESULT|=19041|LocalFree|in:PCWSTR:filePath:
computecore|HcsSaveComputeSystem|HRESULT|=17763|LocalFree|in:HCS_SYSTEM:computeSystem:,in:HCS_OPERATION:operation:,in:PCWSTR:options:
computecore|HcsSetComputeSystemCallback|HRESULT|=17763|LocalFree|in:HCS_SYSTEM:computeSystem:,in:HCS_EVENT_OPTIONS:callbackOptions:,in:const void*:context:,in:HCS_EVENT_CALLBACK:callback:
computecore|HcsSetOperationCallback|HRESULT|=17763|LocalFree|in:HCS_OPERATION:operation:,in:const void*:context:,in:HCS_OPERATION_COMPLETION:callback:
computecore|HcsSetOperationContext|HRESULT|=17763|LocalFree|in:HCS_OPERATION:operation:,in:void*:context:
computecore|HcsSetProcessCallback|HRESULT|=17763|LocalFree|in:HCS_PROCESS:process:,in:HCS_EVENT_OPTIONS:callbackOptions:,in:void*:context:,in:HCS_EVENT_CALLBACK:callback:
computecore|HcsShutDownComputeSystem|HRESULT|=17763|LocalFree|in:HCS_SYSTEM:computeSystem:,in:HCS_OPERATION:operation:,in:PCWSTR:options:
computecore|HcsSignalProcess|HRESULT|=17763|LocalFree|in:HCS_PROCESS:process:,in:HCS_OPERATION:operation:,in:PCWSTR:options:
computecore|HcsStartComputeSystem|HRESULT|=17763|LocalFree|in:HCS_SYSTEM:computeSystem:,in:HCS_OPERATION:operation:,in:PCWSTR:options:
computecore|HcsStartLiveMigrationOnSource|HRESULT|17763|LocalFree|in:HCS_SYSTEM:computeSystem:,in:HCS_OPERATION:operation:,in:PCWSTR:options:
computecore|HcsStartLiveMigrationTransfer|HRESULT|17763|LocalFree|in:HCS_SYSTEM:computeSystem:,in:HCS_OPERATION:operation:,in:PCWSTR:options:
computecore|HcsSubmitWerReport|HRESULT|=17763|LocalFree|in:PCWSTR:settings:
computecore|HcsTerminateComputeSystem|HRESULT|=17763|LocalFree|in:HCS_SYSTEM:computeSystem:,in:HCS_OPERATION:operation:,in:PCWSTR:options:
computecore|HcsTerminateProcess|HRESULT|=17763|LocalFree|in:HCS_PROCESS:process:,in:HCS_OPERATION:operation:,in:PCWSTR:options:
computecore|HcsWaitForComputeSystemExit|HRESULT|=20348|LocalFree|in:HCS_SYSTEM:computeSystem:,in:DWORD:timeoutMs:,out:PWSTR*:result:
computecore|HcsWaitForOperationResult|HRESULT|=17763|LocalFree|in:HCS_OPERATION:operation:,in:DWORD:timeoutMs:,out:PWSTR*:resultDocument:
computecore|HcsWaitForOperationResultAndProcessInfo|HRESULT|=17763|LocalFree|in:HCS_OPERATION:operation:,in:DWORD:timeoutMs:,out:HCS_PROCESS_INFORMATION*:processInformation:,out:PWSTR*:resultDocument:
computecore|HcsWaitForProcessExit|HRESULT|=20348|LocalFree|in:HCS_PROCESS:process:,in:DWORD:timeoutMs:,out:PWSTR*:result:
computestorage|HcsAttachLayerStorageFilter|HRESULT|=17763|LocalFree|in:PCWSTR:layerPath:,in:PCWSTR:layerData:
computestorage|HcsAttachOverlayFilter|HRESULT|17763|LocalFree|in:PCWSTR:volumePath:,in:PCWSTR:layerData:
computestorage|HcsDestroyLayer|HRESULT|=17763|LocalFree|in:PCWSTR:layerPath:
computestorage|HcsDetachLayerStorageFilter|HRESULT|=17763|LocalFree|in:PCWSTR:layerPath:
computestorage|HcsDetachOverlayFilter|HRESULT|17763|LocalFree|in:PCWSTR:volumePath:,in:PCWSTR:layerData:
computestorage|HcsExportLayer|HRESULT|=17763|LocalFree|in:PCWSTR:layerPath:,in:PCWSTR:exportFolderPath:,in:PCWSTR:layerData:,in:PCWSTR:options:
computestorage|HcsExportLegacyWritableLayer|HRESULT|=17763|LocalFree|in:PCWSTR:writableLayerMountPath:,in:PCWSTR:writableLayerFolderPath:,in:PCWSTR:exportFolderPath:,in:PCWSTR:layerData:
computestorage|HcsFormatWritableLayerVhd|HRESULT|=17763|LocalFree|in:HANDLE:vhdHandle:
computestorage|HcsGetLayerVhdMountPath|HRESULT|=17763|LocalFree|in:HANDLE:vhdHandle:,out:PWSTR*:mountPath:
computestorage|HcsImportLayer|HRESULT|=17763|LocalFree|in:PCWSTR:layerPath:,in:PCWSTR:sourceFolderPath:,in:PCWSTR:layerData:
computestorage|HcsInitializeLegacyWritableLayer|HRESULT|=17763|LocalFree|in:PCWSTR:writableLayerMountPath:,in:PCWSTR:writableLayerFolderPath:,in:PCWSTR:layerData:,in:PCWSTR:options:
computestorage|HcsInitializeWritableLayer|HRESULT|=17763|LocalFree|in:PCWSTR:writableLayerPath:,in:PCWSTR:layerData:,in:PCWSTR:options:
computestorage|HcsSetupBaseOSLayer|HRESULT|=17763|LocalFree|in:PCWSTR:layerPath:,in:HANDLE:vhdHandle:,in:PCWSTR:options:
computestorage|HcsSetupBaseOSVolume|HRESULT|=20348|LocalFree|in:PCWSTR:layerPath:,in:PCWSTR:volumePath:,in:PCWSTR:options:
combase|CoTaskMemAlloc|void*|=9200|CoTaskMemFree|in:SIZE_T:size:
combase|CoTaskMemFree|void|=9200|CoTaskMemFree|in:void*:buffer:
iphlpapi|GetCurrentThreadCompartmentId|DWORD|=9200|CoTaskMemFree|
iphlpapi|SetCurrentThreadCompartmentId|HRESULT|=9200|CoTaskMemFree|in:DWORD:compartmentId:
iphlpapi|SetJobCompartmentId|DWORD|=9200|CoTaskMemFree|in:HANDLE:handle:,in:DWORD:compartmentId:
kernel32|CloseHandle|BOOL|=9200|CoTaskMemFree|in:HANDLE:object:
kernel32|GetDiskFreeSpaceExW|BOOL|=9200|CoTaskMemFree|in:PCWSTR:directoryName:,out:ULARGE_INTEGER*:freeBytesAvailableToCaller:,out:ULARGE_INTEGER*:totalNumberOfBytes:,out:ULARGE_INTEGER*:totalNumberOfFreeBytes:
kernel32|LocalFree|void*|=9200|CoTaskMemFree|in:void*:memory:
kernel32|SetInformationJobObject|BOOL|=9200|CoTaskMemFree|in:HANDLE:job:,in:DWORD:informationClass:,in:const GROUP_AFFINITY*:information:informationLengthInBytes,in:DWORD:informationLengthInBytes:
ntdll|NtOpenJobObject|NTSTATUS|=9200|CoTaskMemFree|out:HANDLE*:jobHandle:,in:DWORD:desiredAccess:,in:const OBJECT_ATTRIBUTES*:objectAttributes:
virtdisk|AttachVirtualDisk|DWORD|=9200|CoTaskMemFree|in:HANDLE:handle:,in:PSECURITY_DESCRIPTOR:sd:,in:DWORD:flags:,in:DWORD:providerFlags:,in:const ATTACH_VIRTUAL_DISK_PARAMETERS*:params:,in:const OVERLAPPED*:overlapped:
virtdisk|CreateVirtualDisk|DWORD|=9200|CoTaskMemFree|in:const VIRTUAL_STORAGE_TYPE*:virtualStorageType:,in:PCWSTR:path:,in:DWORD:virtualDiskAccessMask:,in:PSECURITY_DESCRIPTOR:securityDescriptor:,in:DWORD:flags:,in:ULONG:providerSpecificFlags:,in:const CREATE_VIRTUAL_DISK_PARAMETERS*:parameters:,in:const OVERLAPPED*:overlapped:,out:HANDLE*:handle:
virtdisk|DetachVirtualDisk|DWORD|=9200|CoTaskMemFree|in:HANDLE:handle:,in:DWORD:flags:,in:ULONG:providerSpecificFlags:
virtdisk|GetVirtualDiskPhysicalPath|DWORD|=9200|CoTaskMemFree|in:HANDLE:handle:,inout:ULONG*:diskPathSizeInBytes:,out:PWSTR:diskPath:diskPathSizeInBytes
virtdisk|OpenVirtualDisk|DWORD|=9200|CoTaskMemFree|in:const VIRTUAL_STORAGE_TYPE*:virtualStorageType:,in:PCWSTR:path:,in:DWORD:virtualDiskAccessMask:,in:DWORD:flags:,in:const OPEN_VIRTUAL_DISK_PARAMETERS*:parameters:,out:HANDLE*:handle:
"""
CLOSERS = """\
HANDLE|CloseHandle HcnReleaseGuestNetworkServicePortReservationHandle
HCN_CALLBACK|HcnUnregisterServiceCallback HcnUnregisterGuestNetworkServiceCallback
HCN_ENDPOINT|HcnCloseEndpoint
HCN_GUESTNETWORKSERVICE|HcnCloseGuestNetworkService
HCN_LOADBALANCER|HcnCloseLoadBalancer
HCN_NAMESPACE|HcnCloseNamespace
HCN_NETWORK|HcnCloseNetwork
HCN_SDN_ROUTE|HcnCloseSdnRoute
HCN_SERVICE|HcnCloseService
HCS_OPERATION|HcsCloseOperation
HCS_PROCESS|HcsCloseProcess
HCS_SYSTEM|HcsCloseComputeSystem
VMCOMPUTE_HCS_CALLBACK|HcsUnregisterComputeSystemCallback HcsUnregisterProcessCallback
VMCOMPUTE_HCS_PROCESS|HcsCloseProcess
VMCOMPUTE_HCS_SYSTEM|HcsCloseComputeSystem
"""
