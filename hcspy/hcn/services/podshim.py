r"""The shims of pods in utility VMs, which have to be told of new endpoints in their namespace (runhcs).

runhcs keeps a record of each such namespace in the registry: below ``SOFTWARE\microsoft\runhcs\cni`` a key with the
namespace's id, and in it the value ``cfg`` with the container's id and the id of the virtual machine. The shim listens
on a named pipe of that virtual machine's name, takes a request as one JSON object, and answers with four bytes, or
with a text that says what went wrong.
"""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any, Final

from hcspy.errors import GuestConnectionError

KEY: Final = "SOFTWARE\\microsoft\\runhcs\\cni\\"
VALUE: Final = "cfg"
PIPE: Final = "\\\\.\\pipe\\ProtectedPrefix\\Administrators\\runhcs-vm-"
DONE: Final = b"\0OK\0"


def sync(namespace_id: str) -> None:
    """Tell the shim of a namespace's pod to look at the namespace; without a record or a shim nothing is to be done."""
    text = registered(namespace_id)
    if text is None:
        return
    record = json.loads(text)
    try:
        pipe = connected(f"{PIPE}{record['HostUniqueID']}")
    except FileNotFoundError:
        return
    with pipe:
        _tell(pipe, {"ID": record["ContainerID"], "Op": "sync"})


def registered(namespace_id: str) -> bytes | None:
    """Return the record of a namespace; None if there is none, as on any system but Windows."""
    try:
        winreg: Any = import_module("winreg")
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, KEY + namespace_id) as key:
            return bytes(winreg.QueryValueEx(key, VALUE)[0])
    except (FileNotFoundError, ModuleNotFoundError):
        return None


def connected(path: str) -> Any:
    """Open a named pipe."""
    return open(path, "r+b", buffering=0)


def _tell(pipe: Any, request: dict[str, str]) -> None:
    pipe.write(json.dumps(request, separators=(",", ":")).encode() + b"\n")
    answer = b""
    while piece := pipe.read(4096):
        answer += piece
    if answer != DONE:
        said = answer.decode(errors="replace") or "it gives no reason"
        raise GuestConnectionError(f"the shim of container {request['ID']} did not sync its namespace: {said}")
