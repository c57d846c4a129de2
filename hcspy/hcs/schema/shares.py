"""Folders of the host in a virtual machine."""

from __future__ import annotations

import enum
from collections.abc import Sequence

import attrs

from hcspy.codec import Wire, arrays, key


class Plan9ShareFlags(enum.IntFlag):
    """Switches of a folder that a Linux guest sees; the numbers are hcsshim's."""

    NONE = 0
    """None of them."""

    READ_ONLY = 1
    """The guest may only read."""

    LINUX_METADATA = 4
    """Owner and mode of files are kept."""

    CASE_SENSITIVE = 8
    """Letter case counts in names."""

    USE_SHARE_ROOT_IDENTITY = 16
    """Files are opened as whoever opened the folder."""

    RESTRICT_FILE_ACCESS = 128
    """Only the allowed files are shown."""

    UNLIMITED_CONNECTIONS = 256
    """Any number of connections."""


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class VirtualSmb:
    """Folders of the host, for Windows guests.

    >>> held = VirtualSmb(
    ...     shares=[VirtualSmbShare(name="os", path="C:\\\\layers\\\\base")], direct_file_mapping_in_mb=1024
    ... )
    >>> held.shares[0].name
    'os'
    """

    shares: Sequence[VirtualSmbShare] = attrs.field(default=(), metadata=key(since="HCS 2.1"))
    """The folders."""

    direct_file_mapping_in_mb: int | None = attrs.field(
        default=None, metadata=key("DirectFileMappingInMB", since="HCS 2.1")
    )
    """How much of files is mapped into the guest at once, in MB."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class VirtualSmbShare:
    """A folder of the host, for Windows guests.

    >>> VirtualSmbShare(name="os", path="C:\\\\layers\\\\base", options=VirtualSmbShareOptions(read_only=True)).name
    'os'
    """

    name: str | None = None
    """The share's name; the guest finds it below `\\\\?\\VMSMB\\VSMB-{dcc079ae-60ba-4d07-847c-3493609c0870}\\`."""

    path: str | None = None
    """The folder on the host."""

    allowed_files: Sequence[str] = ()
    """The only files that are shown, with `restrict_file_access`."""

    options: VirtualSmbShareOptions | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """How it behaves."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class VirtualSmbShareOptions:
    """How a folder behaves that a Windows guest sees.

    >>> VirtualSmbShareOptions(read_only=True, take_backup_privilege=True).take_backup_privilege
    True
    """

    read_only: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Whether the guest may only read."""

    share_read: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Whether files that are opened for one alone may be read by others."""

    cache_io: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Whether all files are cached."""

    no_oplocks: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Whether there are no opportunistic locks."""

    take_backup_privilege: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Whether files are opened with the right to back up, past their access lists."""

    use_share_root_identity: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Whether files are opened as whoever opened the folder."""

    no_directmap: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Whether files are not mapped into the guest."""

    no_locks: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Whether parts of files cannot be locked."""

    no_dirnotify: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Whether the guest is not notified of changes."""

    vm_shared_memory: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Whether it is for memory that virtual machines share."""

    restrict_file_access: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Whether only `VirtualSmbShare.allowed_files` are shown."""

    force_level_ii_oplocks: bool | None = attrs.field(
        default=None, metadata=key("ForceLevelIIOplocks", since="HCS 2.1")
    )
    """Whether there are no opportunistic locks but those of level II."""

    reparse_base_layer: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Whether the host may follow the links of a base layer."""

    pseudo_oplocks: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Whether opportunistic locks are pretended."""

    non_cache_io: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Whether no file is cached."""

    pseudo_dirnotify: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Whether notifications of changes are pretended."""

    single_file_mapping: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Whether it is one file: no listing, renaming and deleting."""

    support_cloud_files: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.3"))
    """Whether files that are in the cloud are fetched."""

    filter_encryption_attributes: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """Whether the guest does not see that files are encrypted."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class Plan9:
    """Folders of the host, for Linux guests.

    >>> Plan9(shares=[Plan9Share(name="data", path="C:\\\\data", port=564)]).shares[0].port
    564
    """

    shares: Sequence[Plan9Share] = attrs.field(default=(), metadata=key(since="HCS 2.1"))
    """The folders."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class Plan9Share:
    """A folder of the host, for Linux guests.

    >>> Plan9Share(name="data", access_name="data", path="C:\\\\data", flags=Plan9ShareFlags.READ_ONLY).flags
    <Plan9ShareFlags.READ_ONLY: 1>
    """

    name: str | None = None
    """The share's name."""

    access_name: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The name that the guest mounts it by (aname)."""

    path: str | None = None
    """The folder on the host."""

    port: int | None = None
    """The port of the socket that serves it."""

    flags: Plan9ShareFlags | int = 0
    """Switches (hcsshim)."""

    allowed_files: Sequence[str] = attrs.field(default=(), metadata=key(since="HCS 2.2"))
    """The only files that are shown."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
