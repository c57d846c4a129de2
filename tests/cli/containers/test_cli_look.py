"""``stats``, ``inspect``, ``describe``, ``image``: what containers use and are made of."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

from hcspy.cli.containers import stats
from hcspy.cli.session import Session
from hcspy.hcs.schema1 import ProcessorStats, Statistics
from hcspy.testing import FakeHost

Run = Callable[..., Result]


def test_stats_shows_a_row_for_each_container(run: Run, web: str, theirs: str) -> None:
    """Who eats the memory of this host?"""
    heads, *rows = run("stats", "--no-stream").stdout.splitlines()
    assert heads.startswith("NAME    CPU   MEMORY")
    assert sorted(row.split()[0] for row in rows) == ["theirs", "web"]
    assert all("MB" in row and "%" in row for row in rows)


def test_stats_as_json_is_what_the_service_says(documents: Callable[..., Any], web: str) -> None:
    """Programs want numbers, not megabytes."""
    (entry,) = documents("stats", "--no-stream", "web")
    assert entry["Name"] == "web"
    assert entry["Statistics"]["Memory"]["MemoryUsageCommitBytes"] > 0


def test_stats_of_nobody_is_not_found(run: Run, web: str) -> None:
    """An empty table would say that it uses nothing."""
    run("stats", "--no-stream", "nobody", code=3)


def test_stats_leaves_out_what_has_ended(run: Run, web: str) -> None:
    """It may end between two looks."""
    run("stop", "web")
    assert run("stats", "--no-stream", "web").stdout.splitlines()[1:] == []


def test_stats_goes_on_until_ctrl_c(run: Run, web: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a pipe one table follows the other; ending it is no error."""
    naps = []

    def sleep(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr("hcspy.cli.containers.stats.time.sleep", sleep)
    result = run("stats", "--interval", "0.5")
    assert result.stdout.count("NAME") == 3
    assert naps == [0.5, 0.5, 0.5]


def test_processor_time_is_that_since_the_last_look() -> None:
    """What it used last week says nothing of now."""
    then = Statistics(uptime_100ns=1_000, processor=ProcessorStats(total_runtime_100ns=100))
    now = Statistics(uptime_100ns=2_000, processor=ProcessorStats(total_runtime_100ns=600))
    assert stats.Sample("web", now, then).processor == 0.5
    assert stats.Sample("web", now, None).processor == 0.3
    assert stats.Sample("web", Statistics(), None).processor == 0.0


@pytest.mark.parametrize(
    ("seconds", "words"), [(42, "42 s"), (61, "1 min 1 s"), (3700, "1 h 1 min"), (200_000, "2 d 7 h")]
)
def test_time_is_told_as_people_do(seconds: int, words: str) -> None:
    """Nobody counts seconds after a day."""
    assert stats._duration(seconds) == words


class Terminal(io.StringIO):
    """A stream that somebody looks at."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_table_on_a_terminal_changes_in_place(node: FakeHost, web: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is looked at for minutes."""
    terminal = Terminal()
    monkeypatch.setattr("sys.stdout", terminal)
    monkeypatch.setenv("TERM", "xterm")
    session = Session()
    session.host = None
    monkeypatch.setattr("hcspy.cli.containers.stats.time.sleep", raise_interrupt)
    stats._live(stats._rounds(session, ["web"], 1))
    assert "web" in terminal.getvalue()


def raise_interrupt(seconds: float) -> None:
    raise KeyboardInterrupt


def test_inspect_shows_document_and_properties(run: Run, documents: Callable[..., Any], web: str) -> None:
    """What was asked for, and what has come of it."""
    shown = documents("inspect", "web")
    assert shown["Document"]["Container"]["Storage"]["Layers"]
    assert shown["Properties"]["State"] == "Running"
    page = run("inspect", "web").stdout
    assert "State: Running" in page
    assert "Isolation: process" in page


def test_inspect_of_what_ended_has_no_properties(run: Run, documents: Callable[..., Any], web: str) -> None:
    """The service has forgotten it."""
    run("stop", "web")
    assert "Properties" not in documents("inspect", "web")


def test_inspect_of_others_shows_properties(documents: Callable[..., Any], theirs: str) -> None:
    """More is not known."""
    shown = documents("inspect", "theirs")
    assert shown["Properties"]["Owner"] == "containerd"
    assert "Document" not in shown


def test_describe_explains_a_container_in_words(run: Run, web: str) -> None:
    """The document is for the service, not for people."""
    assert "Windows container with process isolation" in run("describe", "web").stdout


def test_describe_explains_a_document(run: Run, node: FakeHost) -> None:
    """Of another engine, out of its log."""
    document = json.dumps({"Owner": "docker", "SystemType": "Container", "HvPartition": True})
    assert "docker" in run("describe", "-f", "-", input=document).stdout


def test_describe_needs_one_of_both(run: Run, web: str) -> None:
    """Which one is meant is not guessed."""
    run("describe", code=2)
    run("describe", "web", "-f", "x", code=2)


def test_describe_knows_nothing_of_others(run: Run, theirs: str) -> None:
    """Windows does not tell from which document they are."""
    assert "made by others" in run("describe", "theirs", code=3).stderr


def test_describe_of_what_was_never_whole(run: Run, node: FakeHost, web: str) -> None:
    """A machine that lost its power in the middle has such ones."""
    from hcspy.codec import evolve
    from hcspy.containers import record
    from hcspy.containers.doors import folder_of

    with node.host.containers.open("web") as container:
        record.write(folder_of(node.host, "web"), evolve(container.record, document=None))
    assert "never whole" in run("describe", "web", code=1).stderr


def test_image_ls_lists_the_base_images(run: Run, documents: Callable[..., Any], node: FakeHost) -> None:
    """What can be said after `run`."""
    heads, *rows = run("image", "ls").stdout.splitlines()
    assert heads.split() == ["NAME", "VERSION", "SIZE", "CREATED", "PATH"]
    assert [row.split()[0] for row in rows] == ["WindowsServerCore", "NanoServer"]
    (image,) = documents("image", "ls", "--name", "nanoserver")
    assert image["Name"] == "NanoServer"
    assert documents("image", "ls", "--version", "6") == []
