"""Documents as a busy node has them: made up, always the same, in the shape of recorded ones.

An endpoint has three to six policies, among them one of a type that no client knows yet, its namespace, and the
allocators of its switch port: about 2.5 kB of text.
"""

from __future__ import annotations

import json
import uuid
from random import Random
from typing import Any

Document = dict[str, Any]


def endpoints(count: int) -> list[Document]:
    """Return that many endpoints of HNS v1."""
    chance = Random(7)
    return [endpoint(chance, number) for number in range(count)]


def answer(count: int) -> bytes:
    """Return the service's answer to a request for all endpoints."""
    return text({"Success": True, "Output": endpoints(count)})


def text(document: object) -> bytes:
    """Write a document as the services do."""
    return json.dumps(document, separators=(",", ":")).encode()


def endpoint(chance: Random, number: int) -> Document:
    """Return one endpoint of a container in a cluster."""
    return {
        "ActivityId": _guid(chance),
        "AdditionalParams": {},
        "CreateProcessingStartTime": 133500000000000000 + number,
        "DNSServerList": "10.96.0.10",
        "DNSSuffix": "default.svc.cluster.local,svc.cluster.local,cluster.local",
        "EncapOverhead": 50,
        "Flags": 0,
        "GatewayAddress": "10.244.1.1",
        "Health": _health(chance),
        "ID": _guid(chance),
        "IPAddress": f"10.{chance.randrange(256)}.{chance.randrange(256)}.{2 + chance.randrange(250)}",
        "MacAddress": "00-15-5D-" + "-".join(f"{chance.randrange(256):02X}" for _ in range(3)),
        "Name": f"pod-{number:06d}_eth0",
        "Namespace": {
            "CompartmentGuid": _guid(chance),
            "CompartmentId": number % 64 + 2,
            "ID": _guid(chance),
            "IsDefault": False,
        },
        "Policies": _policies(chance, number),
        "PrefixLength": 24,
        "Resources": _resources(chance),
        "SharedContainers": [f"{chance.getrandbits(256):064x}"],
        "StartTime": 133500000000000000 + number * 7,
        "State": 3 if number % 9 else 2,
        "Type": "overlay",
        "Version": 64424509440,
        "VirtualNetwork": f"F0A1B2C3-0000-4000-8000-{number % 4:012X}",
        "VirtualNetworkName": "vxlan0",
    }


def endpoint_of_hcn(chance: Random, number: int) -> Document:
    """Return one endpoint of a container in a cluster, in the form of HCN."""
    policies = [
        {"Type": "OutBoundNAT", "Settings": {"VirtualIP": "10.0.0.4", "Exceptions": ["10.0.0.0/8"]}},
        {"Type": "SDNRoute", "Settings": {"DestinationPrefix": "10.96.0.0/12", "NextHop": "10.0.0.1"}},
        {
            "Type": "ACL",
            "Settings": {
                "Protocols": "6", "Action": "Allow", "Direction": "In", "LocalPorts": "80", "RuleType": "Switch",
                "Priority": 100 + number % 50,
            },
        },
        {"Type": "PortMapping", "Settings": {"Protocol": 6, "InternalPort": 80, "ExternalPort": 30000 + number % 999}},
    ]  # fmt: skip
    return {
        "ID": _guid(chance),
        "Name": f"pod-{number:06d}",
        "HostComputeNetwork": _guid(chance),
        "HostComputeNamespace": _guid(chance),
        "Policies": policies,
        "IpConfigurations": [{"IpAddress": f"10.244.{number // 250 % 250}.{number % 250 + 2}", "PrefixLength": 24}],
        "Dns": {
            "Domain": "cluster.local",
            "Search": ["default.svc.cluster.local", "svc.cluster.local"],
            "ServerList": ["10.96.0.10"],
            "Options": ["ndots:5"],
        },
        "Routes": [{"NextHop": "10.244.1.1", "DestinationPrefix": "0.0.0.0/0", "Metric": 256}],
        "MacAddress": "00-15-5D-" + "-".join(f"{chance.randrange(256):02X}" for _ in range(3)),
        "Flags": 0,
        "Health": {"Data": None, "Extra": _health(chance)},
        "SchemaVersion": {"Major": 2, "Minor": 16},
    }


def container() -> Document:
    """Return a container with process isolation, as containerd makes it."""
    chance = Random(7)
    layers = [{"Id": _guid(chance), "Path": f"C:\\ProgramData\\containerd\\snapshots\\{n}"} for n in range(10)]
    folders = [
        {"HostPath": f"C:\\data\\{n}", "ContainerPath": f"C:\\mnt\\{n}", "ReadOnly": n % 2 == 0} for n in range(5)
    ]
    values = [
        {"Key": {"Hive": "System", "Name": f"Key{n}"}, "Name": "v", "Type": "DWord", "DWordValue": n} for n in range(4)
    ]
    return {
        "Owner": "containerd-shim-runhcs-v1.exe",
        "SchemaVersion": {"Major": 2, "Minor": 1},
        "Container": {
            "GuestOs": {"HostName": "web-7f9c"},
            "Storage": {"Layers": layers, "Path": f"\\\\?\\Volume{{{_guid(chance)}}}\\"},
            "MappedDirectories": folders,
            "MappedPipes": [{"ContainerPipeName": "csi", "HostPath": "\\\\.\\pipe\\csi"}],
            "Memory": {"SizeInMB": 512},
            "Processor": {"Count": 2, "Weight": 500},
            "Networking": {
                "AllowUnqualifiedDnsQuery": True,
                "DnsSearchList": "default.svc.cluster.local,svc.cluster.local,cluster.local",
                "Namespace": _guid(chance),
            },
            "HvSocket": {"Config": {"ServiceTable": {}}},
            "RegistryChanges": {"AddValues": values},
        },
        "ShouldTerminateOnLastHandleClosed": True,
    }


