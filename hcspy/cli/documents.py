"""Documents that come as files, as text, or through stdin: JSON or YAML."""

from __future__ import annotations

import codecs
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import click

# Windows PowerShell writes it before what `>` and Out-File put into a file.
UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
BOM: Final = "\ufeff"


def read_document(source: str | None) -> Any:
    """Read JSON or YAML: ``-`` is stdin, ``@file`` or a path a file, anything else the text itself."""
    if source is None:
        return None
    found = parsed(read_text(source))
    return found[0] if len(found) == 1 else found


def read_objects(source: str | None) -> list[Mapping[str, Any]]:
    """Read one document or several: a list of objects, or YAML documents one after the other."""
    found = read_document(source)
    objects = [] if found is None else found if isinstance(found, list) else [found]
    return [_object(each) for each in objects]


def read_object(source: str | None) -> Mapping[str, Any] | None:
    """Read a document that has to be an object."""
    document = read_document(source)
    return None if document is None else _object(document)


def _object(document: Any) -> Mapping[str, Any]:
    if not isinstance(document, Mapping):
        raise click.BadParameter(f"the document is not an object: {document!r}")
    return document


def parsed(text: str) -> list[Any]:
    """Return the documents in a text: one of JSON, or those of YAML.

    >>> parsed('{"Name": "web"}'), parsed("Name: web\\n---\\nName: db")
    ([{'Name': 'web'}], [{'Name': 'web'}, {'Name': 'db'}])
    """
    try:
        found = _documents(text)
    except RecursionError:
        raise click.BadParameter("the document is nested too deeply") from None
    if not found:  # an empty file is one that somebody failed to write
        raise click.BadParameter("there is no document in it")
    return found


def _documents(text: str) -> list[Any]:
    try:
        return [json.loads(text)]
    except ValueError:
        import yaml

        try:
            return [document for document in yaml.safe_load_all(text) if document is not None]
        except (yaml.YAMLError, ValueError) as error:
            raise click.BadParameter(f"neither JSON nor YAML: {error}") from None


def read_text(source: str) -> str:
    """Return the text of ``-`` (stdin), ``@file``, an existing file, or the words themselves."""
    if source == "-":
        return sys.stdin.read().removeprefix(BOM)
    path = Path(source.removeprefix("@"))
    if not source.startswith("@") and (source.lstrip()[:1] in {"{", "["} or not path.is_file()):
        return source
    try:
        data = path.read_bytes()
        return data.decode("utf-16" if data.startswith(UTF16) else "utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise click.FileError(str(path), str(error)) from None
