"""Documents from the command line: ``Key=Value`` in wire keys, ports, files."""

from __future__ import annotations

import difflib
import enum
import ipaddress
import json
import types
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar, Union, get_args, get_origin

import click

from hcspy.codec import Member, decode, members, to_dict, types_of
from hcspy.errors import InvalidDocumentError

if TYPE_CHECKING:
    from hcspy.cli.kinds import PolicyStyle

M = TypeVar("M")

PROTOCOLS: Final = {"6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6", "None": "tcp", "": "tcp"}


def build(cls: type[M], settings: Iterable[str], *, base: Mapping[str, Any] | None = None, **given: Any) -> M:
    """Return a model from ``Key=Value`` words in wire keys, over a base document.

    ``Key:=JSON`` sets any member to any JSON, also one that the model has no name for.

    >>> from hcspy.hns import ACL
    >>> build(ACL, ["Action=Block", "Direction=Out", "Priority=200"]).priority
    200
    """
    known: dict[str, Any] = {name: value for name, value in given.items() if value not in (None, (), [])}
    raw: dict[str, Any] = {}
    for word in settings:
        key, value = _split(word)
        if key.endswith(":"):
            raw[key.removesuffix(":")] = _json(word, value)
        else:
            member = _member(cls, key)
            known[member.python_name] = _typed(cls, member, value)
    model = cls(**known)
    if not raw and base is None:
        return model
    document = to_dict(model)
    if base is not None:
        # Over a document goes what was said, not what a new model has by itself.
        said = _wire_names(cls, known)
        document = {**base, **{name: value for name, value in document.items() if name in said}}
    return decode(cls, {**document, **raw})


def merged(model: M, document: Mapping[str, Any]) -> M:
    """Return a model with the members of a document in place of its own, whatever their letter case."""
    current = to_dict(model)
    kind: type = type(model)
    names = {name.casefold(): name for name in (*(member.name for member in members(kind)), *current)}
    return decode(type(model), {**current, **{names.get(k.casefold(), k): v for k, v in document.items()}})


def policy(kind: str, settings: Iterable[str], style: PolicyStyle) -> Any:
    """Return a policy of a kind (``ACL``, in any letter case) from ``Key=Value`` words.

    A kind that hcspy does not know takes its members as they stand.
    """
    cls = next((found for name, found in style.classes().items() if name.casefold() == kind.casefold()), None)
    if cls is not None:
        return build(cls, settings)
    document: dict[str, Any] = {}
    for word in settings:
        key, value = _split(word)
        document[key.removesuffix(":")] = _json(word, value) if key.endswith(":") else value
    return style.unknown({"Type": kind, "Settings": document} if style.enveloped else {"Type": kind, **document})


def port(text: str) -> tuple[int, int, str]:
    """Read ``EXTERNAL:INTERNAL[/PROTOCOL]``, as docker's -p: the outside first; one number is both.

    >>> port("8080:80/tcp")
    (8080, 80, 'TCP')
    """
    from hcspy.containers import PublishedPort

    try:
        found = PublishedPort.parse(text)
    except InvalidDocumentError as error:
        raise click.BadParameter(str(error)) from None
    return found.external, found.internal, found.protocol.upper()


def protocol_name(value: object) -> str:
    """Return what docker calls an IP protocol that a document has as a number or a name.

    >>> protocol_name(6), protocol_name("UDP")
    ('tcp', 'udp')
    """
    text = str(int(value)) if isinstance(value, int) else str(value)
    return PROTOCOLS.get(text, text.lower())


def subnet(text: str) -> tuple[str, str]:
    """Read ``PREFIX[,GATEWAY]``; the gateway is the first address unless it is given.

    >>> subnet("10.0.0.0/24")
    ('10.0.0.0/24', '10.0.0.1')
    """
    prefix, _, gateway = text.partition(",")
    try:
        first = str(ipaddress.ip_network(prefix, strict=False)[1])
    except (ValueError, IndexError) as error:
        raise click.BadParameter(f"--subnet {text}: {error}") from None
    return prefix, gateway or first


