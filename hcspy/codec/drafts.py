"""How frozen models are filled from documents, and what they remember of them.

**Drafts.** Frozen objects are filled as instances of a hidden subclass, the draft, which is not frozen. It has the
same slots, so a draft becomes a model by assignment of its class, and plain attribute assignment before that is several
times cheaper than going around a frozen `__setattr__`. Nobody else sees a draft.

**Members that are read later.** What holds other models (policies, a namespace) is often not asked for, and costs more
than all the rest. Its slot is filled with `UNREAD`, and the class gets a property in its place, which reads that part
of the document on the first look, and with it the other parts whose classes are loaded: to begin costs as much as to
read. Reading never fails, whatever the document, so when it happens makes no difference. A property makes each look
slower, so a class gets them when some reader leaves something unread: models inside of others are read whole, see
shapes.

**Models that are filled later.** Of a list of objects many are never looked at. An element of a list is made with its
document and nothing else: its other slots are empty, so Python asks the class's `__getattr__` at the first look at any
of them, and that fills all. It fills the object in place, slot by slot: others may look at it meanwhile, and must find
neither a draft nor another object.

**What the slot of `_wire` holds** tells how far it can be trusted:

- None: a new model.
- a tuple: made here. `(document,)` is as it was read, and goes out as it came, since frozen objects do not change.
  `(document, names)` was made of such a one by `evolve`: no attributes but these can differ.
  `(document, names, envelope)` stands in an envelope.
  `(document, None)` is not filled yet.
- a dict: came in through `__init__` or `__setstate__`, that is `attrs.evolve`, `copy` or `pickle`; each member is
  compared.

The attribute `_wire` shows the dict in each case, so it is a property, too. The slot goes by the name `_held`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from threading import RLock
from types import MemberDescriptorType
from typing import Any, Final

from hcspy.codec.members import WIRE
from hcspy.codec.origin import Origin

Fill = Callable[[Any], None]
"""Puts what is in its document into a model."""

HELD: Final = "_held"
UNREAD: Final = object()

# One lock for all: it is held for microseconds. In place of `with`, which takes longer than what is done under it.
_lock: Final = RLock()
acquire, release = _lock.acquire, _lock.release
_slots: Final[dict[property, Any]] = {}
"""The slots behind the properties."""
_looks: Final[dict[type, Mapping[str, Fill]]] = {}
_fills: Final[dict[type, Mapping[str, Fill]]] = {}
_NOTHING: Final[Mapping[str, Fill]] = {}
_attribute: Final = object.__getattribute__

become: Final = vars(object)["__class__"].__set__
"""Assign the class of an object, frozen or not."""


def slot_of(cls: type, name: str) -> Any:
    """Return the slot of an attribute, which may be behind a property of ours by now."""
    found = getattr(cls, name, None)
    if isinstance(found, property):
        found = _slots.get(found)
    if not isinstance(found, MemberDescriptorType):
        raise TypeError(f"{cls.__qualname__}.{name} has no slot: a model is a slotted attrs class with a member _wire")
    return found


def show_wire(cls: type) -> Any:
    """Let `_wire` show the document, and `_held` what is remembered; return the slot."""
    slot = slot_of(cls, WIRE)
    if not isinstance(getattr(cls, WIRE), property):
        _install(cls, WIRE, slot, _shown)
    setattr(cls, HELD, slot)
    return slot


def read_on_demand(cls: type, name: str, looks: Mapping[str, Fill]) -> None:
    """Let an attribute be read when somebody looks; `looks` has what reads it, for each attribute of the class."""
    _looks[cls] = looks
    slot = slot_of(cls, name)
    if isinstance(getattr(cls, name), property):
        return
    get = slot.__get__

    def look(model: Any) -> Any:
        value = get(model)
        if value is UNREAD:
            _looks[model.__class__][name](model)
            value = get(model)
        return value

    _install(cls, name, slot, look)


def _install(cls: type, name: str, slot: Any, look: Callable[[Any], Any]) -> None:
    shown = property(look, slot.__set__)
    _slots[shown] = slot
    # Where the attribute is found: not always in the class that made the slot, since attrs hands slots down.
    setattr(next(base for base in cls.__mro__ if name in vars(base)), name, shown)


def _shown(model: Any) -> Any:
    held = held_of(model)
    if held.__class__ is not tuple:
        return held
    return Origin.inside(held[0], held[2]) if len(held) == 3 else held[0]


def held_of(model: Any) -> Any:
    """Return what a model remembers; it is filled then."""
    held = model._held
    if _is_empty(held):
        _fill(model, _fills[model.__class__][WIRE])
        held = model._held
    return held


def _is_empty(held: Any) -> bool:
    return held.__class__ is tuple and len(held) == 2 and held[1] is None


def envelope_of(model: Any) -> tuple[Any, Any]:
    """Return the document that a model remembers as it came, and the envelope that it stands in or None."""
    held = model._held
    envelope, document = None, held
    if held.__class__ is tuple:
        document, envelope = held[0], held[2] if len(held) == 3 else None
    if isinstance(document, Origin):
        return document.document, envelope or document.envelope
    return document, envelope


def can_be_filled_later(cls: type) -> bool:
    """Tell whether objects of a class may be left empty at first: not if the class has a `__getattr__` of its own."""
    return getattr(cls, "__getattr__", _look_at_empty) is _look_at_empty


def fill_on_demand(cls: type, fills: Mapping[str, Fill]) -> None:
    """Let objects of a class be filled when somebody looks; `fills` has what fills one, by the attribute looked at."""
    _fills[cls] = fills
    cls.__getattr__ = _look_at_empty  # type: ignore[attr-defined]


def _look_at_empty(model: Any, name: str) -> Any:
    fill = _fills.get(model.__class__, _NOTHING).get(name)
    if fill is None:
        raise AttributeError(f"{type(model).__qualname__!r} object has no attribute {name!r}", name=name, obj=model)
    _fill(model, fill)
    return _attribute(model, name)


def _fill(model: Any, fill: Fill) -> None:
    acquire()
    try:
        if _is_empty(model._held):  # else another thread was faster
            fill(model)
    finally:
        release()


def draft_of(cls: type, read_later: Iterable[str]) -> Any:
    """Derive the draft of a model class."""
    named = {name: getattr(cls, name) for name in ("__module__", "__qualname__", "__doc__")}
    unfrozen = {"__setattr__": object.__setattr__, "__delattr__": object.__delattr__, HELD: show_wire(cls)}
    slots = {name: slot_of(cls, name) for name in read_later}
    # attrs' __init__ has no part in reading; without it an instance costs half.
    return type(cls)(cls.__name__, (cls,), {**named, **unfrozen, **slots, "__slots__": (), "__init__": object.__init__})
