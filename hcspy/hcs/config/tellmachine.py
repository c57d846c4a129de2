"""Virtual machines of schema 2 in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hcspy.hcs import VirtualMachine
from hcspy.hcs.config.words import Section, Telling, labelled, mapped, megabytes, shown, with_rest


def tell_machine(machine: VirtualMachine, section: Section) -> None:
    """Add the lines for a virtual machine to those of its system."""
    telling = Telling(machine)
    section.add(_boot(telling.part("chipset")), *_topology(telling.part("compute_topology")))
    section.add(*_devices(telling.part("devices")))
    section.add(telling.switch("stop_on_reset", "stops when it is reset"), *telling.rest())


def _boot(chipset: Any) -> Section | str:
    boot = Section("boots")
    if chipset is not None:
        telling = Telling(chipset)
        boot.add(*_kernel(telling.part("linux_kernel_direct")), _firmware(telling.part("uefi")), *telling.rest())
    return boot.if_any() or "boots: not told from what"


def _kernel(kernel: Any) -> list[Section | str | None]:
    if kernel is None:
        return []
    telling = Telling(kernel)
    return [
        labelled("Linux kernel", telling.take("kernel_file_path")),
        labelled("initial disk", telling.take("initrd_path")),
        labelled("command line", telling.take("kernel_cmd_line")),
        *telling.rest(),
    ]


def _firmware(uefi: Any) -> Section | str | None:
    if uefi is None:
        return None
    telling = Telling(uefi)
    entry = telling.part("boot_this")
    if entry is None:
        return with_rest("by UEFI", *telling.rest())
    first = Telling(entry)
    device, path = first.take("device_type"), first.take("device_path")
    return with_rest(f"by UEFI, from {shown(device)} {path or ''}".rstrip(), *first.rest(), *telling.rest())


def _topology(topology: Any) -> list[Section | str | None]:
    if topology is None:
        return []
    telling = Telling(topology)
    return [_memory(telling.part("memory")), _processors(telling.part("processor")), *telling.rest()]


def _memory(memory: Any) -> Section | str | None:
    if memory is None:
        return None
    telling = Telling(memory)
    size = telling.number("size_in_mb")
    how = telling.switch(
        "allow_overcommit", "taken from the host as it is used", "all of it taken from the host at the start"
    )
    return with_rest(f"memory: {megabytes(size) if size else 'not told'}{f', {how}' if how else ''}", *telling.rest())


def _processors(processor: Any) -> Section | str | None:
    if processor is None:
        return None
    telling = Telling(processor)
    count = telling.take("count")
    nested = telling.switch("expose_virtualization_extensions", "can run virtual machines itself")
    return with_rest(f"processors: {'not told' if count is None else shown(count)}", nested, *telling.rest())


def _devices(devices: Any) -> list[Section | str | None]:
    if devices is None:
        return []
    telling = Telling(devices)
    smb, plan9 = telling.part("virtual_smb"), telling.part("plan9")
    return [
        Section("disks", *_controllers(telling)).if_any(),
        Section("network adapters", *_adapters(telling)).if_any(),
        Section("folders of the host", *_shares(smb, "VSMB"), *_shares(plan9, "Plan 9")).if_any(),
        Section("serial ports", *_ports(telling)).if_any(),
        *telling.rest(),
    ]


def _controllers(devices: Telling) -> Iterator[Section | str]:
    for name, controller in devices.named("scsi").items():
        telling = Telling(controller)
        for place, disk in telling.named("attachments").items():
            yield _disk(Telling(disk), f"{name}/{place}")
        yield from telling.rest()


def _disk(disk: Telling, place: str) -> Section | str:
    line = f"{place}: {shown(disk.take('type'))} {shown(disk.take('path'))}"
    only = disk.switch("read_only", " (read only)")
    return with_rest(f"{line}{only or ''}", *disk.rest())


def _adapters(devices: Telling) -> Iterator[Section | str]:
    for name, adapter in devices.named("network_adapters").items():
        telling = Telling(adapter)
        mac = telling.take("mac_address")
        line = f"{name}: endpoint {shown(telling.take('endpoint_id'))}{f', {mac}' if mac else ''}"
        yield with_rest(line, *telling.rest())


def _shares(shared: Any, kind: str) -> Iterator[Section | str]:
    if shared is None:
        return
    telling = Telling(shared)
    for share in telling.parts("shares"):
        yield _share(Telling(share), kind)
    yield from telling.rest()


def _share(share: Telling, kind: str) -> Section | str:
    options = Telling(share.part("options")) if getattr(share.model, "options", None) else None
    only = options.switch("read_only", "read only") if options else None
    line = mapped(share.take("path"), share.take("name"), read_only=only, notes=(kind,))
    return with_rest(line, *(options.rest() if options else ()), *share.rest())


def _ports(devices: Telling) -> Iterator[Section | str]:
    for name, port in devices.named("com_ports").items():
        telling = Telling(port)
        number = f"COM{int(name) + 1}" if name.isdecimal() else name
        yield with_rest(f"{number}: {shown(telling.take('named_pipe'))}", *telling.rest())
