"""Models, layer chains and paths."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path, PureWindowsPath
from typing import Any

import pytest

from hcspy import from_json, storage, to_json
from hcspy.errors import InvalidDocumentError
from hcspy.storage.paths import path_of
from hcspy.verbs.paths import below, last_name

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "samples"
CLASSES: list[type[Any]] = [
    storage.BaseImage,
    storage.BaseImages,
    storage.ExportLayerOptions,
    storage.Layer,
    storage.LayerData,
    storage.OsLayerOptions,
    storage.Version,
]


@pytest.mark.parametrize(
    ("name", "cls"),
    [("computestorage_layer_data.json", storage.LayerData), ("hcs_v1_shared_base_images.json", storage.BaseImages)],
)
def test_recorded_document_is_kept_as_it_came(name: str, cls: type[Any]) -> None:
    """Member by member, in its order."""
    recorded = json.loads((SAMPLES / name).read_text(encoding="utf-8"))
    text = json.dumps(recorded, separators=(",", ":"))
    assert to_json(from_json(cls, text)) == text


def test_recorded_image_says_what_it_is() -> None:
    """Its build decides which hosts run it with process isolation."""
    text = (SAMPLES / "hcs_v1_shared_base_images.json").read_text(encoding="utf-8")
    [image] = from_json(storage.BaseImages, text).images
    assert (image.name, image.build, image.numbers) == ("WindowsServerCore", 10586, (10, 0, 10586, 0))
    assert image.created == datetime(2016, 1, 6, 18, 43, 42, tzinfo=UTC)


@pytest.mark.parametrize("time", [None, "", "t", "yesterday"])
def test_image_without_a_time_has_none(time: str | None) -> None:
    """Reading never raises on an odd member."""
    assert storage.BaseImage(created_time=time).created is None


@pytest.mark.parametrize(("version", "build"), [(None, None), ("", None), ("10.0", None), ("10.0.20348", 20348)])
def test_build_is_the_third_number(version: str | None, build: int | None) -> None:
    """Windows counts so."""
    assert storage.BaseImage(version=version).build == build


def test_import_builds_no_model() -> None:
    """`import hcspy` must stay cheap for programs that never ask for storage."""
    program = (
        "import sys, hcspy.storage; sys.exit(any(name in sys.modules for name in ('attrs', 'hcspy.storage.models')))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
    assert "LayerData" in dir(storage)


# -- chains -------------------------------------------------------------------------------------------------------


def test_chain_is_written_and_read(tmp_path: Path) -> None:
    """As Docker writes it: a plain list of paths."""
    storage.write_layer_chain(tmp_path, ["C:\\layers\\2", storage.Layer(path="C:\\layers\\base")])
    assert (tmp_path / "layerchain.json").read_bytes() == b'["C:\\\\layers\\\\2","C:\\\\layers\\\\base"]'
    assert storage.read_layer_chain(tmp_path) == ("C:\\layers\\2", "C:\\layers\\base")
    assert [entry.name for entry in tmp_path.iterdir()] == ["layerchain.json"]


@pytest.mark.parametrize(
    ("text", "chain"),
    [(b"null", ()), (b"", ()), (b"[]", ()), (b'\xef\xbb\xbf["a"]', ("a",)), (b' [ "a" , "b" ] ', ("a", "b"))],
)
def test_chain_is_read_however_it_was_written(tmp_path: Path, text: bytes, chain: tuple[str, ...]) -> None:
    """Go writes null for no list; editors put a mark before the text."""
    (tmp_path / "layerchain.json").write_bytes(text)
    assert storage.read_layer_chain(tmp_path) == chain


def test_layer_without_a_chain_is_a_base_layer(tmp_path: Path) -> None:
    """Nothing is below it."""
    assert storage.read_layer_chain(tmp_path) == ()
    assert storage.read_layer_chain(tmp_path / "nothing") == ()


@pytest.mark.parametrize("text", [b"{", b"{}", b'"a"', b"[1]", b'[""]', b"\xff"])
def test_file_that_is_no_chain_is_named(tmp_path: Path, text: bytes) -> None:
    """A chain that is taken for an empty one would make a base layer of the layer."""
    (tmp_path / "layerchain.json").write_bytes(text)
    with pytest.raises(InvalidDocumentError, match=r"layerchain\.json"):
        storage.read_layer_chain(tmp_path)


def test_chain_that_cannot_be_written_is_as_it_was(tmp_path: Path) -> None:
    """Half a chain is none."""
    storage.write_layer_chain(tmp_path, ["a"])
    with pytest.raises(InvalidDocumentError, match="parent has no path"):
        storage.write_layer_chain(tmp_path, ["b", ""])
    assert storage.read_layer_chain(tmp_path) == ("a",)


# -- paths --------------------------------------------------------------------------------------------------------


def test_layer_is_given_in_three_forms() -> None:
    """A path as text or object, or a model."""
    forms = ["C:\\base", PureWindowsPath("C:\\base"), storage.Layer(path="C:\\base")]
    assert {path_of(form) for form in forms} == {"C:\\base"}


@pytest.mark.parametrize("ref", ["", "  ", storage.Layer(), storage.Layer(id="x"), None, 7, b"C:\\base"])
def test_what_has_no_path_is_no_layer(ref: Any) -> None:
    """An empty path would mean the folder that the program happens to run in."""
    with pytest.raises(InvalidDocumentError, match="the layer has no path"):
        path_of(ref)


@pytest.mark.parametrize("path", ["C:\\layers\\base", "C:\\layers\\base\\", "C:/layers/base", "base"])
def test_name_of_a_layer_is_the_last_part_of_its_path(path: str) -> None:
    """Its id is made of it: the same folder has to have the same id."""
    assert last_name(path) == "base"


def test_path_below_keeps_the_separator() -> None:
    """Windows paths with backslashes, on whatever system."""
    assert below("C:\\base", "a", "b") == "C:\\base\\a\\b"
    assert below("/base/", "a") == "/base/a"
