"""Options that every command takes, before or after the noun, and the command classes that add them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Any, ClassVar, Final, TypeVar

import click

from hcspy.cli.failure import guarded
from hcspy.cli.session import Session, session_of

F = TypeVar("F", bound=Callable[..., Any])
R = TypeVar("R")

PROFILES: Final = ("rs1", "1803", "2019", "1903", "2022", "win11", "2025")
ENVIRONMENT: Final = {"host": "HCSPY_HOST", "api": "HCSPY_API"}
VERBS: Final = {"list": "ls", "inspect": "get", "delete": "rm", "remove": "rm"}


class SessionOption(click.Option):
    """An option that goes to the session, not to the command."""

    def __init__(self, declarations: Sequence[str], **settings: Any) -> None:
        super().__init__(declarations, **{"expose_value": False, "callback": _store, **settings})


def _store(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    # Absent here means: as it was said before the noun.
    if value is not None and param.name is not None:
        session_of(ctx).set(param.name, value)


def session_options() -> Iterator[click.Option]:
    """Make the options anew; each command needs its own."""
    yield SessionOption(["--host"], metavar="TARGET", help="native (this machine), fake, or fake:PATH (a state file).")
    yield SessionOption(["--profile"], type=click.Choice(PROFILES), help="The Windows version that a fake plays.")
    yield SessionOption(["--api"], type=click.Choice(["v1", "v2"]), help="HCN (v2, the default) or HNS v1.")
    yield SessionOption(["-o", "--output"], type=click.Choice(["table", "json", "yaml"]), help="How to print.")
    yield SessionOption(["-v", "--verbose"], is_flag=True, default=None, help="Log every request and answer.")
    yield SessionOption(["-l", "--long"], is_flag=True, default=None, help="Print whole ids.")
    yield SessionOption(["--timeout"], type=float, metavar="SECONDS", help="Give up a call after this time.")
    yield SessionOption(
        ["--validate/--no-validate"], default=None, help="Check documents before they are sent (the default)."
    )


class NounCommand(click.Command):
    """A command that takes the session's options and shows them apart from its own."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        own = {param.name for param in self.params}
        taken = {word for param in self.params for word in param.opts}
        for option in session_options():
            if option.name not in own:
                # A letter that the command needs itself means that there; the long name is always the session's.
                option.opts = [word for word in option.opts if word not in taken]
                self.params.append(option)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the command's own options first."""
        _format(self, ctx, formatter)


class NounGroup(click.Group):
    """A group of verbs for one noun; verbs have the aliases that docker and kubectl users type."""

    command_class = NounCommand
    aliases: ClassVar[dict[str, str]] = VERBS

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.params.extend(session_options())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find a command by its name or an alias."""
        return super().get_command(ctx, cmd_name) or super().get_command(ctx, self.aliases.get(cmd_name, cmd_name))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands first, the session's options after them."""
        self.format_commands(ctx, formatter)
        _format(self, ctx, formatter)


NounGroup.group_class = NounGroup


class RootGroup(NounGroup):
    """The root: loads each noun when it is asked for, and turns errors into blocks and exit codes."""

    aliases: ClassVar[dict[str, str]] = {
        "net": "network",
        "ep": "endpoint",
        "ns": "namespace",
        "loadbalancer": "lb",
    }

    def __init__(self, *args: Any, homes: dict[str, str] | None = None, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._homes = homes or {}
        for param in self.params:
            param.envvar = ENVIRONMENT.get(param.name or "")

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order of the table, not of the alphabet."""
        return list(self._homes)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command."""
        name = self.aliases.get(cmd_name, cmd_name)
        if name not in self._homes:
            return None
        module, _, attribute = self._homes[name].partition(":")
        command: click.Command = getattr(import_module(module), attribute or name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error becomes one readable block."""
        return guarded(ctx, super().invoke)


def _format(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    records = [(param, record) for param in _options(command, ctx) if (record := param.get_help_record(ctx))]
    own = [record for param, record in records if not isinstance(param, SessionOption)]
    shared = [record for param, record in records if isinstance(param, SessionOption)]
    for title, rows in (("Options", own), ("Options of every command", shared)):
        if rows:
            with formatter.section(title):
                formatter.write_dl(rows)


def _options(command: click.Command, ctx: click.Context) -> Iterator[click.Parameter]:
    return (param for param in command.get_params(ctx) if isinstance(param, click.Option))


def dry_run(command: F) -> F:
    """Let a command print what it would send instead of sending it."""
    help = "Print the requests that would change something instead of sending them."
    return click.option("--dry-run", is_flag=True, default=None, expose_value=False, callback=_store, help=help)(
        command
    )


def pass_session(command: Callable[..., R]) -> Callable[..., R]:
    """Hand the session to a command as its first argument; goes next to the function."""

    @functools.wraps(command)
    def with_session(*args: Any, **kwargs: Any) -> R:
        return command(session_of(click.get_current_context()), *args, **kwargs)

    return with_session


__all__ = ["NounCommand", "NounGroup", "RootGroup", "Session", "dry_run", "pass_session"]
