"""Faults on demand: calls that fail, come late, hang, or change the world first."""

from __future__ import annotations

import difflib
import random
import threading
import time
from collections.abc import Callable, Collection, Iterator
from fnmatch import fnmatchcase
from types import TracebackType
from typing import NamedTuple, Self

from hcspy.testing.calls import Call

__all__ = ["Failure", "Faults", "Rule"]

SLICE = 0.05  # Windows delivers Ctrl-C only between waits, so no wait is longer than this


class Failure(NamedTuple):
    """The answer of a call that a rule lets fail."""

    hresult: int
    text: str | None
    after: bool


class Match(NamedTuple):
    """Which calls a rule is about."""

    export: str
    method: str | None
    path: str | None
    when: Callable[[Call], bool] | None

    def accepts(self, call: Call) -> bool:
        """Say whether the call is one of those."""
        return (
            fnmatchcase(call.export, self.export)  # a rule with method or path is about HNSCall alone
            and (self.method is None or self.method == (call.args["method"] or "").upper())
            and (self.path is None or same_path(call.args["path"] or "", self.path))
            and (self.when is None or self.when(call))
        )

    def __str__(self) -> str:
        return " ".join(part for part in (self.export, self.method, self.path) if part)


class Rule:
    """What is to happen to some of the calls; made by ``fake.on(...)``.

    The steps happen in the order in which they were asked for, and the failure, if there is one, comes last. A rule
    is a context manager: leaving it takes the rule away.

    >>> from hcspy.testing import FakeHost
    >>> with FakeHost() as fake, fake.connect() as host:
    ...     with fake.on("GET /networks*").fail(0x80070005):
    ...         try:
    ...             host.hns.networks.list()
    ...         except PermissionError as error:
    ...             print(type(error).__name__)
    ...     host.hns.networks.list()
    AccessDeniedError
    []
    """

    def __init__(self, faults: Faults, match: Match, nth: int | None, times: int | None, chance: float | None) -> None:
        self.match = match
        self.seen = 0
        self.fired = 0
        self.failure: Failure | None = None
        self._faults = faults
        self._nth = nth
        self._times = 1 if nth is not None and times is None else times
        self._chance = chance
        self._random = random.Random(f"{faults.seed}/{faults.made}")
        self._steps: list[Callable[[Call], object]] = []
        self._gate = threading.Event()
        self._hanging = 0

    def fail(self, hresult: int, text: str | None = None, *, after: bool = False) -> Rule:
        """Let the calls fail with a code, and with an error text if the service would send one.

        Without ``text`` the service's own words for the code are used. With ``after`` the service does the work first
        and only the answer is lost, as when it is killed at the wrong moment.
        """
        self.failure = Failure(hresult & 0xFFFFFFFF, text, after)
        return self

    def delay(self, seconds: float) -> Rule:
        """Let the calls take at least so many seconds."""
        self._steps.append(lambda call: self._faults.pause(seconds))
        return self

    def hang(self) -> Rule:
        """Let the calls wait until ``release()``, or until the fake is closed."""
        self._steps.append(self._hang)
        return self

    def delay_notification(self, seconds: float) -> Rule:
        """Let the news of what the calls began come so many seconds late.

        The news of a call are what tells that its work is done: the notification of vmcompute.dll, the end of the
        operation of computecore.dll. For HcsCreateProcess, HcsTerminateProcess and HcsSignalProcess of vmcompute.dll
        they are that the process has ended. For a call that registers a callback they are everything that the callback
        gets.

        >>> from hcspy.testing import FakeHost
        >>> with FakeHost() as fake:
        ...     rule = fake.on("HcsStartComputeSystem", nth=2).delay_notification(0.5)
        """
        self._steps.append(lambda call: setattr(call.deliver(), "delay", seconds))
        return self

    def lose_notification(self) -> Rule:
        """Let the news of what the calls began never come, though it was done."""
        self._steps.append(lambda call: setattr(call.deliver(), "copies", 0))
        return self

    def repeat_notification(self, times: int = 2) -> Rule:
        """Let the news of what the calls began come more than once."""
        self._steps.append(lambda call: setattr(call.deliver(), "copies", times))
        return self

    def fail_notification(self, hresult: int) -> Rule:
        """Let the calls succeed, and the news be that it failed: it was not done."""
        self._steps.append(lambda call: setattr(call.deliver(), "failure", hresult & 0xFFFFFFFF))
        return self

    def answer_at_once(self) -> Rule:
        """Let the calls of vmcompute.dll say themselves that it is done; no notification follows."""
        self._steps.append(lambda call: setattr(call.deliver(), "at_once", True))
        return self

    def run(self, hook: Callable[[Call], object]) -> Rule:
        """Do something before the calls are answered: change the fake, or raise what a native call cannot."""
        self._steps.append(hook)
        return self

    def release(self) -> None:
        """Let the hanging calls go on, and later ones pass without waiting."""
        self._gate.set()

    def remove(self) -> None:
        """Take the rule away; what hangs on it goes on."""
        self._faults.discard(self)
        self.release()

    def wait_until_hanging(self, calls: int = 1, timeout: float = 10.0) -> None:
        """Wait until so many calls hang on this rule; raise TimeoutError if they do not."""
        deadline = time.monotonic() + timeout
        while self._hanging < calls:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self._hanging} of {calls} calls hang on {self} after {timeout:g} s")
            time.sleep(0.001)

    def consider(self, call: Call, *, decided: bool) -> bool:
        """Count the call if it matches, and say whether the rule fires; the caller holds the lock of the faults."""
        if not self.match.accepts(call):
            return False
        self.seen += 1
        fires = self._due() and not (decided and self.failure) and self._lucky()
        self.fired += fires
        return fires

    def carry_out(self, call: Call) -> None:
        """Do the steps, on the thread of the call and without any lock."""
        for step in self._steps:
            step(call)

    def _due(self) -> bool:
        if self._nth is not None:
            return self._nth <= self.seen < self._nth + (self._times or 1)
        return self._times is None or self.fired < self._times

    def _lucky(self) -> bool:
        return self._chance is None or self._random.random() < self._chance

    def _hang(self, call: Call) -> None:
        with self._faults.lock:
            self._hanging += 1
        try:
            while not (self._gate.wait(SLICE) or self._faults.closed.is_set()):
                pass
        finally:
            with self._faults.lock:
                self._hanging -= 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.remove()

    def __str__(self) -> str:
        return f"on({str(self.match)!r})"

    def __repr__(self) -> str:
        return f"<{self}: {self.seen} seen, {self.fired} fired>"


