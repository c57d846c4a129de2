"""``hcspy layer``: what images and containers are stacked from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from hcspy.cli import output
from hcspy.cli.containers import archives
from hcspy.cli.options import NounGroup, pass_session
from hcspy.cli.session import Session

PARENTS = click.option(
    "--parent",
    "parents",
    multiple=True,
    metavar="PATH",
    help="A layer below, the nearest first; else layerchain.json in the layer's folder says.",
)


@click.group(cls=NounGroup, short_help="Layers: folders that images and containers are stacked from.")
def layer() -> None:
    """Look at layers, and bring them in and out as archives.

    A layer is a folder of the host. Registries have each layer of an image as a tar archive, compressed or not.
    """


@layer.command("ls", short_help="List layers.")
@click.argument("path", required=False)
@pass_session
def ls(session: Session, path: str | None) -> None:
    """List the layers of base images and containers, or a layer with those below it, as layerchain.json says."""
    found = _known(session) if path is None else _chain(session, path)
    heads = ("KIND", "NAME", "LAYERS BELOW", "PATH")
    rows = [(entry["Kind"], entry["Name"], len(entry["Parents"]), entry["Path"]) for entry in found]
    output.emit(session, found, lambda: output.table(heads, rows))


def _known(session: Session) -> list[dict[str, Any]]:
    host = session.connection
    images = [_entry("base", image.name, image.path, ()) for image in host.storage.base_images.list()]
    ours = (entry for entry in host.containers.list(all=True) if entry.layer)
    return images + [_entry("scratch", entry.name, entry.layer, entry.parents) for entry in ours]


def _chain(session: Session, path: str) -> list[dict[str, Any]]:
    below = session.connection.storage.layers.chain(path)
    stack = [path, *below]
    return [
        _entry("layer" if below[number:] else "base", None, each, below[number:]) for number, each in enumerate(stack)
    ]


def _entry(kind: str, name: str | None, path: Any, parents: Sequence[str]) -> dict[str, Any]:
    return {"Kind": kind, "Name": name, "Path": str(path), "Parents": list(parents)}


@layer.command("import", short_help="Make a layer of an archive or a folder.")
@click.argument("path")
@click.argument("source", metavar="FILE|FOLDER|-")
@PARENTS
@click.option("--base", is_flag=True, help="There is no layer below: it holds a whole Windows.")
@pass_session
def import_(session: Session, path: str, source: str, parents: Sequence[str], base: bool) -> None:
    r"""Make a read-only layer at PATH of an archive (- is stdin), or of a folder in the transport format.

    On stderr is told how far it is. If it fails, or is interrupted, there is no layer.

    Example: hcspy layer import C:\layers\app app.tar.gz --parent C:\layers\nanoserver
    """
    if base and parents:
        raise click.UsageError("--base is a layer with none below: leave --parent out")
    below = archives.parents_of(parents, base=base)
    archives.bring_in(session, path, source, below)
    output.say(session, f"imported layer {path}")


@layer.command("export", short_help="Write a layer into an archive or a folder.")
@click.argument("layer", metavar="PATH|CONTAINER")
@click.argument("target", metavar="FILE|FOLDER|-")
@PARENTS
@click.option("--base", is_flag=True, help="There is no layer below.")
@pass_session
def export(session: Session, layer: str, target: str, parents: Sequence[str], base: bool) -> None:
    r"""Write what a layer adds to those below into an archive (- is stdout), or into a folder that is there.

    Instead of the path there can be the name of a container that does not run. The archive appears when it is whole.

    Example: hcspy layer export web web.tar
    """
    if base and parents:
        raise click.UsageError("--base is a layer with none below: leave --parent out")
    archives.take_out(session, layer, target, archives.parents_of(parents, base=base))
    if target != "-":
        output.say(session, f"exported layer {layer} to {target}")
