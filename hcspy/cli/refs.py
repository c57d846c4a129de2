"""Which object a word on the command line means: an id, the beginning of one, or a name."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from hcspy.cli.session import session_of
from hcspy.errors import (
    AmbiguousError,
    EndpointNotFoundError,
    HcspyError,
    InvalidGUIDError,
    NamespaceNotFoundError,
    NetworkNotFoundError,
    NotFoundError,
    PolicyListNotFoundError,
)
from hcspy.guid import GUID

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from hcspy.cli.session import Session

MISSING: Final[Mapping[str, type[HcspyError]]] = {
    "network": NetworkNotFoundError,
    "endpoint": EndpointNotFoundError,
    "namespace": NamespaceNotFoundError,
    "policylist": PolicyListNotFoundError,
}
SHORTEST: Final = 2  # a single character hits too much by chance


def service(session: Session, noun: str) -> Any:
    """Return the service of a noun."""
    hns = session.hns
    return {
        "network": hns.networks,
        "endpoint": hns.endpoints,
        "namespace": hns.namespaces,
        "policylist": hns.policy_lists,
    }[noun]


def resolve(session: Session, noun: str, word: str) -> Any:
    """Return the object that a word means.

    A whole id is asked for; anything else is looked for in the list: first among the names, in the letter case
    given and then in any, then among the beginnings of ids. More than one hit is an AmbiguousError.
    """
    if _is_id(word):
        return service(session, noun).get(word.strip("{}"))
    return choose(noun, word, service(session, noun).list())


def choose(noun: str, word: str, objects: Sequence[Any]) -> Any:
    """Return the one of the objects that a word means."""
    for fits in _tests(word):
        hits = [found for found in objects if fits(noun, found)]
        if len(hits) == 1:
            return hits[0]
        if hits:
            raise _ambiguous(noun, word, hits)
    names = {name for found in objects for name in words_for(noun, found)}
    near = difflib.get_close_matches(word, names, n=3, cutoff=0.5)
    hint = f"near it: {', '.join(near)}" if near else f"`hcspy {noun} ls` lists what is there"
    raise MISSING[noun](f"no {noun} is called {word!r}, and no id begins with it", hint=hint)


def _tests(word: str) -> Iterable[Callable[[str, Any], bool]]:
    folded = word.casefold()
    yield lambda noun, found: word in words_for(noun, found)
    yield lambda noun, found: folded in (name.casefold() for name in words_for(noun, found))
    if len(word) >= SHORTEST:
        yield lambda noun, found: (found.id or "").casefold().startswith(folded)


def _ambiguous(noun: str, word: str, hits: Sequence[Any]) -> AmbiguousError:
    shown = ", ".join(f"{found.id} ({label(noun, found)})" for found in hits)
    return AmbiguousError(f"{word!r} may be any of {len(hits)} {noun}s: {shown}", hint="give more of the id")


def words_for(noun: str, found: Any) -> list[str]:
    """Return the words that mean an object, besides its id."""
    if noun == "endpoint":
        network = found.virtual_network_name
        names = [found.name, f"{network}/{found.name}" if network and found.name else None]
        return [str(word) for word in (*names, found.ip_address, found.ipv6_address) if word]
    if noun == "namespace":
        return ["default"] if found.is_default else []
    if noun == "policylist":
        return [word for policy in found.policies for word in _places(policy)]
    return [found.name] if found.name else []


def _places(policy: Any) -> list[str]:
    port = getattr(policy, "external_port", None)
    vips = [f"{vip}:{port}" for vip in getattr(policy, "vips", ())] or [f":{port}"] * bool(port)
    prefix = getattr(policy, "destination_prefix", None)
    return [*vips, str(prefix)] if prefix else vips


def label(noun: str, found: Any) -> str:
    """Return what to call an object in a sentence."""
    words = words_for(noun, found)
    return words[0] if words else str(found.id)


def _is_id(word: str) -> bool:
    try:
        GUID(word)
    except InvalidGUIDError:
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
            found = service(session, noun).list()
        except Exception:
            return []
        words = [(word, entry) for entry in found for word in (words_for(noun, entry) or [str(entry.id)])]
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
