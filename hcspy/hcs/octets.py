"""Bytes in HCS documents, which have them as base64."""

from __future__ import annotations


def bytes_of(text: object) -> bytes | None:
    """Return the bytes that a text has in base64; None for what is no base64.

    >>> bytes_of("AAE="), bytes_of("no base64"), bytes_of(None)
    (b'\\x00\\x01', None, None)
    """
    from base64 import b64decode

    try:
        return b64decode(text, validate=True) if isinstance(text, str) else None
    except ValueError:
        return None
