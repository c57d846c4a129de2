"""Namespaces."""

from __future__ import annotations

from typing import Final

from hcspy._ffi.cdata import HCN_NAMESPACE

from .handles import LiveHandle
from .nouns import Exports, HostNounCalls


class NamespaceHandle(LiveHandle[HCN_NAMESPACE]):
    """An open namespace."""

    __slots__ = ()
    noun = "namespace"
    ctype = "HCN_NAMESPACE *"
    closes = "HcnCloseNamespace"


class NamespaceCalls(HostNounCalls[NamespaceHandle]):
    """The functions for namespaces."""

    noun = "namespace"
    handle = NamespaceHandle
    exports = Exports(
        enumerate="HcnEnumerateNamespaces",
        create="HcnCreateNamespace",
        open="HcnOpenNamespace",
        query="HcnQueryNamespaceProperties",
        modify="HcnModifyNamespace",
        delete="HcnDeleteNamespace",
    )


namespaces: Final = NamespaceCalls()
