"""What the tests of CNI share."""

from __future__ import annotations

from pathlib import Path

import pytest
from cni_client import NETNS, RANGE, Client, client_of

from hcspy import hcn
from hcspy.host import Host
from hcspy.testing import FakeHost


@pytest.fixture
def host(fake_host: FakeHost) -> Host:
    """A machine on which a runtime has made the namespace NETNS."""
    host = fake_host.host
    host.hcn.namespaces.create(hcn.HostComputeNamespace(id=NETNS, type="Host"))
    return host


@pytest.fixture
def cni(fake_host: FakeHost, host: Host, tmp_path: Path) -> Client:
    """The plugin with ranges of its own."""
    return client_of(fake_host, tmp_path, networkType="l2bridge", ipam=RANGE)
