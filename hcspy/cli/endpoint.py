"""``hcspy endpoint``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from hcspy.cli import fields, output, refs, verbs
from hcspy.cli.names import Names
from hcspy.cli.options import NounGroup, dry_run, pass_session
from hcspy.cli.page import page
from hcspy.cli.policies import add_policies, policy_words
from hcspy.cli.session import Session
from hcspy.codec import to_dict
from hcspy.hns import NAT, HNSEndpoint


@click.group(cls=NounGroup, short_help="Endpoints: what containers, virtual machines and the host plug in.")
def endpoint() -> None:
    """Look at and change endpoints: network adapters that something can be plugged into.

    An endpoint is named by name, NETWORK/NAME, address, or the beginning of its id.
    """


@endpoint.command("ls", short_help="List the endpoints.")
@click.option("--name", help="Only those with this name; names are not unique.")
@refs.ref_option("--network", noun="network", help="Only those on a network.")
@click.option("--ip", metavar="ADDRESS", help="Only the one with this address.")
@click.option("--mac", metavar="ADDRESS", help="Only the one with this MAC address.")
@click.option("--container", metavar="ID", help="Only those attached to a container.")
@refs.ref_option("--namespace", noun="namespace", help="Only those in a namespace.")
@click.option("--remote/--local", default=None, help="Only those of other hosts, or of this one.")
@click.option("--stale", is_flag=True, help="Only those that nobody uses; `hcspy gc` says why, and removes them.")
@pass_session
def ls(session: Session, network: str | None, namespace: str | None, stale: bool, **filters: Any) -> None:
    """List the endpoints with the names of their networks."""
    found = session.hns.endpoints.list(
        network=refs.resolve(session, "network", network) if network else None,
        namespace=refs.resolve(session, "namespace", namespace) if namespace else None,
        **filters,
    )
    if stale:
        unused = {entry.id for entry in session.connection.snapshot().stale()}
        found = [entry for entry in found if entry.id in unused]
    output.emit(session, found, lambda: endpoint_table(session, found))


@endpoint.command("get", short_help="Show one endpoint.")
@refs.ref("endpoint")
@click.option("--detailed", is_flag=True, help="Ask for the whole tree of its resources.")
@click.option("--whole", is_flag=True, help="Show what is folded otherwise, such as the resources.")
@pass_session
def get(session: Session, endpoint: str, detailed: bool, whole: bool) -> None:
    """Show one endpoint."""
    found = refs.resolve(session, "endpoint", endpoint)
    if detailed:
        found = session.hns.endpoints.detailed(found)
    output.emit(session, found, lambda: page(to_dict(found), Names(session), whole=whole or detailed))


def describes_endpoint(command: Any) -> Any:
    """Add the arguments that say how an endpoint is to be."""
    for option in reversed(
        (
            click.argument("name", required=False),
            refs.ref_option("--network", noun="network", help="The network it is on."),
            click.option("--ip", metavar="ADDRESS", help="Its IPv4 or IPv6 address; a free one if not given."),
            click.option("--mac", metavar="ADDRESS", help="Its MAC address, with dashes."),
            click.option("--remote", is_flag=True, help="It stands for an endpoint on another host."),
            click.option(
                "-p",
                "--port",
                "ports",
                multiple=True,
                metavar="EXTERNAL:INTERNAL[/PROTOCOL]",
                help="A port of the host that leads to it (8080:80/tcp), as docker writes it. May be repeated.",
            ),
            click.option("--policy", "policies", multiple=True, metavar="'TYPE KEY=VALUE ...'", help="A policy."),
            click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="Any member, in wire keys."),
            click.option("-f", "--file", "document", metavar="FILE", help="A JSON or YAML document to begin with."),
        )
    ):
        command = option(command)
    return command


@endpoint.command("create", short_help="Create an endpoint.")
@describes_endpoint
@refs.ref_option("--namespace", noun="namespace", help="Put it into a namespace; if that fails nothing is left.")
@dry_run
@pass_session
def create(session: Session, namespace: str | None, **description: Any) -> None:
    """Create an endpoint.

    Example: hcspy endpoint create web-0 --network web --port 8080:80/tcp
    """
    model = described(session, **description)
    space = refs.resolve(session, "namespace", namespace) if namespace else None
    made = session.hns.endpoints.create(model, namespace=space)
    output.emit(session, made, lambda: endpoint_table(session, [made]))


@endpoint.command("ensure", short_help="Create an endpoint, or bring it in line.")
@describes_endpoint
@dry_run
@pass_session
def ensure(session: Session, **description: Any) -> None:
    """Make sure that an endpoint of this name is on the network as described; what is not said may be anything.

    A second run changes nothing.
    """
    ensured = session.hns.endpoints.ensure(described(session, **description))
    output.say(session, f"{ensured.action} endpoint {refs.label('endpoint', ensured.object)}")
    for change in ensured.changes:
        output.say(session, f"  {change}")
    if session.output != "table":
        output.emit(session, ensured.object, str)


def plugs(command: Any) -> Any:
    """Add the options that say what an endpoint is plugged into."""
    for option in reversed(
        (
            refs.ref("endpoint"),
            click.option("--container", metavar="ID", help="A container."),
            click.option("--hot", is_flag=True, help="The container runs already."),
            click.option("--to-host", "to_host", is_flag=True, help="The host itself."),
        )
    ):
        command = option(command)
    return command


@endpoint.command("attach", short_help="Plug an endpoint in.")
@plugs
@click.option("--vm", "nic", metavar="VM--NIC", help="An adapter of a virtual machine.")
@click.option("--compartment", type=int, metavar="NUMBER", help="The compartment to use.")
@dry_run
@pass_session
def attach(session: Session, endpoint: str, compartment: int | None, **target: Any) -> None:
    """Plug an endpoint into a container, the host or a virtual machine."""
    what = _only_target(target)
    found = refs.resolve(session, "endpoint", endpoint)
    service = session.hns.endpoints
    if what == "hot":
        session.connection.hot_attach(found, target["container"])
    elif what == "container":
        service.attach_container(found, target["container"], compartment_id=compartment or 0)
    elif what == "host":
        service.attach_host(found, compartment_id=1 if compartment is None else compartment)
    else:
        service.attach_vm(found, target["nic"])
    output.say(session, f"attached endpoint {refs.label('endpoint', found)} to {_whom(target)}")


@endpoint.command("detach", short_help="Unplug an endpoint.")
@plugs
@click.option("--vm", "from_vm", is_flag=True, help="Its virtual machine.")
@click.option("--missing-ok", is_flag=True, help="It is fine if it is not attached.")
@dry_run
@pass_session
def detach(session: Session, endpoint: str, missing_ok: bool, from_vm: bool, **target: Any) -> None:
    """Unplug an endpoint from a container, the host or a virtual machine."""
    what = _only_target({**target, "nic": "its virtual machine" if from_vm else None})
    found = refs.resolve(session, "endpoint", endpoint)
    service = session.hns.endpoints
    if what == "hot":
        session.connection.hot_detach(found, target["container"])
    elif what == "container":
        service.detach_container(found, target["container"], missing_ok=missing_ok)
    elif what == "host":
        service.detach_host(found, missing_ok=missing_ok)
    else:
        service.detach_vm(found, missing_ok=missing_ok)
    output.say(session, f"detached endpoint {refs.label('endpoint', found)}")


def _only_target(target: dict[str, Any]) -> str:
    given = [name for name in ("container", "to_host", "nic") if target[name]]
    if len(given) != 1:
        raise click.UsageError("say one of --container, --to-host and --vm")
    if target["hot"] and given != ["container"]:
        raise click.UsageError("--hot is for containers")
    return "hot" if target["hot"] else {"container": "container", "to_host": "host", "nic": "vm"}[given[0]]


def _whom(target: dict[str, Any]) -> str:
    if target["to_host"]:
        return "the host"
    return f"container {target['container']}" if target["container"] else str(target["nic"])


@endpoint.command("stats", short_help="Show the traffic of endpoints.")
@refs.ref("endpoint", many=True)
@pass_session
def stats(session: Session, endpoint: Sequence[str]) -> None:
    """Show how many bytes and packets went in and out."""
    found = [refs.resolve(session, "endpoint", word) for word in endpoint]
    counters = [session.hns.endpoints.stats(each) for each in found]
    output.emit(session, counters, lambda: stats_table(found, counters))


verbs.add_rm(endpoint, "endpoint")
verbs.add_wait(endpoint, "endpoint", ["ready", "attached", "detached"])
verbs.add_modify(endpoint, "endpoint")
add_policies(endpoint, "endpoint")


def described(
    session: Session,
    name: str | None,
    network: str | None,
    ip: str | None,
    mac: str | None,
    remote: bool,
    ports: Sequence[str],
    policies: Sequence[str],
    settings: Sequence[str],
    document: str | None,
) -> HNSEndpoint:
    """Return the endpoint that the arguments describe."""
    base = fields.read_object(document)
    if not network and not (base and (base.get("VirtualNetwork") or base.get("VirtualNetworkName"))):
        raise click.UsageError("an endpoint needs a network: --network")
    published = [fields.port(text) for text in ports]
    return fields.build(
        HNSEndpoint,
        settings,
        base=base,
        name=name,
        virtual_network=refs.resolve(session, "network", network).id if network else None,
        mac_address=mac,
        is_remote_endpoint=remote or None,
        policies=[
            *(NAT(protocol=how, internal_port=inner, external_port=outer) for outer, inner, how in published),
            *(fields.policy_text(text) for text in policies),
        ],
        **({"ipv6_address" if ":" in ip else "ip_address": ip} if ip else {}),
    )


def endpoint_table(session: Session, endpoints: Sequence[HNSEndpoint]) -> Any:
    """Draw endpoints, one a line, with the names of their networks."""
    names = Names(session)
    ids = output.short_ids(session, (found.id for found in endpoints))
    return output.table(
        ("NAME", "NETWORK", "ADDRESS", "MAC", "STATE", "CONTAINERS", "POLICIES", "ID"),
        (
            (
                found.name,
                found.virtual_network_name or names.network(found.virtual_network) or found.virtual_network,
                ", ".join(str(ip) for ip in (found.ip_address, found.ipv6_address) if ip),
                found.mac_address,
                state(found),
                ", ".join(container[:12] for container in found.shared_containers),
                policy_words(found.policies),
                ids.get(found.id),
            )
            for found in endpoints
        ),
    )


def state(found: HNSEndpoint) -> str:
    """Return the state of an endpoint in words."""
    known = getattr(found.state, "name", None)
    word = known.lower().replace("_", " ") if known else "" if found.state is None else str(found.state)
    return f"remote {word}".strip() if found.is_remote_endpoint else word


def stats_table(endpoints: Sequence[HNSEndpoint], counters: Sequence[Any]) -> Any:
    """Draw the counters of endpoints, one a line."""
    return output.table(
        ("NAME", "BYTES IN", "BYTES OUT", "PACKETS IN", "PACKETS OUT", "DROPPED IN", "DROPPED OUT"),
        (
            (
                refs.label("endpoint", found),
                count.bytes_received,
                count.bytes_sent,
                count.packets_received,
                count.packets_sent,
                count.dropped_packets_incoming,
                count.dropped_packets_outgoing,
            )
            for found, count in zip(endpoints, counters, strict=True)
        ),
    )
