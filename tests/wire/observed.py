"""The calls that functions.json says were observed, as recordings: for each function one example and what it called.

The real Go code made them, too, but their answers are not told: only the calls are compared. They reach the
functions that the recordings leave out.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from . import golang
from .recordings import Call, Vector

FILE: Final = "functions.json"
_VALUE: Final = re.compile(r"\*?(?:hns\.\w+|endpoint)\{([^{}]*)\}")
_LIST: Final = re.compile(r"\[\]hns\.\w+\{([^{}]*)\}")
_FIELD: Final = re.compile(r"(\w+):")
_WORDS: Final = {"true": True, "false": False, "nil": None}


def load() -> Iterator[Vector]:
    """Yield a recording for each function of HNS v1 whose calls were observed and are requests to HNS."""
    for name, function in golang.functions().items():
        seen = function["effect"].get("observed")
        if seen and name.startswith(("hns.", "hcsshim.")) and _asks_hns(seen["dll"]):
            yield _vector(name, function, seen)


def _asks_hns(lines: Sequence[str]) -> bool:
    return bool(lines) and all(line.startswith("HNSCall ") for line in lines)


def _vector(name: str, function: Mapping[str, Any], seen: Mapping[str, Any]) -> Vector:
    answer = _answer(golang.returned(name))
    return Vector(
        name=f"observed.{name}",
        api=next(iter(golang.public_names(function)), name),
        input=_inputs(function, seen["call"]),
        calls=tuple(_call(line, answer) for line in seen["dll"]),
        calls_only=True,
        file=FILE,
    )


def _answer(go_type: str | None) -> str:
    output = "" if go_type is None else ',"Output":[]' if go_type.startswith("[]hns.") else ',"Output":{}'
    return f'{{"Success":true{output}}}'


def _call(line: str, answer: str) -> Call:
    _, method, path, *body = line.split(" ", 3)
    args: dict[str, Any] = {"method": method, "path": path, "object": ""}
    if body:
        args |= {"object": json.loads(body[0]), "object_raw": body[0]}
    return Call("vmcompute", "HNSCall", args, {"hresult": 0, "response": answer})


def _inputs(function: Mapping[str, Any], expression: str) -> dict[str, Any]:
    """Read the arguments of a Go call and its receiver; as in the recordings, every field is there."""
    call = ast.parse(_python(expression), mode="eval").body
    assert isinstance(call, ast.Call)
    assert isinstance(call.func, ast.Attribute)
    values = [_read(argument) for argument in call.args]
    inputs: dict[str, Any] = {}
    for param in function["params"]:
        go_type = param["type"].replace("...", "[]")
        value = values if param["type"].startswith("...") else values.pop(0)
        inputs[param["name"]] = _complete(go_type, value)
    if function["receiver"]:
        go_type = f"{function['package']}.{function['receiver'].lstrip('*')}"
        inputs["receiver"] = _complete(go_type, _read(call.func.value))
    return inputs


def _python(expression: str) -> str:
    """Turn Go's composite literals into Python's: ``hns.MacPool{A:"x"}`` becomes ``dict(A="x")``."""
    text = _VALUE.sub(lambda literal: "dict(" + _FIELD.sub(r"\1=", literal[1]) + ")", expression)
    return _LIST.sub(r"[\1]", text)


def _read(node: ast.expr) -> Any:
    if isinstance(node, ast.Call):
        return {keyword.arg: _read(keyword.value) for keyword in node.keywords}
    if isinstance(node, ast.List):
        return [_read(entry) for entry in node.elts]
    return _WORDS[node.id] if isinstance(node, ast.Name) else ast.literal_eval(node)


def _complete(go_type: str, value: Any) -> Any:
    inner = golang.element(go_type)
    if inner:
        return [_complete(inner, entry) for entry in value]
    go_type = go_type.lstrip("*")
    return {**golang.zero(go_type), **value} if golang.is_structure(go_type) else value
