"""A plugin as a program: variables and standard input in, one JSON document and an exit status out."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, NamedTuple, NoReturn

from hcspy.cni.config import NetConf, read_config, read_document, wrong_config
from hcspy.cni.conversion import read_result, write_result
from hcspy.cni.environment import ID, Environment
from hcspy.cni.errors import CNIError, ErrorCode, cni_error
from hcspy.cni.plugin import Plugin
from hcspy.cni.request import AddRequest, CheckRequest, DeleteRequest, GCRequest, StatusRequest
from hcspy.cni.result import Result
from hcspy.cni.version import NEWEST, OLDEST, SUPPORTED_VERSIONS, check_command, supported
from hcspy.codec import dumps
from hcspy.errors import HcspyError, InvalidDocumentError


class Answer(NamedTuple):
    """What a run leaves: the exit status, and what goes to standard output."""

    status: int
    stdout: str


def main(plugin: Plugin[Any] | type[Plugin[Any]]) -> NoReturn:
    """Be a CNI plugin: answer the command that the environment and standard input hold, and exit.

    Until the answer is written, whatever else is printed, by Python or by libraries in C, goes to standard error.
    """
    with _stdout_kept() as write:
        made = plugin() if isinstance(plugin, type) else plugin
        # Without a command it is a person who looks what this is: nothing will come on standard input.
        answer = run(made, os.environ, _stdin() if os.environ.get("CNI_COMMAND") else b"{}")
        write(answer.stdout)
    sys.exit(answer.status)


def run(plugin: Plugin[Any], environ: Mapping[str, str], stdin: bytes) -> Answer:
    """Answer one command.

    >>> print(run(Plugin(), {"CNI_COMMAND": "VERSION"}, b'{"cniVersion": "1.0.0"}').stdout)
    {"cniVersion":"1.0.0","supportedVersions":["0.1.0","0.2.0","0.3.0","0.3.1","0.4.0","1.0.0","1.1.0"]}
    >>> print(run(Plugin(), {"CNI_COMMAND": "ADD"}, b"{}").stdout)
    {"cniVersion":"0.1.0","code":4,"msg":"ADD needs CNI_CONTAINERID, CNI_NETNS, CNI_IFNAME, CNI_PATH"}
    """
    version = NEWEST
    try:
        document = read_document(stdin)
        version = _version_of(document)
        answer = _answered(plugin, Environment.read(environ), document)
    except Exception as error:
        if not isinstance(error, HcspyError | OSError):
            traceback.print_exc(file=sys.stderr)  # nobody has thought of it
        return Answer(1, dumps(_error(cni_error(error), version)))
    return Answer(0, "" if answer is None else dumps(answer))


def _version_of(document: Mapping[str, Any]) -> str:
    """Return the version that an answer has; what is not supported is answered in the newest one."""
    said = document.get("cniVersion", OLDEST)
    return said if said in SUPPORTED_VERSIONS else NEWEST


def _error(error: CNIError, version: str) -> dict[str, Any]:
    document = {"cniVersion": version, "code": error.cni_code, "msg": str(error)}
    return {**document, "details": error.details} if error.details else document


def _answered(plugin: Plugin[Any], environment: Environment, document: dict[str, Any]) -> dict[str, Any] | None:
    if environment.command == "VERSION":
        return {"cniVersion": _version_of(document), "supportedVersions": list(plugin.versions)}
    version = supported(document.get("cniVersion", OLDEST), plugin.versions)
    check_command(environment.command, version)
    config = read_config(plugin.config_class, document)
    _check_name(config.name)
    facts = {"config": config, "environment": environment, "document": document}
    result: Result | None = COMMANDS[environment.command](plugin, facts)
    return None if result is None else write_result(result, version)


def _check_name(name: str) -> None:
    if not ID.match(name):
        raise CNIError(
            f"the configuration is wrong: name is {name!r}" if name else "the configuration is wrong: it has no name",
            code=ErrorCode.INVALID_CONFIG,
            details="a name begins with a letter or digit, and has letters, digits, '_', '.' and '-'",
        )


# -- the commands -------------------------------------------------------------------------------------------------


def _add(plugin: Plugin[Any], facts: Facts) -> Result:
    return plugin.add(AddRequest(**facts, prev_result=_previous(facts["config"])))


def _delete(plugin: Plugin[Any], facts: Facts) -> None:
    try:
        previous = _previous(facts["config"])
    except CNIError:
        previous = None  # what ADD answered helps, but what is to go is known without it
    plugin.delete(DeleteRequest(**facts, prev_result=previous))


def _check(plugin: Plugin[Any], facts: Facts) -> None:
    previous = _previous(facts["config"])
    if previous is None:
        raise CNIError("the configuration is wrong: CHECK needs prevResult", code=ErrorCode.INVALID_CONFIG)
    plugin.check(CheckRequest(**facts, prev_result=previous))


def _gc(plugin: Plugin[Any], facts: Facts) -> None:
    # Not said and null are two things: nothing is known of the attachments, and none of them is in use.
    said = not VALID.isdisjoint(facts["document"])
    valid = tuple(facts["config"].valid_attachments or ()) if said else None
    plugin.gc(GCRequest(**facts, valid_attachments=valid))


def _status(plugin: Plugin[Any], facts: Facts) -> None:
    plugin.status(StatusRequest(**facts))


def _previous(config: NetConf) -> Result | None:
    if config.prev_result is None:
        return None
    try:
        return read_result(config.prev_result, config.cni_version)
    except InvalidDocumentError as error:
        raise wrong_config(error, "prevResult.") from error


Facts = dict[str, Any]
COMMANDS: Final[dict[str, Callable[[Plugin[Any], Facts], Result | None]]] = {
    "ADD": _add,
    "DEL": _delete,
    "CHECK": _check,
    "GC": _gc,
    "STATUS": _status,
}
VALID: Final = frozenset({"cni.dev/valid-attachments", "cni.dev/attachments"})


# -- standard input and output ------------------------------------------------------------------------------------


def _stdin() -> bytes:
    return sys.stdin.buffer.read()


@contextmanager
def _stdout_kept() -> Iterator[Callable[[str], None]]:
    """Lead what is printed, by whatever code, to standard error; give what writes to standard output in spite of it."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield lambda text: _write(kept, text.encode("utf-8"))
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)


def _write(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]
