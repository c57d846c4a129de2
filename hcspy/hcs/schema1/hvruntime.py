"""The utility VM around a container with Hyper-V isolation."""

from __future__ import annotations

import attrs

from hcspy.codec import Wire


@attrs.frozen(kw_only=True, weakref_slot=False)
class HvRuntime:
    """What the utility VM boots from, with Hyper-V isolation (`hv_partition`).

    A Windows container needs `image_path`, the folder UtilityVM of its base layer; a Linux container a folder with
    kernel and initial disk.

    >>> HvRuntime(image_path="C:\\\\layers\\\\base\\\\UtilityVM").skip_template is None
    True
    """

    image_path: str | None = None
    """The folder of the utility VM's image; of kernel and initial disk for Linux."""

    skip_template: bool | None = None
    """Whether the VM boots by itself, and not as a clone of a template."""

    linux_initrd_file: str | None = None
    """The file of the initial disk, in `image_path`; Linux."""

    linux_kernel_file: str | None = None
    """The file of the kernel, in `image_path`; Linux."""

    linux_boot_parameters: str | None = None
    """Further words for the kernel's command line; Linux."""

    boot_source: str | None = None
    """`Vhd` for a disk, in place of the initial disk; Linux."""

    writable_boot_source: bool | None = None
    """Whether that disk may be written to."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
