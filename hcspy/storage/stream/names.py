r"""Names of entries in a layer, and which of them are refused.

An entry is named from the root of the layer, with slashes: ``Files/Windows/System32``. What Windows would understand as
something else than a name below the layer's folder is refused: it comes from an archive that anybody may have made.
"""

from __future__ import annotations

import re
from typing import Final

from hcspy.storage.stream.errors import LayerStreamError

FILES: Final = "Files"
HIVES: Final = "Hives"
UTILITY_VM: Final = "UtilityVM"
UTILITY_VM_FILES: Final = "UtilityVM/Files"
ROOTS: Final = (FILES, HIVES, UTILITY_VM)
FOLDER_MARK: Final = ".$wcidirs$"
"""What the file with the attributes and streams of a folder has after the folder's name."""

_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[1-9¹²³])(?: *(?:\..*)?)?", re.IGNORECASE)
_WRONG: Final = re.compile(r'[<>:"|?*\x00-\x1f]')


def checked(name: str) -> str:
    """Return the name of an entry; LayerStreamError if it is none that can be written below a folder.

    >>> checked("Files/Windows/")
    'Files/Windows'
    """
    parts = name.removesuffix("/").split("/")
    if "\\" in name:
        raise LayerStreamError("has a backslash in it", entry=name)
    if not parts[0]:
        raise LayerStreamError("has an absolute path", entry=name)
    for part in parts:
        _check_part(part, name)
    if parts[0] not in ROOTS:
        raise LayerStreamError(f"lies in none of {', '.join(ROOTS)}", entry=name)
    if parts[0] == UTILITY_VM and parts[1:2] not in ([], [FILES]):
        raise LayerStreamError(f"lies in {UTILITY_VM}, but not in {UTILITY_VM_FILES}", entry=name)
    return "/".join(parts)


def _check_part(part: str, name: str) -> None:
    if part in ("", ".", ".."):
        raise LayerStreamError("does not lead straight down", entry=name)
    if re.fullmatch(r"[A-Za-z]:.*", part, re.DOTALL):
        raise LayerStreamError("has a drive letter", entry=name)
    if _WRONG.search(part):
        raise LayerStreamError("has characters that no file name has", entry=name)
    if part[-1] in ". ":
        raise LayerStreamError("has a part that ends in a dot or blank, which Windows leaves out", entry=name)
    if _DEVICE.fullmatch(part):
        raise LayerStreamError(f"is the device {part}", entry=name)
    if part.lower().endswith(FOLDER_MARK):
        raise LayerStreamError("has the name of a folder's own streams", entry=name)
    try:
        part.encode("utf-8")
    except UnicodeEncodeError:
        raise LayerStreamError("is no text in UTF-8", entry=name) from None


def is_below(name: str, root: str) -> bool:
    """Tell whether a name lies in a folder; the folder does not lie in itself.

    >>> is_below("Files/a", "Files"), is_below("Files", "Files"), is_below("Files2", "Files")
    (True, False, False)
    """
    return name.startswith(f"{root}/")
