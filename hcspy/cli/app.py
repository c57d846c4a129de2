"""The root of the command line."""

from __future__ import annotations

import sys
from typing import Final

import click

import hcspy
from hcspy.cli.failure import ERROR
from hcspy.cli.options import RootGroup

HOMES: Final = {
    "network": "hcspy.cli.network",
    "endpoint": "hcspy.cli.endpoint",
    "namespace": "hcspy.cli.namespace",
    "lb": "hcspy.cli.lb",
    "route": "hcspy.cli.route",
    "policylist": "hcspy.cli.policylist",
    "ps": "hcspy.cli.containers.ps",
    "run": "hcspy.cli.containers.run",
    "exec": "hcspy.cli.containers.execute:execute",
    "start": "hcspy.cli.containers.life",
    "stop": "hcspy.cli.containers.life",
    "kill": "hcspy.cli.containers.life",
    "rm": "hcspy.cli.containers.life",
    "stats": "hcspy.cli.containers.stats",
    "inspect": "hcspy.cli.containers.look",
    "describe": "hcspy.cli.containers.look",
    "image": "hcspy.cli.containers.image",
    "layer": "hcspy.cli.containers.layer",
    "tree": "hcspy.cli.tree",
    "dump": "hcspy.cli.state",
    "load": "hcspy.cli.state",
    "diff": "hcspy.cli.state",
    "gc": "hcspy.cli.gc",
    "watch": "hcspy.cli.watch",
    "docker": "hcspy.cli.docker.group",
    "call": "hcspy.cli.raw",
    "features": "hcspy.cli.features",
    "lint": "hcspy.cli.lint",
    "explain": "hcspy.cli.explain",
    "demo": "hcspy.cli.demo",
    "completion": "hcspy.cli.completion",
}


@click.command(
    cls=RootGroup,
    homes=HOMES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Nouns have short names: net, ep, ns. HCSPY_HOST stands for --host, HCSPY_API for --api. "
    "Begin with `hcspy demo`.",
)
@click.version_option(hcspy.__version__, prog_name="hcspy")
def app() -> None:
    """Look at, change and run the containers and container networks of a Windows host, or of a fake one.

    Objects are named by name, id, or the beginning of an id, where that leaves one. Networks, endpoints and
    the rest print as tables; -o json prints the documents as the service has them.

    Exit codes: 0 done, 1 error, 2 wrong usage, 3 not found, 4 service unavailable, 5 access denied.
    Those of `run` and `exec` are the program's own; 125, 126, 127 where there was none.
    """


def run() -> int:
    """Run the command line with the arguments of the process and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A console that lacks a character shows its escape; that is no reason to fail.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        app.main(prog_name="hcspy")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else ERROR
