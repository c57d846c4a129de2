"""What one run of the command line knows: the host to talk to, and how to print."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import hcspy
from hcspy.errors import NotSupportedError

if TYPE_CHECKING:
    import click

    from hcspy.hcn.services import HCN
    from hcspy.hns.services import HNS
    from hcspy.transaction import Transaction

NO_HCN: Final = (
    "note: this host has no HCN, which came with Windows Server 2019: working through HNS v1 (--api v1 says so)"
)


class Session:
    """The settings of a run and its host, which is connected to when it is first needed.

    Options set it as they are parsed, so that one after the noun overrides one before it.
    """

    def __init__(self) -> None:
        self.host: str | None = None
        self.profile: str | None = None
        self.api: str | None = None
        self.output = "table"
        self.verbose = False
        self.timeout: float | None = None
        self.validate = True
        self.dry_run = False
        self.long = False
        self._stop_logging: Callable[[], None] | None = None

    def set(self, name: str, value: Any) -> None:
        """Take over the value of an option."""
        setattr(self, name, value)
        if name == "verbose" and self._stop_logging is None:
            from hcspy.cli.wirelog import start

            self._stop_logging = start()

    @cached_property
    def connection(self) -> hcspy.Host:
        """The host that ``--host`` names."""
        try:
            return hcspy.connect(self.host, profile=self.profile, timeout=self.timeout, validate=self.validate)
        except NotSupportedError as error:
            error.hint = "--host fake:node.json is a fake whose state lies in a file; `hcspy demo` shows what it does"
            raise

    @cached_property
    def door(self) -> str:
        """The API to work through: what ``--api`` says, else HCN, or HNS v1 where there is no HCN."""
        if self.api is not None:
            return self.api
        if self.connection.tables.has("computenetwork", "HcnEnumerateNetworks"):
            return "v2"
        import click

        click.echo(NO_HCN, err=True)
        return "v1"

    @cached_property
    def hns(self) -> HNS:
        """HNS v1 of the host; with ``--dry-run`` one that prints what would change instead of changing it."""
        if not self.dry_run:
            return self.connection.hns
        from hcspy.cli.rehearsal import rehearse

        return rehearse(self)

    @cached_property
    def hcn(self) -> HCN:
        """HCN of the host; with ``--dry-run`` one that prints what would change instead of changing it."""
        from hcspy.cli.progress import show_progress

        show_progress()
        if not self.dry_run:
            return self.connection.hcn
        from hcspy.cli.rehearsal_hcn import rehearse

        return rehearse(self)

    def transaction(self) -> Transaction:
        """Return a transaction over the services of the run: all that a command changes, or nothing."""
        return hcspy.Transaction(self.hns, lambda: self.hcn)

    def close(self) -> None:
        """Give up the connection, if there is one, and end the log."""
        if "connection" in vars(self):
            self.connection.close()
        if self._stop_logging is not None:
            self._stop_logging()


def session_of(ctx: click.Context) -> Session:
    """Return the run's session, made with the first context that asks."""
    root = ctx.find_root()
    if not isinstance(root.obj, Session):
        root.obj = Session()
        root.call_on_close(root.obj.close)
    session: Session = root.obj
    return session
