"""What all tests share."""

from __future__ import annotations

import os
import signal

from hypothesis import HealthCheck, settings

# "rig" is for the Windows rig, where each example costs several times as much.
settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("rig", parent=settings.get_profile("ci"), max_examples=10)
settings.load_profile(os.environ.get("HCSPY_TEST_PROFILE", "ci"))

# A run that was started in the background ignores Ctrl-C, and its children with it; tests send it to themselves.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

pytest_plugins = ["pytester"]
