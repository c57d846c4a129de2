"""The programs that every container of a fake has."""

from __future__ import annotations

import ipaddress
import itertools
import re
from typing import Final

from hcspy.testing.programs.program import Function, Program

__all__ = ["LINUX", "WINDOWS"]

CHUNK: Final = 65536
_PING_PAUSE: Final = 0.05  # between two pings; on Windows it is a second, but tests have no time


def cat(program: Program) -> int:
    """Copy the files that are named, or the input, to the output."""
    for name in program.args[1:]:
        try:
            program.stdout.write(program.container.files.read(program.path(name)))
        except OSError:
            program.complain(f"{program.args[0]}: {name}: No such file or directory")
            return 1
    if len(program.args) == 1:
        while chunk := read_some(program):
            program.stdout.write(chunk)
    return 0


def tee(program: Program) -> int:
    """Copy the input to the output, and to the files that are named."""
    names = [name for name in program.args[1:] if not name.startswith("-")]
    append = "-a" in program.args[1:]
    for name in names:
        program.container.files.write(program.path(name), b"", append=append)
    while chunk := read_some(program):
        program.stdout.write(chunk)
        for name in names:
            program.container.files.write(program.path(name), chunk, append=True)
    return 0


def read_some(program: Program) -> bytes:
    """Read what the input has, without waiting for more."""
    read1 = getattr(program.stdin, "read1", program.stdin.read)
    data: bytes = read1(CHUNK)
    return data


def findstr(program: Program) -> int:
    """Copy the lines of the input, or of a file, that contain a text; 1 if there are none."""
    options = {arg.lower() for arg in program.args[1:] if arg.startswith("/")}
    words = [arg for arg in program.args[1:] if not arg.startswith("/")]
    if not words:
        program.complain("FINDSTR: Bad command line")
        return 2
    pattern = re.compile("|".join(map(re.escape, words[0].split())), re.IGNORECASE if "/i" in options else 0)
    found = 0
    for line in lines(program, words[1:]):
        if bool(pattern.search(line.decode("utf-8", "replace"))) != ("/v" in options):
            found += 1
            program.stdout.write(line)
    return 0 if found else 1


def lines(program: Program, names: list[str]) -> list[bytes]:
    """Return the lines of files, or of the input if none is named."""
    if not names:
        return list(program.stdin)
    texts = (program.container.files.read(program.path(name)) for name in names)
    return [line for text in texts for line in text.splitlines(keepends=True)]


def ping(program: Program) -> int:
    """Wait, and say so: ``-n`` times, four if nothing is said, for ever with ``-t``."""
    args = program.args[1:]
    if not args:
        program.print("Usage: ping [-t] [-n count] target_name")
        return 1
    times = number_behind(args, "-n", "/n", "-c")
    target = args[-1]
    program.print(f"Pinging {target} with 32 bytes of data:")
    sent = 0
    while "-t" in args or sent < (4 if times is None else times):
        if sent:
            program.sleep(_PING_PAUSE)
        program.print(f"Reply from {target}: bytes=32 time<1ms TTL=128")
        sent += 1
    program.print(f"    Packets: Sent = {sent}, Received = {sent}, Lost = 0 (0% loss),")
    return 0


def number_behind(args: list[str], *options: str) -> int | None:
    """Return the number that follows an option; None if there is none."""
    for option, value in itertools.pairwise(args):
        if option.lower() in options and value.isdigit():
            return int(value)
    return None


def wait(program: Program) -> int:
    """Wait for the seconds that are named: ``sleep 2``, ``timeout /t 2``."""
    numbers = [float(arg) for arg in program.args[1:] if re.fullmatch(r"\d+(\.\d+)?", arg)]
    program.sleep(numbers[0] if numbers else 0)
    return 0


def hostname(program: Program) -> int:
    """Tell the name of the container."""
    program.print(program.container.hostname)
    return 0


def whoami(program: Program) -> int:
    """Tell who runs this."""
    if program.container.os == "Linux":
        program.print(program.user or "root")
    else:
        program.print((program.user or "user manager\\containeradministrator").lower())
    return 0


def ipconfig(program: Program) -> int:
    """Tell the addresses of the container."""
    program.print()
    program.print("Windows IP Configuration")
    for interface in program.container.interfaces():
        network = ipaddress.ip_interface(f"{interface['address']}/{interface['prefix_length']}")
        program.print()
        program.print()
        program.print(f"Ethernet adapter {interface['name']}:")
        program.print()
        program.print(f"   Connection-specific DNS Suffix  . : {interface['dns_suffix']}")
        program.print(f"   IPv{network.version} Address. . . . . . . . . . . : {network.ip}")
        if network.version == 4:
            program.print(f"   Subnet Mask . . . . . . . . . . . : {network.netmask}")
        program.print(f"   Default Gateway . . . . . . . . . : {interface['gateway']}")
    return 0


def echo(program: Program) -> int:
    """Print the arguments."""
    program.print(" ".join(program.args[1:]))
    return 0


def nothing(code: int) -> Function:
    """Make a program that does nothing but end with a code."""
    return lambda program: code


WINDOWS: Final[dict[str, Function]] = {
    "cat": cat,
    "tee": tee,
    "more": cat,
    "findstr": findstr,
    "find": findstr,
    "ping": ping,
    "timeout": wait,
    "sleep": wait,
    "hostname": hostname,
    "whoami": whoami,
    "ipconfig": ipconfig,
}
LINUX: Final[dict[str, Function]] = {
    "cat": cat,
    "tee": tee,
    "grep": findstr,
    "ping": ping,
    "sleep": wait,
    "hostname": hostname,
    "whoami": whoami,
    "echo": echo,
    "true": nothing(0),
    "false": nothing(1),
}
