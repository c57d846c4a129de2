"""Each awaited verb hands on what it is given, and gives back what comes."""

from __future__ import annotations

import asyncio
import inspect
from types import SimpleNamespace
from typing import Any

import pytest

from hcspy.aio import build
from hcspy.aio import containers as awaited_containers
from hcspy.aio import hcn as awaited_hcn
from hcspy.aio import hcs as awaited_hcs
from hcspy.aio import hns as awaited_hns
from hcspy.aio import storage as awaited_storage
from hcspy.aio.worker import Worker

ID = "9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f"


class Echo:
    """A service whose every verb returns how it was called."""

    def __getattr__(self, verb: str) -> Any:
        if verb.startswith("__"):
            raise AttributeError(verb)
        return lambda *args, **kwargs: (verb, args, kwargs)


def verbs() -> list[Any]:
    pairs = (
        (build.HNS, awaited_hns),
        (build.HCN, awaited_hcn),
        (build.STORAGE, awaited_storage),
        (build.HCS, awaited_hcs),
        (build.CONTAINERS, awaited_containers),
    )
    entered = ("watch", "mounted", "reader", "writer", "use")
    return [
        pytest.param(getattr(module, cls.__name__), name, id=f"{cls.__module__}.{cls.__name__}.{name}")
        for door, module in pairs
        for cls in (*door.nouns.values(), door.cls)
        for name, _ in inspect.getmembers(cls, inspect.isfunction)
        if not name.startswith("_")
        and name not in (*build.WAITING, *entered)
        and (cls.__name__, name) not in build.AWAITED
    ]


def sample(signature: inspect.Signature) -> tuple[list[Any], dict[str, Any]]:
    """Make a different value for each parameter."""
    positional, named = [], {}
    for parameter in list(signature.parameters.values())[1:]:
        match parameter.kind:
            case inspect.Parameter.VAR_POSITIONAL:
                positional += ["one", "two"]
            case inspect.Parameter.VAR_KEYWORD:
                named["name"] = "filter"
            case inspect.Parameter.KEYWORD_ONLY:
                named[parameter.name] = f"<{parameter.name}>"
            case _:
                positional.append(f"<{parameter.name}>")
    return positional, named


@pytest.mark.parametrize(("cls", "name"), verbs())
def test_verb_hands_its_arguments_on(cls: type, name: str) -> None:
    """An argument that was forgotten is one that does nothing."""
    args, kwargs = sample(inspect.signature(getattr(cls, name)))

    async def main() -> Any:
        worker = Worker()
        try:
            return await getattr(cls(Echo(), worker), name)(*args, **kwargs)
        finally:
            await worker.close()

    result = asyncio.run(main())
    for owned in ("_live", "_disk", "_system", "_container"):
        result = getattr(result, owned, result)
    if inspect.signature(getattr(cls, name)).return_annotation != "None":
        assert result == (name, tuple(args), kwargs)
    else:
        assert result is None


WAITING = [
    pytest.param(cls, id=f"{module.__name__}.{cls.__name__}")
    for module in (awaited_hns, awaited_hcn)
    for _, cls in inspect.getmembers(module, inspect.isclass)
    if cls.__module__ == module.__name__ and hasattr(cls, "wait_deleted")
]


@pytest.mark.parametrize("cls", WAITING)
def test_waiting_asks_for_the_object(cls: Any) -> None:
    """Waiting is written out; it must look at the object that was meant."""
    asked = []

    def get(ref: str) -> Any:
        asked.append(ref)
        return SimpleNamespace(id=ref) if len(asked) < 3 else None

    async def main() -> Any:
        worker = Worker()
        noun = cls(SimpleNamespace(get=get), worker)
        try:
            if hasattr(noun, "wait"):
                found = await noun.wait(ID, lambda seen: seen.id == ID)
                assert found.id == ID
            await noun.wait_deleted(ID, timeout=30)
        finally:
            await worker.close()

    asyncio.run(main())
    assert set(asked) == {ID}
