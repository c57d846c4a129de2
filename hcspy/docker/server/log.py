"""What a server writes down: one line an event, `event key=value ...`, with the id of the request it belongs to."""

from __future__ import annotations

import json
import logging
import secrets
import sys
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Final

LOGGER: Final = "hcspy.docker"
WIRE: Final = "hcspy.wire"
"""The logger of the library's native calls."""
LONGEST: Final = 4000

request_id: Final[ContextVar[str]] = ContextVar("hcspy_request_id", default="-")
"""The id of the request that is being answered; calls into the library know it, too, in whatever thread they run."""

_log: Final = logging.getLogger(LOGGER)


def new_request_id() -> str:
    """Return an id, and let what is logged from here on carry it."""
    new = secrets.token_hex(4)
    request_id.set(new)
    return new


def line(event: str, facts: dict[str, Any]) -> str:
    """Return one line for people that programs can read, too.

    >>> line("request", {"method": "NetworkDriver.Join", "err": "no such network", "ms": 1.5})
    'request method=NetworkDriver.Join err="no such network" ms=1.5'
    """
    return " ".join([event, *(f"{name}={_value(value)}" for name, value in facts.items() if value is not None)])


def _value(value: Any) -> str:
    text = str(value)
    return json.dumps(text) if not text or any(c in '"=' or c.isspace() or not c.isprintable() for c in text) else text


def note(event: str, *, level: int = logging.INFO, trace: bool = False, **facts: Any) -> None:
    """Log an event. The facts are in the line, and one by one on the record, as `facts`."""
    if _log.isEnabledFor(level):
        told = {"id": request_id.get(), **facts}
        _log.log(level, "%s", line(event, told), exc_info=trace, extra={"facts": told, "event": event})


def cut(text: str) -> str:
    """Return a text of bearable length."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} ... {len(text)} characters"


class RequestIdHandler(logging.StreamHandler[Any]):
    """Writes records to stderr, each with the id of the request; a very long document is cut."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        time = logging.Formatter("%(asctime)s").formatTime(record)
        message = record.getMessage()
        told = message if hasattr(record, "facts") else f"id={request_id.get()} {cut(message)}"
        text = f"{time} {record.levelname} {record.name} {told}"
        return f"{text}\n{logging.Formatter().formatException(record.exc_info)}" if record.exc_info else text


def start_logging(*, debug: bool = False) -> Callable[[], None]:
    """Write what happens to stderr, with `debug` every document and every native call; return how to end it."""
    handler = RequestIdHandler(sys.stderr)
    loggers = [logging.getLogger(name) for name in (LOGGER, WIRE)]
    before = [logger.level for logger in loggers]
    for logger, level in zip(loggers, (logging.INFO, logging.WARNING), strict=True):
        logger.setLevel(logging.DEBUG if debug else level)
        logger.addHandler(handler)

    def stop() -> None:
        for logger, level in zip(loggers, before, strict=True):
            logger.removeHandler(handler)
            logger.setLevel(level)

    return stop
