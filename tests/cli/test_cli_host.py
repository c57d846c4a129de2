"""Commands about a host as a whole: call, features, tree, dump, load, diff; and the options of every command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hcspy.cli.app import HOMES, app
from hcspy.testing import FakeHost

pytestmark = pytest.mark.usefixtures("v1")

Run = Callable[..., Result]
Documents = Callable[..., Any]


@pytest.fixture
def node(tmp_path: Path) -> str:
    """A fake with a state file."""
    return f"fake:{tmp_path / 'node.json'}"


# -- call and features ----------------------------------------------------------------------------------------------


def test_call_makes_a_raw_request(documents: Documents, run: Run, network: Any) -> None:
    """Whatever has no verb is reachable; its answer is JSON also without -o."""
    assert documents("call", "get", "networks/")[0]["Name"] == "web"
    assert json.loads(run("call", "GET", "/globals/version").stdout) == {"Major": 13, "Minor": 3}


@pytest.mark.parametrize("how", ["text", "file", "stdin"])
def test_call_sends_a_body(documents: Documents, tmp_path: Path, how: str) -> None:
    """From the command line, from a file, from a pipe."""
    body = '{"Name":"lab","Type":"NAT"}'
    (tmp_path / "body.json").write_text(body, encoding="utf-8")
    word = {"text": body, "file": f"@{tmp_path / 'body.json'}", "stdin": "-"}[how]
    assert documents("call", "POST", "/networks/", word, input=body)["Name"] == "lab"


def test_call_without_output_prints_nothing(run: Run, fake_host: FakeHost, endpoint: Any) -> None:
    """An empty answer is success, not 'null'."""
    fake_host.host.hns.endpoints.delete(endpoint)
    run("call", "POST", "/namespaces/", "{}")


def test_call_refuses_other_methods(run: Run) -> None:
    """HNS knows three."""
    run("call", "PATCH", "/networks/", code=2)


def test_features_say_what_the_host_can(run: Run, documents: Documents) -> None:
    """Which rule is allowed depends on the build."""
    assert "HNS 13.3" in run("features").stdout
    assert documents("features")["Version"] == {"Major": 13, "Minor": 3}


@pytest.mark.hcspy(profile="rs1")
def test_features_of_a_host_before_7_2_is_an_error_block(run: Run) -> None:
    """That build does not know the question."""
    assert run("features", code=1).stderr.startswith("error: ")


# -- tree, dump, load, diff -----------------------------------------------------------------------------------------


def test_tree_draws_what_exists(run: Run, endpoint: Any) -> None:
    """The picture of a host on one screen."""
    lines = run("tree").stdout.splitlines()
    assert lines[0] == "host (HNS 13.3)"
    assert any("network web (NAT) 10.0.0.0/24" in line for line in lines)
    assert any("NAT Protocol=TCP InternalPort=80 ExternalPort=8080" in line for line in lines)


def test_tree_as_json_is_the_dump(documents: Documents, endpoint: Any) -> None:
    """A program wants the documents behind the picture."""
    assert documents("tree") == documents("dump")


def test_dump_goes_to_a_file_and_loads_into_a_fake(run: Run, tmp_path: Path, node: str, endpoint: Any) -> None:
    """Dump a production node, load it on a laptop, compare: nothing may differ."""
    path = tmp_path / "dump.json"
    assert f"wrote {path}: networks 1, endpoints 1" in run("dump", str(path)).stdout
    assert run("--host", node, "load", str(path)).stdout.startswith("loaded ")
    assert run("diff", str(path), node).stdout == "no difference\n"
    assert run("diff", str(path)).stdout == "no difference\n"


def test_dump_prints_json_without_a_file(run: Run, network: Any) -> None:
    """For a pipe; yaml if asked for."""
    assert json.loads(run("dump").stdout)["networks"][0]["Name"] == "web"
    assert run("dump", "-o", "yaml").stdout.startswith("networks:\n")


def test_load_reads_recorded_documents_from_stdin(run: Run, node: str) -> None:
    """What somebody pasted into an issue."""
    document = {"networks": [{"ID": "9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f", "Name": "nat", "Type": "nat"}]}
    run("--host", node, "load", "-", input=json.dumps(document))
    assert "nat" in run("--host", node, "net", "ls").stdout


@pytest.mark.parametrize("host", [[], ["--host", "fake"], ["--host", "native"]])
def test_load_needs_a_fake_that_stays(run: Run, host: list[str]) -> None:
    """Loading into a real host would be a disaster, into a fake in memory a waste."""
    assert "fake:PATH" in run(*host, "load", "-", input="{}", code=2).stderr


def test_load_of_something_else_is_an_error_block(run: Run, node: str) -> None:
    """The wrong file must be named, and change nothing."""
    result = run("--host", node, "load", "-", input='{"a":1}', code=1)
    assert "mistake in hcspy" not in result.stderr


def test_diff_shows_added_removed_and_changed(run: Run, documents: Documents, tmp_path: Path, endpoint: Any) -> None:
    """Who changed what on the node."""
    path = str(tmp_path / "before.json")
    run("dump", path)
    run("network", "modify", "web", '{"DNSSuffix":"corp.example"}')
    run("network", "create", "lab")
    run("ep", "rm", "web-0")
    text = run("diff", path).stdout
    assert "changed network web" in text
    assert "DNSSuffix: " in text
    assert "removed endpoint web/web-0" in text
    assert "added network lab" in text
    found = {(entry["What"], entry["Kind"]) for entry in documents("diff", path)}
    assert found == {("changed", "networks"), ("removed", "endpoints"), ("added", "networks")}


def test_diff_tells_by_exit_code_if_asked(run: Run, tmp_path: Path, network: Any) -> None:
    """For scripts, as git does it."""
    path = str(tmp_path / "before.json")
    run("dump", path)
    run("diff", path, "--exit-code")
    run("net", "rm", "web")
    run("diff", path)
    run("diff", path, "--exit-code", code=1)


def test_diff_of_no_snapshot_is_an_error_block(run: Run) -> None:
    """The wrong file must be named as such."""
    assert "not a snapshot" in run("diff", "-", input="{}", code=1).stderr


# -- options of every command ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_host_goes_before_or_after_the_noun(run: Run, node: str, place: int) -> None:
    """Nobody remembers the order."""
    run("--host", node, "network", "create", "lab")
    words = ["network", "get", "lab"]
    words[place:place] = ["--host", node]
    assert "Name: lab" in run(*words).stdout


def test_option_after_the_noun_wins(run: Run, node: str) -> None:
    """An alias with --host can be overridden."""
    run("--host", node, "network", "create", "lab")
    assert "lab" in run("--host", "fake", "network", "ls", "--host", node).stdout


def test_host_comes_from_the_environment(run: Run, node: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set once for a shell; the option wins over it."""
    run("--host", node, "network", "create", "lab")
    monkeypatch.setenv("HCSPY_HOST", node)
    assert "lab" in run("network", "ls").stdout
    assert "lab" not in run("network", "ls", "--host", "fake").stdout


