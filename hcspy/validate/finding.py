"""What validation says about one member."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any


@dataclass(frozen=True)
class Finding:
    """One thing in a document that the service would refuse.

    >>> print(Finding("Subnets[0].AddressPrefix", "10.0.0.0/33", "an address prefix such as 10.0.0.0/24"))
    Subnets[0].AddressPrefix is '10.0.0.0/33', allowed is an address prefix such as 10.0.0.0/24
    """

    path: str
    """The JSON path, in wire names; empty for the document itself."""
    value: Any
    """What the document has there; None where it has nothing."""
    allowed: str
    """What may stand there."""
    since: str | None = None
    """From which version of the service on, where that is the matter."""

    def __str__(self) -> str:
        value = self.value.value if isinstance(self.value, Enum) else self.value
        said = "missing" if value is None else repr(value)
        since = f" (since {self.since})" if self.since else ""
        return f"{self.path or 'the document'} is {said}, allowed is {self.allowed}{since}"
