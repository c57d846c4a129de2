"""The cattrs converter: the registry that hands out the compiled functions, and takes hooks for other types.

`converter` knows each model class and each tagged union. A hook that somebody registers on it, for a class of their own
or instead of ours, is used wherever such a member stands in a model that was not used before.

>>> import attrs
>>> from hcspy.hns import Subnet
>>> converter.structure({"AddressPrefix": "10.0.0.0/24"}, Subnet).address_prefix
'10.0.0.0/24'
>>> converter.unstructure(Subnet(address_prefix="10.0.0.0/24"))
{'AddressPrefix': '10.0.0.0/24'}
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import cattrs

from hcspy.codec.registry import codec_of, is_model, is_union, kind_of_hint


def _union_hook(hint: Any) -> Callable[[Any, Any], Any]:
    read = kind_of_hint(hint).read
    assert read is not None
    return lambda document, _: read(document)


def _new_converter() -> cattrs.Converter:
    new = cattrs.Converter()
    new.register_structure_hook_factory(is_model, lambda cls: codec_of(cls).structure)
    new.register_unstructure_hook_factory(is_model, lambda cls: codec_of(cls).write)
    new.register_structure_hook_factory(is_union, _union_hook)
    return new


converter: Final = _new_converter()