def test_profile_chooses_the_windows_version(run: Run) -> None:
    """The same program against seven versions."""
    assert json.loads(run("--host", "fake", "--profile", "2019", "call", "GET", "/globals/version").stdout) == {
        "Major": 9,
        "Minor": 2,
    }
    run("--host", "fake", "--profile", "95", "net", "ls", code=2)


def test_verbose_logs_every_request_and_answer(run: Run, network: Any) -> None:
    """What a daemon in debug mode logs: the request, the answer, the time."""
    result = run("network", "ls", "-v")
    lines = [line for line in result.stderr.splitlines() if "HNSCall GET /networks/" in line]
    assert len(lines) == 2
    assert '"Name":"web"' in lines[1]
    assert lines[0][2] == lines[0][5] == ":"
    assert "HNSCall" not in result.stdout


def test_verbose_cuts_what_is_too_long(monkeypatch: pytest.MonkeyPatch, run: Run, network: Any) -> None:
    """Ten thousand endpoints in one line help nobody."""
    monkeypatch.setattr("hcspy.cli.wirelog.LONGEST", 50)
    assert " characters" in run("-v", "network", "ls").stderr


def test_long_prints_whole_ids(run: Run, network: Any) -> None:
    """To copy one."""
    assert str(network.id) not in run("network", "ls").stdout
    assert str(network.id) in run("network", "ls", "--long").stdout


