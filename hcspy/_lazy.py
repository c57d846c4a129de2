"""Names of a package that are loaded when they are first used (PEP 562)."""

from __future__ import annotations

import sys

# As in the package itself: `typing` and its like would cost more than all the rest of `import hcspy`.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from typing import Any


def on_demand(
    package: str, homes: Mapping[str, str], modules: Collection[str] = ()
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return the ``__getattr__`` and the ``__dir__`` of a package.

    ``homes`` says which module of the package has each name; ``modules`` are names of modules themselves.

    >>> get, names = on_demand("hcspy", {"connect": "host"})
    >>> get("connect").__module__
    'hcspy.host'
    """

    def load(name: str) -> Any:
        from importlib import import_module

        if name in modules:
            return import_module(f"{package}.{name}")
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(f"{package}.{homes[name]}"), name)
        # Also where a module has the name of what is in it: whoever asks the package means the latter.
        setattr(sys.modules[package], name, value)
        return value

    def names() -> list[str]:
        return sorted({*vars(sys.modules[package]), *homes, *modules})

    return load, names
