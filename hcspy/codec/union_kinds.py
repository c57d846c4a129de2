"""How members that may be of several classes find theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import is_
from typing import Any, Final

from hcspy.codec.compiled import ModelCodec
from hcspy.codec.drafts import envelope_of
from hcspy.codec.kinds import Kind
from hcspy.codec.origin import Names, Origin
from hcspy.codec.shapes import Shapes
from hcspy.codec.unions import TaggedUnion, ToldBy

MOST_LEARNED: Final = 256
"""How many foreign tags of a union are remembered; documents may come from anybody."""

CodecOf = Callable[[type], ModelCodec]
Function = Callable[[Any], Any]
Readers = Callable[[Iterable[Any]], list[Any]]


def union_kind(union: TaggedUnion, codec_of: CodecOf, write: Function) -> Kind:
    """Return how members of a union are read and written."""
    if union.content is None:
        read_one, read_all = _flat_readers(union, codec_of)
    else:
        read_one, read_all = _envelope_readers(union, codec_of)
        write = _envelope_writer(union, write)
    classes = *union.classes.values(), union.other
    return Kind(read_one, write, is_, read_all=read_all, holds_models=True, classes=classes)


def _flat_readers(union: TaggedUnion, codec_of: CodecOf) -> tuple[Function, Readers]:
    tag, names = union.tag, Names([(union.tag, ())])
    folded = {text.lower(): cls for text, cls in union.classes.items()}
    by_text: dict[Any, Shapes] = {}

    def find(document: dict[str, Any]) -> Shapes:
        """Find how a document is read whose tag is new, or whose member of that name is in another letter case."""
        text = named(document, names).get(tag)
        if text.__class__ is not str:
            return codec_of(union.other).shapes
        shapes = codec_of(folded.get(text.lower(), union.other)).shapes
        if tag in document and len(by_text) < MOST_LEARNED:
            by_text[text] = shapes
        return shapes

    def read_one(document: Any) -> Any:
        return find(document).read(document) if document.__class__ is dict else document

    def read_all(documents: Iterable[Any]) -> list[Any]:
        try:
            return [by_text[document[tag]].read(document) for document in documents]
        except (LookupError, TypeError):  # some document has a tag that was not seen before, or is none
            return [read_one(document) for document in documents]

    return read_one, read_all


def named(document: dict[str, Any], names: Names) -> dict[str, Any]:
    """Return a document under the spelling of `names`."""
    studied = names.study(document)
    return studied.view if isinstance(studied, Origin) else studied


def _envelope_readers(union: TaggedUnion, codec_of: CodecOf) -> tuple[Function, Readers]:
    tag, content = union.tag, union.content or ""
    names = Names([(tag, ()), (content, ())])
    folded = {text.lower(): cls for text, cls in union.classes.items()}
    by_text: dict[Any, Shapes] = {}

    def read_one(envelope: Any) -> Any:
        if envelope.__class__ is not dict:
            return envelope
        view = named(envelope, names)
        text, held = view.get(tag), view.get(content)
        cls = folded.get(text.lower()) if text.__class__ is str else None
        if held is None:
            held = {}
        if cls is None or held.__class__ is not dict:
            return codec_of(union.other).shapes.read(envelope)
        shapes = codec_of(cls).shapes_inside
        if len(by_text) < MOST_LEARNED:
            by_text[text] = shapes
        return shapes.read(held, envelope)

    def read_all(envelopes: Iterable[Any]) -> list[Any]:
        try:
            # Two members, and both have the usual names: nothing in the envelope needs a second look.
            return [
                by_text[one[tag]].read(held, one)
                if len(one) == 2 and (held := one[content]).__class__ is dict
                else read_one(one)
                for one in envelopes
            ]
        except (LookupError, TypeError, AttributeError):  # a tag that was not seen before, or something odd
            return [read_one(one) for one in envelopes]

    return read_one, read_all


def _envelope_writer(union: TaggedUnion, write: Function) -> Function:
    tag, content = union.tag, union.content or ""
    texts: dict[type, str] = {}
    for text, cls in union.classes.items():
        texts.setdefault(cls, text)
    names = Names([(content, ())])

    def write_envelope(model: Any) -> Any:
        written, text = write(model), texts.get(type(model))
        if text is None:
            return written
        document, envelope = envelope_of(model)
        if envelope is None:
            return {tag: text, content: written}
        if written is document:
            return envelope
        spelling = next((name for name in reversed(envelope) if names.member(name)), content)
        return {**envelope, spelling: written}

    return write_envelope


def told_kind(mark: ToldBy, codec_of: CodecOf, write: Function) -> Kind:
    """Return how members are read and written whose class stands in another member."""

    def read(value: Any, document: Mapping[str, Any]) -> Any:
        cls = mark.class_for(document.get(mark.tag))
        return codec_of(cls).read(value) if cls and value.__class__ is dict else value

    return Kind(None, write, is_, holds_models=True, read_beside=read)
