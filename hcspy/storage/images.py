"""Base images: what Windows has ready for containers to be built on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import attrs

from hcspy.codec import Wire, arrays


@attrs.frozen(kw_only=True, weakref_slot=False)
class BaseImage:
    """A base image of this machine.

    >>> image = BaseImage(name="NanoServer", version="10.0.20348.587", created_time="2022-03-08T12:00:00Z")
    >>> image.build, image.created.year
    (20348, 2022)
    """

    name: str | None = None
    """The name, such as `NanoServer`."""

    version: str | None = None
    """The version of the Windows in it, such as `10.0.20348.587`."""

    path: str | None = None
    """The folder of the layer."""

    size: int | None = None
    """How large it is, in bytes."""

    created_time: str | None = None
    """When it was made, as the service says it."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    @property
    def created(self) -> datetime | None:
        """When it was made; None if the service does not say it in a way that can be read."""
        try:
            return datetime.fromisoformat(self.created_time) if self.created_time else None
        except ValueError:
            return None

    @property
    def numbers(self) -> tuple[int, ...]:
        """The version as numbers, so that versions compare; without what is no number."""
        return tuple(int(part) for part in (self.version or "").split(".") if part.isascii() and part.isdecimal())

    @property
    def build(self) -> int | None:
        """The build of the Windows in it: with process isolation it has to be that of the host."""
        return self.numbers[2] if len(self.numbers) > 2 else None


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class BaseImages:
    """The document that lists base images.

    >>> BaseImages(images=[BaseImage(name="NanoServer")]).images[0].name
    'NanoServer'
    """

    images: Sequence[BaseImage] = ()
    """The images."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
