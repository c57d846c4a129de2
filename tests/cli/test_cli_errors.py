"""Errors on the command line: one readable block, an exit code that says what kind, never a traceback."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hcspy import hns
from hcspy.cli import failure
from hcspy.cli.app import app
from hcspy.errors import HcspyError, InvalidDocumentError, NotFoundError, TimedOutError
from hcspy.testing import FakeHost

pytestmark = pytest.mark.usefixtures("v1")

Run = Callable[..., Result]


@pytest.mark.parametrize(
    ("hresult", "code"),
    [
        (0x803B0013, 1), (0x80004005, 1), (0x80070490, 3), (0x803B0002, 3), (0x80070426, 4), (0x800706BE, 4),
        (0x80070005, 5),
    ],
)  # fmt: skip
def test_exit_code_says_what_kind_of_error_it_was(run: Run, fake_host: FakeHost, hresult: int, code: int) -> None:
    """Scripts branch on it: not found and service down must never look alike."""
    fake_host.on("HNSCall").fail(hresult)
    assert run("network", "ls", code=code).stderr.startswith("error: ")


def test_stopped_service_is_exit_code_4_for_every_noun(run: Run, fake_host: FakeHost) -> None:
    """Also where a name is looked up first: the name is not missing, the service is."""
    with fake_host.service_stopped():
        for words in (("net", "get", "web"), ("ep", "ls"), ("lb", "rm", "x"), ("ns", "ls"), ("tree",), ("features",)):
            run(*words, code=4)


def test_error_is_one_block_with_code_symbol_and_hint(run: Run, network: Any) -> None:
    """What, code, what to do: three lines, no more."""
    result = run("network", "create", "web", code=1)
    lines = result.stderr.splitlines()
    assert lines[0] == "error: POST /networks/ (web): A network with this name already exists"
    assert lines[1] == "  code   0x803b0010 HCN_E_NETWORK_ALREADY_EXISTS"
    assert lines[2].startswith("  hint   ")
    assert len(lines) == 3
    assert result.stdout == ""


def test_verbose_error_also_shows_class_call_and_record(run: Run, network: Any) -> None:
    """Who reports a bug copies these."""
    text = run("-v", "network", "create", "web", code=1).stderr
    assert "class  NetworkAlreadyExistsError < AlreadyExistsError < HcspyError" in text
    assert "call   HNSCall" in text
    assert '"ErrorCode"' in text


def test_invalid_document_lists_every_finding(run: Run) -> None:
    """Mending one mistake at a time takes as many runs as there are mistakes."""
    result = run(
        "network", "create", "lab", "--set", "SourceMac=zz", "--set",
        'Subnets:=[{"AddressPrefix":"10.0.0.0/99"}]', code=1,
    )  # fmt: skip
    assert "SourceMac" in result.stderr
    assert "Subnets[0].AddressPrefix" in result.stderr


def test_validation_can_be_left_to_the_service(run: Run, fake_host: FakeHost) -> None:
    """The service is the judge; ours may be too strict for a newer one."""
    run("network", "create", "lab", "--no-validate", "--set", 'Subnets:=[{"AddressPrefix":"10.0.0.0/99"}]', code=1)
    assert [request.method for request in fake_host.calls.requests] == ["POST"]


def test_leftovers_are_named() -> None:
    """What a rollback could not undo is on the host until somebody removes it."""
    error = HcspyError("it broke", leftovers=("endpoint a",))
    assert ("left", "endpoint a") in list(failure.block(error))


def test_time_out_says_that_the_outcome_is_unknown() -> None:
    """A script that repeats after a time-out creates twice."""
    assert "outcome is unknown" in next(iter(failure.block(TimedOutError("x", call="HcnCreateNetwork"))))[1]


def test_bare_error_shows_its_class() -> None:
    """An error without a message is named all the same."""
    assert list(failure.block(NotFoundError())) == [("error", "NotFoundError")]


def test_markup_in_messages_is_not_eaten(run: Run) -> None:
    """Square brackets are paths in documents, not colours."""
    result = run("network", "get", "[red]x[/]", code=3)
    assert "[red]x[/]" in result.stderr


def test_not_windows_points_to_the_fake(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first thing that somebody on Linux types must lead somewhere."""
    if sys.platform == "win32":
        pytest.skip("here it would talk to the real service")
    result = CliRunner().invoke(app, ["--host", "native", "network", "ls"])
    assert result.exit_code == 1
    assert "fake:node.json" in result.stderr


def test_unknown_host_is_an_error(run: Run) -> None:
    """A typing error must not go to the native host."""
    assert "unknown host 'fakee'" in run("--host", "fakee", "network", "ls", code=1).stderr


def test_damaged_state_file_is_an_error_and_left_alone(run: Run, tmp_path: Any) -> None:
    """Somebody may still repair it."""
    path = tmp_path / "node.json"
    path.write_text('{"half', encoding="utf-8")
    run("--host", f"fake:{path}", "network", "ls", code=1)
    assert path.read_text(encoding="utf-8") == '{"half'


def test_missing_file_is_an_error_block(run: Run) -> None:
    """Paths are mistyped all the time."""
    result = run("network", "create", "-f", "@nowhere.json", code=1)
    assert "nowhere.json" in result.stderr
    assert "Traceback" not in result.stderr


def test_unwritable_file_is_an_error_block(run: Run, tmp_path: Any) -> None:
    """Errors of the system are no bugs of ours."""
    result = run("dump", str(tmp_path / "no" / "such" / "folder.json"), code=1)
    assert result.stderr.startswith("error: ")
    assert "mistake in hcspy" not in result.stderr


def test_bug_is_a_block_too_and_verbose_shows_where(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A traceback tells an operator nothing; a developer asks for it."""

    def broken(*args: object, **kwargs: object) -> None:
        raise TypeError("oops")

    monkeypatch.setattr("hcspy.hns.services.networks.Networks.list", broken)
    assert "TypeError: oops" in run("network", "ls", code=1).stderr
    assert "Traceback" not in run("network", "ls", code=1).stderr
    assert "Traceback" in run("-v", "network", "ls", code=1).stderr


def test_interrupt_ends_with_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What shells use for Ctrl-C."""

    def interrupted(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("hcspy.hns.services.networks.Networks.list", interrupted)
    assert "Traceback" not in run("network", "ls", code=130).stderr


@pytest.mark.parametrize(
    "words", [["nosuch"], ["network", "nosuch"], ["network", "ls", "--nosuch"], ["network", "get"]]
)
def test_wrong_usage_is_exit_code_2(run: Run, words: list[str]) -> None:
    """As with every command line."""
    run(*words, code=2)


def test_exit_code_of_findings_is_an_error() -> None:
    """A document that is refused here is an error, not wrong usage: it may have come from a file."""
    assert failure.exit_code(InvalidDocumentError("x")) == 1


def test_nothing_leaks_when_a_command_fails(run: Run, fake_host: FakeHost, network: hns.HNSNetwork) -> None:
    """The string of a failed answer is freed too."""
    run("endpoint", "create", "x", "--network", "web", "--ip", "10.9.9.9", code=1)
    fake_host.assert_clean()
