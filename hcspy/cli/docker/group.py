"""``hcspy docker``: the driver, and what it has to do with Docker."""

from __future__ import annotations

import click

from hcspy.cli.docker.map import map_
from hcspy.cli.docker.serve import serve
from hcspy.cli.options import NounGroup


@click.group(cls=NounGroup, short_help="Docker networks: the driver that serves Docker's daemon.")
def docker() -> None:
    """Let Docker's daemon make its networks through this library."""


docker.add_command(serve)
docker.add_command(map_)
