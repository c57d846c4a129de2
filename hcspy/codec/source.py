"""The Python text of the functions that read and write one model class.

Each member takes one or two lines of straight code; nothing is looked up or decided at run time that is known when the
class is. For

    class Subnet:
        address_prefix: str | None = None
        policies: Sequence[SubnetPolicy] = ()

the texts are, in the main,

    def read(d):                                    # d is the document
        get = d.get
        if not harmless.issuperset(d): ...          # odd spelling, see origin
        o = draft()                                 # can be written to, see drafts
        o._held = (d,)
        o.address_prefix = get('AddressPrefix')
        o.policies = UNREAD if get('Policies') is not None else default1
        o.__class__ = cls
        return o

    def look(o):                                    # at the policies, for the first time
        d = o._held[0]
        if slot1(o) is UNREAD: set1(o, read1(d['Policies']))

    def make(documents):                            # to be filled later
        for d in documents:
            o = draft()
            o._held = (d, None)
            o.__class__ = cls
            ...

    def fill(o):
        d = o._held[0]; get = d.get
        set0(o, get('AddressPrefix'))
        set1(o, UNREAD if get('Policies') is not None else default1)
        hold(o, (d,))

    def read(d):                                    # inside of another document, see shapes
        if len(d) != 2: return find(d)              # other names than those which this is made for
        try: v0 = d['AddressPrefix']; v1 = d['Policies']
        except KeyError: return find(d)
        ...
        o.address_prefix = v0
        o.policies = read1(v1) if v1 is not None else default1

    def write(o):
        r = o._held
        if r.__class__ is tuple: return written(o, r)   # nothing to do but for what evolve changed
        if r is None: ...                           # a new document, member by member
        get = r.get; c = None                       # what is different?
        v = o.address_prefix
        if v is not get('AddressPrefix'): c = {...}
        v = o.policies; w = get('Policies')
        if v is not w and (w is not None or v is not default1): c = compare1(c, v, w)
        return r if c is None else changed(r, c)

    def copy(o, n):
        n.address_prefix = o.address_prefix
        n.policies = slot1(o)                       # as it is there, read or not
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

import attrs

from hcspy.codec.kinds import IF_TUPLE, Kind, called
from hcspy.codec.members import Member, factory_of

_GET: Final = """\
    get = d.get
    if not harmless.issuperset(d):
        d = study(d)
        if d.__class__ is Origin:
            get = d.view.get
"""

_READ_TAIL: Final = """\
    o.__class__ = cls
    return o
"""

MAKE_SOURCE: Final = """\
def make(documents):
    r = []
    for d in documents:
        if d.__class__ is dict:
            o = draft()
            o._held = (d, None)
            o.__class__ = cls
            r.append(o)
        else:
            r.append(d)
    return r
"""

_LOOK_HEAD: Final = """\
def look(o):
    acquire()
    try:
        d = o._held[0]
        if d.__class__ is Origin:
            d = d.view
"""

_LOOK_TAIL: Final = """\
    finally:
        release()
"""

_WRITE_HEAD: Final = """\
def write(o):
    r = o._held
    if r.__class__ is tuple:
        if len(r) == 1 or not r[1]:
            r = r[0]
            return r.document if r.__class__ is Origin else r
        return write_edited(o, r[0], r[1])
    if r is None:
        d = {**start}
"""

_CHANGES_HEAD: Final = """\
    c = None
    get = r.view.get if r.__class__ is Origin else r.get
"""

_CHANGES_TAIL: Final = """\
    if c is not None:
        return changed(r, c)
    return r.document if r.__class__ is Origin else r
"""

Changes = dict[str, Any]


class Line(NamedTuple):
    """A member with its kind and its number in the generated text."""

    number: int
    member: Member
    kind: Kind

    @property
    def is_loaded(self) -> bool:
        """Whether the member can be read by itself, and what it holds is loaded."""
        return not (self.kind.waits or self.kind.read_beside)

    @property
    def shared_default(self) -> bool:
        """Whether one default serves all objects: not where a factory makes something that can change."""
        return factory_of(self.member.attribute) is None or _is_frozen(self.member.default)

    @property
    def default(self) -> str:
        """The default's expression."""
        if self.member.default is None:
            return "None"
        return f"default{self.number}" if self.shared_default else f"default{self.number}()"

    def quick(self, expression: str) -> str:
        """Return a quick expression of the kind under the names of this line."""
        return expression.replace("aid", f"aid{self.number}")

    def names(self) -> Iterator[tuple[str, Any]]:
        """The global names that the member's lines use."""
        member, kind, number = self.member, self.kind, self.number
        yield f"default{number}", member.default if self.shared_default else factory_of(member.attribute)
        yield f"read{number}", kind.read
        yield f"beside{number}", kind.read_beside
        yield f"write{number}", kind.write
        yield from ((self.quick(name), value) for name, value in kind.aids.items())
        yield f"compare{number}", comparison(member, kind)
        yield f"add{number}", addition(member, kind)


