from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hcn_scripted import Scripted

import hcspy
from hcspy import hcn
from hcspy.errors import GuestConnectionError, InvalidDocumentError, NamespaceNotFoundError, TimedOutError
from hcspy.hcn.services import HCN, Door, podshim
from hcspy.host import Host
from hcspy.testing import FakeHost

ID = "27b4c6d8-e0f1-4a23-8b45-c6d7e8f90a1b"


def test_namespace_holds_its_endpoints(
    host: Host, namespace: hcn.HostComputeNamespace, endpoint: hcn.HostComputeEndpoint
) -> None:
    """Ids come in lower case, so that they compare with those of endpoints: the service spells them in capitals."""
    changed = host.hcn.namespaces.add_endpoint(namespace, endpoint)
    assert changed.endpoint_ids == (endpoint.id,)
    assert host.hcn.namespaces.endpoints(namespace) == [endpoint.id]
    assert host.hcn.namespaces.list(endpoint=endpoint) == [changed]
    assert host.hcn.namespaces.containers(namespace) == []
    host.hcn.namespaces.remove_endpoint(namespace, endpoint)
    assert host.hcn.namespaces.endpoints(namespace) == []


def test_remove_endpoint_twice_is_fine_when_told(
    host: Host, namespace: hcn.HostComputeNamespace, endpoint: hcn.HostComputeEndpoint
) -> None:
    """CNI deletes more than once; also when the namespace is gone."""
    with pytest.raises(hcspy.HcspyError):
        host.hcn.namespaces.remove_endpoint(namespace, endpoint)
    host.hcn.namespaces.remove_endpoint(namespace, endpoint, missing_ok=True)
    host.hcn.namespaces.delete(namespace)
    host.hcn.namespaces.remove_endpoint(namespace, endpoint, missing_ok=True)
    with pytest.raises(NamespaceNotFoundError):
        host.hcn.namespaces.remove_endpoint(namespace, endpoint)


def test_containers_are_told(host: Host, namespace: hcn.HostComputeNamespace, fake_host: FakeHost) -> None:
    """A namespace with a container in it cannot be deleted."""
    fake_host.add_container("c1")
    changed = host.hcn.namespaces.add_container(namespace, "c1")
    assert changed.container_ids == ("c1",)
    assert host.hcn.namespaces.list(container="C1") == [changed]
    host.hcn.namespaces.remove_container(namespace, "c1")
    host.hcn.namespaces.remove_container(namespace, "c1", missing_ok=True)
    assert host.hcn.namespaces.containers(namespace) == []


def test_list_filters_by_type_and_compartment(host: Host, namespace: hcn.HostComputeNamespace) -> None:
    """The service leaves out the type Host, whose number is 0."""
    guest = host.hcn.namespaces.create(hcn.HostComputeNamespace(type="Guest"))
    assert host.hcn.namespaces.list(type="guest") == [guest]
    assert namespace in host.hcn.namespaces.list(type="Host")
    assert host.hcn.namespaces.list(compartment=4711) == host.hcn.namespaces.list(owner="nobody") == []


def test_get_and_find(host: Host, namespace: hcn.HostComputeNamespace) -> None:
    """The default namespace of the host is the only one of its type."""
    assert host.hcn.namespaces.get(namespace) == namespace
    assert host.hcn.namespaces.find(compartment=4711) is None
    with pytest.raises(NamespaceNotFoundError):
        host.hcn.namespaces.get(ID)


def test_ensure_knows_a_namespace_by_its_id(host: Host) -> None:
    """A pod's namespace has the id that the runtime chose."""
    model = hcn.HostComputeNamespace(id=ID, type="Host")
    assert [host.hcn.namespaces.ensure(model).action for _ in range(2)] == ["created", "unchanged"]
    with pytest.raises(InvalidDocumentError, match="another type"):
        host.hcn.namespaces.ensure(hcn.HostComputeNamespace(id=ID, type="Guest"))
    with pytest.raises(InvalidDocumentError, match="by its id"):
        host.hcn.namespaces.ensure(hcn.HostComputeNamespace(type="Host"))


def test_ensure_finds_the_default_namespace_by_its_type(host: Host) -> None:
    """There is one."""
    for existing in host.hcn.namespaces.list(type="GuestDefault"):
        host.hcn.namespaces.delete(existing)
    model = hcn.HostComputeNamespace(type="GuestDefault")
    first, second = host.hcn.namespaces.ensure(model), host.hcn.namespaces.ensure(model)
    assert (first.action, second.action) == ("created", "unchanged")
    assert first.object.id == second.object.id


