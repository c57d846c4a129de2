"""Command lines, as Windows programs take them apart."""

from __future__ import annotations

__all__ = ["rest", "split"]

BLANKS = " \t"


def split(line: str) -> list[str]:
    r"""Take a command line apart by the rules of Microsoft's C runtime.

    The name of the program ends at a blank or at its closing quote, and backslashes mean nothing in it. After that a
    quote opens or closes; before a quote backslashes count half, and an odd one makes the quote a letter.

    >>> split(r'"C:\a b\x.exe" "b c" a\\b \"c\" "d\\"')
    ['C:\\a b\\x.exe', 'b c', 'a\\\\b', '"c"', 'd\\']
    """
    name, position = _name(line)
    found = [name]
    while position < len(line):
        if line[position] in BLANKS:
            position += 1
            continue
        argument, position = _argument(line, position)
        found.append(argument)
    return found


def rest(line: str) -> str:
    """Return what stands behind the name of the program, as it stands there.

    >>> rest('"cmd" /c  echo  hi')
    ' /c  echo  hi'
    """
    return line[_name(line)[1] :]


def _name(line: str) -> tuple[str, int]:
    start = len(line) - len(line.lstrip(BLANKS))
    if line[start : start + 1] == '"':
        end = line.find('"', start + 1)
        return (line[start + 1 :], len(line)) if end < 0 else (line[start + 1 : end], end + 1)
    end = start
    while end < len(line) and line[end] not in BLANKS:
        end += 1
    return line[start:end], end


def _argument(line: str, position: int) -> tuple[str, int]:
    text: list[str] = []
    quoted = False
    while position < len(line) and (quoted or line[position] not in BLANKS):
        slashes = len(line[position:]) - len(line[position:].lstrip("\\"))
        position += slashes
        if line[position : position + 1] != '"':
            text.append("\\" * slashes)
            if slashes:
                continue
            text.append(line[position])
        else:
            text.append("\\" * (slashes // 2))
            if slashes % 2:
                text.append('"')
            elif quoted and line[position + 1 : position + 2] == '"':
                text.append('"')
                position += 1
            else:
                quoted = not quoted
        position += 1
    return "".join(text), position
