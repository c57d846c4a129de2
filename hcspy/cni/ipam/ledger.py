"""What a network's attachments are, and which addresses they have: a file that outlives the plugin's processes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from hcspy.cni.errors import CNIError, ErrorCode
from hcspy.cni.locks import Locks


class Key(NamedTuple):
    """An attachment: what the runtime names it by."""

    container_id: str
    ifname: str


class Book:
    """The entries of a network, while nobody else has them."""

    def __init__(self, entries: dict[Key, tuple[str, ...]], last: dict[str, str]) -> None:
        self.entries = entries
        """The addresses of each attachment, without prefix lengths; none if somebody else knows them."""
        self.last = last
        """The address that was given out last, by subnet."""

    @property
    def taken(self) -> frozenset[str]:
        """All addresses that somebody has."""
        return frozenset(address for held in self.entries.values() for address in held)


class Ledger:
    """The books of networks in a folder. A book without entries is no file.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     ledger = Ledger(Path(folder), Locks(Path(folder)))
    ...     ledger.enter("web", Key("c1", "eth0"), ("10.0.0.2",))
    ...     ledger.keys("web")
    [Key(container_id='c1', ifname='eth0')]
    """

    def __init__(self, folder: Path, locks: Locks) -> None:
        self._folder = folder
        self._locks = locks

    def enter(self, network: str, key: Key, addresses: tuple[str, ...] = ()) -> None:
        """Write an attachment down; one that is there keeps its addresses if none are said."""
        with self.open(network) as book:
            book.entries[key] = addresses or book.entries.get(key, ())

    def drop(self, network: str, key: Key) -> None:
        """Forget an attachment, if it is there: its addresses are free."""
        with self.open(network) as book:
            book.entries.pop(key, None)

    def keep(self, network: str, valid: Callable[[Key], bool]) -> None:
        """Forget the attachments that are not valid."""
        with self.open(network) as book:
            book.entries = {key: held for key, held in book.entries.items() if valid(key)}

    def keys(self, network: str) -> list[Key]:
        """Return the attachments of a network."""
        with self.open(network) as book:
            return list(book.entries)

    def addresses(self, network: str, key: Key) -> tuple[str, ...]:
        """Return the addresses of an attachment."""
        with self.open(network) as book:
            return book.entries.get(key, ())

    @contextmanager
    def open(self, network: str) -> Iterator[Book]:
        """Give the network's book to a block, and keep what the block changed if it does not fail."""
        path = self._folder / f"{network}.json"
        with self._locks.ledger(network):
            _new(path).unlink(missing_ok=True)  # of somebody who was killed while writing
            before = _text(path)
            try:
                book = _read(before)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise CNIError(f"{path} is damaged: {error}", code=ErrorCode.IO_FAILURE) from error
            yield book
            after = _written(book)
            if after != before:
                _replace(path, after)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def _read(text: str) -> Book:
    document = json.loads(text) if text else {}
    entries = {
        Key(held["containerID"], held["ifname"]): tuple(held["addresses"]) for held in document.get("attachments", ())
    }
    return Book(entries, dict(document.get("last", {})))


def _written(book: Book) -> str:
    if not book.entries:
        return ""
    entries = [{**key._asdict(), "addresses": list(held)} for key, held in book.entries.items()]
    for entry in entries:
        entry["containerID"] = entry.pop("container_id")
    return json.dumps({"attachments": entries, "last": book.last}, indent=1)


def _new(path: Path) -> Path:
    return path.with_suffix(".new")


def _replace(path: Path, text: str) -> None:
    """Exchange the file in one step: who is killed in the middle leaves the old one."""
    if not text:
        path.unlink(missing_ok=True)
        return
    new = _new(path)
    new.write_text(text, encoding="utf-8", newline="\n")
    os.replace(new, path)
