"""Calling another plugin, as the protocol says: its program from CNI_PATH, the same environment and configuration."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from hcspy.cni.conversion import read_result
from hcspy.cni.errors import CNIError, ErrorCode
from hcspy.cni.request import CNIRequest
from hcspy.cni.result import Result

# What a plugin's program may be called. Batch files are for plugins written in other languages.
SUFFIXES: Final = (".exe", ".cmd", ".bat", "") if sys.platform == "win32" else ("",)

Execute = Callable[[Path, Mapping[str, str], bytes], tuple[int, bytes]]
"""Runs a program with variables and standard input; returns its exit status and standard output."""


def execute(program: Path, environ: Mapping[str, str], stdin: bytes) -> tuple[int, bytes]:
    """Run a program; what it writes to standard error goes to ours."""
    done = subprocess.run([str(program)], env=dict(environ), input=stdin, stdout=subprocess.PIPE, check=False)
    return done.returncode, done.stdout


class Delegate:
    """The plugin that `ipam.type` names, called for a request.

    >>> from hcspy.cni import run, Plugin, AddRequest
    >>> class Delegating(Plugin):
    ...     def add(self, request: AddRequest) -> Result:
    ...         with Delegate(request, lambda *call: (0, b'{"cniVersion":"1.0.0","ips":[{"address":"10.0.0.2/8"}]}'),
    ...                       find=Path) as ipam:
    ...             return ipam.add()
    >>> names = {"CNI_CONTAINERID": "c1", "CNI_NETNS": "x", "CNI_IFNAME": "eth0", "CNI_PATH": "p"}
    >>> environ = {"CNI_COMMAND": "ADD", **names}
    >>> print(run(Delegating(), environ, b'{"cniVersion": "1.0.0", "name": "n", "ipam": {"type": "any"}}').stdout)
    {"cniVersion":"1.0.0","ips":[{"address":"10.0.0.2/8"}]}
    """

    def __init__(
        self,
        request: CNIRequest[Any],
        execute: Execute = execute,
        *,
        find: Callable[[str], Path] | None = None,
    ) -> None:
        self._request = request
        self._execute = execute
        self._find = find or self._in_path
        self.name = str((request.document.get("ipam") or {}).get("type", ""))
        """The plugin's name."""
        self._added = False

    def __enter__(self) -> Delegate:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        """Undo `add` if the block failed; what cannot be undone is noted on the error."""
        if error is not None and self._added:
            self.undo(error)

    def add(self) -> Result:
        """Have addresses given out. Whatever goes wrong from now on in the block, they are given back."""
        self._added = True
        document = self._call("ADD")
        if document is None:
            raise CNIError(f"ipam plugin {self.name} answered ADD with nothing")
        return read_result(document, self._request.config.cni_version)

    def delete(self) -> None:
        """Have addresses given back."""
        self._call("DEL")

    def check(self) -> None:
        """Have addresses checked."""
        self._call("CHECK")

    def gc(self) -> None:
        """Have the addresses of attachments that are not valid given back."""
        self._call("GC")

    def status(self) -> None:
        """Ask whether there are addresses to give out."""
        self._call("STATUS")

    def undo(self, error: BaseException) -> None:
        """Take `add` back because of an error."""
        try:
            self.delete()
        except (CNIError, OSError) as failure:
            error.add_note(f"ipam plugin {self.name} did not take its addresses back: {failure}")

    def _call(self, command: str) -> dict[str, Any] | None:
        environ = {**self._request.environment.variables, "CNI_COMMAND": command}
        stdin = json.dumps(self._request.document).encode("utf-8")
        status, stdout = self._execute(self._find(self.name), environ, stdin)
        document = self._parsed(stdout, command)
        if status == 0:
            return document
        raise self._failure(command, status, document or {})

    def _parsed(self, stdout: bytes, command: str) -> dict[str, Any] | None:
        if not stdout.strip():
            return None
        try:
            document = json.loads(stdout)
        except ValueError as error:
            raise CNIError(f"ipam plugin {self.name} answered {command} with what is not JSON: {stdout!r}") from error
        if not isinstance(document, dict):
            raise CNIError(f"ipam plugin {self.name} answered {command} with {stdout!r}")
        return document

    def _failure(self, command: str, status: int, document: Mapping[str, Any]) -> CNIError:
        code, message = document.get("code"), document.get("msg")
        return CNIError(
            f"ipam plugin {self.name} failed at {command}: {message or f'exit status {status}'}",
            code=code if isinstance(code, int) else ErrorCode.INTERNAL,
            details=str(document.get("details") or ""),
        )

    def _in_path(self, name: str) -> Path:
        if not name or name != os.path.basename(name):
            raise CNIError(f"the configuration is wrong: ipam.type is {name!r}", code=ErrorCode.INVALID_CONFIG)
        places = [Path(folder, name + suffix) for folder in self._request.environment.path for suffix in SUFFIXES]
        found = next((place for place in places if place.is_file()), None)
        if found is None:
            raise CNIError(
                f"the configuration is wrong: ipam.type is {name!r}, and CNI_PATH has no such program",
                code=ErrorCode.INVALID_CONFIG,
                details=os.pathsep.join(self._request.environment.path),
            )
        return found
