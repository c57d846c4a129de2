"""Drawing a tree of nodes: for a terminal, and as a flowchart of mermaid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rich.text import Text
from rich.tree import Tree

from hcspy.picture import Node

STYLES: Final = {
    "host": "bold",
    "network": "bold cyan",
    "endpoint": "green",
    "policy": "dim",
    "container": "yellow",
    "namespace": "magenta",
    "loadbalancer": "bold blue",
    "route": "blue",
}
SHAPES: Final = {
    "network": '[["{}"]]',
    "endpoint": '("{}")',
    "namespace": '{{{{"{}"}}}}',
    "container": '[/"{}"/]',
    "loadbalancer": '(["{}"])',
    "policylist": '(["{}"])',
    "route": '>"{}"]',
}


def drawn(node: Node) -> Tree:
    """Return a node and what hangs below as a tree for the terminal."""
    branch = Tree(Text(node.text, style=STYLES.get(node.kind, "")), guide_style="dim")
    for child in node.children:
        branch.add(drawn(child))
    return branch


def mermaid(root: Node) -> str:
    """Return what hangs below a node as a flowchart of mermaid, each object once; policies are left out.

    >>> web = Node(kind="endpoint", text="endpoint web-0", id="e1")
    >>> print(mermaid(Node(kind="host", text="host", children=[
    ...     Node(kind="network", text="network web", id="n1", children=[web]),
    ...     Node(kind="namespace", text="namespace a", id="s1", children=[web]),
    ... ])))
    flowchart LR
      n1[["network web"]]
      n2("endpoint web-0")
      n1 --> n2
      n3{{"namespace a"}}
      n3 --> n2
    """
    return "\n".join(["flowchart LR", *(f"  {line}" for line in Flowchart().lines(root))])


class Flowchart:
    """Gives the objects of a tree short names; what is referred to twice is the same."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def lines(self, parent: Node, name: str | None = None) -> Iterator[str]:
        """Yield the objects below one, and the arrows to them."""
        for child in parent.children:
            if child.kind == "policy":
                continue
            key = (child.id or child.text).lower()
            new = key not in self._names
            called = self._names.setdefault(key, f"n{len(self._names) + 1}")
            if new:
                yield called + SHAPES.get(child.kind, '["{}"]').format(label(child))
            if name is not None:
                yield f"{name} --> {called}"
            yield from self.lines(child, called)


def label(node: Node) -> str:
    """Return what stands in a shape: the text; a policy list is known by its policies only."""
    lines = [node.text.removeprefix("-> ")]
    if node.kind == "policylist":
        lines += [child.text for child in node.children if child.kind == "policy"]
    return "<br/>".join(line.replace('"', "#quot;") for line in lines)
