"""Shell completion: commands, options, names of objects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from click.shell_completion import CompletionItem, ShellComplete
from click.testing import Result

from hcspy.cli.app import app
from hcspy.cli.completion import VARIABLE, PowerShellComplete
from hcspy.testing import FakeHost

pytestmark = pytest.mark.usefixtures("v1")

Run = Callable[..., Result]


def words(*args: str) -> list[str]:
    """Return what is offered after the words, the last of which is not finished."""
    complete = ShellComplete(app, {}, "hcspy", VARIABLE)
    return [item.value for item in complete.get_completions(list(args[:-1]), args[-1])]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_completion_prints_a_script(run: Run, shell: str) -> None:
    """The script calls hcspy back through its own variable."""
    text = run("completion", shell).stdout
    assert VARIABLE in text
    assert "hcspy" in text


def test_commands_and_options_are_offered(run: Run) -> None:
    """The words of the help."""
    assert {"network", "endpoint"} <= set(words(""))
    assert words("network", "po") == ["policy"]
    assert "--host" in words("network", "ls", "--h")


def test_names_are_offered(run: Run, endpoint: Any) -> None:
    """Names, qualified names and addresses: what a reference may be."""
    assert words("endpoint", "rm", "we") == ["web-0", "web/web-0"]
    assert words("network", "get", "") == ["web"]
    assert words("endpoint", "create", "--network", "w") == ["web"]


def test_objects_without_a_name_are_offered_by_id(run: Run) -> None:
    """Namespaces have nothing else."""
    space = run("ns", "create").stdout.strip()
    assert words("namespace", "rm", "") == [space]


def test_host_that_does_not_answer_offers_nothing(run: Run, fake_host: FakeHost) -> None:
    """A tab key must not print an error."""
    with fake_host.service_stopped():
        assert words("network", "get", "") == []


def test_powershell_words_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """PowerShell hands over the whole line and the word at the cursor."""
    complete = PowerShellComplete(app, {}, "hcspy", VARIABLE)
    monkeypatch.setenv("COMP_WORDS", "hcspy network ge")
    monkeypatch.setenv("COMP_CWORD", "ge")
    assert complete.get_completion_args() == (["network"], "ge")
    monkeypatch.setenv("COMP_WORDS", "hcspy network")
    monkeypatch.setenv("COMP_CWORD", "")
    assert complete.get_completion_args() == (["network"], "")


def test_powershell_lines_have_value_and_help() -> None:
    """A tab between them; the script splits there."""
    complete = PowerShellComplete(app, {}, "hcspy", VARIABLE)
    assert complete.format_completion(CompletionItem("get", help="Show")) == "get\tShow"
    assert complete.format_completion(CompletionItem("get")) == "get\t"
