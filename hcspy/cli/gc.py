"""``hcspy gc``: find what nobody uses any more, and remove it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from hcspy.cli import output
from hcspy.cli.failure import ERROR, OK
from hcspy.cli.options import NounCommand, pass_session
from hcspy.cli.session import Session
from hcspy.errors import AmbiguousError, NotFoundError

if TYPE_CHECKING:
    from hcspy.stale import Stale
    from hcspy.sweep import Leftover, Sweep

DONE = {"delete": "deleted", "repair": "repaired"}


@click.command(cls=NounCommand, short_help="Find what nobody uses any more, and remove it.")
@click.argument("objects", nargs=-1, metavar="[ID|NAME]...")
@click.option("--owner", metavar="PREFIX", help="Only what an owner made whose name begins so; see below.")
@click.option("--network", metavar="NETWORK", help="Only what is on a network, by its name or id.")
@click.option("--dry-run", is_flag=True, help="List what is stale, with the reason; all of it, if nothing is selected.")
@click.option("--yes", is_flag=True, help="Remove it. Needs a selection: --owner, --network, or objects.")
@click.option(
    "--settle",
    type=click.FloatRange(min=0),
    default=2.0,
    show_default=True,
    metavar="SECONDS",
    help="Remove only what is stale before and after so long.",
)
@pass_session
@click.pass_context
def gc(
    ctx: click.Context,
    session: Session,
    objects: Sequence[str],
    owner: str | None,
    network: str | None,
    dry_run: bool,
    yes: bool,
    settle: float,
) -> None:
    """List (--dry-run) or remove (--yes) what nobody uses: one of the two is needed.

    Stale are endpoints in no namespace and attached to nothing, endpoints of other hosts that no load balancer or
    route refers to, and load balancers and routes that refer to endpoints that are gone. Those that also refer to
    others are not deleted but repaired: the dead references are dropped. What the host is attached to and what is in
    its default namespace is in use.

    Others on the host have endpoints, too: --yes touches only what is selected, by --owner, --network, objects, or
    several of these, which must then all hold. The owner is the member Owner of the document; where there is none,
    the object's name. A load balancer with nobody behind it is on no network.

    An error with one object stops nothing else. Exit code 1: something could not be removed.

    Example: hcspy gc --owner cali --dry-run
    """
    _check(objects, owner, network, dry_run=dry_run, yes=yes)
    host = session.connection
    ids = _ids(objects, host.gc(dry_run=True).found) if objects else []
    swept = host.gc(*ids, owner=owner, network=network, dry_run=dry_run, settle=settle)
    if dry_run:
        _show(session, swept.found)
    else:
        _tell(session, swept)
    ctx.exit(ERROR if swept.leftovers else OK)


def _check(objects: Sequence[str], owner: str | None, network: str | None, *, dry_run: bool, yes: bool) -> None:
    if dry_run == yes:
        raise click.UsageError("say --dry-run to list what is stale, or --yes to remove it")
    if owner == "" or network == "":
        raise click.UsageError("an empty --owner or --network selects everything")
    if yes and not objects and owner is None and network is None:
        raise click.UsageError("--yes removes only what is selected: --owner PREFIX, --network NETWORK, or objects")


def _ids(words: Iterable[str], found: Sequence[Stale]) -> list[str]:
    """Return the ids that words mean: names, ids, the beginnings of ids."""
    return [_id(word, found) for word in words]


def _id(word: str, found: Sequence[Stale]) -> str:
    folded = word.strip("{}").lower()
    hits = [entry for entry in found if folded == entry.id.lower() or word == entry.name]
    hits = hits or [entry for entry in found if len(folded) > 1 and entry.id.lower().startswith(folded)]
    if not hits:
        raise NotFoundError(f"nothing stale is called {word!r}", hint="`hcspy gc --dry-run` lists what is stale")
    if len(hits) > 1:
        shown = ", ".join(f"{entry.id} ({entry.kind} {entry.name})" for entry in hits)
        raise AmbiguousError(f"{word!r} may be any of {len(hits)}: {shown}", hint="give the id")
    return hits[0].id


# -- printing -----------------------------------------------------------------------------------------------------


def _show(session: Session, found: Sequence[Stale]) -> None:
    if found or session.output != "table":
        output.emit(session, [_document(entry) for entry in found], lambda: _table(session, found))
    else:
        output.say(session, "nothing is stale")


def _table(session: Session, found: Sequence[Stale]) -> Any:
    ids = output.short_ids(session, (entry.id for entry in found))
    rows = (
        (entry.kind, entry.name, entry.network, entry.owner, entry.action, entry.reason, ids[entry.id])
        for entry in found
    )
    return output.table(("KIND", "NAME", "NETWORK", "OWNER", "ACTION", "REASON", "ID"), rows)


def _tell(session: Session, swept: Sweep) -> None:
    if session.output != "table":
        output.emit_documents(session, _documents(swept))
    for entry in swept.removed:
        output.say(session, f"{DONE[entry.action]} {entry}")
    for entry in swept.used:
        output.say(session, f"left {entry.kind} {entry.name}: it is used now")
    if not swept.found:
        output.say(session, "nothing is stale")
    err = output.console(stderr=True)
    for left in swept.leftovers:
        err.print(f"could not {left.stale.action} {left}", markup=False, soft_wrap=True)


def _documents(swept: Sweep) -> dict[str, Any]:
    return {
        "Removed": [_document(entry) for entry in swept.removed],
        "Used": [_document(entry) for entry in swept.used],
        "Leftovers": [_leftover(left) for left in swept.leftovers],
    }


def _document(entry: Stale) -> dict[str, Any]:
    return {
        "Kind": entry.kind,
        "ID": entry.id,
        "Name": entry.name,
        "Network": entry.network,
        "Owner": entry.owner,
        "Action": entry.action,
        "Reason": entry.reason,
    }


def _leftover(left: Leftover) -> dict[str, Any]:
    return {**_document(left.stale), "Error": str(left.error)}
