"""Layers through the DLLs: arrays of structures, buffers that the caller owns, texts that the DLL hands out.

Virtual disks have tests of their own, in test_disks.py.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import hcspy
from hcspy import storage
from hcspy.errors import PathNotFoundError
from hcspy.testing import FakeHost

from .local import Behind, Local

APP, WEB = "C:\\layers\\\u00e4pp", "C:\\layers\\web"


@pytest.fixture
def fake_host(local: Local) -> Iterator[Behind]:
    """A fake host that the DLLs ask."""
    with FakeHost() as host, local.asked_for(host) as behind:
        yield behind


@pytest.fixture
def host(fake_host: Behind) -> Iterator[hcspy.Host]:
    """This machine: the DLLs in System32."""
    with hcspy.connect() as host:
        yield host


def test_layer_goes_from_beginning_to_end(host: hcspy.Host) -> None:
    """Two parents in an array, a path in a buffer that is asked for twice."""
    layers, image = host.storage.layers, host.storage.find_base_image("nanoserver").path or ""
    layers.create(APP, image)
    layers.create_scratch(WEB, [APP, image])
    layers.expand_scratch(WEB, 40 << 30)
    with host.storage.mounted(WEB, [APP, image]):
        assert layers.mount_path(WEB).startswith("\\\\?\\Volume{")
    assert (layers.mount_path(APP), layers.exists(APP)) == (APP, True)
    layers.copy(APP, f"{APP}2", [image])
    layers.grant_access("vm1", f"{WEB}\\sandbox.vhdx")
    for layer in (WEB, APP, f"{APP}2"):
        layers.destroy(layer)
        assert not layers.exists(layer)


def test_id_of_a_layer_is_that_of_its_name(host: hcspy.Host) -> None:
    """A GUID comes back in a structure."""
    layer = host.storage.layers.of(APP)
    assert layer == storage.Layer(id=host.storage.layers.name_to_guid("\u00e4pp"), path=APP)


def test_documents_of_layers_go_through(host: hcspy.Host) -> None:
    """The newer DLL takes them as texts."""
    layers, image = host.storage.layers, host.storage.find_base_image("nanoserver").path or ""
    layers.create(APP, image)
    with pytest.raises(PathNotFoundError) as error:
        layers.attach_filter("C:\\nothing", storage.LayerData(layers=[layers.of(APP), layers.of(image)]))
    assert error.value.call == "HcsAttachLayerStorageFilter"
    layers.destroy_folder(APP)
    assert not layers.exists(APP)


def test_failure_of_a_layer_names_the_call(host: hcspy.Host) -> None:
    """HRESULTs are negative in C here, too."""
    with pytest.raises(PathNotFoundError) as error:
        host.storage.layers.activate("C:\\nothing")
    assert (error.value.call, error.value.hresult) == ("ActivateLayer", 0x80070003)
