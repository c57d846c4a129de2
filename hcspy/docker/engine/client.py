"""A client of the Docker Engine API: what is needed to see networks and containers."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any, Final, Self, TypeVar

import aiohttp

from hcspy.codec import decode, loads
from hcspy.docker.engine.address import FORMS, EngineAddress, of_engine
from hcspy.docker.engine.container import ContainerSummary
from hcspy.docker.engine.errors import START, EngineError, EngineUnavailableError
from hcspy.docker.engine.network import NetworkResource
from hcspy.docker.engine.version import VersionResponse
from hcspy.docker.server.address import PipeAddress, UnixAddress
from hcspy.errors import (
    AccessDeniedError,
    InvalidDocumentError,
    NotSupportedError,
    TimedOutError,
    UnexpectedAnswerError,
)

M = TypeVar("M")
TIMEOUT: Final = 30.0


class Engine:
    """A connection to an engine, over a named pipe, a Unix socket or TCP; an async context manager.

    Without an address it is the engine of DOCKER_HOST, else the one of this machine. Requests bear no version, so
    that each engine, old or new, answers as it does by itself.
    """

    def __init__(self, address: str | None = None, *, timeout: float = TIMEOUT) -> None:
        self.address: EngineAddress = of_engine(address)
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        limit = aiohttp.ClientTimeout(total=self._timeout)
        self._session = aiohttp.ClientSession(connector=_connector(self.address), timeout=limit)
        return self

    async def __aexit__(
        self, cls: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    # -- what it knows --------------------------------------------------------------------------------------------

    async def version(self) -> VersionResponse:
        """Return which engine it is."""
        return await self._one(VersionResponse, "/version")

    async def networks(self) -> list[NetworkResource]:
        """Return all networks."""
        return await self._many(NetworkResource, "/networks")

    async def network(self, ref: str) -> NetworkResource:
        """Return one network, by its id or name."""
        return await self._one(NetworkResource, f"/networks/{ref}")

    async def containers(self, *, all: bool = True) -> list[ContainerSummary]:
        """Return the containers, also those that do not run."""
        return await self._many(ContainerSummary, "/containers/json", all=str(all).lower())

    async def known(self) -> frozenset[str]:
        """Return the ids of all networks and of the endpoints on them: what a driver must keep.

        A container that was there when the engine was killed still shows its last endpoint; its network does not.
        """
        found: set[str] = set()
        for network in await self.networks():
            document = await self.get(f"/networks/{network.id}")
            containers = (document.get("Containers") if isinstance(document, dict) else None) or {}
            found.update([network.id, *(str(one.get("EndpointID")) for one in containers.values())])
        return frozenset(found)

    # -- requests -------------------------------------------------------------------------------------------------

    async def _one(self, model: type[M], path: str, **query: str) -> M:
        answer = await self.get(path, **query)
        if not isinstance(answer, dict):
            raise _unexpected(path, answer)
        return decode(model, answer)

    async def _many(self, model: type[M], path: str, **query: str) -> list[M]:
        answer = await self.get(path, **query)
        if not isinstance(answer, list) or not all(isinstance(entry, dict) for entry in answer):
            raise _unexpected(path, answer)
        return [decode(model, entry) for entry in answer]

    async def get(self, path: str, **query: str) -> Any:
        """Make a GET request, and return the document of the answer."""
        if self._session is None:
            raise RuntimeError("the engine is not connected to: use `async with`")
        try:
            async with self._session.get(self.address.url + path, params=query) as response:
                return _document(path, response.status, await response.read())
        except TimeoutError as error:
            raise TimedOutError(f"the engine at {self.address} did not answer in {self._timeout:g} s") from error
        except aiohttp.ClientError as error:
            raise self._unreachable(error) from error

    def _unreachable(self, error: aiohttp.ClientError) -> Exception:
        cause = getattr(error, "os_error", error)
        if isinstance(cause, PermissionError):
            return AccessDeniedError(
                f"the engine at {self.address} lets this user not in", hint="run it as an administrator or root"
            )
        words = getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
        return EngineUnavailableError(f"no Docker engine answers at {self.address}: {words}", hint=START)


def _connector(address: EngineAddress) -> aiohttp.BaseConnector:
    place = address.place
    if isinstance(place, PipeAddress):
        return _pipe(place.path)
    if isinstance(place, UnixAddress):
        return _socket(place.path)
    context = address.tls()
    return aiohttp.TCPConnector() if context is None else aiohttp.TCPConnector(ssl=context)


def _pipe(path: str) -> aiohttp.BaseConnector:
    if sys.platform == "win32":
        return aiohttp.NamedPipeConnector(path)
    raise NotSupportedError(f"{path} is a named pipe: only Windows has them", hint=FORMS)


def _socket(path: str) -> aiohttp.BaseConnector:
    if sys.platform != "win32":
        return aiohttp.UnixConnector(path)
    raise NotSupportedError(f"{path} is a Unix socket: on Windows the engine has a named pipe", hint=FORMS)


def _document(path: str, status: int, body: bytes) -> Any:
    try:
        document = loads(body)
    except (InvalidDocumentError, UnicodeDecodeError):
        document = None
    if status >= 400:
        said = document.get("message") if isinstance(document, dict) else None
        raise EngineError(str(said or f"the engine answers {path} with status {status}"), status=status)
    if document is None:
        raise _unexpected(path, body[:200].decode("utf-8", "replace"))
    return document


def _unexpected(path: str, answer: object) -> UnexpectedAnswerError:
    return UnexpectedAnswerError(f"the answer to {path} is not one of a Docker engine", record=str(answer)[:200])
