"""Linux containers on Windows (LCOW), in schema 1: what Docker made of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, Unpack

from hcspy.hcs.config.container import read_wishes
from hcspy.hcs.config.first import first_schema
from hcspy.hcs.config.image import NameToGuid, image_layers
from hcspy.hcs.config.wishes import LinuxArguments
from hcspy.hcs.schema1 import ContainerConfig, HvRuntime
from hcspy.verbs.paths import below

LINUX: Final = "C:\\Program Files\\Linux Containers"
LAYER_DISK: Final = "layer.vhd"


def linux_container_config(
    name: str,
    layers: Iterable[Any],
    scratch: Any,
    *,
    runtime: str = LINUX,
    kernel: str = "kernel",
    initrd: str | None = "initrd.img",
    boot_parameters: str | None = None,
    name_to_guid: NameToGuid | None = None,
    terminate_on_last_handle_closed: bool = True,
    **asked: Unpack[LinuxArguments],
) -> ContainerConfig:
    r"""Return the document of a Linux container with Hyper-V isolation, in schema 1.

    ``runtime`` is the folder with kernel and initial disk; without an ``initrd`` it boots from the disk ``uvm.vhdx``
    there. A layer is the folder with its ``layer.vhd``. The other arguments are those of ``container_config``.

    >>> from hcspy.hcs.config import linux_container_config
    >>> guids = {"a1": "dd6d8738-07c4-5310-a2ff-71fc0483b87c"}
    >>> config = linux_container_config("c1", [r"C:\lcow\a1"], r"C:\lcow\c1", name_to_guid=guids.get)
    >>> config.layers[0].path, config.hv_runtime.linux_kernel_file
    ('C:\\lcow\\a1\\layer.vhd', 'kernel')
    """
    disks = [layer._replace(path=below(layer.path, LAYER_DISK)) for layer in image_layers(layers, None, name_to_guid)]
    boot = HvRuntime(
        image_path=runtime,
        linux_initrd_file=initrd,
        linux_kernel_file=kernel,
        linux_boot_parameters=boot_parameters,
        boot_source=None if initrd else "Vhd",
    )
    read = read_wishes(
        name,
        layers=disks,
        scratch=scratch,
        isolation="hyperv",
        utility_vm=runtime,
        terminate_on_last_handle_closed=terminate_on_last_handle_closed,
        **asked,
    )
    return first_schema(read, boot)