class Form(NamedTuple):
    """What differs between the functions that read a document for its names."""

    arguments: str
    head: str
    start: str
    end: str
    in_place: bool

    def put(self, line: Line) -> str:
        """Return the statement that gives a member its value, with a place for it."""
        return f"set{line.number}(o, {{}})" if self.in_place else f"o.{line.member.python_name} = {{}}"


ALONE: Final = Form("d", "", "    o = draft()\n    o._held = (d,)\n", _READ_TAIL, in_place=False)
"""From a document to a model."""
ENVELOPED: Final = Form(
    "d, envelope", "", "    o = draft()\n    o._held = (d, (), envelope)\n", _READ_TAIL, in_place=False
)
"""From a document in an envelope, and the envelope, to a model."""
EMPTY: Final = Form("o", "    d = o._held[0]\n", "", "    hold(o, (d,))\n", in_place=True)
"""Fills a model that has its document already."""


def _is_frozen(value: Any) -> bool:
    return attrs.has(type(value)) or value.__class__ in (tuple, frozenset)


def read_source(lines: Sequence[Line]) -> str:
    """Return the text of the function that makes a model of a document."""
    return _read_source("def read(d):\n", "(d,)", lines)


def read_inside_source(lines: Sequence[Line]) -> str:
    """Return the text of the function that makes a model of a document in an envelope."""
    return _read_source("def read(d, envelope):\n", "(d, (), envelope)", lines)


def _read_source(head: str, held: str, lines: Sequence[Line]) -> str:
    body = "".join(_read_line(line, f"o.{line.member.python_name} = {{}}") for line in lines)
    return f"{head}{_GET}    o = draft()\n    o._held = {held}\n{body}{_READ_TAIL}"


def shape_source(lines: Sequence[Line], names: Sequence[str], later: Collection[Line], form: Form) -> str:
    """Return the text of the function that reads a document with these names, and the models inside."""
    there = [line for line in lines if line.member.name in names]
    foreign = sorted(set(names) - {line.member.name for line in there})
    takes = [f"v{line.number} = d[{line.member.name!r}]" for line in there] + [f"d[{name!r}]" for name in foreign]
    values = {line.number: _shape_value(line, later=line in later) for line in there}
    body = "".join(f"    {form.put(line)}\n".format(values.get(line.number, line.default)) for line in lines)
    return f"""\
def read({form.arguments}):
{form.head}    if len(d) != {len(names)}:
        return find({form.arguments})
    try:
        {"; ".join(takes) or "pass"}
    except KeyError:
        return find({form.arguments})
{form.start}{body}{form.end}"""


def _shape_value(line: Line, *, later: bool) -> str:
    number, kind = line.number, line.kind
    value, quick = f"v{number}", ""
    if later:
        value = "UNREAD"
    elif kind.read_beside:
        value = f"beside{number}(v{number}, d)"
    elif kind.read:
        value = f"read{number}(v{number})"
        quick = called(f"v{number}", line.quick(kind.quick_read))
    if value != f"v{number}" or line.default != "None":
        value = f"{value} if v{number} is not None else {line.default}"
    return f"{quick} else {value}" if quick else value


def look_source(lines: Sequence[Line]) -> str:
    """Return the text of the function that reads members which were left unread, at the first look at one of them."""
    return _LOOK_HEAD + "".join(map(_look_line, lines)) + _LOOK_TAIL


def _look_line(line: Line) -> str:
    kind, number = line.kind, line.number
    value = _expression(kind.quick_read, "read", line) if kind.read else "v"
    texts = (
        f"if slot{number}(o) is UNREAD:",
        f"    v = d[{line.member.name!r}]",
        f"    set{number}(o, {f'beside{number}(v, d)' if kind.read_beside else value})",
    )
    return "".join(f"        {text}\n" for text in texts)


def fill_source(lines: Sequence[Line]) -> str:
    """Return the text of the function that fills such a model."""
    body = "".join(_read_line(line, f"set{line.number}(o, {{}})") for line in lines)
    # What is remembered comes last: from then on the others take the model for filled.
    return f"def fill(o):\n    d = o._held[0]\n{_GET}{body}    hold(o, (d,))\n"


