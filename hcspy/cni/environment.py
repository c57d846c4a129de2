"""The environment variables of the protocol."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Final

import attrs

from hcspy.cni.errors import CNIError, ErrorCode

# Container ids and names of networks.
ID: Final = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.\-]*\Z")
LONGEST_IFNAME: Final = 15

# Which variables a command needs. CNI_NETNS is optional for DEL: the namespace may be gone.
NEEDED: Final = {
    "ADD": ("CNI_CONTAINERID", "CNI_NETNS", "CNI_IFNAME", "CNI_PATH"),
    "DEL": ("CNI_CONTAINERID", "CNI_IFNAME", "CNI_PATH"),
    "CHECK": ("CNI_CONTAINERID", "CNI_NETNS", "CNI_IFNAME", "CNI_PATH"),
    "GC": ("CNI_PATH",),
    "STATUS": ("CNI_PATH",),
    "VERSION": (),
}


@attrs.frozen(kw_only=True)
class Environment:
    """What the variables say.

    >>> environ = {"CNI_COMMAND": "DEL", "CNI_CONTAINERID": "c1", "CNI_IFNAME": "eth0", "CNI_PATH": "bin"}
    >>> Environment.read({**environ, "CNI_ARGS": "IgnoreUnknown=1;IP=10.0.0.7"}).args["IP"]
    '10.0.0.7'
    """

    command: str
    container_id: str
    netns: str
    ifname: str
    args: Mapping[str, str]
    path: tuple[str, ...]
    variables: Mapping[str, str]
    """All variables, for plugins that this one calls."""

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Environment:
        """Read the variables; CNIError 4 names what is missing or wrong."""
        command = environ.get("CNI_COMMAND", "")
        if command not in NEEDED:
            known = ", ".join(NEEDED)
            raise invalid(
                f"CNI_COMMAND is {command!r}" if command else "CNI_COMMAND is not set", f"it is one of {known}"
            )
        missing = [name for name in NEEDED[command] if not environ.get(name)]
        if missing:
            raise invalid(f"{command} needs {', '.join(missing)}")
        if "CNI_CONTAINERID" in NEEDED[command]:
            _check_names(environ["CNI_CONTAINERID"], environ["CNI_IFNAME"])
        return cls(
            command=command,
            container_id=environ.get("CNI_CONTAINERID", ""),
            netns=environ.get("CNI_NETNS", ""),
            ifname=environ.get("CNI_IFNAME", ""),
            args=read_args(environ.get("CNI_ARGS", "")),
            path=tuple(part for part in environ.get("CNI_PATH", "").split(os.pathsep) if part),
            variables=dict(environ),
        )


def read_args(text: str) -> dict[str, str]:
    """Read CNI_ARGS.

    >>> read_args("IgnoreUnknown=1;K8S_POD_NAME=web")
    {'IgnoreUnknown': '1', 'K8S_POD_NAME': 'web'}
    """
    pairs = [part.partition("=") for part in text.split(";") if part]
    wrong = next((name for name, equals, _ in pairs if not equals), None)
    if wrong is not None:
        raise invalid(f"CNI_ARGS has {wrong!r} without a value", "it is of the form NAME=VALUE;NAME=VALUE")
    return {name: value for name, _, value in pairs}


def _check_names(container_id: str, ifname: str) -> None:
    if not ID.match(container_id):
        raise invalid(
            f"CNI_CONTAINERID is {container_id!r}",
            "it begins with a letter or digit, and has letters, digits, '_', '.' and '-'",
        )
    unfit = ifname in (".", "..") or len(ifname) > LONGEST_IFNAME or re.search(r"[/:\s\x00]", ifname)
    if unfit:
        raise invalid(
            f"CNI_IFNAME is {ifname!r}", f"it has up to {LONGEST_IFNAME} characters, none of them '/', ':' or a blank"
        )


def invalid(message: str, details: str = "") -> CNIError:
    """Return the error about a variable."""
    return CNIError(message, code=ErrorCode.INVALID_ENVIRONMENT, details=details)
