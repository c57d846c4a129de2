package main

import "encoding/json"

// Endpoint has the members of an HNS v1 endpoint. Those that other documents hold are read with their types, policies too.
type Endpoint struct {
	ID                        string          `json:",omitempty"`
	Name                      string          `json:",omitempty"`
	VirtualNetwork            string          `json:",omitempty"`
	VirtualNetworkName        string          `json:",omitempty"`
	Policies                  []Policy        `json:",omitempty"`
	MacAddress                string          `json:",omitempty"`
	IPAddress                 string          `json:",omitempty"`
	IPv6Address               string          `json:",omitempty"`
	DNSSuffix                 string          `json:",omitempty"`
	DNSServerList             string          `json:",omitempty"`
	DNSDomain                 string          `json:",omitempty"`
	GatewayAddress            string          `json:",omitempty"`
	GatewayAddressV6          string          `json:",omitempty"`
	EnableInternalDNS         bool            `json:",omitempty"`
	DisableICC                bool            `json:",omitempty"`
	PrefixLength              int             `json:",omitempty"`
	IPv6PrefixLength          int             `json:",omitempty"`
	IsRemoteEndpoint          bool            `json:",omitempty"`
	EnableLowMetric           bool            `json:",omitempty"`
	Namespace                 *Namespace      `json:",omitempty"`
	EncapOverhead             int             `json:",omitempty"`
	SharedContainers          []string        `json:",omitempty"`
	State                     int             `json:",omitempty"`
	IPSubnetId                string          `json:",omitempty"`
	Type                      string          `json:",omitempty"`
	Flags                     int             `json:",omitempty"`
	PortFriendlyName          string          `json:",omitempty"`
	StartTime                 int64           `json:",omitempty"`
	CreateProcessingStartTime int64           `json:",omitempty"`
	Health                    *Health         `json:",omitempty"`
	Version                   int64           `json:",omitempty"`
	ActivityId                string          `json:",omitempty"`
	AdditionalParams          map[string]any  `json:",omitempty"`
	Resources                 json.RawMessage `json:",omitempty"`
}

// Namespace is the network namespace that an endpoint is in.
type Namespace struct {
	ID              string            `json:",omitempty"`
	IsDefault       bool              `json:",omitempty"`
	ResourceList    []json.RawMessage `json:",omitempty"`
	CompartmentId   int               `json:",omitempty"`
	CompartmentGuid string            `json:",omitempty"`
	Version         int64             `json:",omitempty"`
}

// Health is the condition of an endpoint.
type Health struct {
	LastErrorCode  int
	LastUpdateTime int64
	Data           json.RawMessage `json:",omitempty"`
	Extra          json.RawMessage `json:",omitempty"`
}

// Policy is one of the structs below, or the document of a type that none is for.
type Policy struct{ Value any }

// NAT maps a port.
type NAT struct {
	Type                 string
	Protocol             string `json:",omitempty"`
	InternalPort         int    `json:",omitempty"`
	ExternalPort         int    `json:",omitempty"`
	ExternalPortReserved bool   `json:",omitempty"`
	VIP                  string `json:",omitempty"`
	Flags                int    `json:",omitempty"`
}

// OutboundNAT translates what goes out.
type OutboundNAT struct {
	Type             string
	VIP              string   `json:",omitempty"`
	ExceptionList    []string `json:",omitempty"`
	DestinationList  []string `json:",omitempty"`
	MaxPortPoolUsage int      `json:",omitempty"`
}

// Route routes a prefix.
type Route struct {
	Type              string
	DestinationPrefix string `json:",omitempty"`
	NextHop           string `json:",omitempty"`
	NeedEncap         bool   `json:",omitempty"`
}

// L2Driver binds a port to the switch's driver.
type L2Driver struct{ Type string }

// ACL lets packets through or drops them.
type ACL struct {
	Type            string
	Id              string `json:",omitempty"`
	Protocol        int    `json:",omitempty"`
	Protocols       string `json:",omitempty"`
	InternalPort    int    `json:",omitempty"`
	Action          string
	Direction       string
	LocalAddresses  string `json:",omitempty"`
	RemoteAddresses string `json:",omitempty"`
	LocalPorts      string `json:",omitempty"`
	LocalPort       int    `json:",omitempty"`
	RemotePorts     string `json:",omitempty"`
	RemotePort      int    `json:",omitempty"`
	RuleType        string `json:",omitempty"`
	Priority        int    `json:",omitempty"`
	ServiceName     string `json:",omitempty"`
}

// UnmarshalJSON looks at the type first.
func (p *Policy) UnmarshalJSON(data []byte) error {
	var tag struct{ Type string }
	if err := json.Unmarshal(data, &tag); err != nil {
		return err
	}
	switch tag.Type {
	case "NAT":
		p.Value = &NAT{}
	case "OutBoundNAT":
		p.Value = &OutboundNAT{}
	case "ROUTE":
		p.Value = &Route{}
	case "L2Driver":
		p.Value = &L2Driver{}
	case "ACL":
		p.Value = &ACL{}
	default:
		p.Value = json.RawMessage(append([]byte(nil), data...))
		return nil
	}
	return json.Unmarshal(data, p.Value)
}

// MarshalJSON writes the struct.
func (p Policy) MarshalJSON() ([]byte, error) { return json.Marshal(p.Value) }
