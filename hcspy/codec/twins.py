"""Models that are read when somebody looks at them.

A list of ten thousand endpoints is read to find one of them. So the models inside of a document start as instances of a
hidden subclass, the *lazy* twin: it holds the document in `_wire` and nothing else. The first look at any other member ends
in `__getattr__`, since its slot is empty; there the object is filled and becomes what it said it was. Reading never fails,
whatever the document, so when it happens makes no difference. Until then the object also writes at no cost: nobody can have
changed it.

Frozen objects are filled through a second twin, the *draft*, which is not frozen. It has the same slots, so an object turns
from lazy to draft to model by assignment of its class, and plain attribute assignment in between is several times
cheaper than going around a frozen `__setattr__`.

Nothing shows the difference but `type(model)` before the first look; `model.__class__`, `isinstance`, `==`, `hash`, `match`,
`copy`, `pickle` and `attrs` all fill the object first.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import Any, Final

Fill = Callable[[Any, dict[str, Any]], None]

# One lock for all: it is held for microseconds, and never while other code runs.
LOCK: Final = RLock()

_become: Final = vars(object)["__class__"].__set__
_new: Final = object.__new__


class Twins:
    """The ways to make instances of one model class from documents."""

    def __init__(self, cls: type, compile_fill: Callable[[], Fill]) -> None:
        self.cls = cls
        self.fill: Fill = self._first_fill
        self._compile_fill = compile_fill
        slot: Any = cls._wire  # type: ignore[attr-defined]
        self.document: Callable[[Any], dict[str, Any]] = slot.__get__
        self.lazy = _subclass(cls, cls, _lazy_members(cls, self.inflate))
        self.draft = _subclass(cls, self.lazy, _UNFROZEN)
        self.read_later = _reading_later(self.lazy, slot.__set__)

    def _first_fill(self, model: Any, document: dict[str, Any]) -> None:
        self.fill = self._compile_fill()
        self.fill(model, document)

    def read(self, document: dict[str, Any]) -> Any:
        """Make a model from a document, now."""
        model = _new(self.draft)
        self.fill(model, document)
        _become(model, self.cls)
        return model

    def inflate(self, model: Any) -> None:
        """Fill a lazy object; without effect on one that is filled."""
        with LOCK:
            before = type(model)
            if before is self.cls:
                return  # another thread was faster
            _become(model, self.draft)
            try:
                self.fill(model, self.document(model))
            except BaseException:  # KeyboardInterrupt: as if nobody had looked
                _become(model, before)
                raise
            # A signal handler may look while this thread fills: then this is the inner call, and the outer one finishes.
            _become(model, self.cls if before is self.lazy else before)


def _reading_later(lazy: type, hold: Fill) -> Callable[[dict[str, Any]], Any]:
    def read_later(document: dict[str, Any]) -> Any:
        model = _new(lazy)
        hold(model, document)
        return model

    return read_later


def _lazy_members(cls: type, inflate: Callable[[Any], None]) -> dict[str, Any]:
    def __getattr__(self: Any, name: str) -> Any:
        inflate(self)
        return getattr(self, name)

    def __class__(self: Any) -> type:
        inflate(self)
        return cls

    def __reduce_ex__(self: Any, protocol: Any) -> Any:
        inflate(self)
        return self.__reduce_ex__(protocol)

    return {"__getattr__": __getattr__, "__class__": property(__class__), "__reduce_ex__": __reduce_ex__}


_UNFROZEN: Final = {"__setattr__": object.__setattr__, "__delattr__": object.__delattr__}


def _subclass(cls: type, base: type, members: dict[str, Any]) -> type:
    named = {"__slots__": (), "__module__": cls.__module__, "__qualname__": cls.__qualname__, "__doc__": cls.__doc__}
    return type(cls.__name__, (base,), {**named, **members})
