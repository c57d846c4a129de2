"""``hcspy watch``: events as lines and as documents, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from click.testing import Result

from hcspy import hcn
from hcspy.cli import watch as watching
from hcspy.cli.session import Session
from hcspy.hcn import Changed, EventsLost, Notified, ServiceRestarted
from hcspy.testing import FakeHost

Run = Callable[..., Result]

ID = "9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f"


@pytest.fixture
def web(fake_host: FakeHost) -> hcn.HostComputeNetwork:
    """A network that is there."""
    return fake_host.host.hcn.networks.create(hcn.HostComputeNetwork(name="web", type="NAT"))


def test_watch_begins_with_what_is_there(run: Run, web: hcn.HostComputeNetwork) -> None:
    """Who watches needs to know what the changes are changes of."""
    lines = run("watch", "--count", "2").stdout.splitlines()
    assert [line.split(" ", 1)[1] for line in lines] == [f"existing network web {web.id}", "synced"]


@pytest.mark.parametrize("words", [["watch", "--kind", "network"], ["network", "watch"]])
def test_watch_prints_documents_as_lines(run: Run, web: hcn.HostComputeNetwork, words: list[str]) -> None:
    """One line a document: what jq and every log collector read."""
    first, second = map(json.loads, run(*words, "--for", "0.05", "-o", "json").stdout.splitlines())
    assert (first["Event"], first["Kind"], first["Name"], first["Object"]["Name"]) == (
        "existing", "network", "web", "web"
    )  # fmt: skip
    assert second == {"Event": "synced", "Generation": 0}


@pytest.mark.usefixtures("web")
def test_watch_of_another_kind_leaves_it_out(run: Run) -> None:
    """A filter that is ignored shows too much."""
    assert run("namespace", "watch", "--for", "0.05").stdout.split()[1:] == ["synced"]
    assert run("watch", "--no-initial", "--for", "0.05").stdout == ""
    assert run("endpoint", "watch", "--count", "1", "-o", "yaml").stdout == "---\nEvent: synced\nGeneration: 0\n"


def test_watch_prints_what_happens(
    run: Run, fake_host: FakeHost, web: hcn.HostComputeNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Created and deleted, by name also when it is gone."""
    made: list[hcn.HostComputeNetwork] = []
    show = watching.Printer.__call__

    def act(self: watching.Printer, event: Any) -> None:
        show(self, event)
        if isinstance(event, hcn.Synced):
            made.append(fake_host.host.hcn.networks.create(hcn.HostComputeNetwork(name="lab", type="NAT")))
        if isinstance(event, Changed) and event.action == "created":
            fake_host.host.hcn.networks.delete(made[0])

    monkeypatch.setattr(watching.Printer, "__call__", act)
    lines = [line.split()[1:] for line in run("network", "watch", "--count", "6").stdout.splitlines()]
    assert ["created", "network", "lab", str(made[0].id)] in lines
    assert lines[-1][:3] == ["deleted", "network", "lab"]
    fake_host.assert_clean()


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (Changed(kind="network", action="deleted", id=ID, type=4), f"deleted network {ID}"),
        (Changed(kind="endpoint", action="attached", id=ID, type=1), f"attached endpoint {ID}"),
        (Changed(kind="namespace", action="created", id=None, type=1, status=0x80070005),
         "created namespace  status 0x80070005"),
        (ServiceRestarted(generation=1), "service restarted"),
        (EventsLost(count=7), "events lost Count=7"),
        (Notified(type=99, status=0, data="x"), "notified Type=99 Status=0 Data=x"),
    ],
)  # fmt: skip
def test_every_event_has_words(fake_host: FakeHost, capsys: pytest.CaptureFixture[str], event: Any, line: str) -> None:
    """What is not understood is shown all the same; an object that is gone has its id."""
    session = Session()
    try:
        watching.Printer(session)(event)
    finally:
        session.close()
    assert capsys.readouterr().out.rstrip().split(" ", 1)[1] == line


def test_interrupt_ends_the_watch_cleanly(
    run: Run, fake_host: FakeHost, web: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C is how it is meant to end: no error, no handle left open."""

    def interrupted(events: Any, seconds: float | None) -> Iterator[Any]:
        yield hcn.Synced(generation=0)
        raise KeyboardInterrupt

    monkeypatch.setattr(watching, "_until", interrupted)
    result = run("watch")
    assert result.stdout.split()[1:] == ["synced"]
    assert result.stderr == ""
    fake_host.assert_clean()


@pytest.mark.skipif(sys.platform == "win32", reason="there a process cannot be sent a Ctrl-C by itself")
def test_interrupt_of_a_process_ends_with_0(tmp_path: Any) -> None:
    """The real signal, while it waits."""
    environ = {**os.environ, "HCSPY_HOST": f"fake:{tmp_path / 'node.json'}", "PYTHONIOENCODING": "utf-8"}
    # A shell that runs tests in the background lets them ignore the signal.
    command = [sys.executable, "-c", "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
               "sys.argv[1:] = ['watch']; from hcspy.__main__ import main; sys.exit(main())"]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environ, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert "synced" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
        assert process.stderr.read() == ""
