/*
 * computenetwork.dll: HNS version 2 (HCN).
 *
 * HCN_SDN_ROUTE is undocumented; the name is ours. HCN_CALLBACK is given by both
 * Register functions and taken by the Unregister function of the same kind.
 */
typedef struct hcn_network *HCN_NETWORK;
typedef struct hcn_endpoint *HCN_ENDPOINT;
typedef struct hcn_namespace *HCN_NAMESPACE;
typedef struct hcn_loadbalancer *HCN_LOADBALANCER;
typedef struct hcn_sdn_route *HCN_SDN_ROUTE;
typedef struct hcn_guestnetworkservice *HCN_GUESTNETWORKSERVICE;
typedef struct hcn_service *HCN_SERVICE;
typedef struct hcn_callback *HCN_CALLBACK;

/* NotificationData may be NULL and belongs to the caller of the callback. */
typedef void (*HCN_NOTIFICATION_CALLBACK)(
    DWORD NotificationType, void *Context, HRESULT NotificationStatus, PCWSTR NotificationData);

typedef enum {
    HcnNotificationInvalid = 0x00000000,
    HcnNotificationNetworkPreCreate = 0x00000001,
    HcnNotificationNetworkCreate = 0x00000002,
    HcnNotificationNetworkPreDelete = 0x00000003,
    HcnNotificationNetworkDelete = 0x00000004,
    HcnNotificationNamespaceCreate = 0x00000005,
    HcnNotificationNamespaceDelete = 0x00000006,
    HcnNotificationGuestNetworkServiceCreate = 0x00000007,
    HcnNotificationGuestNetworkServiceDelete = 0x00000008,
    HcnNotificationNetworkEndpointAttached = 0x00000009,
    HcnNotificationNetworkEndpointDetached = 0x00000010,
    HcnNotificationGuestNetworkServiceStateChanged = 0x00000011,
    HcnNotificationGuestNetworkServiceInterfaceStateChanged = 0x00000012,
    HcnNotificationServiceDisconnect = 0x01000000,
    HcnNotificationFlagsReserved = 0xF0000000
} HCN_NOTIFICATIONS;

typedef enum {
    HCN_PORT_PROTOCOL_TCP = 0x01,
    HCN_PORT_PROTOCOL_UDP = 0x02,
    HCN_PORT_PROTOCOL_BOTH = 0x03
} HCN_PORT_PROTOCOL;

typedef enum {
    HCN_PORT_ACCESS_EXCLUSIVE = 0x01,
    HCN_PORT_ACCESS_SHARED = 0x02
} HCN_PORT_ACCESS;

/* Both ends are included. */
typedef struct {
    USHORT startingPort;
    USHORT endingPort;
} HCN_PORT_RANGE_RESERVATION;

typedef struct {
    GUID OwningPartitionId;
    GUID TargetPartitionId;
    HCN_PORT_PROTOCOL Protocol;
    UINT64 Priority;
    UINT32 ReservationType;
    UINT32 SharingFlags;
    UINT32 DeliveryMode;
    UINT16 StartingPort;
    UINT16 EndingPort;
} HCN_PORT_RANGE_ENTRY;

