"""The counterparts table: for each function of hcsshim what it is called here, and how to compare the two.

A row names the Python path, says where each argument comes from, and projects the result to what Go returns.
The rows are in `rows_*.py`, a file for each part. The documentation's table of all functions is made from them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from hcspy.guid import GUID

from . import models

Inputs = Mapping[str, Any]
Argument = Callable[[Inputs], Any]
Projection = Callable[[Any], Any]

DROPPED: Final = "(dropped)"
"""A projection's answer where Go returns something that we do not: there is nothing to compare."""

POSTED: Final = "posted"
"""Says that the receiver after the call is the document that the call sent last."""


@dataclass(frozen=True, slots=True)
class Counterpart:
    """What one function of hcsshim is here."""

    api: str
    """Go's name, with the receiver's type for a method: ``hcsshim.HNSNetwork.Create``."""
    python: str
    """The path from a host, ``host.hns.networks.create``, or from the package, ``hcspy.hns.EndpointState``."""
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    """Where each argument comes from, by our name of it."""
    result: Projection = lambda result: result
    """What Go returns for what we return."""
    receiver: Projection | str | None = None
    """How Go's receiver after the call is found: a projection of our result, or POSTED; None if it never changes."""
    when: Callable[[Inputs], bool] | None = None
    """Some functions have two counterparts: which inputs this row is for."""
    call: Callable[[Any, Mapping[str, Any]], Any] | None = None
    """How to call it, where it is not a function that takes the arguments: called with the value at the path."""
    note: str = ""
    """What a reader of Go would not expect, for the documentation."""


def table() -> tuple[Counterpart, ...]:
    """Return all rows."""
    from .rows_hcn import ROWS as hcn
    from .rows_hcs import ROWS as hcs
    from .rows_hcs_models import ROWS as hcs_models
    from .rows_hns import ROWS as hns
    from .rows_plain import ROWS as plain
    from .rows_storage import ROWS as storage

    return (*hns, *hcn, *hcs, *hcs_models, *storage, *plain)


def find(api: str, inputs: Inputs, rows: tuple[Counterpart, ...] | None = None) -> Counterpart:
    """Return the row of a function; KeyError names the function if no row stands for it."""
    from .rows_hcn import CHECKS
    from .rows_hcs import SCENARIOS
    from .rows_storage import INTERNAL

    apis = _names(api)
    for row in (*SCENARIOS, *table(), CHECKS, *INTERNAL) if rows is None else rows:
        if row.api in apis and (row.when is None or row.when(inputs)):
            return row
    raise KeyError(f"{api} has no row in the counterparts table")


def _names(api: str) -> tuple[str, ...]:
    """Return the functions that a recording may be of.

    One of a special case has its name behind the function's: ``computestorage.ExportLayer.zero_options``.
    """
    name, _, case = api.rpartition(".")
    return (api, name) if case.islower() else (api,)


# -- arguments ----------------------------------------------------------------------------------------------------


def value(name: str, *other_names: str) -> Argument:
    """Take an argument as Go got it; hcsshim's two layers do not always name it alike."""
    return lambda inputs: inputs[next((other for other in other_names if other in inputs), name)]


def document(name: str, go_type: str) -> Argument:
    """Build a model from a Go document by keywords."""
    return lambda inputs: models.build(go_type, inputs[name])


def documents(name: str, go_type: str) -> Argument:
    """Build models from a list of Go documents; nil entries are left out, and nil is no entries."""
    return lambda inputs: tuple(models.build(go_type, entry) for entry in inputs[name] or () if entry is not None)


def identity(name: str, member: str = "Id") -> Argument:
    """Pass a Go document's id: where we take a model or an id, the id is the harder case."""
    return lambda inputs: inputs[name][member]


# -- results ------------------------------------------------------------------------------------------------------


def as_go(go_type: str) -> Projection:
    """Project a model."""
    return lambda result: models.project(go_type, result)


def all_as_go(go_type: str) -> Projection:
    """Project a list of models."""
    return lambda result: [models.project(go_type, entry) for entry in result]


def guid_as_go(guid: Any) -> dict[str, str]:
    """Show an id as the recordings do: its bytes as they lie in C, and its text."""
    return {"bytes": f"hex:{GUID(guid).to_bytes_le().hex()}", "string": str(guid)}


def dropped(result: Any) -> str:
    """Go returns the service's answer to a deletion; we return None."""
    if result is not None:
        raise TypeError(f"{result!r} is not None")
    return DROPPED


def nothing(result: Any) -> None:
    """Go returns an error or nothing; what we return, if anything, is extra."""
