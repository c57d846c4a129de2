"""Containers by name: those of ours, and what others run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeGuard

import click

from hcspy.cli.session import Session, session_of
from hcspy.errors import NotFoundError, SystemNotFoundError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from hcspy.containers import Container
    from hcspy.hcs import System


def opened(session: Session, name: str, **options: Any) -> Container | System:
    """Open a container of ours, running or not, or a compute system of others."""
    host = session.connection
    try:
        return host.containers.open(name, **options)
    except NotFoundError as missing:
        if host.hcs.systems.find(name) is None:
            raise SystemNotFoundError(
                f"no container {name}; there are: {_known(session)}", hint="`hcspy ps --all` lists them"
            ) from missing
        return host.hcs.systems.open(name)


def is_ours(container: Container | System) -> TypeGuard[Container]:
    """Tell whether hcspy made a container, and so knows of its files and its network."""
    return hasattr(container, "record")


def ours(session: Session, name: str) -> Container:
    """Open a container of ours, running or not."""
    found = opened(session, name)
    if is_ours(found):
        return found
    found.close()
    raise NotFoundError(f"{name} was made by others: hcspy knows neither its files nor its network", hint="stop it")


def _known(session: Session) -> str:
    return ", ".join(found.name for found in session.connection.containers.list(all=True)) or "none"


def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the name of a container."""
    from click.shell_completion import CompletionItem

    try:
        session = session_of(ctx)
        session.timeout = session.timeout or 2
        found = session.connection.containers.list(all=True)
    except Exception:
        return []
    return [CompletionItem(entry.name, help=entry.state) for entry in found if entry.name.startswith(incomplete)]


def name(*, many: bool = False) -> Callable[[Any], Any]:
    """Declare an argument that names a container, or several."""
    metavar = "NAME..." if many else "NAME"
    argument = "names" if many else "name"
    return click.argument(argument, nargs=-1 if many else 1, required=True, metavar=metavar, shell_complete=complete)


def each(session: Session, names: Iterable[str], open: Callable[[Session, str], Any]) -> list[Any]:
    """Open all, or none: a name that means nothing changes nothing."""
    found: list[Any] = []
    try:
        found.extend(open(session, name) for name in dict.fromkeys(names))
    except BaseException:
        close(found)
        raise
    return found


def close(found: Iterable[Any]) -> None:
    """Close what was opened; what runs goes on."""
    for entry in found:
        entry.close()
