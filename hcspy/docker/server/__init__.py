"""Serving drivers: HTTP over named pipes, Unix sockets and TCP, and the file through which the engine finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hcspy._lazy import on_demand

if TYPE_CHECKING:
    from hcspy.docker.server.serving import Server as Server
    from hcspy.docker.server.serving import serve as serve
    from hcspy.docker.server.tls import TLS as TLS

_MODULE_OF = {"Server": "serving", "serve": "serving", "TLS": "tls"}

__all__ = list(_MODULE_OF)

if not TYPE_CHECKING:
    __getattr__, __dir__ = on_demand(__name__, _MODULE_OF)
