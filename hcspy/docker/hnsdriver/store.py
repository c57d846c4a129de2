"""What the driver remembers: an SQLite file that outlives it.

HNS is the truth about networks and endpoints; the file knows what HNS does not: which Docker network an object belongs
to, what the engine asked for, and what was under way. Before the driver changes HNS it writes down what it is about to
do (`making`, `deleting`), so that nothing is left in HNS of which a driver that was killed in the middle does not know.

The connection lives on one thread, so that a slow disk does not stop the event loop. And the file is locked as long as
it is open: two drivers with one file would each take the other's objects for stale.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
import sys
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, ParamSpec, Self, TypeVar

import attrs

from hcspy.errors import InUseError, InvalidDocumentError, InvalidStateError

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")

MAKING: Final = "making"
READY: Final = "ready"
DELETING: Final = "deleting"

VERSION: Final = 1
SCHEMA: Final = """
CREATE TABLE networks (
    id TEXT PRIMARY KEY, hns_id TEXT NOT NULL, type TEXT NOT NULL, owned INTEGER NOT NULL, state TEXT NOT NULL,
    request TEXT NOT NULL, document TEXT NOT NULL) STRICT;
CREATE TABLE endpoints (
    id TEXT PRIMARY KEY, network TEXT NOT NULL REFERENCES networks ON DELETE CASCADE, hns_id TEXT NOT NULL,
    state TEXT NOT NULL, request TEXT NOT NULL, document TEXT NOT NULL, sandbox TEXT NOT NULL,
    waiting INTEGER NOT NULL) STRICT;
CREATE INDEX endpoints_of_network ON endpoints (network);
CREATE INDEX endpoints_that_wait ON endpoints (id) WHERE waiting;
CREATE TABLE ports (
    protocol TEXT NOT NULL, port INTEGER NOT NULL, endpoint TEXT NOT NULL REFERENCES endpoints ON DELETE CASCADE,
    PRIMARY KEY (protocol, port)) STRICT, WITHOUT ROWID;
CREATE INDEX ports_of_endpoint ON ports (endpoint);
CREATE TABLE pools (
    id TEXT PRIMARY KEY, space TEXT NOT NULL, pool TEXT NOT NULL, subpool TEXT NOT NULL, users INTEGER NOT NULL,
    last TEXT NOT NULL) STRICT;
CREATE TABLE addresses (
    space TEXT NOT NULL, pool TEXT NOT NULL, address TEXT NOT NULL, pool_id TEXT NOT NULL, mac TEXT NOT NULL,
    PRIMARY KEY (space, pool, address)) STRICT, WITHOUT ROWID;
"""
PATIENCE: Final = 5.0
"""Seconds for which a driver that is being stopped may still have the file."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class NetworkRecord:
    """A Docker network."""

    id: str
    hns_id: str = ""
    type: str
    owned: bool = True
    state: str = MAKING
    request: str = ""
    document: str


@attrs.frozen(kw_only=True, weakref_slot=False)
class EndpointRecord:
    """A Docker endpoint."""

    id: str
    network: str
    hns_id: str = ""
    state: str = MAKING
    request: str = ""
    document: str
    sandbox: str = ""
    waiting: bool = False
    """Whether its ports are those of another endpoint of the same container, for the time being."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class PoolRecord:
    """An address pool."""

    id: str
    space: str
    pool: str
    subpool: str = ""
    users: int = 1
    last: str = ""
    """The address that was given out last; the search for the next one begins behind it."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class AddressRecord:
    """An address that was given out. Pools with the same range share their addresses."""

    space: str
    pool: str
    address: str
    pool_id: str
    mac: str = ""


