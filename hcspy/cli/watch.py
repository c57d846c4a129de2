"""``hcspy watch``: what happens on a host, as it happens."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any, Final

import attrs
import click

from hcspy.cli import output, verbs
from hcspy.cli.kinds import V1, kind_of
from hcspy.cli.options import NounCommand, NounGroup, pass_session
from hcspy.cli.session import Session
from hcspy.errors import ClosedError, HcspyError, TimedOutError
from hcspy.hcn import events as told

# What the service tells of, and the noun of the command line.
KINDS: Final = {"network": "network", "endpoint": "endpoint", "namespace": "namespace"}
GUESTS: Final = "guest_network_service"

LIMITS: Final = verbs.options(
    click.option("--initial/--no-initial", default=True, help="Begin with what is there (the default)."),
    click.option("--count", type=click.IntRange(min=1), metavar="NUMBER", help="End after so many events."),
    click.option("--for", "seconds", type=float, metavar="SECONDS", help="End after so long."),
)


@click.command(cls=NounCommand, short_help="Print what happens, as it happens.")
@click.option("--kind", "kinds", type=click.Choice([*KINDS, GUESTS]), multiple=True, help="Only of these. Repeatable.")
@LIMITS
@pass_session
def watch(session: Session, kinds: Sequence[Any], **limits: Any) -> None:
    """Print the objects that exist, then what happens: one line an event, with -o json one document a line.

    Windows tells of networks, endpoints that are plugged in and out, namespaces and guest network services, not of
    load balancers and routes. After a restart of the service it goes on with what exists then. Ctrl-C ends it.
    """
    follow(session, kinds, **limits)


def add_watch(group: NounGroup, noun: str) -> None:
    """Add the verb that watches one kind of objects."""

    @group.command("watch", short_help="Print what happens, as it happens.")
    @LIMITS
    @pass_session
    def watch(session: Session, **limits: Any) -> None:
        """Print the objects that exist, then what happens to them; see `hcspy watch`. Ctrl-C ends it."""
        follow(session, [noun], **limits)


def follow(session: Session, kinds: Sequence[Any], *, initial: bool, count: int | None, seconds: float | None) -> None:
    """Print events until there were enough, the time is over, or somebody interrupts."""
    if session.api == V1:
        raise click.UsageError("HNS v1 tells nothing of what happens: watch is for --api v2")
    show = Printer(session)
    with session.connection.hcn.watch(initial=initial, kinds=kinds or None) as events:
        try:
            for number, event in enumerate(_until(events, seconds), 1):
                show(event)
                if number == count:
                    break
        except KeyboardInterrupt:
            return


def _until(events: Any, seconds: float | None) -> Iterator[told.Event]:
    end = None if seconds is None else time.monotonic() + seconds
    while True:
        try:
            yield events.get(None if end is None else max(0.0, end - time.monotonic()))
        except (TimedOutError, ClosedError):
            return


class Printer:
    """Prints events, with the names of objects as far as they are known."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._names: dict[str | None, str | None] = {}

    def __call__(self, event: told.Event) -> None:
        """Print one event at once."""
        document = self._document(event)
        if self._session.output == "json":
            line = json.dumps(document)
        elif self._session.output == "yaml":
            import yaml

            line = "---\n" + yaml.safe_dump(document, sort_keys=False).rstrip()
        else:
            line = f"{time.strftime('%H:%M:%S')} {words(document)}"
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    def _document(self, event: told.Event) -> dict[str, Any]:
        match event:
            case told.Existing():
                self._names[event.id] = getattr(event.object, "name", None)
                return {**self._about("existing", event), "Object": output.plain(event.object)}
            case told.Changed():
                return {**self._about(event.action, event), "Status": event.status, "Data": event.data}
        name = type(event).__name__
        members = attrs.asdict(event)
        return {"Event": PLAIN[name], **{key.capitalize(): value for key, value in members.items()}}

    def _about(self, what: str, event: Any) -> dict[str, Any]:
        return {"Event": what, "Kind": event.kind, "Id": event.id, "Name": self._name(event)}

    def _name(self, event: Any) -> str | None:
        if (
            event.id not in self._names
            and event.id
            and event.kind in KINDS
            and getattr(event, "action", "") not in {"deleting", "deleted"}
        ):
            self._names[event.id] = self._asked(event.kind, event.id)
        return self._names.get(event.id)

    def _asked(self, noun: str, id: str) -> str | None:
        """Ask for a name; the object may be gone by now, or not quite there."""
        try:
            name = getattr(kind_of(self._session, noun).service(self._session).get(id), "name", None)
        except HcspyError:
            return None
        return None if name is None else str(name)


PLAIN: Final = {
    "Synced": "synced",
    "ServiceRestarted": "service_restarted",
    "EventsLost": "events_lost",
    "Notified": "notified",
}


def words(document: dict[str, Any]) -> str:
    """Return an event in words."""
    event = document["Event"].replace("_", " ")
    if "Kind" in document:
        failed = f" status 0x{document['Status']:08x}" if document.get("Status") else ""
        named = " ".join(str(part) for part in (document["Name"], document["Id"]) if part)
        return f"{event} {document['Kind'].replace('_', ' ')} {named}{failed}"
    details = " ".join(f"{key}={value}" for key, value in document.items() if key not in {"Event", "Generation"})
    return f"{event} {details}".strip()


__all__ = ["add_watch", "watch"]
