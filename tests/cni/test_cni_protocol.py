"""The library: variables and standard input in, one document and an exit status out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from cni_client import Refused, answered

from hcspy.cni import (
    SUPPORTED_VERSIONS,
    AddRequest,
    CNIError,
    DeleteRequest,
    ErrorCode,
    GCRequest,
    NetConf,
    Plugin,
    Result,
    StatusRequest,
    main,
    run,
)
from hcspy.cni.__main__ import main as shipped
from hcspy.cni.errors import cni_error
from hcspy.cni.request import CheckRequest
from hcspy.codec import key
from hcspy.errors import (
    HcspyError,
    InvalidDocumentError,
    NamespaceNotFoundError,
    ServiceUnavailableError,
    TimedOutError,
)

ENVIRON = {"CNI_CONTAINERID": "c1", "CNI_NETNS": "/x", "CNI_IFNAME": "eth0", "CNI_PATH": "bin"}
CONFIG = {"cniVersion": "1.1.0", "name": "web", "type": "noting"}


class Noting(Plugin[NetConf]):
    """Notes what it is asked."""

    def __init__(self) -> None:
        self.asked: list[Any] = []

    def add(self, request: AddRequest[NetConf]) -> Result:
        self.asked.append(request)
        return super().add(request)

    def delete(self, request: DeleteRequest[NetConf]) -> None:
        self.asked.append(request)

    def check(self, request: CheckRequest[NetConf]) -> None:
        self.asked.append(request)

    def gc(self, request: GCRequest[NetConf]) -> None:
        self.asked.append(request)

    def status(self, request: StatusRequest[NetConf]) -> None:
        self.asked.append(request)


def ask(command: str, plugin: Plugin[Any] | None = None, **config: Any) -> Any:
    return answered(plugin or Plugin(), {**ENVIRON, "CNI_COMMAND": command}, {**CONFIG, **config})


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        ("ADD", AddRequest),
        ("DEL", DeleteRequest),
        ("CHECK", CheckRequest),
        ("GC", GCRequest),
        ("STATUS", StatusRequest),
    ],
)
def test_each_command_is_a_method_with_a_typed_request(command: str, kind: type) -> None:
    """A plugin that has to look into the environment itself gains nothing from the library."""
    plugin = Noting()
    ask(command, plugin, prevResult={"ips": [{"address": "10.0.0.2/8"}]})
    (request,) = plugin.asked
    assert type(request) is kind
    assert (request.container_id, request.ifname, request.netns, request.config.name) == ("c1", "eth0", "/x", "web")
    if command in ("ADD", "DEL", "CHECK"):
        assert request.prev_result.ips[0].address == "10.0.0.2/8"


@pytest.mark.parametrize("command", ["ADD", "DEL", "GC", "STATUS"])
def test_plugin_that_overrides_nothing_succeeds(command: str) -> None:
    """What is not overridden must not be in the way; ADD hands on what came before."""
    previous = {"ips": [{"address": "10.0.0.2/8"}]}
    expected = {"cniVersion": "1.1.0", **previous} if command == "ADD" else None
    assert ask(command, prevResult=previous) == expected
    assert ask("CHECK", prevResult=previous) is None


@pytest.mark.parametrize(
    ("environ", "message"),
    [
        ({}, "CNI_COMMAND is not set"),
        ({"CNI_COMMAND": "UPDATE"}, "CNI_COMMAND is 'UPDATE'"),
        ({"CNI_COMMAND": "ADD"}, "ADD needs CNI_CONTAINERID, CNI_NETNS, CNI_IFNAME, CNI_PATH"),
        ({**ENVIRON, "CNI_COMMAND": "CHECK", "CNI_NETNS": ""}, "CHECK needs CNI_NETNS"),
        ({"CNI_COMMAND": "GC"}, "GC needs CNI_PATH"),
        ({"CNI_COMMAND": "STATUS"}, "STATUS needs CNI_PATH"),
        ({**ENVIRON, "CNI_COMMAND": "ADD", "CNI_CONTAINERID": "../c1"}, r"CNI_CONTAINERID is '../c1'"),
        ({**ENVIRON, "CNI_COMMAND": "ADD", "CNI_IFNAME": "a/b"}, "CNI_IFNAME is 'a/b'"),
        ({**ENVIRON, "CNI_COMMAND": "ADD", "CNI_IFNAME": ".."}, r"CNI_IFNAME is '\.\.'"),
        ({**ENVIRON, "CNI_COMMAND": "ADD", "CNI_IFNAME": "sixteen-letters-"}, "CNI_IFNAME is 'sixteen-letters-'"),
        ({**ENVIRON, "CNI_COMMAND": "ADD", "CNI_ARGS": "IP"}, "CNI_ARGS has 'IP' without a value"),
    ],
)
def test_wrong_variable_is_named(environ: dict[str, str], message: str) -> None:
    """Who starts a plugin by hand sees at once what is missing."""
    with pytest.raises(Refused, match=message) as caught:
        answered(Plugin(), environ, CONFIG)
    assert caught.value.code == 4


@pytest.mark.parametrize("stdin", [b"", b"{", b"[]", b"\xff{}", b"7", b"[" * 100_000])
def test_what_is_no_document_is_a_decoding_failure(stdin: bytes) -> None:
    """A runtime that is broken must not be told that its configuration is."""
    status, text = run(Plugin(), {**ENVIRON, "CNI_COMMAND": "ADD"}, stdin)
    assert (status, json.loads(text)["code"]) == (1, 6)


@pytest.mark.parametrize("version", ["2.0.0", "", None, 1, ["1.0.0"]])
def test_version_that_nobody_knows_is_refused_in_the_newest(version: Any) -> None:
    """A result in a version that the runtime does not know would be read wrongly."""
    with pytest.raises(Refused) as caught:
        ask("ADD", cniVersion=version)
    assert (caught.value.code, caught.value.document["cniVersion"]) == (1, "1.1.0")


@pytest.mark.parametrize("version", SUPPORTED_VERSIONS)
def test_errors_are_of_the_clients_version(version: str) -> None:
    """Runtimes read the version before anything else."""
    with pytest.raises(Refused) as caught:
        ask("ADD", cniVersion=version, name="")
    assert caught.value.document["cniVersion"] == version


@pytest.mark.parametrize(("command", "since"), [("CHECK", "0.4.0"), ("GC", "1.1.0"), ("STATUS", "1.1.0")])
def test_command_that_the_version_does_not_have_is_refused(command: str, since: str) -> None:
    """The runtime is told why, instead of an answer that its version does not define."""
    for version in SUPPORTED_VERSIONS:
        plugin = Noting()
        if SUPPORTED_VERSIONS.index(version) >= SUPPORTED_VERSIONS.index(since):
            assert ask(command, plugin, cniVersion=version, prevResult={}) is None
            assert plugin.asked
        else:
            with pytest.raises(Refused, match=f"cniVersion {version} has no command {command}") as caught:
                ask(command, plugin, cniVersion=version)
            assert caught.value.code == 1
            assert not plugin.asked


def test_version_is_answered_without_anything_else() -> None:
    """Runtimes ask it with dummies in the environment."""
    answer = answered(Plugin(), {"CNI_COMMAND": "VERSION", "CNI_NETNS": "dummy"}, {"cniVersion": "0.2.0"})
    assert answer == {"cniVersion": "0.2.0", "supportedVersions": list(SUPPORTED_VERSIONS)}


def test_plugin_says_which_versions_it_speaks() -> None:
    """A plugin may be older than the library."""

    class Old(Plugin[NetConf]):
        versions = ("0.4.0",)

    assert ask("VERSION", Old())["supportedVersions"] == ["0.4.0"]
    with pytest.raises(Refused, match=r"'1\.1\.0' is not supported"):
        ask("ADD", Old())


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (CNIError("x", code=ErrorCode.UNSUPPORTED_FIELD), 2),
        (CNIError("x", code=123), 123),
        (CNIError("x"), 999),
        (NamespaceNotFoundError("x"), 3),
        (NamespaceNotFoundError("x", leftovers=("endpoint",)), 999),
        (ServiceUnavailableError("x"), 11),
        (TimedOutError("x"), 11),
        (InvalidDocumentError("x"), 7),
        (HcspyError("x"), 999),
        (OSError("x"), 5),
        (ZeroDivisionError(), 999),
    ],
)
def test_errors_have_the_codes_of_the_protocol(error: BaseException, code: int) -> None:
    """Runtimes decide by the code whether to try again, to clean up, or to give up."""

    class Failing(Plugin[NetConf]):
        def add(self, request: AddRequest[NetConf]) -> Result:
            raise error

    with pytest.raises(Refused) as caught:
        ask("ADD", Failing())
    assert caught.value.code == code
    assert caught.value.message


def test_details_say_what_the_message_does_not() -> None:
    """Hints and notes would be lost otherwise."""
    error = HcspyError("no", hint="start the service")
    error.add_note("and another thing")
    assert cni_error(error).details == "HcspyError; start the service; and another thing"


@attrs.frozen(kw_only=True, weakref_slot=False)
class Colored(NetConf):
    """A configuration with a member of its own."""

    color: str = attrs.field(default="red", metadata=key("color"))


def test_plugin_has_members_of_its_own() -> None:
    """A plugin without configuration of its own is rare."""

    class Painting(Noting):
        config_class = Colored

    plugin = Painting()
    ask("DEL", plugin, color="blue")
    assert plugin.asked[0].config.color == "blue"
    assert plugin.asked[0].document["color"] == "blue"
    with pytest.raises(Refused, match="color is 3, allowed is a string"):
        ask("DEL", plugin, color=3)


@pytest.mark.parametrize(
    ("config", "valid"),
    [
        ({}, None),
        ({"cni.dev/valid-attachments": None}, ()),
        ({"cni.dev/valid-attachments": [{"containerID": "c1", "ifname": "eth0"}]}, (("c1", "eth0"),)),
        ({"cni.dev/attachments": [{"containerID": "c1", "ifname": "eth0"}]}, (("c1", "eth0"),)),
    ],
)
def test_gc_tells_nothing_valid_from_nothing_said(config: dict[str, Any], valid: Any) -> None:
    """One removes everything, the other nothing."""
    plugin = Noting()
    ask("GC", plugin, **config)
    said = plugin.asked[0].valid_attachments
    assert valid == ((said and tuple((held.container_id, held.ifname) for held in said)) or said)
    assert plugin.asked[0].is_valid("c1", "eth0") is (valid != ())
    assert plugin.asked[0].is_valid("c2", "eth0") is (valid is None)


LOUD = """
import os, subprocess, sys
from hcspy.cni import IPConfig, Plugin, Result, main