def default_path(name: str, environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Return where the store of a driver lies if nobody says otherwise.

    >>> default_path("hcspy", {"ProgramData": "X"}, "win32").name
    'hcspy.sqlite'
    """
    if platform == "win32":
        folder = Path(environ.get("ProgramData", r"C:\ProgramData"), "hcspy", "docker")
    else:
        folder = Path("/var/lib/hcspy/docker")
    return folder / f"{name}.sqlite"


class Store:
    """The file. Each method is one transaction; `run` calls one on the file's own thread.

    >>> store = Store()
    >>> store.put(NetworkRecord(id="n1", type="nat", document="{}"))
    >>> store.network("n1").state
    'making'
    >>> store.close()
    """

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        self.path = None if path is None else Path(path)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="hcspy-store")
        if self.path is not None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = _connected(self.path)
        self._close = weakref.finalize(self, _closed, self._thread, self._connection)

    async def run(self, step: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a method of the store, or what calls several of them, on the thread of the file."""
        try:
            return await asyncio.wrap_future(self._thread.submit(step, *args, **kwargs))
        except UnicodeEncodeError as error:  # half of a surrogate pair, which JSON can escape
            raise InvalidDocumentError(f"{error.object!r} is no text") from None

    def close(self) -> None:
        """Let the file go; twice is fine, and one that nobody has any more goes by itself."""
        self._thread.shutdown()
        self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Give the connection for a block of which all happens or nothing."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield self._connection
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    # -- networks and endpoints -----------------------------------------------------------------------------------

    def put(self, record: NetworkRecord | EndpointRecord | PoolRecord | AddressRecord) -> None:
        """Write a record, over the one of the same id if there is one."""
        with self.transaction() as connection:
            _put(connection, record)

    def network(self, id: str) -> NetworkRecord | None:
        """Return a network by its Docker id."""
        return next(iter(self._read(NetworkRecord, "id = ?", id)), None)

    def networks(self) -> list[NetworkRecord]:
        """List all networks."""
        return self._read(NetworkRecord, "TRUE")

    def endpoint(self, id: str) -> EndpointRecord | None:
        """Return an endpoint by its Docker id."""
        return next(iter(self._read(EndpointRecord, "id = ?", id)), None)

    def endpoints(self, network: str | None = None) -> list[EndpointRecord]:
        """List the endpoints, or those of a network."""
        return self._read(EndpointRecord, "network = COALESCE(?, network)", network)

    def seat(self, network: str, id: str, sandbox: str) -> None:
        """Write down which container uses an endpoint, or that none does; one that is not there is fine."""
        with self.transaction() as connection:
            row = (sandbox, id, network)
            connection.execute("UPDATE endpoints SET sandbox = ? WHERE id = ? AND network = ?", row)

    def condemn(self, network: str, id: str) -> EndpointRecord | None:
        """Write down that an endpoint is being deleted, and return it."""
        with self.transaction() as connection:
            row = (DELETING, id, network)
            connection.execute("UPDATE endpoints SET state = ? WHERE id = ? AND network = ?", row)
        found = self.endpoint(id)
        return found if found is not None and found.network == network else None

    def drop(self, table: str, id: str) -> None:
        """Forget a network with its endpoints, or an endpoint with its ports."""
        with self.transaction() as connection:
            connection.execute(f"DELETE FROM {table} WHERE id = ?", (id,))

    # -- ports ----------------------------------------------------------------------------------------------------

    def put_with_ports(self, record: EndpointRecord, ports: Iterable[tuple[str, int]]) -> None:
        """Write an endpoint, and that it has these ports of the host and no others; who has a port keeps it."""
        with self.transaction() as connection:
            _put(connection, record)
            connection.execute("DELETE FROM ports WHERE endpoint = ?", (record.id,))
            rows = [(protocol, port, record.id) for protocol, port in sorted(ports)]
            connection.executemany("INSERT OR IGNORE INTO ports VALUES (?, ?, ?)", rows)

    def holders(self, ports: Iterable[tuple[str, int]], but: str) -> dict[tuple[str, int], EndpointRecord]:
        """Return which of the ports other endpoints have, and which endpoints those are."""
        where = "id = (SELECT endpoint FROM ports WHERE protocol = ? AND port = ? AND endpoint <> ?)"
        found = {(kind, port): self._read(EndpointRecord, where, kind, port, but) for kind, port in ports}
        return {port: records[0] for port, records in found.items() if records}

    def waiting(self) -> list[EndpointRecord]:
        """List the endpoints whose ports are another's for the time being."""
        return self._read(EndpointRecord, "waiting")

    # -- pools ----------------------------------------------------------------------------------------------------

    def pool(self, id: str) -> PoolRecord | None:
        """Return an address pool."""
        return next(iter(self._read(PoolRecord, "id = ?", id)), None)

    def pools(self) -> list[PoolRecord]:
        """List the address pools."""
        return self._read(PoolRecord, "TRUE")

    def addresses(self, pool: PoolRecord) -> list[AddressRecord]:
        """List the addresses of a pool that are given out, those of pools with the same range among them."""
        return self._read(AddressRecord, "space = ? AND pool = ?", pool.space, pool.pool)

    def release(self, pool: PoolRecord, address: str) -> None:
        """Forget an address."""
        with self.transaction() as connection:
            key = (pool.space, pool.pool, address)
            connection.execute("DELETE FROM addresses WHERE space = ? AND pool = ? AND address = ?", key)

    def release_pool(self, id: str) -> None:
        """Forget one use of a pool; with the last the pool goes, and its addresses with it."""
        with self.transaction() as connection:
            connection.execute("UPDATE pools SET users = users - 1 WHERE id = ?", (id,))
            connection.execute("DELETE FROM pools WHERE users < 1")
            connection.execute("DELETE FROM addresses WHERE pool_id NOT IN (SELECT id FROM pools)")

    # -- how ------------------------------------------------------------------------------------------------------

    def _read(self, cls: Callable[..., R], where: str, *values: object) -> list[R]:
        names = _names(cls)
        query = f"SELECT {', '.join(names)} FROM {TABLES[cls]} WHERE {where} ORDER BY rowid"
        if cls is AddressRecord:  # whose table has no such order
            query = query.replace("rowid", "address")
        return [cls(**dict(zip(names, row, strict=True))) for row in self._connection.execute(query, values)]


TABLES: Final[dict[Any, str]] = {
    NetworkRecord: "networks",
    EndpointRecord: "endpoints",
    PoolRecord: "pools",
    AddressRecord: "addresses",
}


def _names(cls: Any) -> Sequence[str]:
    return [field.name for field in attrs.fields(cls)]


def _put(connection: sqlite3.Connection, record: Any) -> None:
    """Write a row. What refers to it stays, which it would not if the row were replaced."""
    names = _names(type(record))
    keys = "space, pool, address" if isinstance(record, AddressRecord) else "id"
    changes = ", ".join(f"{name} = excluded.{name}" for name in names)
    connection.execute(
        f"INSERT INTO {TABLES[type(record)]} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))}) "
        f"ON CONFLICT ({keys}) DO UPDATE SET {changes}",
        attrs.astuple(record),
    )


def _closed(thread: ThreadPoolExecutor, connection: sqlite3.Connection) -> None:
    thread.shutdown(wait=False)  # this may be that thread
    connection.close()


def _connected(path: Path | None) -> sqlite3.Connection:
    """Open the file, lock it and bring it to the form that this version writes."""
    connection = sqlite3.connect(
        ":memory:" if path is None else path, timeout=PATIENCE, isolation_level=None, check_same_thread=False
    )
    try:
        _prepare(connection)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise _unusable(path, error) from error
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    for setting in ("locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {setting}").fetchall()
    connection.execute("BEGIN EXCLUSIVE")
    ((version,),) = connection.execute("PRAGMA user_version")
    if version > VERSION:
        raise InvalidStateError(f"the store is of a later version of hcspy: {version}, this one knows {VERSION}")
    if not version:
        for statement in filter(str.strip, SCHEMA.split(";")):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


def _unusable(path: Path | None, error: sqlite3.DatabaseError) -> Exception:
    if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return InUseError(f"the store {path} is in use", hint="another driver runs with it: give each its own")
    return InvalidStateError(
        f"the store {path} cannot be used: {error}",
        hint="move it away; networks and endpoints that carry their Docker id in HNS are found again",
    )
