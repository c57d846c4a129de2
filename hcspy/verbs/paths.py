r"""Paths of layers: Windows paths, on whatever system this runs."""

from __future__ import annotations

import ntpath


def last_name(path: str) -> str:
    r"""Return the last name of a path: what the id of a layer is made of.

    >>> last_name("C:\\layers\\base\\"), last_name("layers/base"), last_name("base")
    ('base', 'base', 'base')

    hcsshim takes what is behind the last backslash, which is nothing for a path that ends in one: all such layers
    have the same id there.
    """
    return ntpath.basename(path.rstrip("\\/")) or path


def below(path: str, *names: str) -> str:
    r"""Return the path of something in a folder, with the separator that the folder's path has.

    >>> below("C:\\layers\\base", "UtilityVM"), below("/layers/base/", "UtilityVM", "Files")
    ('C:\\layers\\base\\UtilityVM', '/layers/base/UtilityVM/Files')
    """
    separator = "/" if "/" in path and "\\" not in path else "\\"
    return separator.join((path.rstrip("\\/"), *names))
