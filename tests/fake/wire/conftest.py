"""What the tests of the wire share."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hcspy.testing.wire import Machine

DATA = Path(__file__).parents[2] / "data"


class Client:
    """A program that talks to HNSCall and judges nothing."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine

    def answer(self, method: str, path: str, body: Any = "") -> tuple[int, Any]:
        """Return the HRESULT and the decoded response."""
        hresult, response = self.machine.call(method, path, body if isinstance(body, str) else json.dumps(body))
        return hresult, json.loads(response) if response is not None else None

    def output(self, method: str, path: str, body: Any = "") -> Any:
        """Return what a request gave; it must succeed."""
        hresult, response = self.answer(method, path, body)
        assert (hresult, response["Success"]) == (0, True), response
        return response.get("Output")

    def get(self, path: str) -> Any:
        """Read."""
        return self.output("GET", path)

    def post(self, path: str, body: Any) -> Any:
        """Make or change."""
        return self.output("POST", path, body)

    def delete(self, path: str) -> None:
        """Delete."""
        assert self.output("DELETE", path) is None

    def code(self, method: str, path: str, body: Any = "") -> int:
        """Return the code of a failure, from the answer's text."""
        response = self.answer(method, path, body)[1]
        assert response["Success"] is False
        return int(response["ErrorCode"])


@pytest.fixture
def client() -> Callable[..., Client]:
    """Talk to a new machine of a build."""
    return lambda profile="2022", seed=0: Client(Machine(profile, seed))


@pytest.fixture
def sample() -> Callable[[str], Any]:
    """Read a document that was recorded on a real host."""
    return lambda name: json.loads((DATA / "samples" / name).read_text(encoding="utf-8"))


@pytest.fixture
def vectors() -> list[dict[str, Any]]:
    """Read what the Go client sent."""
    lines = (DATA / "vectors" / "hns_v1.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]
