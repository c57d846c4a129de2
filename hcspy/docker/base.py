"""What all drivers have in common."""

from __future__ import annotations


class Driver:
    """Something that a server serves: a `NetworkDriver` or an `IpamDriver`."""

    async def start(self) -> None:
        """Get ready: called once, before the first call of the engine can come in."""

    async def stop(self) -> None:
        """Give back what `start` took: called once, after the last call of the engine was answered."""
