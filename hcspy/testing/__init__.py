"""A fake of the host: the same C function table as on Windows, with a machine of plain Python behind it.

``FakeHost`` is the machine. The pytest plugin makes one for each test that asks for the fixture ``fake_host``; other
test runners use ``use_fake_host``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hcspy._lazy import on_demand

if TYPE_CHECKING:
    from hcspy.testing.calls import Call, Calls, Request
    from hcspy.testing.fake import FakeHost
    from hcspy.testing.faults import Rule
    from hcspy.testing.leaks import LeakError
    from hcspy.testing.node.files import StateFileError
    from hcspy.testing.programs import Program
    from hcspy.testing.redirect import use_fake_host

__all__ = ["Call", "Calls", "FakeHost", "LeakError", "Program", "Request", "Rule", "StateFileError", "use_fake_host"]

HOMES: Final = {
    "Call": "calls",
    "Calls": "calls",
    "FakeHost": "fake",
    "LeakError": "leaks",
    "Program": "programs",
    "Request": "calls",
    "Rule": "faults",
    "StateFileError": "node.files",
    "use_fake_host": "redirect",
}

if not TYPE_CHECKING:
    __getattr__, __dir__ = on_demand(__name__, HOMES)
