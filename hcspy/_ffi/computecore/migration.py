"""Live migration of virtual machines through computecore.dll. Each call begins; the operation tells how it ends."""

from __future__ import annotations

from hcspy._ffi.handles import CoreSystemHandle, OperationHandle
from hcspy._ffi.strings import wide_or_null

from .calls import begin


def initialize_live_migration_on_source(
    system: CoreSystemHandle, operation: OperationHandle, options: str | None = None, *, timeout: float | None = None
) -> None:
    """Begin to prepare the source of a live migration."""
    begin(
        system, operation, "HcsInitializeLiveMigrationOnSource", wide_or_null(options), request=options, timeout=timeout
    )


def start_live_migration_on_source(
    system: CoreSystemHandle, operation: OperationHandle, options: str | None = None, *, timeout: float | None = None
) -> None:
    """Begin a live migration on its source."""
    begin(system, operation, "HcsStartLiveMigrationOnSource", wide_or_null(options), request=options, timeout=timeout)


def start_live_migration_transfer(
    system: CoreSystemHandle, operation: OperationHandle, options: str | None = None, *, timeout: float | None = None
) -> None:
    """Begin the transfer of memory of a live migration."""
    begin(system, operation, "HcsStartLiveMigrationTransfer", wide_or_null(options), request=options, timeout=timeout)


def finalize_live_migration(
    system: CoreSystemHandle, operation: OperationHandle, options: str | None = None, *, timeout: float | None = None
) -> None:
    """Begin to end a live migration, on either side."""
    begin(system, operation, "HcsFinalizeLiveMigration", wide_or_null(options), request=options, timeout=timeout)


def cancel_live_migration(
    system: CoreSystemHandle, operation: OperationHandle, options: str | None = None, *, timeout: float | None = None
) -> None:
    """Begin to give a live migration up."""
    begin(system, operation, "HcsCancelLiveMigration", wide_or_null(options), request=options, timeout=timeout)
