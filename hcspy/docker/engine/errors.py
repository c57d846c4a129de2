"""Why the engine gave no answer, or none that helps."""

from __future__ import annotations

from typing import Final

from hcspy.errors import HcspyError, ServiceUnavailableError

START: Final = "is it running? DOCKER_HOST says where it is, if not at its usual place"


class EngineUnavailableError(ServiceUnavailableError):
    """Nobody answers at the engine's address, or not to the end."""


class EngineError(HcspyError):
    """The engine refused a request; the message is its own."""

    def __init__(self, message: str = "", *, status: int = 0, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.status = status
