"""Writes ``hns.py`` of this package from the blocking services: ``python hcspy/aio/build.py``.

Each verb is the blocking one with ``async`` before it, so that type checkers and people see the same signatures. A
test holds the checked-in file against what this would write.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from hcspy.hns.services import accelnet, endpoints, hns, namespaces, networks, policylists

TARGET: Final = Path(__file__).with_name("hns.py")
NOUNS: Final = {
    "networks": networks.Networks,
    "endpoints": endpoints.Endpoints,
    "policy_lists": policylists.PolicyLists,
    "namespaces": namespaces.Namespaces,
    "accelnet": accelnet.AccelNet,
}
# They wait, and so are not run on a thread but written out.
WAITING: Final = {"wait", "wait_deleted"}

HEAD: Final = '''"""The verbs of HNS v1, awaited. Written by ``build.py`` from the blocking ones: do not edit."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Mapping
from typing import Any, Unpack

from hcspy.aio.worker import AsyncNoun, Worker
from hcspy.hns import (
    Activity,
    EndpointPolicy,
    EndpointStats,
    HNSEndpoint,
    HNSGlobals,
    HNSNetwork,
    HNSNnvManagementMacList,
    HNSSupportedFeatures,
    Namespace,
    NetworkPolicy,
    PolicyList,
)
from hcspy.hns.services import endpoints, networks
from hcspy.hns.services.endpoints import EndpointFilters
from hcspy.hns.services.namespaces import NamespaceFilters
from hcspy.hns.services.networks import NetworkFilters
from hcspy.hns.services.policylists import PolicyListFilters
from hcspy.verbs import Ensured, ref_id
'''


def module() -> str:
    """Return the text of the whole module, before it is formatted."""
    classes = [_noun(cls) for cls in NOUNS.values()]
    return "\n".join([HEAD, *classes, _door()])


def _noun(cls: type) -> str:
    doc = _first(cls).replace("``host.hns.", "``await host.hns.", 1)
    lines = [f"\nclass {cls.__name__}(AsyncNoun):", f'    """{doc}"""', ""]
    for name, verb in _verbs(cls):
        lines += _verb(cls, name, verb)
    return "\n".join(lines)


def _door() -> str:
    lines = [
        "\nclass HNS(AsyncNoun):",
        '    """HNS v1 of one host, awaited."""',
        "",
        "    def __init__(self, service: Any, worker: Worker) -> None:",
        "        super().__init__(service, worker)",
        *(f"        self.{name} = {cls.__name__}(service.{name}, worker)" for name, cls in NOUNS.items()),
        "",
    ]
    for name, verb in _verbs(hns.HNS):
        lines += _verb(hns.HNS, name, verb)
    return "\n".join(lines)


def _verbs(cls: type) -> Iterator[tuple[str, Callable[..., Any]]]:
    for name, verb in inspect.getmembers(cls, inspect.isfunction):
        if not name.startswith("_"):
            yield name, verb


def _verb(cls: type, name: str, verb: Callable[..., Any]) -> list[str]:
    signature = inspect.signature(verb)
    body = _waiting(cls, name) if name in WAITING else _call(cls, name, signature)
    head = _spelled(cls, f"    async def {name}{signature}:")
    return [head, f'        """{_first(verb)}"""', *body, ""]


def _call(cls: type, name: str, signature: inspect.Signature) -> list[str]:
    arguments = [_passed(parameter) for parameter in list(signature.parameters.values())[1:]]
    call = f"self._call({', '.join([repr(name), *arguments])})"
    if signature.return_annotation == "None":
        return [f"        await {call}"]
    returned = _spelled(cls, str(signature.return_annotation))
    return [f"        result: {returned} = await {call}", "        return result"]


def _waiting(cls: type, name: str) -> list[str]:
    noun = cls.noun  # type: ignore[attr-defined]
    if name == "wait_deleted":
        return [
            f'        ref = ref_id(ref, "{noun}")',
            f'        await self._poll(ref, lambda seen: seen is None, timeout, f"{noun} {{ref}} to be gone")',
        ]
    return [
        f'        ref = ref_id(ref, "{noun}")',
        f"        done = {_module(cls)}.condition(until)",
        f'        waited = self._poll(ref, lambda seen: seen is not None and done(seen), timeout, f"{noun} {{ref}}")',
        f"        found: {cls.model.__name__} = await waited",  # type: ignore[attr-defined]
        "        return found",
    ]


def _passed(parameter: inspect.Parameter) -> str:
    match parameter.kind:
        case inspect.Parameter.VAR_KEYWORD:
            return f"**{parameter.name}"
        case inspect.Parameter.VAR_POSITIONAL:
            return f"*{parameter.name}"
        case inspect.Parameter.KEYWORD_ONLY:
            return f"{parameter.name}={parameter.name}"
        case _:
            return parameter.name


def _spelled(cls: type, text: str) -> str:
    """Turn the text of a signature into source: annotations without quotes, the model for its type variable."""
    text = re.sub(r"(: |-> )'([^']*)'", r"\1\2", text)
    text = re.sub(r"\bUntil\b", f"{_module(cls)}.Until", text).replace("= 'ready'", '= "ready"')
    return re.sub(r"\bM\b", cls.model.__name__, text) if hasattr(cls, "model") else text


def _module(cls: type) -> str:
    return cls.__module__.rpartition(".")[2]


def _first(thing: Any) -> str:
    return str(inspect.getdoc(thing)).split("\n\n", 1)[0].replace("\n", " ")


if __name__ == "__main__":
    TARGET.write_text(module(), encoding="utf-8")
