"""The stories of the documentation: what each page has, and that its program is one that people can take over.

The examples themselves run with those of all other pages.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

STORIES = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "stories"
PAGES = {
    "bridge-network": "make the network of a node",
    "flannel-host-gw": "bring up flannel",
    "overlay-peers": "one route for each peer",
    "wait-for-network": "wait for a network",
    "pod-attach": "attach, or leave nothing",
    "pod-detach": "detach, twice",
    "outbound-nat": "translation, exceptions, routes",
    "block-metadata": "block one address",
    "host-container-rules": "rules between host and container",
    "service-vip": "load balancers by version",
    "clean-node": "remove all, in order",
    "service-restart": "notice a restart",
    "collect-and-compare": "state before and after",
    "follow-vip": "from an address to its backends",
    "find-stale": "what nobody uses",
}
SECTIONS = ["What comes out", "When it runs again, or fails", "What it replaces"]


def text(page: str) -> str:
    """Return a page."""
    return (STORIES / f"{page}.md").read_text(encoding="utf-8")


def program(page: str) -> str:
    """Return the program of a page: the blocks that are no examples of its use."""
    blocks = re.findall(r"```python\n(.*?)```", text(page), re.DOTALL)
    return "\n\n".join(block for block in blocks if not block.startswith(">>>"))


def test_there_are_fifteen_stories() -> None:
    """A page that is not listed here is not checked."""
    assert {path.stem for path in STORIES.glob("*.md")} == set(PAGES)
    assert len(PAGES) == 15


@pytest.mark.parametrize("page", PAGES)
def test_story_says_what_people_ask(page: str) -> None:
    """What it does, what happens the second time, and which script may be thrown away."""
    assert re.findall(r"^## (.*)$", text(page), re.MULTILINE) == SECTIONS


@pytest.mark.parametrize("page", PAGES)
def test_program_is_complete(page: str) -> None:
    """It imports what it uses, says what its functions take and give, and can be started."""
    tree = ast.parse(program(page))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert functions
    for function in functions:
        arguments = [*function.args.args, *function.args.kwonlyargs]
        assert function.returns is not None, function.name
        assert all(argument.annotation for argument in arguments), function.name
    assert isinstance(tree.body[-1], ast.If) or page == "block-metadata"
    assert 'if __name__ == "__main__":' in program(page)


def test_programs_pass_the_type_checker(tmp_path: Path) -> None:
    """Who takes one over runs a type checker on it, too."""
    api = pytest.importorskip("mypy.api")
    for page in PAGES:
        (tmp_path / f"{page.replace('-', '_')}.py").write_text(program(page), encoding="utf-8")
    options = ["--strict", "--no-error-summary", "--follow-imports=silent", "--cache-dir", str(tmp_path / "cache")]
    config = Path(__file__).resolve().parents[2] / "pyproject.toml"
    output, errors, _ = api.run([*options, "--config-file", str(config), str(tmp_path)])
    assert not errors, errors
    assert not output, output
