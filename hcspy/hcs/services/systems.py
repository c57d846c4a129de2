"""``host.hcs.systems``: the compute systems of a host."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal, overload

from hcspy.codec import dumps
from hcspy.errors import SystemNotFoundError
from hcspy.hcs.services.documents import answered_list, model_of, read_to_be_checked, refuse, text_of
from hcspy.hcs.services.door import Door, OpenSystem
from hcspy.hcs.services.system import System
from hcspy.verbs.match import only, require_filters

if TYPE_CHECKING:
    from hcspy.hcs import ContainerProperties, Properties

Texts = str | Iterable[str] | None


class Systems:
    """Compute systems: containers and virtual machines.

    What is created or opened is a `System`, which owns a handle; what is listed are plain properties.
    """

    noun = "compute system"

    def __init__(self, door: Door, *, timeout: float | None = None, validate: bool = True) -> None:
        self._door = door
        self._timeout = timeout
        self._validate = validate

    def create(
        self,
        id: str,
        document: object,
        *,
        terminate_on_exit: bool = False,
        timeout: float | None = None,
        migration_events: bool = False,
    ) -> System:
        """Create a compute system and return it, created and not started.

        ``document`` is a ``ComputeSystem`` (schema 2), a ``ContainerConfig`` (schema 1) or a mapping with wire names;
        what the service would refuse about it is said before the call. A text goes as it is. If the system does not
        come to be in time, it is terminated. With ``terminate_on_exit`` leaving ``with`` ends it. With
        ``migration_events`` its ``events()`` tell of a live migration, too, where Windows knows of that.

        >>> import hcspy
        >>> document = {"Owner": "me", "SchemaVersion": {"Major": 2, "Minor": 1}, "Container": {}}
        >>> with hcspy.connect("fake") as host, host.hcs.systems.create("web", document) as system:
        ...     system
        <System web, open>
        """
        if self._validate:
            refuse(read_to_be_checked(document))
        opened = self._door.create(id, text_of(document), self._native(timeout), migration=migration_events)
        return self._system(id, opened, terminate_on_exit)

    def _system(self, id: str, opened: OpenSystem, terminate_on_exit: bool) -> System:
        return System(id, opened, timeout=self._timeout, terminate_on_exit=terminate_on_exit, validate=self._validate)

    def open(
        self,
        id: str,
        *,
        terminate_on_exit: bool = False,
        timeout: float | None = None,
        migration_events: bool = False,
    ) -> System:
        """Open a compute system by its id; the arguments are those of ``create``.

        Raises SystemNotFoundError where there is none: those that have ended vanish.
        """
        opened = self._door.open(id, self._native(timeout), migration=migration_events)
        return self._system(id, opened, terminate_on_exit)

    @overload
    def list(
        self,
        *,
        ids: Texts = None,
        owners: Texts = None,
        names: Texts = None,
        types: Texts = None,
        schema: Literal[2] = 2,
        timeout: float | None = None,
    ) -> list[Properties]: ...
    @overload
    def list(
        self,
        *,
        ids: Texts = None,
        owners: Texts = None,
        names: Texts = None,
        types: Texts = None,
        schema: Literal[1],
        timeout: float | None = None,
    ) -> list[ContainerProperties]: ...
    def list(
        self,
        *,
        ids: Texts = None,
        owners: Texts = None,
        names: Texts = None,
        types: Texts = None,
        schema: Literal[1, 2] = 2,
        timeout: float | None = None,
    ) -> Any:
        """Return the properties of compute systems, without handles; filters that are given all have to hold.

        The service applies them, letter by letter. ``schema`` says as which model the properties are read.

        >>> import hcspy
        >>> document = {"Owner": "me", "SchemaVersion": {"Major": 2, "Minor": 1}, "Container": {}}
        >>> with hcspy.connect("fake") as host, host.hcs.systems.create("web", document):
        ...     [found.id for found in host.hcs.systems.list(owners="me")]
        ['web']
        """
        given = {"Ids": ids, "Types": types, "Names": names, "Owners": owners}
        query = {name: _texts(texts) for name, texts in given.items() if texts is not None}
        if any(not texts for texts in query.values()):
            return []  # an empty filter is none to the service: it would find everything
        answer = self._door.enumerate(dumps(query), self._native(timeout))
        return answered_list(model_of(schema), answer, "HcsEnumerateComputeSystems")

    def get(self, id: str | None = None, *, name: str | None = None, owner: str | None = None) -> Properties:
        """Return the properties of one compute system, by its id or by filters of which exactly one has to fit."""
        filters = {"id": id, "name": name, "owner": owner}
        require_filters(filters, self.noun)
        found: Properties = only(self._found(id, name, owner), self.noun, filters, SystemNotFoundError)
        return found

    def find(self, id: str | None = None, *, name: str | None = None, owner: str | None = None) -> Properties | None:
        """Return what ``get`` does, but None where there is none."""
        try:
            return self.get(id, name=name, owner=owner)
        except SystemNotFoundError:
            return None

    def _found(self, id: str | None, name: str | None, owner: str | None) -> Any:
        return self.list(ids=id, names=name, owners=owner)

    def _native(self, timeout: float | None) -> float | None:
        return self._timeout if timeout is None else timeout


def _texts(texts: str | Iterable[str]) -> Any:
    return [texts] if isinstance(texts, str) else [str(text) for text in texts]
