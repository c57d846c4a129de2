"""What a service would refuse about a document, said before the call.

Rules are kept by area and noun; models that stand inside others are walked by what the codec knows of them.
"""

from __future__ import annotations

import sys
from types import ModuleType

from hcspy.validate.finding import Finding
from hcspy.validate.walk import validate

__all__ = ["Finding", "validate"]


class _Callable(ModuleType):
    """A module that is its function.

    `hcspy.validate` is what people call. As soon as any part of the library imports this package, the import system
    puts the package under that name; so the package can be called as well.
    """

    __call__ = staticmethod(validate)


sys.modules[__name__].__class__ = _Callable
