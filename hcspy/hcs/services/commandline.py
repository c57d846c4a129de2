r"""Command lines of Windows: words into one text, by the rules by which programs take it apart again.

A program of Windows gets one text and splits it itself, nearly all by the rules of CommandLineToArgvW: blanks and tabs
separate words, a quotation mark begins or ends a quoted part, and backslashes are themselves, except before a quotation
mark, where two of them are one and an odd one makes the mark itself a character. The first word is split by simpler
rules: in it a backslash never protects a quotation mark, so that none can stand in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hcspy.errors import InvalidDocumentError

_SEPARATORS = " \t\n\v"


def command_line(words: str | Sequence[str]) -> str:
    r"""Return words as one command line; a text is one already and is taken as it is.

    >>> print(command_line(["cmd", "/c", "echo", "two words", 'a "quoted" one', "C:\\dir\\"]))
    cmd /c echo "two words" "a \"quoted\" one" C:\dir\
    """
    if isinstance(words, str):
        return words
    if not words:
        raise InvalidDocumentError("a command has at least one word")
    program, *arguments = (str(word) for word in words)
    return " ".join([_program(program), *(quoted(argument) for argument in arguments)])


def quoted(word: str) -> str:
    r"""Return one argument so that a program takes it for one word.

    >>> print(quoted(""), quoted("a b\\"), quoted("plain\\"))
    "" "a b\\" plain\
    """
    if word and not any(character in word for character in (*_SEPARATORS, '"')):
        return word
    return f'"{"".join(_escaped(word))}"'


def _escaped(word: str) -> Iterable[str]:
    """Yield the characters of a quoted part: backslashes count double where a quotation mark follows."""
    backslashes = 0
    for character in word:
        if character == "\\":
            backslashes += 1
            continue
        yield "\\" * (backslashes * 2 + 1 if character == '"' else backslashes)
        backslashes = 0
        yield character
    yield "\\" * (backslashes * 2)


def _program(word: str) -> str:
    if '"' in word:
        raise InvalidDocumentError(f"the program {word!r} has a quotation mark in it: no command line can say that")
    if word and not any(character in word for character in _SEPARATORS):
        return word
    return f'"{word}"'
