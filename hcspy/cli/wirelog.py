"""``-v``: every request and answer on stderr, as a daemon in debug mode logs them."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Final

LOGGER: Final = "hcspy.wire"
LONGEST: Final = 4000


class WireHandler(logging.Handler):
    """Writes one line a record to the stderr of the moment."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record; a very long document is cut."""
        text = record.getMessage()
        cut = f"{text[:LONGEST]} ... {len(text)} characters" if len(text) > LONGEST else text
        print(self.format_time(record), cut, file=sys.stderr)

    @staticmethod
    def format_time(record: logging.LogRecord) -> str:
        """Return the time of day with milliseconds."""
        return f"{logging.Formatter('%(asctime)s').formatTime(record, '%H:%M:%S')}.{int(record.msecs):03d}"


def start() -> Callable[[], None]:
    """Begin to log and return how to end it."""
    logger, handler = logging.getLogger(LOGGER), WireHandler()
    before = logger.level
    logger.setLevel(logging.DEBUG)
    logger.addHandler(handler)

    def stop() -> None:
        logger.removeHandler(handler)
        logger.setLevel(before)

    return stop