class Faults:
    """The rules of one fake."""

    def __init__(self, exports: Collection[str], seed: int = 0) -> None:
        self.seed = seed
        self.made = 0
        self.lock = threading.Lock()
        self.closed = threading.Event()
        self.ended = False  # the same, for those who only look
        self._exports = exports
        self.rules: list[Rule] = []

    def add(
        self,
        what: str,
        *,
        nth: int | None = None,
        times: int | None = None,
        method: str | None = None,
        path: str | None = None,
        probability: float | None = None,
        when: Callable[[Call], bool] | None = None,
    ) -> Rule:
        """Add a rule for an export or an HNS route and return it."""
        for name, number in (("nth", nth), ("times", times)):
            if number is not None and number < 1:
                raise ValueError(f"{name} counts from 1, not {number}")
        if probability is not None and not 0 <= probability <= 1:
            raise ValueError(f"a probability lies between 0 and 1, not at {probability}")
        match = Match(*self._target(what, method, path), when)
        with self.lock:
            self.made += 1
            rule = Rule(self, match, nth, times, probability)
            self.rules.append(rule)
        return rule

    def apply(self, call: Call) -> Failure | None:
        """Do to a call what the rules ask for; return the failure to answer, if any."""
        firing = self._firing(call)
        for rule in firing:
            rule.carry_out(call)
        return next((rule.failure for rule in firing if rule.failure), None)

    def pause(self, seconds: float) -> None:
        """Wait so long, or until the fake is closed."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0 and not self.closed.wait(min(left, SLICE)):
            pass

    def discard(self, rule: Rule) -> None:
        """Take a rule away if it is still there."""
        with self.lock:
            self.rules = [other for other in self.rules if other is not rule]

    def clear(self) -> None:
        """Take all rules away and let go what hangs on them."""
        for rule in self:
            rule.remove()

    def close(self) -> None:
        """Let go every call that waits; later ones do not wait at all."""
        self.ended = True
        self.closed.set()

    @property
    def unused(self) -> list[Rule]:
        """The rules that have not fired yet."""
        return [rule for rule in self if not rule.fired]

    def __iter__(self) -> Iterator[Rule]:
        return iter(tuple(self.rules))

    def __len__(self) -> int:
        return len(self.rules)

    def _firing(self, call: Call) -> list[Rule]:
        firing: list[Rule] = []
        decided = False
        with self.lock:
            for rule in self.rules:
                if rule.consider(call, decided=decided):
                    firing.append(rule)
                    decided = decided or rule.failure is not None
        return firing

    def _target(self, what: str, method: str | None, path: str | None) -> tuple[str, str | None, str | None]:
        """Split what ``on()`` was given into export, method and path."""
        if "/" in what:
            words = what.split()
            method, path, what = (words[0] if len(words) > 1 else method), words[-1], "HNSCall"
        if (method or path) and what != "HNSCall":
            raise ValueError(f"only HNSCall has a method and a path, {what} has none")
        if not any(fnmatchcase(export, what) for export in self._exports):
            close = difflib.get_close_matches(what, self._exports, n=1)
            hint = f"; did you mean {close[0]}" if close else ""
            raise ValueError(f"no DLL exports {what!r}{hint}")
        return what, method and method.upper(), path


def same_path(path: str, pattern: str) -> bool:
    """Compare a request's path with a pattern, without case and without the slash at the end.

    >>> same_path("/Endpoints/", "/endpoints*"), same_path("/networks/1f", "/networks")
    (True, False)
    """
    path, pattern = path.lower(), pattern.lower()
    return fnmatchcase(path, pattern) or fnmatchcase(path.rstrip("/"), pattern.rstrip("/"))
