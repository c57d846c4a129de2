"""What all tests share."""

from __future__ import annotations

import signal

# A run that was started in the background ignores Ctrl-C, and its children with it; tests send it to themselves.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

pytest_plugins = ["pytester"]