def utility_vm() -> Document:
    """Return the utility VM of a container with Hyper-V isolation."""
    chance = Random(7)
    options = {"ReadOnly": True, "ShareRead": True, "CacheIo": True, "PseudoOplocks": True, "TakeBackupPrivilege": True}
    disks = {str(n): {"Type": "VirtualDisk", "Path": f"C:\\vm\\{n}.vhdx", "CachingMode": "Uncached"} for n in range(3)}
    return {
        "Owner": "containerd-shim-runhcs-v1.exe",
        "SchemaVersion": {"Major": 2, "Minor": 1},
        "VirtualMachine": {
            "StopOnReset": True,
            "Chipset": {
                "Uefi": {"BootThis": {"DeviceType": "VmbFs", "DevicePath": "\\EFI\\Microsoft\\Boot\\bootmgfw.efi"}}
            },
            "ComputeTopology": {
                "Memory": {"SizeInMB": 1024, "AllowOvercommit": True, "EnableDeferredCommit": True},
                "Processor": {"Count": 2},
            },
            "Devices": {
                "Scsi": {_guid(chance): {"Attachments": disks}},
                "NetworkAdapters": {_guid(chance): {"EndpointId": _guid(chance), "MacAddress": "00-15-5D-CD-BE-47"}},
                "HvSocket": {
                    "HvSocketConfig": {
                        "DefaultBindSecurityDescriptor": "D:P(A;;FA;;;SY)(A;;FA;;;BA)",
                        "ServiceTable": {_guid(chance): {"AllowWildcardBinds": True}},
                    }
                },
                "VirtualSmb": {
                    "DirectFileMappingInMB": 1024,
                    "Shares": [{"Name": f"s{n}", "Path": f"C:\\layers\\{n}", "Options": {**options}} for n in range(3)],
                },
            },
            "GuestConnection": {},
        },
        "ShouldTerminateOnLastHandleClosed": True,
    }


def _policies(chance: Random, number: int) -> list[Document]:
    policies: list[Document] = [
        {
            "Type": "OutBoundNAT",
            "ExceptionList": ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"],
            "VIP": f"10.244.0.{chance.randrange(1, 255)}",
        },
        {"Type": "ROUTE", "DestinationPrefix": "10.96.0.0/12", "NeedEncap": True},
        {
            "Type": "ACL",
            "Action": "Allow",
            "Direction": "In",
            "Protocols": "6",
            "LocalPorts": "80,443",
            "RemoteAddresses": "10.0.0.0/8",
            "RuleType": "Switch",
            "Priority": 200 + number % 100,
            "Scope": 0,
        },
    ]
    if number % 3 == 0:
        port = 30000 + number % 2000
        policies.append({"Type": "NAT", "Protocol": "TCP", "InternalPort": 80, "ExternalPort": port, "Reserved": False})
    if number % 5 == 0:
        policies += [{"Type": "L2Driver"}, {"Type": "FutureThing", "Knob": {"a": [1, 2, 3]}}]
    return policies


def _resources(chance: Random) -> Document:
    return {
        "AdditionalParams": {},
        "AllocationOrder": 2,
        "Allocators": [_allocator(chance, 0, "Endpoint Port"), _allocator(chance, 1, "VFP")],
        "CompartmentOperationTime": 0,
        "Flags": 0,
        "Health": _health(chance),
        "ID": _guid(chance),
        "PortOperationTime": 0,
        "State": 1,
        "SwitchOperationTime": 0,
        "VfpOperationTime": 0,
        "parentId": _guid(chance),
    }


def _allocator(chance: Random, order: int, tag: str) -> Document:
    return {
        "AdditionalParams": {},
        "AllocationOrder": order,
        "CompartmentId": 0,
        "ConnectionState": 2,
        "EndpointNicGuid": _guid(chance),
        "EndpointPortGuid": _guid(chance),
        "Flags": 0,
        "Health": _health(chance),
        "ID": _guid(chance),
        "InterfaceGuid": _guid(chance),
        "IsPolicy": False,
        "IsolationId": 0,
        "NicId": _guid(chance),
        "PreferredPortFriendlyName": f"Container {chance.getrandbits(32):08x}",
        "State": 3,
        "SwitchId": _guid(chance),
        "Tag": tag,
        "nonPersistentPort": False,
    }


def _health(chance: Random) -> Document:
    return {"LastErrorCode": 0, "LastUpdateTime": 133500000000000000 + chance.randrange(10**15)}


def _guid(chance: Random) -> str:
    return str(uuid.UUID(int=chance.getrandbits(128), version=4)).upper()
