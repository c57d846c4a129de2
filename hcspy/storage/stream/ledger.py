"""What a layer had so far: no entry comes twice, and none lies below a file or a link."""

from __future__ import annotations

from hcspy.storage.stream.entry import Entry
from hcspy.storage.stream.errors import LayerStreamError
from hcspy.storage.stream.names import FILES, HIVES, UTILITY_VM_FILES, checked, is_below


class Ledger:
    """The entries so far, by name; letter case does not count, as on Windows."""

    def __init__(self) -> None:
        self._kinds: dict[str, str] = {}
        self._names: dict[str, str] = {}

    def place(self, name: str) -> str:
        """Return a name with the folders that it lies in spelled as they came first."""
        parent, _, last = name.rpartition("/")
        known = self._names.get(parent.casefold(), parent)
        return f"{known}/{last}" if parent else name

    def has(self, name: str) -> bool:
        """Tell whether an entry was there."""
        return name.casefold() in self._kinds

    def enter(self, entry: Entry) -> None:
        """Note an entry; LayerStreamError if it must not be there."""
        name = checked(entry.name)
        if self.has(name):
            raise LayerStreamError("is there twice", entry=name)
        self._check_above(name)
        if "/" not in name and entry.kind != "folder":
            raise LayerStreamError("has to be a folder", entry=name)
        kind = "reparse point" if entry.is_reparse_point else entry.kind
        self._kinds[name.casefold()] = kind
        self._names[name.casefold()] = self.place(name)

    def _check_above(self, name: str) -> None:
        above = name
        while "/" in above:
            above = above.rpartition("/")[0]
            kind = self._kinds.get(above.casefold(), "folder")
            if kind != "folder":
                raise LayerStreamError(f"lies below {above!r}, which is a {kind}", entry=name)

    def remove(self, name: str) -> None:
        """Check the name of something that a layer removes."""
        if not any(is_below(checked(name), root) for root in (FILES, UTILITY_VM_FILES)):
            raise LayerStreamError(f"is removed, but lies neither in {FILES} nor in {UTILITY_VM_FILES}", entry=name)
        self._check_above(name)

    def check_link(self, entry: Entry) -> None:
        """Check a hard link: both ends lie in Files, or both in the utility virtual machine's."""
        target = checked(entry.target)
        if is_below(entry.name, HIVES) or is_below(target, HIVES):
            raise LayerStreamError("is a hard link of a registry hive", entry=entry.name)
        if not any(is_below(entry.name, root) and is_below(target, root) for root in (FILES, UTILITY_VM_FILES)):
            raise LayerStreamError(f"is a hard link to {target!r}, in another part of the layer", entry=entry.name)
        self._check_above(target)
        if self._kinds.get(target.casefold(), "file") not in ("file", "link"):
            raise LayerStreamError(f"is a hard link to {target!r}, which is no file", entry=entry.name)
