"""Command lines: what is put together has to come apart again, by the rules of Windows."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hcspy.errors import InvalidDocumentError
from hcspy.hcs.services.commandline import command_line, quoted

AWKWARD = st.text(alphabet=" \t\"\\ab'^&", max_size=12)
ANY = st.text(alphabet=st.characters(exclude_characters="\0"), max_size=12)
WORDS = AWKWARD | ANY
PROGRAMS = st.text(alphabet=st.characters(exclude_characters='\0"'), min_size=1, max_size=12)


def taken_apart(line: str) -> list[str]:
    """Split a command line as CommandLineToArgvW is documented to."""
    program, rest = _program(line)
    words, word, index, inside, begun = [program], "", 0, False, False
    while index < len(rest):
        character = rest[index]
        if character == "\\":
            slashes = len(rest[index:]) - len(rest[index:].lstrip("\\"))
            index += slashes
            begun = True
            if index < len(rest) and rest[index] == '"':
                word += "\\" * (slashes // 2)
                if slashes % 2:
                    word += '"'
                    index += 1
            else:
                word += "\\" * slashes
        elif character == '"':
            begun = True
            index += 1
            if inside and index < len(rest) and rest[index] == '"':
                word += '"'
                index += 1
            else:
                inside = not inside
        elif character in " \t" and not inside:
            if begun:
                words.append(word)
            word, begun = "", False
            index += 1
        else:
            word, begun = word + character, True
            index += 1
    return [*words, word] if begun else words


def _program(line: str) -> tuple[str, str]:
    if line.startswith('"'):
        program, _, rest = line[1:].partition('"')
        return program, rest
    end = next((index for index, character in enumerate(line) if character in " \t"), len(line))
    return line[:end], line[end:]


@settings(max_examples=300)
@given(PROGRAMS, st.lists(WORDS, max_size=5))
@example("cmd", [""])
@example("a b", ["\\", '\\"', "a\\\\", 'a\\" b\\'])
@example("C:\\Program Files\\x.exe", ["C:\\dir with blank\\"])
def test_words_survive_the_command_line(program: str, arguments: list[str]) -> None:
    """A word that falls apart, or runs into the next one, is another command."""
    assert taken_apart(command_line([program, *arguments])) == [program, *arguments]


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("plain", "plain"),
        ("", '""'),
        ("two words", '"two words"'),
        ('say "hi"', '"say \\"hi\\""'),
        ("C:\\dir\\", "C:\\dir\\"),
        ("C:\\my dir\\", '"C:\\my dir\\\\"'),
        ("tab\there", '"tab\there"'),
        ("a\\\\b", "a\\\\b"),
    ],
)
def test_word_is_quoted_no_more_than_it_needs(word: str, text: str) -> None:
    """People read command lines in logs, and some programs look at them raw."""
    assert quoted(word) == text


def test_text_is_taken_as_it_is() -> None:
    """Whoever has a command line has quoted it."""
    assert command_line('cmd /s /c "echo "hi""') == 'cmd /s /c "echo "hi""'


def test_quotation_mark_in_a_program_is_refused() -> None:
    """The rule for the first word has no way to say it."""
    with pytest.raises(InvalidDocumentError, match="no command line can say that"):
        command_line(['my "tool".exe'])


def test_nothing_is_no_command() -> None:
    """Windows would take the next best thing for the program."""
    with pytest.raises(InvalidDocumentError, match="at least one word"):
        command_line([])
