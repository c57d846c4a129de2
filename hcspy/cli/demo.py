"""``hcspy demo``: the concepts in one screen, on a fake of its own. Nothing on the machine is touched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click
from rich.console import Console
from rich.text import Text

import hcspy
from hcspy import hns
from hcspy.cli.drawing import drawn
from hcspy.cli.options import NounCommand
from hcspy.cli.output import console

METADATA = "169.254.169.254/32"


@click.command(cls=NounCommand, short_help="Show the concepts in one screen, on a fake.")
def demo() -> None:
    """Build a network with endpoints and policies on a fake host, look at it, make mistakes, clean up.

    It needs nothing but Python, and touches nothing on this machine.
    """
    with hcspy.connect("fake") as host:
        Demo(console(), host).run()


class Demo:
    """The story, one step a method."""

    def __init__(self, out: Console, host: hcspy.Host) -> None:
        self._out = out
        self._host = host
        self._hns = host.hns

    def run(self) -> None:
        """Tell the story."""
        version = self._hns.globals().version
        self._say(f"A host: this one is a fake in memory that plays Windows Server 2022 (HNS {version.major}."
                  f"{version.minor}). On Windows, connect() gives the real one.")  # fmt: skip
        self._code('host = hcspy.connect("fake")')
        network = self._network()
        web = self._endpoints(network)
        self._attach(web)
        self._read(web)
        self._mistakes(network)
        self._clean(network)

    def _network(self) -> hns.HNSNetwork:
        self._say("A network is a virtual switch with an address range. HNS fills in the rest.")
        self._code('networks.create(HNSNetwork(name="web", type="NAT", subnets=[subnet]))')
        subnet = hns.Subnet(address_prefix="10.0.0.0/24", gateway_address="10.0.0.1")
        return self._hns.networks.create(hns.HNSNetwork(name="web", type="NAT", subnets=[subnet]))

    def _endpoints(self, network: hns.HNSNetwork) -> hns.HNSEndpoint:
        self._say("An endpoint is a network adapter on it. Policies are its rules: NAT publishes port 80 on the host's "
                  "8080, an ACL keeps the cloud's metadata service away.")  # fmt: skip
        self._code(
            'endpoints.create(HNSEndpoint(name="web-0", virtual_network=network, policies=[NAT(...), ACL(...)]))'
        )
        nat = hns.NAT(protocol="TCP", internal_port=80, external_port=8080)
        acl = hns.ACL(action="Block", direction="Out", remote_addresses=METADATA, priority=200)
        endpoints = self._hns.endpoints
        web = endpoints.create(hns.HNSEndpoint(name="web-0", virtual_network=network, policies=[nat, acl]))
        endpoints.create(hns.HNSEndpoint(name="db-0", virtual_network=network, ip_address="10.0.0.9"))
        return web

    def _attach(self, web: hns.HNSEndpoint) -> None:
        self._say("Attached, it is plugged into a container, a virtual machine or, as here, the host. All that exists:")
        self._code("endpoints.attach_host(web); print(host.snapshot().tree())")
        self._hns.endpoints.attach_host(web)
        self._out.print(drawn(self._host.snapshot().tree()))

    def _read(self, web: hns.HNSEndpoint) -> None:
        self._say("What comes back is typed, and nothing that the service said is lost on the way.")
        acl = next(policy for policy in self._hns.endpoints.get(web).policies if isinstance(policy, hns.ACL))
        self._code("endpoints.get(web).policies[1]")
        self._show(f"ACL: {acl.action} {acl.direction} to {acl.remote_addresses}, priority {acl.priority}")

    def _mistakes(self, network: hns.HNSNetwork) -> None:
        self._say("Mistakes say what is wrong, with the code and what to do. A name that is taken:")
        self._fail(lambda: self._hns.networks.create(hns.HNSNetwork(name="web", type="NAT")))
        self._say("An address outside the subnet:")
        stray = hns.HNSEndpoint(name="web-1", virtual_network=network, ip_address="10.9.9.9")
        self._fail(lambda: self._hns.endpoints.create(stray))
        self._say("A subnet without a gateway never leaves the house: validation names the member.")
        bare = hns.HNSNetwork(name="lab", type="NAT", subnets=[hns.Subnet(address_prefix="10.1.0.0/24")])
        self._fail(lambda: self._hns.networks.create(bare))

    def _clean(self, network: hns.HNSNetwork) -> None:
        self._say("Deleting the network takes its endpoints with it.")
        self._code("networks.delete(network)")
        self._hns.networks.delete(network)
        left = len(self._hns.networks.list()) + len(self._hns.endpoints.list())
        self._show(f"{left} objects left. Next: `hcspy --host fake:node.json network create web`, `hcspy --help`.")

    def _say(self, text: str) -> None:
        self._out.print(Text(text, style="bold"))

    def _code(self, text: str) -> None:
        self._out.print(Text(f"  >>> {text}", style="cyan"))

    def _show(self, text: str) -> None:
        self._out.print(Text(f"  {text}"))

    def _fail(self, attempt: Callable[[], Any]) -> None:
        try:
            attempt()
        except hcspy.HcspyError as error:
            self._out.print(Text(f"  {type(error).__name__}: {error}", style="red"))
            if error.hint:
                self._out.print(Text(f"  hint: {error.hint}", style="dim"))
