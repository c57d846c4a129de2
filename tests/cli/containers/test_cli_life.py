"""``ps``, ``exec``, ``start``, ``stop``, ``kill``, ``rm``: containers that are there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

from hcspy.cli.containers import found
from hcspy.testing import FakeHost

Run = Callable[..., Result]


def states(node: FakeHost) -> dict[str, str]:
    return {entry.name: entry.state for entry in node.host.containers.list(all=True)}


def test_ps_lists_what_runs_whoever_made_it(run: Run, web: str, theirs: str) -> None:
    """An endpoint in use may be in use by the container of another engine."""
    heads, *rows = run("ps").stdout.splitlines()
    assert heads.split() == ["NAME", "IMAGE", "COMMAND", "CREATED", "STATE", "ISOLATION", "OWNER"]
    rows.sort()
    assert [row.split()[0] for row in rows] == ["theirs", "web"]
    assert rows[0].split()[1:] == ["-", "-", "-", "Running", "-", "containerd"]
    assert rows[1].split()[1:3] == ["nanoserver", "cmd"]
    assert rows[1].split()[5:] == ["Running", "process", "hcspy"]


def test_ps_tells_of_those_that_ended_when_asked(run: Run, web: str, documents: Callable[..., Any]) -> None:
    """Windows has forgotten them; their files are still on the disk."""
    run("stop", "web")
    assert documents("ps") == []
    (entry,) = documents("ps", "--all")
    assert (entry["Name"], entry["State"], entry["Image"], entry["Command"]) == ("web", "Exited", "nanoserver", ["cmd"])
    assert len(entry["Endpoints"]) == 1
    assert (entry["ExitCode"], documents("inspect", "web")["ExitCode"]) == (0, 0)
    assert "Exited (0)" in run("ps", "-a").stdout


def test_quiet_ps_prints_names_only(run: Run, web: str) -> None:
    """`hcspy rm --force $(hcspy ps -q)`."""
    assert run("ps", "-q").stdout == "web\n"


def test_exec_runs_a_program_with_its_streams_and_code(run: Run, web: str) -> None:
    """As if it ran here."""
    result = run("exec", "web", "cmd", "/c", "echo out& echo err 1>&2& exit 9", code=9)
    assert (result.stdout.strip(), result.stderr.strip()) == ("out", "err")


def test_exec_hands_input_variables_and_folder_on(run: Run, web: str) -> None:
    """What is said before the name is of hcspy, what comes behind it of the program."""
    words = ["-i", "-e", "WHO=me", "-w", r"C:\Windows", "web", "cmd", "/c", "echo %WHO%& cd& cat"]
    assert run("exec", *words, input="piped").stdout.split() == ["me", r"C:\Windows", "piped"]


def test_exec_in_a_container_of_others(run: Run, theirs: str) -> None:
    """Somebody has to look into it, too."""
    assert run("exec", "theirs", "cmd", "/c", "echo in").stdout == "in\n"


def test_detached_exec_waits_for_nothing(run: Run, web: str, node: FakeHost) -> None:
    """It goes on in the container."""
    assert run("exec", "-d", "web", "ping", "-t", "x").stdout == ""
    with node.host.containers.open("web") as container:
        assert [process.image_name for process in container.processes()] == ["ping"]


@pytest.mark.parametrize(("words", "code"), [(["nobody", "cmd"], 125), (["web"], 125), (["web", "nosuch"], 127)])
def test_exec_that_runs_nothing_says_so_by_its_code(run: Run, web: str, words: list[str], code: int) -> None:
    """A script must not take it for what the program says."""
    assert run("exec", *words, code=code).stdout == ""


def test_exec_in_a_container_that_ended_is_125(run: Run, web: str) -> None:
    """There is nothing to run a program in."""
    run("stop", "web")
    assert "does not run" in run("exec", "web", "cmd", code=125).stderr


def test_container_is_stopped_started_killed_and_removed(run: Run, web: str, node: FakeHost) -> None:
    """The whole life, each verb saying what it did."""
    assert run("stop", "web").stdout == "stopped container web\n"
    assert states(node) == {"web": "Exited"}
    assert run("start", "web").stdout == "started container web\n"
    assert states(node) == {"web": "Running"}
    assert run("kill", "web").stdout == "killed container web\n"
    assert states(node) == {"web": "Exited"}
    assert run("rm", "web").stdout == "removed container web\n"
    assert states(node) == {}
    assert node.host.hns.endpoints.list() == []
    node.assert_clean()


def test_start_runs_the_command(run: Run, node: FakeHost) -> None:
    """It is what the container was created for, with its variables."""
    run("run", "--name", "web", "-e", "N=7", "nanoserver", "cmd", "/c", "ping -n %N% x")
    run("start", "web")
    with node.host.containers.open("web") as container:
        assert [process.image_name for process in container.processes()] == ["cmd"]
        container.remove(force=True)


def test_start_of_what_runs_changes_nothing(run: Run, web: str, node: FakeHost) -> None:
    """Its command is not run a second time."""
    run("start", "web")
    with node.host.containers.open("web") as container:
        assert list(container.processes()) == []


def test_start_whose_command_fails_stops_it_again(run: Run, web: str, node: FakeHost) -> None:
    """A container that runs nothing looks like one that does."""
    run("stop", "web")
    node.on("HcsCreateProcess").fail(0x80070005)
    assert run("start", "web", code=126).stdout == ""
    assert states(node) == {"web": "Exited"}


@pytest.mark.parametrize("verb", ["stop", "kill"])
def test_system_of_others_is_ended_when_named(run: Run, theirs: str, node: FakeHost, verb: str) -> None:
    """Whoever names it means it."""
    run(verb, "theirs")
    assert states(node) == {}


def test_system_of_others_that_does_not_shut_down_is_ended_by_force(run: Run, theirs: str, node: FakeHost) -> None:
    """A utility VM without an agent cannot shut down."""
    node.on("HcsShutDownComputeSystem").fail(0x80070032)
    run("stop", "theirs")
    assert states(node) == {}


def test_what_others_made_is_not_removed(run: Run, theirs: str, node: FakeHost) -> None:
    """Nothing is known of its files."""
    assert "made by others" in run("rm", "--force", "theirs", code=3).stderr
    assert states(node) == {"theirs": "Running"}


def test_container_that_runs_is_removed_by_force_only(run: Run, web: str, node: FakeHost) -> None:
    """Its work would be lost."""
    assert "is running" in run("rm", "web", code=1).stderr
    assert states(node) == {"web": "Running"}
    run("rm", "-f", "web")
    assert states(node) == {}


def test_name_that_means_nothing_changes_nothing(run: Run, web: str, node: FakeHost) -> None:
    """All are looked up before the first is touched."""
    for verb in ("start", "stop", "kill", "rm"):
        assert "there are: web" in run(verb, "web", "nobody", code=3).stderr
    assert states(node) == {"web": "Running"}
    node.assert_clean()


def test_missing_container_is_fine_when_said(run: Run, web: str, node: FakeHost) -> None:
    """A script that cleans up runs twice."""
    assert run("rm", "-f", "--missing-ok", "nobody", "web").stdout == "removed container web\n"
    assert run("rm", "--missing-ok", "web").stdout == ""


def test_failure_says_which_containers_are_left(run: Run, web: str, node: FakeHost) -> None:
    """Whoever goes on must know where it ended."""
    with node.host.containers.create("nanoserver", name="db"):
        pass
    node.on("HcsShutDownComputeSystem").fail(0x80070005)
    node.on("HcsTerminateComputeSystem", nth=1).fail(0x80070005)
    result = run("stop", "web", "db", code=5)
    assert "container web is not stopped" in result.stderr
    assert "container db is not stopped" in result.stderr
    node.reset_rules()
    run("rm", "-f", "db")


def test_names_are_completed(run: Run, web: str, node: FakeHost, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are made up, and long."""
    import click

    from hcspy.cli.containers.life import stop

    with click.Context(stop) as ctx:
        assert [item.value for item in found.complete(ctx, stop.params[0], "w")] == ["web"]
        assert found.complete(ctx, stop.params[0], "x") == []
    monkeypatch.setenv("HCSPY_CONNECT_REDIRECT", "nowhere")
    node.on("HcsEnumerateComputeSystems").fail(0x80070005)
    with click.Context(stop) as ctx:
        assert found.complete(ctx, stop.params[0], "w") == []
