"""``--dry-run``: the services run as always, over a door that prints what would change something.

Questions (GET) are asked for real, so that names are looked up and documents are merged as they would be. A
request that changes something is printed and answered with its own document, under an id that says it is new.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from hcspy.hns.services import HNS, Door

if TYPE_CHECKING:
    from hcspy.cli.session import Session

NEW: Final = "new-{noun}"


class Rehearsal(Door):
    """A door that lets questions through and prints the rest."""

    __slots__ = ("_made", "_session")

    def __init__(self, session: Session) -> None:
        host = session.connection
        super().__init__(host.tables, timeout=session.timeout, validate=session.validate)
        self._session = session
        self._made: dict[str, Any] = {}

    def request(self, method: str, path: str, body: str = "", *, noun: str | None = None) -> Any:
        """Answer a question; print anything else and answer with what was sent."""
        if path in self._made:
            return self._made[path]
        if method == "GET":
            return super().request(method, path, body, noun=noun)
        document = json.loads(body) if body else None
        show(self._session, method, path, document)
        return self._answer(path, document, noun)

    def _answer(self, path: str, document: Any, noun: str | None) -> Any:
        if not isinstance(document, dict):
            return None
        if path.endswith("/"):
            document = {"ID": NEW.format(noun=noun or "object"), **document}
            self._made[path + document["ID"]] = document
        return document


def show(session: Session, method: str, path: str, document: Any) -> None:
    """Print one request."""
    from hcspy.cli.output import echo, emit_documents

    if session.output == "table":
        echo(f"{method} {path}")
        if document is not None:
            echo(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        emit_documents(session, {"Method": method, "Path": path, "Body": document})


def rehearse(session: Session) -> HNS:
    """Return HNS v1 of the session's host behind such a door."""
    return HNS(Rehearsal(session))
