"""A fake host for a block, a function or the time between start and stop: `hcspy.connect()` is that host."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from contextlib import ExitStack
from types import TracebackType
from typing import Any, TypeVar, cast

from hcspy.testing.fake import FakeHost

__all__ = ["Use", "use_fake_host"]

Function = TypeVar("Function", bound=Callable[..., Any])


class Use:
    """What `use_fake_host()` returns: a context manager, a decorator, or a pair of start and stop."""

    def __init__(self, **options: Any) -> None:
        self._options = options
        self._stacks: list[ExitStack] = []

    def start(self) -> FakeHost:
        """Make a new fake host and let `hcspy.connect()` find it, in every thread."""
        with ExitStack() as stack:
            fake = stack.enter_context(FakeHost(**self._options))
            stack.enter_context(fake.redirected())
            self._stacks.append(stack.pop_all())
        return fake

    def stop(self) -> None:
        """End what `start()` began; LeakError if the program left something behind."""
        self._stacks.pop().close()

    def __enter__(self) -> FakeHost:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stacks.pop().__exit__(kind, error, at)

    def __call__(self, function: Function) -> Function:
        """Give each call of a function, async or not, a fake host of its own."""
        if inspect.iscoroutinefunction(function):

            @functools.wraps(function)
            async def asynchronous(*args: Any, **kwargs: Any) -> Any:
                with type(self)(**self._options):
                    return await function(*args, **kwargs)

            return cast("Function", asynchronous)

        @functools.wraps(function)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            with type(self)(**self._options):
                return function(*args, **kwargs)

        return cast("Function", wrapper)


def use_fake_host(profile: str = "2022", seed: int = 0, load: Any = None) -> Use:
    """Let `hcspy.connect()` without a target be a fake host, with any test runner.

    >>> import hcspy
    >>> from hcspy.testing import use_fake_host
    >>> @use_fake_host(profile="2019")
    ... def networks() -> list[str]:
    ...     with hcspy.connect() as host:
    ...         return [network.name for network in host.hns.networks.list()]
    >>> networks()
    []

    It is a context manager too, which gives the `FakeHost`; with unittest, ``self.enterContext(use_fake_host())`` does
    the same for one test, and ``start()`` and ``stop()`` are there for everything else.
    """
    return Use(profile=profile, seed=seed, load=load)
