"""Which object a word on the command line means: an id, the beginning of one, or a name."""

from __future__ import annotations

import difflib
import ipaddress
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from hcspy.cli.kinds import Kind, kind_of
from hcspy.cli.session import session_of
from hcspy.errors import AmbiguousError, InvalidGUIDError, NotFoundError
from hcspy.guid import GUID

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from hcspy.cli.session import Session

SHORTEST: Final = 2  # a single character hits too much by chance


def resolve(session: Session, noun: str, word: str) -> Any:
    """Return the object that a word means.

    A whole id is asked for; anything else is looked for in the list: first among the names, in the letter case
    given and then in any, then among the beginnings of ids. More than one hit is an AmbiguousError.
    """
    kind = kind_of(session, noun)
    if _is_id(word):
        return kind.service(session).get(word.strip("{}"))
    return _quick(session, kind, word) or choose(kind, word, kind.list(session))


def _quick(session: Session, kind: Kind, word: str) -> Any:
    """Look among those that the service finds by the word: opening all of them would take a call or three each."""
    if "name" not in kind.by_word:
        return None
    network, slash, name = word.rpartition("/")
    filters: dict[str, Any] = {"name": word}
    if slash and kind.noun == "endpoint":
        filters = {"name": name, "network": resolve(session, "network", network)}
    elif "ip" in kind.by_word and _is_address(word):
        filters = {"ip": word}
    hits = kind.list(session, **filters)
    if len(hits) > 1:
        raise _ambiguous(kind, word, hits)
    return next(iter(hits), None)


def choose(kind: Kind, word: str, objects: Sequence[Any]) -> Any:
    """Return the one of the objects that a word means."""
    for fits in _tests(kind, word):
        hits = [found for found in objects if fits(found)]
        if len(hits) == 1:
            return hits[0]
        if hits:
            raise _ambiguous(kind, word, hits)
    names = {name for found in objects for name in kind.words(found)}
    near = difflib.get_close_matches(word, names, n=3, cutoff=0.5)
    hint = f"near it: {', '.join(near)}" if near else f"`hcspy {kind.noun} ls` lists what is there"
    raise kind.missing(f"no {kind.title} is called {word!r}, and no id begins with it", hint=hint)


def _tests(kind: Kind, word: str) -> Iterable[Callable[[Any], bool]]:
    folded = word.casefold()
    yield lambda found: word in kind.words(found)
    yield lambda found: folded in (name.casefold() for name in kind.words(found))
    if len(word) >= SHORTEST:
        yield lambda found: (found.id or "").casefold().startswith(folded)


def _ambiguous(kind: Kind, word: str, hits: Sequence[Any]) -> AmbiguousError:
    shown = ", ".join(f"{found.id} ({kind.label(found)})" for found in hits)
    return AmbiguousError(f"{word!r} may be any of {len(hits)} {kind.title}s: {shown}", hint="give more of the id")


def label(session: Session, noun: str, found: Any) -> str:
    """Return what to call an object in a sentence."""
    return kind_of(session, noun).label(found)


def _is_id(word: str) -> bool:
    try:
        GUID(word)
    except InvalidGUIDError:
        return False
    return True


def _is_address(word: str) -> bool:
    try:
        ipaddress.ip_address(word)
    except ValueError:
        return False
    return True


def each(session: Session, noun: str, words: Iterable[str], *, missing_ok: bool = False) -> Iterable[Any]:
    """Yield the objects that the words mean; with ``missing_ok`` leave out those that are not there."""
    for word in words:
        try:
            yield resolve(session, noun, word)
        except NotFoundError:
            if not missing_ok:
                raise


def complete(noun: str) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """Return the shell completion for a noun's names; a host that does not answer has none."""

    def names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        try:
            session = session_of(ctx)
            session.timeout = session.timeout or 2
            kind = kind_of(session, noun)
            found = kind.list(session)
        except Exception:
            return []
        words = [(word, entry) for entry in found for word in (kind.words(entry) or [str(entry.id)])]
        return [CompletionItem(word, help=str(entry.id)) for word, entry in words if word.startswith(incomplete)]

    return names


def ref(noun: str, name: str | None = None, *, many: bool = False) -> Callable[[Any], Any]:
    """Declare an argument that names one object, or several."""
    return click.argument(
        name or noun,
        nargs=-1 if many else 1,
        required=True,
        metavar=(name or noun).upper(),
        shell_complete=complete(noun),
    )


def ref_option(*declarations: str, noun: str, **settings: Any) -> Callable[[Any], Any]:
    """Declare an option that names an object."""
    return click.option(*declarations, metavar=noun.upper(), shell_complete=complete(noun), **settings)
