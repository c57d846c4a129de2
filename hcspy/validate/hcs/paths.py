"""What paths, volumes and pipes have to look like in documents of HCS."""

from __future__ import annotations

import re
from typing import Final

from hcspy.validate.syntax import Check

_HOST_PATH: Final = re.compile(r"[a-z]:[\\/].*|\\\\[^\\/].*", re.I | re.S)
_GUEST_PATH: Final = re.compile(r"[a-z]:([\\/].*)?|\\\\[^\\/].*|/.*", re.I | re.S)
_VOLUME: Final = re.compile(r"\\\\\?\\volume\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}\\?", re.I)
_PIPE: Final = re.compile(r"[\\/]{2}[.?][\\/]pipe[\\/].+", re.I | re.S)


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def is_host_path(value: object) -> bool:
    r"""Tell whether a value is an absolute path of Windows.

    >>> is_host_path(r"C:\layers\base"), is_host_path(r"\\?\Volume{1}\x"), is_host_path("base")
    (True, True, False)
    """
    return _matches(_HOST_PATH, value)


def is_pipe(value: object) -> bool:
    r"""Tell whether a value is the path of a named pipe.

    >>> is_pipe(r"\\.\pipe\docker_engine"), is_pipe("docker_engine")
    (True, False)
    """
    return _matches(_PIPE, value)


HOST_PATH: Final = Check(r"an absolute path such as C:\data", is_host_path)
GUEST_PATH: Final = Check(
    r"an absolute path such as C:\data, or /data in a Linux container", lambda value: _matches(_GUEST_PATH, value)
)
VOLUME: Final = Check(
    r"a volume such as \\?\Volume{21c14e6d-250e-11e7-b04f-ee012c2703ab}", lambda value: _matches(_VOLUME, value)
)
PIPE: Final = Check(r"a named pipe such as \\.\pipe\docker_engine", is_pipe)
PIPE_NAME: Final = Check(
    r"the name of a pipe, without \\.\pipe",
    lambda value: isinstance(value, str) and not value.startswith(("\\", "/")),
)