class Loud(Plugin):
    def add(self, request):
        print("printed")
        os.write(1, b"written\\n")
        subprocess.run([sys.executable, "-c", "print('from a child')"], check=True)
        return Result(ips=[IPConfig(address="10.0.0.2/8")])

main(Loud)
"""


def test_nothing_but_the_result_gets_to_standard_output(tmp_path: Path) -> None:
    """One line of a chatty library, and the runtime cannot read the result: the pod does not start."""
    program = tmp_path / "loud.py"
    program.write_text(LOUD, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(program)],
        env={**os.environ, **ENVIRON, "CNI_COMMAND": "ADD"},
        input=json.dumps(CONFIG).encode(),
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout) == {"cniVersion": "1.1.0", "ips": [{"address": "10.0.0.2/8"}]}
    for word in (b"printed", b"written", b"from a child"):
        assert word in done.stderr


@pytest.mark.parametrize(
    ("start", "command", "status"),
    [
        (lambda: main(Plugin), "VERSION", 0),
        (lambda: main(Plugin()), "ADD", 0),
        (lambda: main(Plugin), "NONE", 1),
        (shipped, "VERSION", 0),
    ],
)
def test_main_writes_the_answer_and_exits(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
    start: Callable[[], None],
    command: str,
    status: int,
) -> None:
    """The exit status is what tells an error from a result."""
    for name, value in {**ENVIRON, "CNI_COMMAND": command}.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "stdin").write_text(json.dumps(CONFIG), encoding="utf-8")
    with (tmp_path / "stdin").open(encoding="utf-8") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        with pytest.raises(SystemExit) as caught:
            start()
    assert caught.value.code == status
    assert json.loads(capfd.readouterr().out)["cniVersion"] == "1.1.0"
    print("heard")
    assert capfd.readouterr().out == "heard\n"


def test_program_without_a_command_says_so_and_waits_for_nothing(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A person who types its name has nothing to say on standard input."""
    monkeypatch.delenv("CNI_COMMAND", raising=False)
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(SystemExit) as caught:
        main(Plugin)
    assert caught.value.code == 1
    assert json.loads(capfd.readouterr().out)["msg"] == "CNI_COMMAND is not set"


def test_program_is_the_shipped_plugin(tmp_path: Path) -> None:
    """`hcspy-cni` and `python -m hcspy.cni` are what a runtime finds in its folder of plugins."""
    environ = {**os.environ, **ENVIRON, "HCSPY_HOST": f"fake:{tmp_path / 'node.json'}"}
    answers = []
    for command in ("ADD", "DEL"):
        done = subprocess.run(
            [sys.executable, "-m", "hcspy.cni"],
            env={**environ, "CNI_COMMAND": command},
            input=json.dumps({**CONFIG, "subnet": "10.88.0.0/24"}).encode(),
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, b"")
        answers.append(done.stdout)
    assert json.loads(answers[0])["ips"][0]["gateway"] == "10.88.0.1"
    assert answers[1] == b""
