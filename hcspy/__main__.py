"""``hcspy`` and ``python -m hcspy``: the command line, an optional part of the package."""

from __future__ import annotations

import sys
from importlib.util import find_spec

NEEDS = ("click", "rich", "yaml")


def main() -> int:
    """Run the command line and return its exit code."""
    if any(find_spec(name) is None for name in NEEDS):
        print("the command line needs more packages: pip install hcspy[cli]", file=sys.stderr)
        return 2
    from hcspy.cli.app import run

    return run()


if __name__ == "__main__":
    sys.exit(main())
