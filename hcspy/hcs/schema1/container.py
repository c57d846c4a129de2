"""The document from which a container is made."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from hcspy.codec import Commas, Reference, Wire, arrays, key
from hcspy.hcs.identified import Identified
from hcspy.hcs.schema1.device import AssignedDevice
from hcspy.hcs.schema1.hvruntime import HvRuntime
from hcspy.hcs.schema1.layer import Layer
from hcspy.hcs.schema1.mapped import MappedDir, MappedPipe, MappedVirtualDisk


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class ContainerConfig:
    """A container, as schema 1 says it: what Docker sent, and the one form that Windows before 1809 reads.

    With process isolation it needs `volume_path`, `layer_folder_path` and `layers`; with Hyper-V isolation
    `hv_partition`, `hv_runtime`, `layer_folder_path` and `layers`.

    >>> base = Layer(id="1968356f-3168-5169-8c20-ee548f8260f6", path="C:\\\\base")
    >>> config = ContainerConfig(
    ...     name="web", owner="docs", volume_path="\\\\\\\\?\\\\Volume{21c14e6d-250e-11e7-b04f-ee012c2703ab}",
    ...     layer_folder_path="C:\\\\scratch", layers=[base],
    ... )
    >>> config.system_type, config.hv_partition
    ('Container', False)
    """

    system_type: str = attrs.field(default="Container", metadata=key(always=True))
    """`Container`."""

    name: str = attrs.field(default="", metadata=key(always=True))
    """The container's name: engines give its id here, too."""

    owner: str | None = None
    """The program that it belongs to, such as `docker`; lists of systems can be narrowed to it."""

    volume_path: str | None = None
    r"""The volume of its scratch space, `\\?\Volume{GUID}`; process isolation only."""

    ignore_flushes_during_boot: bool | None = None
    """Whether writes need not reach the disk until it has started: what is lost then is the scratch space."""

    layer_folder_path: str | None = None
    """The folder of its scratch layer."""

    layers: Sequence[Layer] = attrs.field(default=(), metadata=key(always=True))
    """The layers of its image, newest first, the base layer last."""

    credentials: str | None = None
    """The credential spec of a group managed service account: the JSON text of the file."""

    processor_count: int | None = None
    """How many processors it may use at a time."""

    processor_weight: int | None = None
    """Its share of the processors against others, from 1 to 10,000; 500 is what nobody says."""

    processor_maximum: int | None = None
    """The most that it may use of all processors, in hundredths of a percent: 10,000 is all."""

    storage_iops_maximum: int | None = attrs.field(default=None, metadata=key("StorageIOPSMaximum"))
    """Most operations a second on its scratch space."""

    storage_bandwidth_maximum: int | None = None
    """Most bytes a second on its scratch space."""

    storage_sandbox_size: int | None = None
    """The size to which its scratch space can grow, in bytes."""

    memory_maximum_in_mb: int | None = attrs.field(default=None, metadata=key("MemoryMaximumInMB"))
    """The most memory that it may use, in MB."""

    host_name: str | None = None
    """The name by which it knows itself."""

    mapped_directories: Sequence[MappedDir] = ()
    """Folders of the host that it sees."""

    mapped_pipes: Sequence[MappedPipe] = ()
    """Named pipes of the host that it sees."""

    hv_partition: bool = attrs.field(default=False, metadata=key(always=True))
    """Whether it has a utility VM of its own: Hyper-V isolation."""

    network_shared_container_name: str | None = None
    """The container whose network it shares."""

    endpoint_list: Sequence[Reference[Identified]] = ()
    """Its network endpoints, as models or ids: they are attached as it starts."""

    hv_runtime: HvRuntime | None = None
    """What its utility VM boots from; with `hv_partition`."""

    servicing: bool | None = None
    """Whether it only installs updates into its image and ends then."""

    allow_unqualified_dns_query: bool | None = attrs.field(default=None, metadata=key("AllowUnqualifiedDNSQuery"))
    """Whether names without a dot are asked of the DNS servers as they are."""

    dns_search_list: Commas | None = attrs.field(default=None, metadata=key("DNSSearchList"))
    """DNS suffixes that are tried for short names, separated by commas."""

    container_type: str | None = None
    """`Linux` for a Linux container; else nothing, or `Windows`."""

    terminate_on_last_handle_closed: bool | None = None
    """Whether it ends when nobody holds a handle to it any more."""

    mapped_virtual_disks: Sequence[MappedVirtualDisk] = ()
    """Virtual disks of the host that it sees."""

    assigned_devices: Sequence[AssignedDevice] = ()
    """Classes of devices that it may use; process isolation."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
