"""``-v``: every request and answer on stderr, as a daemon in debug mode logs them."""

from __future__ import annotations

import logging
import sys
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


def start() -> None:
    """Begin to log; a second time changes nothing."""
    logger = logging.getLogger(LOGGER)
    logger.setLevel(logging.DEBUG)
    if not any(isinstance(handler, WireHandler) for handler in logger.handlers):
        logger.addHandler(WireHandler())
