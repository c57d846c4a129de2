"""Render docs/reference/cli.md from the commands themselves: ``python docs/_gen/cli_reference.py``."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import click

from hcspy.cli.app import app
from hcspy.cli.options import SessionOption

PAGE = Path(__file__).parents[1] / "reference" / "cli.md"

HEAD = """# Command line

<!-- Written by docs/_gen/cli_reference.py: change the help texts in hcspy/cli instead. -->

`hcspy` needs the extra `cli` (`pip install hcspy[cli]`); `python -m hcspy` is the same.
[Use the command line](../how-to/use-the-command-line.md) and
[Run containers from the command line](../how-to/run-containers-from-the-command-line.md) show it at work.

## Which host

`--host`, or the variable `HCSPY_HOST`, says which host is meant:

| | |
| --- | --- |
| `native` | this machine: Windows with the Containers feature, as an administrator; what is meant without `--host` |
| `fake:PATH` | a fake whose state lies in a file; commands and processes share it; it is made if it is not there |
| `fake` | a fake that is gone when the command ends |

## Which API

`--api v2` is HCN and what is meant without it, `--api v1` is HNS v1; the variable `HCSPY_API` stands for the option.
Both have the same objects and commands; documents, tables and policies are those of the API. Where Windows has no HCN
(before Server 2019), commands work through HNS v1 and say so on stderr. `policylist` is of HNS v1, and `lb` and
`route` are policy lists there; what plugs endpoints into the host, into containers and virtual machines
(`endpoint attach`), `dump`, `diff` and `call` work through HNS v1 at either API.

## Which object

Networks, endpoints, namespaces, load balancers and routes are named by their id, by the beginning of it (two characters
or more), or by name: first in the letter case given, then in any. More than one hit is an error that lists them.

| noun | names |
| --- | --- |
| network | its name |
| endpoint | its name, NETWORK/NAME, its address |
| namespace | `default` for the host's own; others have ids only |
| lb | VIP:PORT, :PORT of a port of the host, its name |
| route | its prefix, its name |
| policylist | VIP:PORT of a load balancer, the prefix of a route |
| containers | their name, whole: it is the id of the compute system |
| images | the name of a base image, in any letter case, or the folder of a layer |

## Members and policies

`KEY=VALUE` sets a member by its wire name, in any letter case: `Priority=200`, `DNSSuffix=corp.example`. Values are
read as what the member holds; lists are written with commas. `KEY:=JSON` sets any member to any JSON, also one that
hcspy has no name for. A policy is its type and members: `ACL Action=Block Direction=Out Priority=200`.
Ports are written as docker writes them, the outside first: `8080:80/tcp`.

A document (`-f FILE`, or the body of `call`) is JSON or YAML: a path, `@path`, `-` for stdin, or the text itself.
`-f` also takes a list, or several YAML documents; if one of the objects cannot be created, none is.

## Output

Tables and trees are for people: ids are short (`-l` prints them whole) and joined to names; colours are for
terminals only. `-o json` and `-o yaml` print the wire documents as the service sent them, members that hcspy does not
know included. `--dry-run` prints the requests that would change something; questions are still asked, so that names
are looked up and documents are merged. `-v` logs every request and answer to stderr.

Errors go to stderr: what happened, the code and its symbol, what to do; `-v` adds class, call and the service's record.

## Exit codes

| code | |
| --- | --- |
| 0 | done |
| 1 | an error; also a difference, with `diff --exit-code`, and findings of `lint` |
| 2 | wrong usage, or the packages of the extra `cli` are missing |
| 3 | not found |
| 4 | service unavailable: stopped, stopping, crashed or disabled; says nothing about any object |
| 5 | access denied |
| 125, 126, 127 | of `run` and `exec`: it failed itself; the program cannot be executed; there is none |
| any other | of `run` and `exec`: the program's |
| 130 | interrupted |

## Completion

`hcspy completion bash|zsh|fish|powershell` prints the script; `hcspy completion --help` says where it goes. Names of
networks, endpoints and the rest are completed too, from the host that the line is about.
"""


def table(rows: Iterator[tuple[str, str]]) -> str:
    """Render two columns without a head."""
    lines = [f"| `{left}` | {right} |".replace("`` ", "") for left, right in rows]
    return "\n".join(["| | |", "| --- | --- |", *lines]) if lines else ""


def declaration(param: click.Parameter) -> str:
    """Return how a parameter is written."""
    if isinstance(param, click.Argument):
        name = param.metavar or (param.name or "").upper()
        return f"{name}..." if param.nargs == -1 and not name.endswith("...") else name
    names = ", ".join((*param.opts, *param.secondary_opts))
    return names if getattr(param, "is_flag", False) else f"{names} {_value(param)}"


def _value(param: click.Parameter) -> str:
    if param.metavar:
        return param.metavar
    if isinstance(param.type, click.Choice):
        return " or ".join(map(str, param.type.choices))
    return "NUMBER" if param.type in (click.INT, click.FLOAT) else "TEXT"


def usage(path: str, command: click.Command) -> str:
    """Return the line that shows how a command is written."""
    words = [path]
    for param in command.params:
        if isinstance(param, click.Argument):
            word = declaration(param)
            words.append(word if param.required or word.startswith("[") else f"[{word}]")
    options = any(isinstance(param, click.Option) and not isinstance(param, SessionOption) for param in command.params)
    return " ".join([*words, "[OPTIONS]"] if options else words)


def options(command: click.Command, *, shared: bool = False) -> str:
    """Render a command's own options, or those that every command has."""
    rows = (
        (declaration(param), (param.help or "").replace("|", "&#124;"))
        for param in command.params
        if isinstance(param, click.Option) and isinstance(param, SessionOption) == shared and param.name != "version"
    )
    return table(rows)


def sections(command: click.Command, path: str, depth: int) -> Iterator[str]:
    """Yield the section of a command and of the commands below it."""
    yield f"{'#' * depth} {path}"
    yield inspect.cleandoc(command.help or "")
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from sections(below, f"{path} {name}", depth + 1)
    else:
        yield f"```text\n{usage(path, command)}\n```"
        yield options(command)


def render() -> str:
    """Return the whole page."""
    parts = [HEAD.rstrip(), "## Options of every command", options(app, shared=True)]
    context = click.Context(app)
    for name in app.list_commands(context):
        command = app.get_command(context, name)
        assert command is not None
        parts += sections(command, f"hcspy {name}", 2)
    return "\n\n".join(filter(None, parts)) + "\n"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8", newline="\n")
