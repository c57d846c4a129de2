"""The rules for the documents of HCS, of both schemas, by noun.

What a document lacks is said for a target only: what is wrong in it always. hcsshim sends documents with hardly
anything in them, and leaves the answer to the service.
"""

from __future__ import annotations

from hcspy.validate.hcs import ages, numbers, parts, process, request, schema1, system

__all__ = ["ages", "numbers", "parts", "process", "request", "schema1", "system"]