def id_of(ref: Any) -> str:
    """Return the id of a reference, a model or an id, in lower case; nothing for none."""
    return str((ref if isinstance(ref, str) else getattr(ref, "id", None)) or "").strip("{}").lower()


def _wire_names(cls: type, python_names: Iterable[str]) -> set[str]:
    wanted = set(python_names)
    return {member.name for member in members(cls) if member.python_name in wanted}


def _split(word: str) -> tuple[str, str]:
    key, equals, value = word.partition("=")
    if not equals or not key:
        raise click.BadParameter(f"{word!r} is not Key=Value")
    return key, value


def _json(word: str, value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        raise click.BadParameter(f"{word!r}: what follows := is not JSON") from None


def _member(cls: type, key: str) -> Member:
    """Find a member by its wire name in any letter case, or by an alias."""
    folded = key.casefold()
    for member in members(cls):
        if folded in (name.casefold() for name in (member.name, *member.key.aliases)):
            return member
    names = [member.name for member in members(cls)]
    near = difflib.get_close_matches(key, names, n=3, cutoff=0.5)
    raise click.BadParameter(
        f"{cls.__name__} has no member {key!r}; {'near it: ' if near else 'there are '}{', '.join(near or names)}"
        f" ({key}:=JSON sets it all the same)"
    )


def _typed(cls: type, member: Member, text: str) -> Any:
    """Turn a text into what the member holds; a mistake names the member."""
    kinds = set(_kinds(types_of(cls)[member.python_name]))
    try:
        return _convert(kinds, text)
    except ValueError as error:
        raise click.BadParameter(f"{member.name}: {error}") from None


def _kinds(hint: Any) -> Iterable[Any]:
    """The plain types that a hint allows: unions are looked through, any sequence is a list."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        for part in get_args(hint):
            yield from _kinds(part)
    elif isinstance(origin, type) and issubclass(origin, Sequence):
        yield list
    else:
        yield origin or hint


def _convert(kinds: set[Any], text: str) -> Any:
    if bool in kinds:
        return _flag(text)
    # Members that hold addresses are Any to the checker of types at run time: text does for them.
    if kinds & {str, Any}:
        return text
    if list in kinds:
        return [part.strip() for part in text.split(",") if part.strip()]
    if any(isinstance(kind, type) and issubclass(kind, int) for kind in kinds):
        return _number(kinds, text)
    raise ValueError("this holds an object: write it as JSON, with := instead of =")


def _flag(text: str) -> bool:
    values = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if text.casefold() not in values:
        raise ValueError(f"{text!r} is neither true nor false")
    return values[text.casefold()]


def _number(kinds: set[Any], text: str) -> int:
    for kind in kinds:
        if (
            isinstance(kind, type)
            and issubclass(kind, enum.IntEnum | enum.IntFlag)
            and text.upper() in kind.__members__
        ):
            return kind[text.upper()]
    return int(text, 0)


def policy_text(text: str, style: PolicyStyle) -> Any:
    """Return a policy from one argument: its type and members, separated by blanks."""
    import shlex

    try:
        kind, *settings = shlex.split(text) or [""]
    except ValueError as error:
        raise click.BadParameter(f"{text!r}: {error}") from None
    if not kind or "=" in kind:
        raise click.BadParameter(f"{text!r} does not begin with the type of a policy, such as ACL")
    return policy(kind, settings, style)


def pattern(kind: str, settings: Iterable[str], style: PolicyStyle) -> Any:
    """Return what policies are compared with: the type and just the members given, no defaults."""
    made = style.document(policy(kind, settings, style))
    given = {_split(word)[0].removesuffix(":").casefold() for word in settings} | {"type"}

    def thinned(members: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in members.items() if name.casefold() in given}

    if style.enveloped:
        return style.unknown({"Type": made["Type"], "Settings": thinned(made.get("Settings") or {})})
    return style.unknown(thinned(made))
