"""CNI plugins in Python: a class with one typed method for each command.

`main` reads the environment and the standard input of the protocol, calls the method, and writes the answer in the
version that the runtime speaks; nothing else gets onto standard output.

>>> from hcspy.cni import AddRequest, Interface, IPConfig, Plugin, Result, run
>>> class Drawing(Plugin):
...     def add(self, request: AddRequest) -> Result:
...         return Result(interfaces=[Interface(name=request.ifname)], ips=[IPConfig(address="10.0.0.2/24")])
>>> environ = {"CNI_COMMAND": "ADD", "CNI_CONTAINERID": "c1", "CNI_NETNS": "x", "CNI_IFNAME": "eth0", "CNI_PATH": "p"}
>>> print(run(Drawing(), environ, b'{"cniVersion": "0.4.0", "name": "web", "type": "drawing"}').stdout)
{"cniVersion":"0.4.0","interfaces":[{"name":"eth0"}],"ips":[{"version":"4","address":"10.0.0.2/24"}]}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hcspy._lazy import on_demand

if TYPE_CHECKING:
    from hcspy.cni.config import BandwidthEntry as BandwidthEntry
    from hcspy.cni.config import GCAttachment as GCAttachment
    from hcspy.cni.config import IPAMConf as IPAMConf
    from hcspy.cni.config import NetConf as NetConf
    from hcspy.cni.config import PortMapEntry as PortMapEntry
    from hcspy.cni.config import RuntimeConfig as RuntimeConfig
    from hcspy.cni.config import RuntimeDNS as RuntimeDNS
    from hcspy.cni.errors import CNIError as CNIError
    from hcspy.cni.errors import ErrorCode as ErrorCode
    from hcspy.cni.ipam.delegation import Delegate as Delegate
    from hcspy.cni.ipam.ranges import Range as Range
    from hcspy.cni.plugin import Plugin as Plugin
    from hcspy.cni.program import Answer as Answer
    from hcspy.cni.program import main as main
    from hcspy.cni.program import run as run
    from hcspy.cni.request import AddRequest as AddRequest
    from hcspy.cni.request import CheckRequest as CheckRequest
    from hcspy.cni.request import CNIRequest as CNIRequest
    from hcspy.cni.request import DeleteRequest as DeleteRequest
    from hcspy.cni.request import GCRequest as GCRequest
    from hcspy.cni.request import StatusRequest as StatusRequest
    from hcspy.cni.result import DNS as DNS
    from hcspy.cni.result import Interface as Interface
    from hcspy.cni.result import IPConfig as IPConfig
    from hcspy.cni.result import Result as Result
    from hcspy.cni.result import Route as Route
    from hcspy.cni.version import SUPPORTED_VERSIONS as SUPPORTED_VERSIONS

_HOME = {
    "config": "BandwidthEntry GCAttachment IPAMConf NetConf PortMapEntry RuntimeConfig RuntimeDNS",
    "errors": "CNIError ErrorCode",
    "ipam.delegation": "Delegate",
    "ipam.ranges": "Range",
    "plugin": "Plugin",
    "program": "Answer main run",
    "request": "AddRequest CheckRequest DeleteRequest GCRequest CNIRequest StatusRequest",
    "result": "DNS Interface IPConfig Result Route",
    "version": "SUPPORTED_VERSIONS",
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names.split()}

__all__ = list(_MODULE_OF)

if not TYPE_CHECKING:
    __getattr__, __dir__ = on_demand(__name__, _MODULE_OF)
