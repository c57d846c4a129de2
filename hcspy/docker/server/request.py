"""Reading what the engine asks: the body of a request, as the model of its method."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Final

import attrs
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from hcspy.codec import from_json, loads, members
from hcspy.docker.protocol.methods import METHODS, Method
from hcspy.docker.server.log import cut, note
from hcspy.errors import InvalidDocumentError
from hcspy.lint.unknown import unknown

DEEPEST: Final = 64
"""How deep a document may be nested; what engines send has five levels."""
SHOWN: Final = 20


class RefusedError(Exception):
    """A request that does not get as far as the driver."""

    def __init__(self, status: int, text: str, outcome: str) -> None:
        super().__init__(text)
        self.status = status
        self.outcome = outcome


def malformed(text: str) -> RefusedError:
    """Return the refusal of a document that is none, or not the right one."""
    return RefusedError(400, text, "malformed")


def no_such_method(name: str, served: str) -> RefusedError:
    """Return the refusal of a call that nobody answers. The engine puts the method's name before the text.

    >>> str(no_such_method("NetworkDriver.Migrate", "web"))
    'web has no method NetworkDriver.Migrate'
    >>> str(no_such_method("IpamDriver.RequestPool", "web"))
    'web is no IpamDriver'
    """
    known = METHODS.get(name)
    text = f"{served} is no {known.service}" if known else f"{served} has no method {cut(name)}"
    return RefusedError(404, text, "unknown method")


async def body_of(request: web.Request, limit: int) -> bytes:
    """Read the body of a request, up to a limit."""
    try:
        return await request.read()
    except web.HTTPRequestEntityTooLarge as error:
        raise RefusedError(413, f"the request has more than {limit} bytes", "too large") from error
    except (web.RequestPayloadError, HttpProcessingError) as error:
        raise malformed(f"the request cannot be read: {error}") from error


def model_of(method: Method, body: bytes) -> Any:
    """Read the body of a request as the model of its method; a value of a wrong type is refused, with its place.

    >>> model_of(METHODS["NetworkDriver.DeleteNetwork"], b'{"NetworkID": "9dea"}').network_id
    '9dea'
    >>> model_of(METHODS["NetworkDriver.DeleteNetwork"], b'{"NetworkID": 7}')
    Traceback (most recent call last):
    hcspy.docker.server.request.RefusedError: NetworkID is 7, allowed is a string
    """
    assert method.request is not None
    if not body.strip():
        raise malformed("the request has no document")
    try:
        document = loads(body)
        _check_depth(document)
        model = from_json(method.request, document, strict=True)
    except InvalidDocumentError as error:
        raise malformed(_words(error)) from error
    _check_members(model)
    _note_unknown(method, model, document)
    return model


def _words(error: InvalidDocumentError) -> str:
    """Say what is wrong; a member that is missing is not called a value of a wrong type."""
    first, *more = error.findings or (None,)
    if first is None or first.value is not None:
        return cut(" ".join(str(error).split()))
    return f"{first.path} is missing" + (f" (and {len(more)} more)" if more else "")


def _check_depth(document: Any) -> None:
    """Refuse what would exhaust the stack of whoever walks through it."""
    level, held = 0, [document]
    while held:
        level += 1
        if level > DEEPEST:
            raise malformed("the document is nested too deeply")
        held = [inner for value in held for inner in _inside(value)]


def _inside(value: Any) -> Any:
    if isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, list) else ()


def _check_members(model: Any) -> None:
    """Refuse an empty id: it names nothing."""
    cls: type = type(model)
    for member in members(cls):
        if member.attribute.default is attrs.NOTHING and getattr(model, member.python_name) == "":
            raise malformed(f"{member.name} is empty")


def _note_unknown(method: Method, model: Any, document: dict[str, Any]) -> None:
    """Write down what a newer engine says and this library does not know."""
    found = [f"{finding.path}={finding.value!r}" for finding in unknown(model, document)]
    if found:
        told = cut(", ".join(found[:SHOWN]))
        note("unknown members", level=logging.WARNING, method=method.path, count=len(found), members=told)
