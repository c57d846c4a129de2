"""How members that may be of several classes find theirs."""

from __future__ import annotations

from collections.abc import Callable
from operator import is_
from typing import Any

from hcspy.codec.compiled import ModelCodec
from hcspy.codec.kinds import Kind
from hcspy.codec.origin import Names, Origin
from hcspy.codec.unions import TaggedUnion

CodecOf = Callable[[type], ModelCodec]
Function = Callable[[Any], Any]


def union_kind(union: TaggedUnion, codec_of: CodecOf, write: Function) -> Kind:
    """Return how members of a union are read and written."""
    if union.content is None:
        return Kind(_flat_reader(union, codec_of), write, is_)
    return Kind(_envelope_reader(union, codec_of), _envelope_writer(union, codec_of, write), is_)


def _readers(union: TaggedUnion, codec_of: CodecOf) -> tuple[dict[str, Function], dict[str, Function]]:
    exact = {text: codec_of(cls).twins.read_later for text, cls in union.classes.items()}
    return exact, {text.lower(): reader for text, reader in exact.items()}


def _flat_reader(union: TaggedUnion, codec_of: CodecOf) -> Function:
    exact, folded = _readers(union, codec_of)
    tag, names = union.tag, Names([(union.tag, ())])
    other = codec_of(union.other).twins.read_later

    def read(document: Any) -> Any:
        if document.__class__ is not dict:
            return document
        text = document.get(tag)
        if text.__class__ is str and text in exact:
            return exact[text](document)
        text = named(document, names).get(tag)
        return folded.get(text.lower(), other)(document) if text.__class__ is str else other(document)

    return read


def named(document: dict[str, Any], names: Names) -> dict[str, Any]:
    """Return a document under the spelling of `names`."""
    studied = names.study(document)
    return studied.view if isinstance(studied, Origin) else studied


def _envelope_reader(union: TaggedUnion, codec_of: CodecOf) -> Function:
    _, folded = _readers(union, codec_of)
    tag, content = union.tag, union.content or ""
    names = Names([(tag, ()), (content, ())])
    other = codec_of(union.other).twins.read_later

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
        twins = codec_of(cls).twins
        for known in (cls, twins.lazy, twins.draft):
            texts.setdefault(known, text)
    names = Names([(content, ())])

    def write_envelope(model: Any) -> Any:
        written, text = write(model), texts.get(type(model))
        if text is None:
            return written
        envelope = model._wire.envelope if isinstance(model._wire, Origin) else None
        if envelope is None:
            return {tag: text, content: written}
        if written is model._wire.document:
            return envelope
        spelling = next((name for name in reversed(envelope) if names.member(name)), content)
        return {**envelope, spelling: written}

    return write_envelope
