"""``hcspy stats``: what containers use, again and again."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs
import click
from rich.filesize import decimal

from hcspy.cli import output
from hcspy.cli.containers import found
from hcspy.cli.options import NounCommand, pass_session
from hcspy.cli.session import Session
from hcspy.codec import to_dict
from hcspy.errors import AlreadyStoppedError, InvalidStateError, NotFoundError

if TYPE_CHECKING:
    from hcspy.hcs.schema1 import Statistics

HEADS: Final = ("NAME", "CPU", "MEMORY", "COMMITTED", "NET IN / OUT", "DISK READ / WRITTEN", "UP")
# It has ended between two looks, or is about to begin or to end.
GONE: Final = (NotFoundError, AlreadyStoppedError, InvalidStateError)


@attrs.frozen
class Sample:
    """What one container uses at one moment."""

    name: str
    statistics: Statistics
    before: Statistics | None

    @property
    def processor(self) -> float:
        """The share of one processor since the last look, or since the start if there was none."""
        now, before = self.statistics, self.before
        used, passed = now.processor.total_runtime_100ns, now.uptime_100ns
        if before is not None:
            used, passed = used - before.processor.total_runtime_100ns, passed - before.uptime_100ns
        return used / passed if passed > 0 else 0.0


@click.command(cls=NounCommand, short_help="Show what containers use.")
@click.argument("names", nargs=-1, metavar="[NAME...]", shell_complete=found.complete)
@click.option("--no-stream", is_flag=True, help="Show it once.")
@click.option(
    "--interval",
    type=click.FloatRange(min=0.1),
    default=1.0,
    show_default=True,
    metavar="SECONDS",
    help="Look again after so long.",
)
@pass_session
def stats(session: Session, names: Sequence[str], no_stream: bool, interval: float) -> None:
    """Show what the containers use that are named, or all that run, until Ctrl-C.

    CPU is the share of one processor since the last look, the first time since the container's start; MEMORY is its
    private working set. On a terminal the table changes in place, elsewhere one follows the other. -o json prints the
    statistics as the service has them, a list each time.
    """
    found.close(found.each(session, names, found.opened))  # a name that means nothing is no empty table
    rounds = _rounds(session, names, interval)
    if no_stream:
        _print(session, next(rounds))
    elif session.output == "table" and sys.stdout.isatty():
        _live(rounds)
    else:
        _forever(rounds, lambda samples: _print(session, samples))


def _rounds(session: Session, names: Sequence[str], interval: float) -> Iterator[list[Sample]]:
    before: dict[str, Statistics] = {}
    while True:
        samples = [
            Sample(name, statistics, before.get(name))
            for name in names or _running(session)
            if (statistics := _statistics(session, name)) is not None
        ]
        before = {sample.name: sample.statistics for sample in samples}
        yield samples
        time.sleep(interval)


def _running(session: Session) -> list[str]:
    return [entry.name for entry in session.connection.containers.list() if entry.system_type == "Container"]


def _statistics(session: Session, name: str) -> Statistics | None:
    try:
        with found.opened(session, name) as container:
            return container.statistics()
    except GONE:
        return None


def _forever(rounds: Iterator[list[Sample]], show: Callable[[list[Sample]], object]) -> None:
    try:
        for samples in rounds:
            show(samples)
            sys.stdout.flush()
    except KeyboardInterrupt:
        return


def _live(rounds: Iterator[list[Sample]]) -> None:
    from rich.live import Live

    with Live(console=output.console(), auto_refresh=False) as live:
        _forever(rounds, lambda samples: live.update(_table(samples), refresh=True))


def _print(session: Session, samples: list[Sample]) -> None:
    documents = [{"Name": sample.name, "Statistics": to_dict(sample.statistics)} for sample in samples]
    output.emit(session, documents, lambda: _table(samples))


def _table(samples: Sequence[Sample]) -> Any:
    return output.table(HEADS, map(_row, samples))


def _row(sample: Sample) -> tuple[str, ...]:
    now = sample.statistics
    received, sent = (sum(getattr(net, name) for net in now.network) for name in ("bytes_received", "bytes_sent"))
    return (
        sample.name,
        f"{sample.processor:.1%}",
        decimal(now.memory.usage_private_working_set_bytes),
        decimal(now.memory.usage_commit_bytes),
        f"{decimal(received)} / {decimal(sent)}",
        f"{decimal(now.storage.read_size_bytes)} / {decimal(now.storage.write_size_bytes)}",
        _duration(now.uptime_100ns // 10_000_000),
    )


def _duration(seconds: int) -> str:
    """Return a time as people say it, without what does not matter any more.

    >>> _duration(42), _duration(3700), _duration(200_000)
    ('42 s', '1 h 1 min', '2 d 7 h')
    """
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    if days:
        return f"{days} d {hour} h"
    return f"{hour} h {minute} min" if hour else f"{minute} min {second} s" if minute else f"{second} s"