def _read_line(line: Line, put: str) -> str:
    get = f"get({line.member.name!r})"
    if line.kind.holds_models:
        return "    " + put.format(f"UNREAD if {get} is not None else {line.default}") + "\n"
    if line.kind.read is None and line.default == "None":
        return "    " + put.format(get) + "\n"
    value = _expression(line.kind.quick_read, "read", line) if line.kind.read else "v"
    return f"    v = {get}\n    " + put.format(f"{value} if v is not None else {line.default}") + "\n"


def _expression(quick: str, function: str, line: Line) -> str:
    """Return the expression of a converted `v`: of the usual case in line, else a call."""
    call = f"{function}{line.number}(v)"
    return f"({line.quick(quick)} else {call})" if quick else call


def copy_source(lines: Sequence[Line]) -> str:
    """Return the text of the function that copies the attributes of a model to a draft."""
    return "def copy(o, n):\n" + "".join(map(_copy_line, lines)) + "    return n\n"


def _copy_line(line: Line) -> str:
    name = line.member.python_name
    return f"    n.{name} = slot{line.number}(o)\n" if line.kind.holds_models else f"    n.{name} = o.{name}\n"


def write_source(lines: Sequence[Line]) -> str:
    """Return the text of the function that makes a document from a model."""
    fresh = "".join(map(_fresh_line, lines))
    return f"{_WRITE_HEAD}{fresh}        return d\n{_CHANGES_HEAD}{''.join(map(_change_line, lines))}{_CHANGES_TAIL}"


def _fresh_line(line: Line) -> str:
    member, number = line.member, line.number
    value = _expression(line.kind.quick_write, "write", line) if line.kind.write else "v"
    read = f"        v = o.{member.python_name}\n"
    if member.always:
        value = value if value == "v" else f"{value} if v is not None else None"
        return f"{read}        d[{member.name!r}] = {value}\n"
    put = f"            d[{member.name!r}] = {value}\n"
    if line.default == "None":
        return f"{read}        if v is not None:\n{put}"
    if member.default == () and line.kind.quick_write.endswith(IF_TUPLE):
        add = f"        elif v is not None:\n            add{number}(d, v)\n"
        listed = line.quick(line.kind.quick_write.removesuffix(IF_TUPLE))
        put = f"            if v:\n                d[{member.name!r}] = {listed}\n"
        return f"{read}        {IF_TUPLE.strip()}:\n{put}{add}"
    if line.kind.write is None and line.shared_default:
        return f"{read}        if v is not None and v != default{number}:\n{put}"
    same = f" and v is not default{number}" if line.shared_default else ""
    return f"{read}        if v is not None{same}:\n            add{number}(d, v)\n"


def _change_line(line: Line) -> str:
    name, get = line.member.python_name, f"get({line.member.name!r})"
    if line.kind.read is line.kind.write is None and line.default == "None":
        lines = (
            f"if o.{name} is not {get}:",
            "    if c is None:",
            "        c = {}",
            f"    c[{line.member.name!r}] = o.{name}",
        )
    else:
        number = line.number
        absent = f" and (w is not None or v is not default{number})" if line.shared_default else ""
        lines = (
            f"v = o.{name}",
            f"w = {get}",
            f"if v is not w{absent}:",
            f"    c = compare{number}(c, v, w)",
        )
    return "".join(f"    {text}\n" for text in lines)


def addition(member: Member, kind: Kind) -> Callable[[Changes, Any], None]:
    """Return the function that puts a value into a new document unless it is the default."""
    name, write, default = member.name, kind.write or _identity, _written_default(member, kind)

    def add(document: Changes, value: Any) -> None:
        written = write(value)
        if written != default():
            document[name] = written

    return add


def _written_default(member: Member, kind: Kind) -> Callable[[], Any]:
    @cache  # when first needed: writing may need classes that are not loaded yet
    def default() -> Any:
        return kind.write(member.default) if kind.write and member.default is not None else member.default

    return default


Comparison = Callable[["Changes | None", Any, Any], "Changes | None"]


def comparison(member: Member, kind: Kind) -> Comparison:
    """Return the function that notes a value, `there` being what stands in the document, if it is another."""
    name, write, default = member.name, kind.write or _identity, _written_default(member, kind)
    same, respell = kind.same, kind.respell

    def compare(changes: Changes | None, value: Any, there: Any) -> Changes | None:
        written = None if value is None else write(value)
        if there is None:
            unchanged = written is None or written == default()
        else:
            unchanged = written is there or (written is not None and same(written, there))
        if unchanged:
            return changes
        if respell is not None and there is not None and written is not None:
            written = respell(written, there)
        return {name: written} if changes is None else {**changes, name: written}

    return compare


def _identity(value: Any) -> Any:
    return value
