"""Many threads and many calls."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from hcspy._ffi import foreign
from hcspy._ffi.filler import fill
from hcspy._ffi.vmcompute import hns_call

THREADS = 32
CALLS = 200


@pytest.mark.load
def test_32_threads_get_their_own_answers_and_exceptions() -> None:
    """The tables are shared; an answer, or an exception, that comes to the wrong thread is a wrong answer."""

    def respond(dll: str, export: str, args: dict[str, Any]) -> Mapping[str, Any]:
        if args["method"] == "FAIL":
            raise LookupError(args["object"])
        return {"response": args["object"] * 10}

    tables = fill(respond)
    together = threading.Barrier(THREADS)

    def work(thread: int) -> None:
        together.wait()
        for call in range(CALLS):
            text = f"{thread}:{call};"
            assert hns_call(tables, "GET", "/", text) == text * 10
            with pytest.raises(LookupError, match=text):
                hns_call(tables, "FAIL", "/", text)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, range(THREADS)))
    assert (tables.ledger.live, tables.ledger.misuses) == ([], [])


@pytest.mark.load
def test_calls_from_foreign_threads_get_their_own_answers() -> None:
    """A handler that is called by Windows may call the service itself."""
    tables = fill(lambda dll, export, args: {"response": args["object"] * 10})
    answers: dict[int, str] = {}
    threads = [
        foreign.start(lambda number=number: answers.update({number: hns_call(tables, "GET", "/", f"{number};")}))
        for number in range(THREADS)
    ]
    for thread in threads:
        assert thread.join(30)
    assert answers == {number: f"{number};" * 10 for number in range(THREADS)}
