"""What the fake was asked: one record for each call that reached it."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from threading import get_ident
from time import perf_counter
from typing import Any, Final, NamedTuple, overload

__all__ = ["Call", "Calls", "Delivery", "Request"]

LONGEST_ARGUMENT = 60


class Request(NamedTuple):
    """One HNS request, its body parsed.

    >>> Request("POST", "/networks/", {"Name": "web"}).document["Name"]
    'web'
    """

    method: str
    path: str
    document: Any


class Delivery:
    """How the news of what a call began are to reach the program: a rule of ``on()`` changes it."""

    __slots__ = ("at_once", "copies", "delay", "failure")

    def __init__(self) -> None:
        self.delay = 0.0
        """Seconds that they come late."""
        self.copies = 1
        """How often they come."""
        self.failure: int | None = None
        """The code that they say it failed with: it was not done then."""
        self.at_once = False
        """Whether the call itself says that it is done, and no news follow."""


NORMAL: Final = Delivery()


class Call:
    """One call of an export: what went in, what came back, where and how long.

    ``args`` and ``reply`` are by the export's own parameter names. ``reply`` and ``duration`` are None while the call
    is still running, which is how a hanging call looks.
    """

    __slots__ = ("_start", "args", "delivery", "dll", "duration", "export", "reply", "sequence", "thread")

    def __init__(self, sequence: int, dll: str, export: str, args: Mapping[str, Any]) -> None:
        self.sequence = sequence
        self.dll = dll
        self.export = export
        self.args = args
        self.thread = get_ident()
        self.reply: Mapping[str, Any] | None = None
        self.duration: float | None = None
        self.delivery = NORMAL
        self._start = perf_counter()

    def deliver(self) -> Delivery:
        """Return how its news are to be delivered, to be changed."""
        if self.delivery is NORMAL:
            self.delivery = Delivery()
        return self.delivery

    def finish(self, reply: Mapping[str, Any]) -> None:
        """Note the answer and the time that it took."""
        self.duration = perf_counter() - self._start
        self.reply = reply

    @property
    def hresult(self) -> int | None:
        """The HRESULT that the call returned, unsigned; None while it runs or if it returns something else."""
        hresult = None if self.reply is None else self.reply.get("hresult")
        return None if hresult is None else int(hresult) & 0xFFFFFFFF

    @property
    def request(self) -> Request | None:
        """The HNS request with its body parsed, or None for other exports; a body that is not JSON stays text."""
        if self.export != "HNSCall":
            return None
        return Request(self.args["method"], self.args["path"], parsed(self.args["object"]))

    @property
    def response(self) -> Any:
        """The HNS answer, parsed; None where there was none."""
        return None if self.reply is None else parsed(self.reply.get("response"))

    def __str__(self) -> str:
        arguments = ", ".join(f"{name}={shortened(value)}" for name, value in self.args.items())
        return f"call {self.sequence}: {self.export}({arguments})"

    def __repr__(self) -> str:
        outcome = "running" if self.reply is None else f"0x{self.hresult or 0:08X}"
        return f"<{self} -> {outcome}>"


class Calls(Sequence[Call]):
    """The calls so far, oldest first; a sequence that grows while the program runs.

    >>> from hcspy.testing import FakeHost
    >>> with FakeHost() as fake, fake.connect() as host:
    ...     _ = host.hns.networks.list()
    ...     print(fake.calls[0])
    call 1: HNSCall(method='GET', path='/networks/', object='')
    """

    def __init__(self) -> None:
        self._records: list[Call] = []
        self._numbers = itertools.count(1)

    def begin(self, dll: str, export: str, args: Mapping[str, Any]) -> Call:
        """Open the record of a call that just came in."""
        call = Call(next(self._numbers), dll, export, args)
        self._records.append(call)
        return call

    @property
    def exports(self) -> list[str]:
        """The names of the exports that were called, in order."""
        return [call.export for call in self]

    @property
    def requests(self) -> list[Request]:
        """The HNS requests, bodies parsed, in order."""
        return [request for call in self if (request := call.request) is not None]

    def of(self, export: str) -> list[Call]:
        """Return the calls of one export; a pattern such as ``Hcs*`` is fine."""
        return [call for call in self if fnmatchcase(call.export, export)]

    def clear(self) -> None:
        """Forget the calls so far; sequence numbers go on."""
        self._records = []

    @overload
    def __getitem__(self, index: int) -> Call: ...
    @overload
    def __getitem__(self, index: slice) -> list[Call]: ...
    def __getitem__(self, index: int | slice) -> Call | list[Call]:
        return self._records[index]

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[Call]:
        return iter(tuple(self._records))  # a copy: another thread may be calling

    def __repr__(self) -> str:
        return "\n".join(map(str, self)) or "no calls"


def parsed(text: str | None) -> Any:
    """Return the document that a text holds, the text itself if it is not JSON, None for nothing."""
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text


def shortened(value: object) -> str:
    """Return the repr of an argument, cut to what fits a line."""
    text = repr(value)
    return text if len(text) <= LONGEST_ARGUMENT else f"{text[: LONGEST_ARGUMENT - 2]}…{text[-1]}"
