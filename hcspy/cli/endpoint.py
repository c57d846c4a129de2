"""``hcspy endpoint``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from hcspy.cli import output, refs, verbs
from hcspy.cli.kinds import kind_of
from hcspy.cli.options import NounGroup, dry_run, pass_session
from hcspy.cli.policies import add_policies
from hcspy.cli.session import Session
from hcspy.cli.watch import add_watch


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
    found = kind_of(session, "endpoint").list(
        session,
        network=refs.resolve(session, "network", network) if network else None,
        namespace=refs.resolve(session, "namespace", namespace) if namespace else None,
        **filters,
    )
    if stale:
        unused = {entry.id.lower() for entry in session.connection.snapshot().stale()}
        found = [entry for entry in found if str(entry.id).lower() in unused]
    verbs.show(session, "endpoint", found)


DESCRIBED = verbs.options(
    click.argument("name", required=False),
    refs.ref_option("--network", noun="network", help="The network it is on."),
    click.option(
        "--ip",
        "ips",
        multiple=True,
        metavar="ADDRESS",
        help="Its IPv4 or IPv6 address; a free one if not given. May be repeated.",
    ),
    click.option("--mac", metavar="ADDRESS", help="Its MAC address, with dashes."),
    click.option("--remote", is_flag=True, help="It stands for an endpoint on another host."),
    verbs.port_option("A port of the host that leads to it (8080:80/tcp), as docker writes it. May be repeated."),
    click.option("--policy", "policies", multiple=True, metavar="'TYPE KEY=VALUE ...'", help="A policy."),
    verbs.SETTINGS,
    verbs.DOCUMENT,
)


@endpoint.command("create", short_help="Create one.")
@DESCRIBED
@refs.ref_option("--namespace", noun="namespace", help="Put it into a namespace; if that fails nothing is left.")
@dry_run
@pass_session
def create(session: Session, namespace: str | None, **description: Any) -> None:
    """Create an endpoint.

    Example: hcspy endpoint create web-0 --network web --port 8080:80/tcp
    """
    space = refs.resolve(session, "namespace", namespace) if namespace else None
    verbs.create_all(session, "endpoint", description, namespace=space)


plugs = verbs.options(
    refs.ref("endpoint"),
    click.option("--container", metavar="ID", help="A container."),
    click.option("--hot", is_flag=True, help="The container runs already."),
    click.option("--to-host", "to_host", is_flag=True, help="The host itself."),
)


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
    # Plugging in is of HNS v1 at either door: HCN has no function for it.
    service, id = session.hns.endpoints, str(found.id)
    if what == "hot":
        session.connection.hot_attach(id, target["container"])
    elif what == "container":
        service.attach_container(id, target["container"], compartment_id=compartment or 0)
    elif what == "host":
        service.attach_host(id, compartment_id=1 if compartment is None else compartment)
    else:
        service.attach_vm(id, target["nic"])
    output.say(session, f"attached endpoint {refs.label(session, 'endpoint', found)} to {_whom(target)}")


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
    # Plugging in is of HNS v1 at either door: HCN has no function for it.
    service, id = session.hns.endpoints, str(found.id)
    if what == "hot":
        session.connection.hot_detach(id, target["container"])
    elif what == "container":
        service.detach_container(id, target["container"], missing_ok=missing_ok)
    elif what == "host":
        service.detach_host(id, missing_ok=missing_ok)
    else:
        service.detach_vm(id, missing_ok=missing_ok)
    output.say(session, f"detached endpoint {refs.label(session, 'endpoint', found)}")


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
    kind = kind_of(session, "endpoint")
    counters = [kind.service(session).stats(each) for each in found]
    output.emit(session, counters, lambda: stats_table(list(map(kind.label, found)), counters))


verbs.add_get(endpoint, "endpoint")
verbs.add_ensure(endpoint, "endpoint", DESCRIBED)
verbs.add_rm(endpoint, "endpoint")
add_watch(endpoint, "endpoint")
verbs.add_wait(endpoint, "endpoint", ["ready", "attached", "detached"])
verbs.add_modify(endpoint, "endpoint")
verbs.add_refresh(endpoint, "endpoint")
add_policies(endpoint, "endpoint")


def stats_table(names: Sequence[str], counters: Sequence[Any]) -> Any:
    """Draw the counters of endpoints, one a line."""
    return output.table(
        ("NAME", "BYTES IN", "BYTES OUT", "PACKETS IN", "PACKETS OUT", "DROPPED IN", "DROPPED OUT"),
        (
            (
                name,
                count.bytes_received,
                count.bytes_sent,
                count.packets_received,
                count.packets_sent,
                count.dropped_packets_incoming,
                count.dropped_packets_outgoing,
            )
            for name, count in zip(names, counters, strict=True)
        ),
    )
