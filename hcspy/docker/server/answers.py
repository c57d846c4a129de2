"""What the engine gets back: documents, and errors in the words that its user reads.

The engine shows `remote: TEXT` for an answer of status 200 whose `Err` (network drivers) or `Error` (IPAM drivers) is
not empty, and `NetworkDriver.CreateNetwork: TEXT` for any other status, where it looks for `Err` alone. Such an answer
is final; only a connection that fails is tried again.
"""

from __future__ import annotations

import json
from typing import Any, Final

from aiohttp import web

from hcspy import to_dict
from hcspy.docker.protocol.plugin import Service
from hcspy.errors import HcspyError

MIME_TYPE: Final = "application/vnd.docker.plugins.v1.2+json"


def document(model: Any, status: int = 200) -> web.Response:
    """Answer with a document: of a model, a dict, or an empty one."""
    held = model if isinstance(model, dict) else {} if model is None else to_dict(model)
    # In ASCII: what came in as half a surrogate pair must go out again.
    return web.Response(body=json.dumps(held, separators=(",", ":")).encode(), status=status, content_type=MIME_TYPE)


def refusal(text: str, service: Service | None, status: int = 200) -> web.Response:
    """Answer with an error, in the member where the engine looks for it."""
    if service is Service.IPAM_DRIVER:
        return document({"Error": text} if status == 200 else {"Err": text, "Error": text}, status)
    return document({"Err": text}, status)


def words(error: HcspyError) -> str:
    """Say an error in one line: what, code, what is left behind, what to do.

    >>> from hcspy.docker.errors import DriverError
    >>> words(DriverError("network web has 2 endpoints", hint="disconnect its containers first"))
    'network web has 2 endpoints; disconnect its containers first'
    """
    told = f"{error}; {error.hint}" if error.hint else str(error)
    return " ".join(told.split())
