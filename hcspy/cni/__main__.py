"""The program `hcspy-cni`, and ``python -m hcspy.cni``."""

from __future__ import annotations

from typing import NoReturn


def main() -> NoReturn:
    """Be the CNI plugin that puts containers on networks of HCN."""
    from hcspy.cni.hcnplugin.plugin import HCNPlugin
    from hcspy.cni.program import main as answer

    answer(HCNPlugin)


if __name__ == "__main__":
    main()