typedef struct {
    HRESULT (*HcnCloseEndpoint)(HCN_ENDPOINT Endpoint);
    HRESULT (*HcnCloseGuestNetworkService)(HCN_GUESTNETWORKSERVICE GuestNetworkService);
    HRESULT (*HcnCloseLoadBalancer)(HCN_LOADBALANCER LoadBalancer);
    HRESULT (*HcnCloseNamespace)(HCN_NAMESPACE Namespace);
    HRESULT (*HcnCloseNetwork)(HCN_NETWORK Network);
    HRESULT (*HcnCloseSdnRoute)(HCN_SDN_ROUTE route);
    HRESULT (*HcnCloseService)(HCN_SERVICE Service);
    HRESULT (*HcnCreateEndpoint)(
        HCN_NETWORK Network, const GUID *Id, PCWSTR Settings, HCN_ENDPOINT *Endpoint,
        PWSTR *ErrorRecord);
    HRESULT (*HcnCreateGuestNetworkService)(
        const GUID *Id, PCWSTR Settings, HCN_GUESTNETWORKSERVICE *GuestNetworkService,
        PWSTR *ErrorRecord);
    HRESULT (*HcnCreateLoadBalancer)(
        const GUID *Id, PCWSTR Settings, HCN_LOADBALANCER *LoadBalancer, PWSTR *ErrorRecord);
    HRESULT (*HcnCreateNamespace)(
        const GUID *Id, PCWSTR Settings, HCN_NAMESPACE *Namespace, PWSTR *ErrorRecord);
    HRESULT (*HcnCreateNetwork)(
        const GUID *Id, PCWSTR Settings, HCN_NETWORK *Network, PWSTR *ErrorRecord);
    HRESULT (*HcnCreateSdnRoute)(
        const GUID *id, PCWSTR settings, HCN_SDN_ROUTE *route, PWSTR *result);
    HRESULT (*HcnDeleteEndpoint)(const GUID *Id, PWSTR *ErrorRecord);
    HRESULT (*HcnDeleteGuestNetworkService)(const GUID *Id, PWSTR *ErrorRecord);
    HRESULT (*HcnDeleteLoadBalancer)(const GUID *Id, PWSTR *ErrorRecord);
    HRESULT (*HcnDeleteNamespace)(const GUID *Id, PWSTR *ErrorRecord);
    HRESULT (*HcnDeleteNetwork)(const GUID *Id, PWSTR *ErrorRecord);
    HRESULT (*HcnDeleteSdnRoute)(const GUID *id, PWSTR *result);
    HRESULT (*HcnEnumerateEndpoints)(PCWSTR Query, PWSTR *Endpoints, PWSTR *ErrorRecord);
    HRESULT (*HcnEnumerateGuestNetworkPortReservations)(
        ULONG *ReturnCount, HCN_PORT_RANGE_ENTRY **PortEntries);
    HRESULT (*HcnEnumerateGuestNetworkServices)(
        PCWSTR Query, PWSTR *GuestNetworkServices, PWSTR *ErrorRecord);
    HRESULT (*HcnEnumerateLoadBalancers)(PCWSTR Query, PWSTR *LoadBalancer, PWSTR *ErrorRecord);
    HRESULT (*HcnEnumerateNamespaces)(PCWSTR Query, PWSTR *Namespaces, PWSTR *ErrorRecord);
    HRESULT (*HcnEnumerateNetworks)(PCWSTR Query, PWSTR *Networks, PWSTR *ErrorRecord);
    HRESULT (*HcnEnumerateSdnRoutes)(PCWSTR query, PWSTR *routes, PWSTR *result);
    void (*HcnFreeGuestNetworkPortReservations)(HCN_PORT_RANGE_ENTRY *PortEntries);
    HRESULT (*HcnModifyEndpoint)(HCN_ENDPOINT Endpoint, PCWSTR Settings, PWSTR *ErrorRecord);
    HRESULT (*HcnModifyGuestNetworkService)(
        HCN_GUESTNETWORKSERVICE GuestNetworkService, PCWSTR Settings, PWSTR *ErrorRecord);
    HRESULT (*HcnModifyLoadBalancer)(
        HCN_LOADBALANCER LoadBalancer, PCWSTR Settings, PWSTR *ErrorRecord);
    HRESULT (*HcnModifyNamespace)(HCN_NAMESPACE Namespace, PCWSTR Settings, PWSTR *ErrorRecord);
    HRESULT (*HcnModifyNetwork)(HCN_NETWORK Network, PCWSTR Settings, PWSTR *ErrorRecord);
    HRESULT (*HcnModifySdnRoute)(HCN_SDN_ROUTE route, PCWSTR settings, PWSTR *result);
    HRESULT (*HcnOpenEndpoint)(const GUID *Id, HCN_ENDPOINT *Endpoint, PWSTR *ErrorRecord);
    HRESULT (*HcnOpenGuestNetworkService)(
        const GUID *Id, HCN_GUESTNETWORKSERVICE *GuestNetworkService, PWSTR *ErrorRecord);
    HRESULT (*HcnOpenLoadBalancer)(
        const GUID *Id, HCN_LOADBALANCER *LoadBalancer, PWSTR *ErrorRecord);
    HRESULT (*HcnOpenNamespace)(const GUID *Id, HCN_NAMESPACE *Namespace, PWSTR *ErrorRecord);
    HRESULT (*HcnOpenNetwork)(const GUID *Id, HCN_NETWORK *Network, PWSTR *ErrorRecord);
    HRESULT (*HcnOpenSdnRoute)(const GUID *id, HCN_SDN_ROUTE *route, PWSTR *result);
    HRESULT (*HcnOpenService)(HCN_SERVICE *Service, PWSTR *ErrorRecord);
    HRESULT (*HcnQueryEndpointAddresses)(
        HCN_ENDPOINT Endpoint, PCWSTR Query, PWSTR *Addresses, PWSTR *ErrorRecord);
    HRESULT (*HcnQueryEndpointProperties)(
        HCN_ENDPOINT Endpoint, PCWSTR Query, PWSTR *Properties, PWSTR *ErrorRecord);
    HRESULT (*HcnQueryEndpointStats)(
        HCN_ENDPOINT Endpoint, PCWSTR Query, PWSTR *Stats, PWSTR *ErrorRecord);
    HRESULT (*HcnQueryGuestNetworkServiceProperties)(
        HCN_GUESTNETWORKSERVICE GuestNetworkService, PCWSTR Query, PWSTR *Properties,
        PWSTR *ErrorRecord);
    HRESULT (*HcnQueryLoadBalancerProperties)(
        HCN_LOADBALANCER LoadBalancer, PCWSTR Query, PWSTR *Properties, PWSTR *ErrorRecord);
    HRESULT (*HcnQueryNamespaceProperties)(
        HCN_NAMESPACE Namespace, PCWSTR Query, PWSTR *Properties, PWSTR *ErrorRecord);
    HRESULT (*HcnQueryNetworkProperties)(
        HCN_NETWORK Network, PCWSTR Query, PWSTR *Properties, PWSTR *ErrorRecord);
    HRESULT (*HcnQuerySdnRouteProperties)(
        HCN_SDN_ROUTE route, PCWSTR query, PWSTR *properties, PWSTR *result);
    HRESULT (*HcnRegisterGuestNetworkServiceCallback)(
        HCN_GUESTNETWORKSERVICE GuestNetworkService, HCN_NOTIFICATION_CALLBACK Callback,
        void *Context, HCN_CALLBACK *CallbackHandle);
    HRESULT (*HcnRegisterServiceCallback)(
        HCN_NOTIFICATION_CALLBACK Callback, void *Context, HCN_CALLBACK *CallbackHandle);
    HRESULT (*HcnReleaseGuestNetworkServicePortReservationHandle)(HANDLE PortReservationHandle);
    HRESULT (*HcnReserveGuestNetworkServicePort)(
        HCN_GUESTNETWORKSERVICE GuestNetworkService, HCN_PORT_PROTOCOL Protocol,
        HCN_PORT_ACCESS Access, USHORT Port, HANDLE *PortReservationHandle);
    HRESULT (*HcnReserveGuestNetworkServicePortRange)(
        HCN_GUESTNETWORKSERVICE GuestNetworkService, USHORT PortCount,
        HCN_PORT_RANGE_RESERVATION *PortRangeReservation, HANDLE *PortReservationHandle);
    HRESULT (*HcnUnregisterGuestNetworkServiceCallback)(HCN_CALLBACK CallbackHandle);
    HRESULT (*HcnUnregisterServiceCallback)(HCN_CALLBACK CallbackHandle);
} computenetwork_table;
