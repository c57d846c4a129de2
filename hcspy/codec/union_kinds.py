"""How members that may be of several classes find theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import is_
from typing import Any, Final

from hcspy.codec.compiled import ModelCodec
from hcspy.codec.kinds import Kind
from hcspy.codec.origin import Names, Origin
from hcspy.codec.unions import TaggedUnion, ToldBy

MOST_LEARNED: Final = 256
"""How many foreign tags of a union are remembered; documents may come from anybody."""

CodecOf = Callable[[type], ModelCodec]
Function = Callable[[Any], Any]


def union_kind(union: TaggedUnion, codec_of: CodecOf, write: Function) -> Kind:
    """Return how members of a union are read and written."""
    if union.content is None:
        read_one, read_all = _flat_readers(union, codec_of)
        return Kind(read_one, write, is_, read_all=read_all, holds_models=True)
    read, write_envelope = _envelope_reader(union, codec_of), _envelope_writer(union, codec_of, write)
    return Kind(read, write_envelope, is_, holds_models=True)


def _readers(union: TaggedUnion, codec_of: CodecOf) -> tuple[dict[str, Function], dict[str, Function]]:
    exact = {text: codec_of(cls).read for text, cls in union.classes.items()}
    return exact, {text.lower(): reader for text, reader in exact.items()}


def _flat_readers(union: TaggedUnion, codec_of: CodecOf) -> tuple[Function, Callable[[Iterable[Any]], list[Any]]]:
    by_text, folded = _readers(union, codec_of)
    tag, names = union.tag, Names([(union.tag, ())])
    other = codec_of(union.other).read

    def find(document: dict[str, Any]) -> Function:
        """Find the class of a document whose tag, or the name of it, is in another letter case or not known."""
        text = named(document, names).get(tag)
        if text.__class__ is not str:
            return other
        reader = folded.get(text.lower(), other)
        if tag in document and len(by_text) < MOST_LEARNED:
            by_text[text] = reader
        return reader

    def read_one(document: Any) -> Any:
        if document.__class__ is not dict:
            return document
        text = document.get(tag)
        known = text.__class__ is str and text in by_text
        return (by_text[text] if known else find(document))(document)

    def read_all(documents: Iterable[Any]) -> list[Any]:
        try:
            return [by_text[document[tag]](document) for document in documents]
        except (LookupError, TypeError):  # some document has a tag that was not seen before, or is none
            return [read_one(document) for document in documents]

    return read_one, read_all


def named(document: dict[str, Any], names: Names) -> dict[str, Any]:
    """Return a document under the spelling of `names`."""
    studied = names.study(document)
    return studied.view if isinstance(studied, Origin) else studied


def _envelope_reader(union: TaggedUnion, codec_of: CodecOf) -> Function:
    _, folded = _readers(union, codec_of)
    tag, content = union.tag, union.content or ""
    names = Names([(tag, ()), (content, ())])
    other = codec_of(union.other).read

    def read(envelope: Any) -> Any:
        if envelope.__class__ is not dict:
            return envelope
        view = named(envelope, names)
        text, held = view.get(tag), view.get(content, None)
        if held is None:
            held = {}
        reader = folded.get(text.lower()) if text.__class__ is str else None
        if reader is None or held.__class__ is not dict:
            return other(envelope)
        return reader(Origin(held, envelope=envelope))

    return read


def _envelope_writer(union: TaggedUnion, codec_of: CodecOf, write: Function) -> Function:
    tag, content = union.tag, union.content or ""
    texts: dict[type, str] = {}
    for text, cls in union.classes.items():
        texts.setdefault(cls, text)
    names = Names([(content, ())])

    def write_envelope(model: Any) -> Any:
        written, text = write(model), texts.get(type(model))
        if text is None:
            return written
        wire = model._wire
        envelope = wire.envelope if isinstance(wire, Origin) else None
        if envelope is None:
            return {tag: text, content: written}
        if written is wire.document:
            return envelope
        spelling = next((name for name in reversed(envelope) if names.member(name)), content)
        return {**envelope, spelling: written}

    return write_envelope


def told_kind(mark: ToldBy, codec_of: CodecOf, write: Function) -> Kind:
    """Return how members are read and written whose class stands in another member."""
    readers = {text: codec_of(cls).read_element for text, cls in mark.classes.items()}

    def read(value: Any, told: Any = None) -> Any:
        reader = readers.get(told.lower()) if isinstance(told, str) else None
        return value if reader is None else reader(value)

    return Kind(read, write, is_, told_by=mark.tag)
