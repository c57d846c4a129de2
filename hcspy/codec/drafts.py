"""How frozen models are filled from documents, and what they remember of them.

**Drafts.** Frozen objects are filled as instances of a hidden subclass, the draft, which is not frozen. It has the
same slots, so a draft becomes a model by assignment of its class, and plain attribute assignment before that is several
times cheaper than going around a frozen `__setattr__`. Nobody else sees a draft.

**Members that are read later.** What holds other models (policies, a namespace) is often not asked for, and costs more
than all the rest. Its slot is filled with `UNREAD`, and the class gets a property in its place, which reads that part
of the document on the first look. Reading never fails, whatever the document, so when it happens makes no difference.

**What the slot of `_wire` holds** tells how far it can be trusted:

- None: a new model.
- a tuple: made here. `(document,)` is as it was read, and goes out as it came, since frozen objects do not change.
  `(document, names)` was made of such a one by `evolve`: no attributes but these can differ.
- a dict: came in through `__init__` or `__setstate__`, that is `attrs.evolve`, `copy` or `pickle`; each member is
  compared.

The attribute `_wire` shows the dict in each case, so it is a property, too. The slot goes by the name `_held`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import RLock
from types import MemberDescriptorType
from typing import Any, Final

from hcspy.codec.members import WIRE
from hcspy.codec.origin import Origin

HELD: Final = "_held"
UNREAD: Final = object()

# One lock for all: it is held for microseconds.
_lock: Final = RLock()
_slots: Final[dict[property, Any]] = {}
"""The slots behind the properties."""

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


def read_on_demand(cls: type, name: str, member: str, read: Callable[[Any, dict[str, Any]], Any]) -> None:
    """Let an attribute read its part of the document when somebody looks; `read` is given the whole, too."""
    slot = slot_of(cls, name)
    if isinstance(getattr(cls, name), property):
        return
    get, fill = slot.__get__, slot.__set__

    def look(model: Any) -> Any:
        value = get(model)
        return value if value is not UNREAD else look_first(model)

    def look_first(model: Any) -> Any:
        with _lock:
            value = get(model)
            if value is UNREAD:  # else another thread was faster
                held = model._held[0]
                document = held.view if isinstance(held, Origin) else held
                value = read(document[member], document)
                fill(model, value)
            return value

    _install(cls, name, slot, look)


def _install(cls: type, name: str, slot: Any, look: Callable[[Any], Any]) -> None:
    shown = property(look, slot.__set__)
    _slots[shown] = slot
    # Where the attribute is found: not always in the class that made the slot, since attrs hands slots down.
    setattr(next(base for base in cls.__mro__ if name in vars(base)), name, shown)


def _shown(model: Any) -> Any:
    held = model._held
    return held[0] if held.__class__ is tuple else held


def draft_of(cls: type, read_later: Iterable[str]) -> Any:
    """Derive the draft of a model class."""
    named = {name: getattr(cls, name) for name in ("__module__", "__qualname__", "__doc__")}
    unfrozen = {"__setattr__": object.__setattr__, "__delattr__": object.__delattr__, HELD: show_wire(cls)}
    slots = {name: slot_of(cls, name) for name in read_later}
    # attrs' __init__ has no part in reading; without it an instance costs half.
    return type(cls)(cls.__name__, (cls,), {**named, **unfrozen, **slots, "__slots__": (), "__init__": object.__init__})