def test_timeout_is_an_error_that_says_so(run: Run, fake_host: FakeHost) -> None:
    """A hanging service must not hang a script."""
    fake_host.on("HNSCall").hang()
    assert "outcome is unknown" in run("--timeout", "0.05", "network", "ls", code=1).stderr
    fake_host.reset_rules()


def test_dry_run_prints_the_requests_and_changes_nothing(run: Run, fake_host: FakeHost, endpoint: Any) -> None:
    """Names are looked up and documents merged for real; what would change something is only printed."""
    before = fake_host.dump()
    for words in (
        ["network", "create", "lab", "--subnet", "10.1.0.0/24"],
        ["network", "ensure", "web", "--set", "DNSSuffix=a.example"],
        ["network", "rm", "web"],
        ["network", "policy", "add", "web", "QOS", "MaximumOutgoingBandwidthInBytes=1"],
        ["endpoint", "create", "web-1", "--network", "web"],
        ["endpoint", "attach", "web-0", "--to-host"],
        ["endpoint", "refresh", "web-0"],
        ["namespace", "create"],
        ["lb", "create", "-p", "80:80", "--endpoint", "web-0"],
        ["call", "POST", "/networks/", '{"Name":"x"}'],
    ):
        lines = run(*words, "--dry-run").stdout.splitlines()
        assert lines[0].split()[0] in {"POST", "DELETE"}
    assert fake_host.dump() == before


def test_dry_run_of_two_steps_prints_both(run: Run, documents: Documents, network: Any) -> None:
    """The second step names what the first would have made."""
    space = run("ns", "create").stdout.strip()
    text = run("ep", "create", "w", "--network", "web", "--namespace", space, "--dry-run").stdout
    assert f"POST /namespaces/{space}/addresource" in text
    assert '"Id": "new-endpoint"' in text or '"ID": "new-endpoint"' in text


def test_dry_run_prints_requests_as_json(documents: Documents) -> None:
    """For programs that review a change."""
    document = documents("network", "create", "lab", "--dry-run")
    assert document == {"Method": "POST", "Path": "/networks/", "Body": {"Name": "lab", "Type": "NAT"}}


def test_dry_run_validates(run: Run) -> None:
    """A request that would be refused here is refused in the rehearsal too."""
    run("network", "create", "lab", "--set", "SourceMac=zz", "--dry-run", code=1)


@pytest.mark.parametrize("name", HOMES)
def test_every_command_has_help(run: Run, name: str) -> None:
    """The first thing that people try; own options first, shared ones apart."""
    text = run(name, "--help").stdout
    assert text.index("Options of every command:") > text.index("Usage:")
    assert run(name, "-h").stdout == text


@pytest.mark.parametrize(
    ("alias", "noun"), [("net", "network"), ("ep", "endpoint"), ("loadbalancer", "lb"), ("ns", "namespace")]
)
def test_nouns_have_short_names(run: Run, alias: str, noun: str) -> None:
    """Typed a hundred times a day."""
    assert run(alias, "ls").stdout == run(noun, "list").stdout


def test_root_help_lists_the_commands_and_exit_codes(run: Run) -> None:
    """The page to begin with."""
    text = run("--help").stdout
    assert all(f"  {name}" in text for name in HOMES)
    assert "3 not found, 4 service" in " ".join(text.split())


def test_version_is_that_of_the_package(run: Run) -> None:
    """The first line of a bug report."""
    import hcspy

    assert hcspy.__version__ in run("--version").stdout


def test_fake_of_a_run_is_gone_after_it() -> None:
    """`--host fake` is a new host each time."""
    assert CliRunner().invoke(app, ["--host", "fake", "net", "create", "a"]).exit_code == 0
    assert "a" not in CliRunner().invoke(app, ["--host", "fake", "net", "ls"]).stdout.split()
