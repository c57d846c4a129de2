"""The page for people who come from PowerShell: every cmdlet is there, and every line of ours runs."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import hcspy
from hcspy import hns
from hcspy.cli.app import app
from hcspy.testing import FakeHost

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "coming-from-powershell.md"
TEXT = PAGE.read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|\n ").split(" | ")] for line in TEXT.splitlines() if line.startswith("| `")
]

HNS_PSM1 = """
Get-HNSActivities Get-HnsSwitchExtensions Set-HnsSwitchExtension New-HNSNetwork New-HNSEndpoint New-HnsRemoteEndpoint
Attach-HNSHostEndpoint Attach-HNSVMEndpoint Attach-HNSEndpoint Detach-HNSHostEndpoint Detach-HNSVMEndpoint
Detach-HNSEndpoint Get-HNSPolicyList Remove-HnsPolicyList New-HnsRoute New-HnsLoadBalancer Invoke-HNSRequest
""".split()  # noqa: SIM905
HNS_V2_PSM1 = """
New-HnsNetwork New-HnsIcsNetwork Get-HnsNetwork Remove-HnsNetwork Modify-HnsNetwork Update-HnsNetworkDNS
Update-HnsNetworkExtension New-HnsRemoteSubnetRoutePolicy Remove-HnsRemoteSubnetRoutePolicy New-HnsHostRoutePolicy
Remove-HnsHostRoutePolicy New-HnsSubnet Remove-HnsSubnet New-HnsIPSubnet Remove-HnsIPSubnet New-HnsEndpoint
New-HnsRemoteEndpoint Get-HnsEndpoint Modify-HnsEndpoint Update-HnsEndpointPolicy Add-HnsEndpointPolicy
Remove-HnsEndpointPolicy Add-HnsEndpointVmPort Remove-HnsEndpointVmPort Remove-HnsEndpoint New-HnsNamespace
Get-HnsNamespace Remove-HnsNamespace Modify-HnsNamespace New-HnsLoadBalancer Get-HnsLoadBalancer
Remove-HnsLoadBalancer Modify-HnsLoadBalancer New-HnsRoute Get-HnsRoute Remove-HnsRoute New-HnsProxyPolicy
Remove-HnsProxyPolicy Get-HnsGuestNetworkService Modify-HnsGuestNetworkService Modify-HnsGuestNetworkServiceState
Attach-HnsHostEndpoint Attach-HnsVMEndpoint Attach-HnsEndpoint Detach-HnsHostEndpoint Detach-HnsVMEndpoint
Detach-HnsEndpoint Invoke-HnsRequest New-HnsL4ProxyPolicy Remove-HnsL4ProxyPolicy New-HnsSetPolicy
Remove-HnsSetPolicy Update-HnsSetPolicy New-HnsNeighborDiscoveryPolicy Remove-HnsNeighborDiscoveryPolicy
""".split()  # noqa: SIM905


def code(cell: str) -> str:
    """Return the code of a cell."""
    return cell.removeprefix("`").removesuffix("`")


@pytest.mark.parametrize("cmdlet", sorted({name.lower() for name in [*HNS_PSM1, *HNS_V2_PSM1]}))
def test_every_cmdlet_is_on_the_page(cmdlet: str) -> None:
    """Who knows the cmdlet finds the line, or reads that it comes later."""
    assert re.search(rf"\b{re.escape(cmdlet)}\b", TEXT, re.IGNORECASE)


def test_modules_are_listed_whole() -> None:
    """The lists here are what the two modules export."""
    assert (len(HNS_PSM1), len(HNS_V2_PSM1)) == (17, 55)


def test_rows_have_three_columns() -> None:
    """A stray separator would move the columns."""
    assert len(ROWS) > 40
    assert [row for row in ROWS if len(row) != 3] == []


def test_python_lines_run(fake_host: FakeHost) -> None:
    """A line that does not work is worse than none."""
    fake_host.add_container("c1")
    with hcspy.connect(fake_host) as host:
        names: dict[str, Any] = {"host": host, "hns": hns, "hcspy": hcspy}
        for _, python, _ in ROWS:
            exec(code(python), names)


def test_command_lines_run(fake_host: FakeHost, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same on the command line."""
    monkeypatch.delenv("HCSPY_HOST", raising=False)
    monkeypatch.setenv("HCSPY_API", "v1")
    fake_host.add_container("c1")
    for _, _, line in ROWS:
        program, *arguments = shlex.split(code(line))
        result = CliRunner().invoke(app, arguments)
        assert (program, result.exit_code) == ("hcspy", 0), f"{line}: {result.output}"
    assert not fake_host.host.hns.networks.list(name="web")