def test_wait_and_refresh(host: Host, namespace: hcn.HostComputeNamespace) -> None:
    """The verbs that every noun has."""
    assert host.hcn.namespaces.wait(namespace).id == namespace.id
    assert host.hcn.namespaces.refresh(namespace).id == namespace.id
    with pytest.raises(TimedOutError):
        host.hcn.namespaces.wait(namespace, lambda found: bool(found.endpoint_ids), timeout=0.05)


def test_endpoint_id_that_is_none_is_refused(host: Host, namespace: hcn.HostComputeNamespace) -> None:
    """hcsshim does not check it."""
    with pytest.raises(InvalidDocumentError, match="EndpointId"):
        host.hcn.namespaces.add_endpoint(namespace, "pod")


# -- sync -------------------------------------------------------------------------------------------------------------


def local(kind: str) -> tuple[HCN, Scripted]:
    """Return the door of this machine's own service, which has one namespace."""
    target = Scripted({"HcnQueryNamespaceProperties": {"Properties": json.dumps({"ID": ID, "Type": kind})}})
    return HCN(Door(target.tables, lambda method, path: None, local=True)), target


class Pipe(io.BytesIO):
    """A named pipe: what is written is kept apart from what is read."""

    def __init__(self, answer: bytes) -> None:
        super().__init__(answer)
        self.sent = b""

    def write(self, data: Any) -> int:
        self.sent += data
        return len(data)


RECORD = json.dumps({"ContainerID": "pod", "HostUniqueID": "61f2e3d4-c5b6-4a79-8889-9a0b1c2d3e4f"}).encode()


def test_sync_tells_the_shim_of_a_guest(monkeypatch: pytest.MonkeyPatch) -> None:
    """An endpoint that is added to a running pod in a utility VM is plugged in by its shim."""
    pipe, paths = Pipe(b"\0OK\0"), []
    monkeypatch.setattr(podshim, "registered", lambda id: RECORD if id == ID else None)
    monkeypatch.setattr(podshim, "connected", lambda path: paths.append(path) or pipe)
    local("Guest")[0].namespaces.sync(ID)
    assert paths == [podshim.PIPE + "61f2e3d4-c5b6-4a79-8889-9a0b1c2d3e4f"]
    assert pipe.sent == b'{"ID":"pod","Op":"sync"}\n'
    assert pipe.closed


def test_shim_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pod would go on without the endpoint."""
    monkeypatch.setattr(podshim, "registered", lambda id: RECORD)
    monkeypatch.setattr(podshim, "connected", lambda path: Pipe(b"no such container"))
    with pytest.raises(GuestConnectionError, match="no such container"):
        local("Guest")[0].namespaces.sync(ID)


@pytest.mark.parametrize("kind", ["Host", "HostDefault", "Guest"])
def test_sync_without_a_shim_is_done(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Endpoints of Host namespaces are plugged in at once, and a pod that is gone needs nothing."""

    def absent(path: str) -> Any:
        raise FileNotFoundError(path)

    monkeypatch.setattr(podshim, "connected", absent)
    monkeypatch.setattr(podshim, "registered", lambda id: RECORD if kind == "Guest" else pytest.fail("asked"))
    door, target = local(kind)
    door.namespaces.sync(ID)
    target.assert_closed()


def test_sync_on_a_fake_leaves_this_machine_alone(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test must not talk to the pods of the machine that it runs on."""
    monkeypatch.setattr(podshim, "registered", lambda id: pytest.fail("asked"))
    host.hcn.namespaces.sync(host.hcn.namespaces.create(hcn.HostComputeNamespace(type="Guest")))


def test_namespace_that_is_not_registered_has_no_record() -> None:
    """Neither in the registry of a Windows without runhcs, nor where there is no registry."""
    assert podshim.registered("27b4c6d8-0000-0000-0000-000000000000") is None


def test_record_is_read_from_the_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """The value is binary, and holds JSON."""

    class Key:
        def __enter__(self) -> str:
            return "key"

        def __exit__(self, *args: object) -> None: ...

    class Registry:
        HKEY_LOCAL_MACHINE = 1

        @staticmethod
        def OpenKey(hive: int, path: str) -> Key:
            assert (hive, path) == (1, podshim.KEY + ID)
            return Key()

        @staticmethod
        def QueryValueEx(key: str, name: str) -> tuple[bytes, int]:
            assert (key, name) == ("key", "cfg")
            return RECORD, 3

    monkeypatch.setattr(podshim, "import_module", lambda name: Registry)
    assert podshim.registered(ID) == RECORD


def test_pipe_that_is_not_there_is_not_opened(tmp_path: Any) -> None:
    """What a shim that has ended leaves behind."""
    with pytest.raises(FileNotFoundError):
        podshim.connected(str(tmp_path / "none"))
