"""Who is told what: registered callbacks, and what waits for somebody to register.

A program registers after it has the handle, and what happened in between must still reach it. So each handle has a
post: what is sent there is kept until the first callback is registered. A registration gets one thing after the other;
a callback may do anything, so it runs without any lock, and nobody waits for it but who unregisters it.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Any

from hcspy.testing.calls import NORMAL, Delivery
from hcspy.testing.delivery.crew import Crew

__all__ = ["Post", "Registration"]

Message = tuple[Any, ...]


class Registration:
    """A callback that was registered, and what is on its way there."""

    def __init__(self, crew: Crew, callback: Callable[..., object], delivery: Delivery = NORMAL) -> None:
        self._crew = crew
        self._delivery = delivery
        self._callback = callback
        self._idle = threading.Condition()
        self._waiting: deque[Message] = deque()
        self._runs_on: int | None = None
        self._ended = False

    def send(self, message: Message) -> None:
        """Deliver a message after those that were sent before; nothing once the registration has ended."""
        with self._idle:
            if self._ended or not self._delivery.copies:
                return
            self._waiting.extend([message] * self._delivery.copies)
            if self._runs_on is not None:
                return
            self._runs_on = 0
        if not self._crew.do(self._work, self._delivery.delay):
            self._stop()

    def _work(self) -> None:
        self._runs_on = threading.get_ident()
        try:
            while (message := self._next()) is not None:
                self._callback(*message)
        except BaseException:
            self._stop()
            raise

    def _next(self) -> Message | None:
        with self._idle:
            if self._waiting:
                return self._waiting.popleft()
            self._runs_on = None
            self._idle.notify_all()
            return None

    def _stop(self) -> None:
        with self._idle:
            self._runs_on = None
            self._waiting.clear()
            self._idle.notify_all()

    def end(self) -> bool:
        """Deliver nothing more, and wait for a callback that is running, as the real DLL does.

        Say whether that was possible: from the callback itself it is not, and Windows would wait for ever.
        """
        with self._idle:
            self._ended = True
            self._waiting.clear()
            if self._runs_on == threading.get_ident():
                return False
            self._idle.wait_for(lambda: self._runs_on is None)
        return True


class Post:
    """What is sent to one handle: it goes to the callbacks there, or waits for the first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: list[Message] = []
        self._registrations: list[Registration] = []

    def send(self, message: Message) -> None:
        """Send a message to all callbacks of the handle."""
        with self._lock:
            if not self._registrations:
                self._kept.append(message)
            for registration in self._registrations:
                registration.send(message)

    def add(self, registration: Registration) -> None:
        """Let a callback have what comes, and, if it is the first, what has come already."""
        with self._lock:
            self._registrations.append(registration)
            kept, self._kept = self._kept, []
            for message in kept:
                registration.send(message)

    def remove(self, registration: Registration) -> None:
        """Let a callback have no more; it is still to be ended."""
        with self._lock:
            if registration in self._registrations:
                self._registrations.remove(registration)

    @property
    def registrations(self) -> list[Registration]:
        """The callbacks that are there."""
        with self._lock:
            return list(self._registrations)
