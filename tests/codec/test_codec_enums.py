"""Enumerations on the wire."""

from __future__ import annotations

import pytest
from codec_samples import Colour, Level, Marked, Marks

from hcspy.codec import evolve, from_json, to_json


@pytest.mark.parametrize("text", ["Red", "RED", "red", "rED"])
def test_text_enumeration_reads_in_any_letter_case_and_goes_out_as_it_came(text: str) -> None:
    """Programs compare with members, the service with what it sent."""
    marked = from_json(Marked, f'{{"Colour":"{text}"}}')
    assert marked.colour is Colour.RED
    assert to_json(marked) == f'{{"Colour":"{text}"}}'
    assert to_json(evolve(marked, id="x")) == f'{{"Colour":"{text}","Id":"x"}}'


def test_unknown_text_is_kept() -> None:
    """Values are added with each build."""
    marked = from_json(Marked, '{"Colour":"Mauve"}')
    assert marked.colour == "Mauve"
    assert to_json(marked) == '{"Colour":"Mauve"}'


def test_member_and_text_go_out_alike() -> None:
    """Wherever an enumeration goes, its text goes too."""
    assert to_json(Marked(colour=Colour.GREEN)) == to_json(Marked(colour="Green")) == '{"Colour":"Green"}'


def test_text_of_the_same_member_is_no_change() -> None:
    """The service's spelling stays when the value does."""
    marked = from_json(Marked, '{"Colour":"RED"}')
    assert to_json(evolve(marked, colour="red")) == '{"Colour":"RED"}'
    assert to_json(evolve(marked, colour=Colour.GREEN)) == '{"Colour":"Green"}'


@pytest.mark.parametrize(
    ("text", "level"), [("2", Level.HIGH), ('"high"', Level.HIGH), ('"HIGH"', Level.HIGH), ("9", 9)]
)
def test_number_enumeration_reads_numbers_and_names(text: str, level: int) -> None:
    """Some builds send names where others send numbers."""
    marked = from_json(Marked, f'{{"Level":{text}}}')
    assert marked.level == level
    assert to_json(evolve(marked, id="x")) == f'{{"Level":{text},"Id":"x"}}'


@pytest.mark.parametrize("text", ['"other"', "true", "1.5", "[1]", "{}", "-1", "123456789012345678901234567890"])
def test_what_no_number_stands_for_is_kept(text: str) -> None:
    """Reading never fails."""
    marked = from_json(Marked, f'{{"Level":{text},"Marks":{text}}}')
    assert to_json(evolve(marked, id="x")) == f'{{"Level":{text},"Marks":{text},"Id":"x"}}'


def test_names_of_numbers_go_out_as_numbers() -> None:
    """hcsshim's types are numbers."""
    assert to_json(Marked(level="high", marks=Marks.A)) == '{"Level":2,"Marks":1}'  # type: ignore[arg-type]


def test_flags_combine_and_unknown_bits_stay() -> None:
    """A newer build sets bits that this library has no name for."""
    marked = from_json(Marked, '{"Marks":67}')
    assert Marks.A in marked.marks
    assert marked.marks == 67
    assert to_json(evolve(marked, marks=marked.marks | Marks.NO_DNS)) == '{"Marks":71}'


@pytest.mark.parametrize("text", ["A, B", "a,b", "NoDns", "no_dns"])
def test_flags_read_names(text: str) -> None:
    """.NET writes flags as names with commas between."""
    marked = from_json(Marked, f'{{"Marks":"{text}"}}')
    assert isinstance(marked.marks, Marks)
    assert to_json(marked) == f'{{"Marks":"{text}"}}'


def test_flags_with_an_unknown_name_are_kept_as_text() -> None:
    """Half of the names would be a wrong value."""
    assert from_json(Marked, '{"Marks":"A, Z"}').marks == "A, Z"  # type: ignore[comparison-overlap]


def test_missing_flags_read_as_none_set() -> None:
    """So that `in` and `&` work on every document."""
    assert from_json(Marked, "{}").marks == Marks(0)
    assert to_json(Marked(marks=Marks(0))) == "{}"


def test_lists_of_enumerations_keep_the_spelling_of_what_stays() -> None:
    """Adding one value must not rewrite the others."""
    marked = from_json(Marked, '{"Colours":["RED","mauve","green"]}')
    assert marked.colours == (Colour.RED, "mauve", Colour.GREEN)
    changed = evolve(marked, colours=[*marked.colours[1:], Colour.RED, "Blue"])
    assert to_json(changed) == '{"Colours":["mauve","green","RED","Blue"]}'


def test_many_spellings_are_read_without_end() -> None:
    """What is learned is bounded, what is read is not."""
    for number in range(600):
        assert from_json(Marked, f'{{"Marks":{number * 8 + 1},"Colour":"c{number}"}}').marks == number * 8 + 1
    assert from_json(Marked, '{"Colour":"rEd"}').colour is Colour.RED


def test_enumeration_refuses_what_it_does_not_know_when_called() -> None:
    """As every enumeration does."""
    assert Colour("GREEN") is Colour.GREEN
    with pytest.raises(ValueError, match="Mauve"):
        Colour("Mauve")
    with pytest.raises(ValueError, match="7"):
        Colour(7)  # type: ignore[arg-type]
