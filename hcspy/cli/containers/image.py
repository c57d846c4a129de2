"""``hcspy image``: base images."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click
from rich.filesize import decimal

from hcspy.cli import output
from hcspy.cli.options import NounGroup, pass_session
from hcspy.cli.session import Session

if TYPE_CHECKING:
    from hcspy.storage import BaseImage


@click.group(cls=NounGroup, short_help="Base images: what containers are made of.")
def image() -> None:
    """Look at the base images that Windows has ready."""


@image.command("ls", short_help="List the base images.")
@click.option("--name", help="Only those with this name, in any letter case, such as nanoserver.")
@click.option("--version", metavar="BEGIN", help="Only those whose version begins so, such as 10.0.20348.")
@pass_session
def ls(session: Session, name: str | None, version: str | None) -> None:
    """List the base images of the host."""
    found = session.connection.storage.base_images.list(name=name, version=version)
    output.emit(session, found, lambda: _table(found))


def _table(found: Sequence[BaseImage]) -> Any:
    rows = (
        (image.name, image.version, decimal(image.size or 0), str(image.created_time or "")[:10], image.path)
        for image in found
    )
    return output.table(("NAME", "VERSION", "SIZE", "CREATED", "PATH"), rows)
