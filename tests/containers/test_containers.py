"""Containers as an engine has them, on both doors of the compute service."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

import hcspy
from hcspy import errors, hcn, hns
from hcspy.containers import ContainerInfo
from hcspy.containers.doors import HOME
from hcspy.containers.record import FILE
from hcspy.host import Host
from hcspy.testing import FakeHost

from .conftest import NOTHING, left_on, prepare


def test_container_that_has_ended_tells_the_exit_code_of_its_command(host: Host) -> None:
    """Whether the job went well is the first question of whoever comes back to it."""
    with host.containers.create("nanoserver", name="job", command=["cmd", "/c", "exit 3"]) as container:
        container.start()
        assert container.info.exit_code is None
        with container.exec() as process:
            process.wait(30)
        assert (container.info.status, container.info.exit_code) == ("Running", None)  # a container outlives it
        container.stop()
        assert container.info.status == "Exited (3)"
    (told,) = host.containers.list(all=True)
    assert (told.status, told.exit_code, bool(told.ended)) == ("Exited (3)", 3, True)
    host.containers.remove("job")


def test_container_that_is_killed_by_another_tells_how_its_command_ended(host: Host) -> None:
    """Who started the command has gone long ago: it is found by its number.

    It is a quiet one: one that writes where nobody reads any more would end by itself, with another code.
    """
    with host.containers.create("nanoserver", name="job", command=["sleep", "100"]) as container:
        container.start()
        container.exec().close()
    with host.containers.open("job") as again:
        again.kill()
        assert (again.info.state, again.info.exit_code) == ("Exited", 1067)
    host.containers.remove("job")


def test_container_that_never_ran_its_command_tells_how_its_system_ended(host: Host, fake_host: FakeHost) -> None:
    """There is nothing else to be told; one that nobody saw end says nothing."""
    with host.containers.create("nanoserver", name="job") as container:
        container.start()
        container.stop()
        assert container.info.status == "Exited (0)"
        container.start()
        assert (container.record.exit_code, container.record.ended, container.info.exit_code) == (None, None, None)
    with host.hcs.systems.open("job") as others:
        others.terminate()
    (told,) = host.containers.list(all=True)
    assert (told.status, told.exit_code, told.ended) == ("Exited", None, None)
    host.containers.remove("job")


def test_exit_code_of_an_earlier_start_is_not_taken_for_the_last_one(host: Host) -> None:
    """Somebody may keep a process for long, and ask it when the container runs again."""
    with host.containers.create("nanoserver", command=["cmd", "/c", "exit 3"], remove_on_exit=True) as container:
        container.start()
        with container.exec() as process:
            assert process.exited.wait(30)
            container.stop()
            container.start()
            process.wait(30)
        assert container.record.exit_code is None


def test_container_that_is_closed_after_its_host_is_closed(fake_host: FakeHost) -> None:
    """The order of two `close` is nothing to think about."""
    host = fake_host.connect()
    container = host.containers.create("nanoserver", name="job")
    container.start()
    with fake_host.connect() as other, other.hcs.systems.open("job") as system:
        system.terminate()
    container.system.wait(30)
    host.close()
    container.close()
    fake_host.assert_clean()
    assert (container.record.exit_code, container.record.ended) == (None, None)


def test_container_runs_a_program_and_leaves_nothing(host: Host) -> None:
    """What an engine does for one command, and the way back."""
    done = host.containers.run("nanoserver", ["cmd", "/c", "echo hi& exit 3"], text=True, network="nat")
    assert (done.stdout.strip(), done.returncode) == ("hi", 3)
    assert left_on(host) == NOTHING


@pytest.mark.parametrize("isolation", ["process", "hyperv"])
def test_container_is_on_its_network_while_it_runs(host: Host, isolation: Any) -> None:
    """The endpoint is attached when the container starts, released when it ends, and gone with it."""
    options: dict[str, Any] = {"name": "web", "isolation": isolation, "network": "nat", "ports": ["8080:80", 53]}
    with host.containers.create("windowsservercore", **options) as container:
        container.start()
        (id,) = container.endpoints
        endpoint = host.hns.endpoints.get(id)
        assert endpoint.shared_containers == ("web",)
        assert [policy.external_port for policy in endpoint.policies if isinstance(policy, hns.NAT)] == [8080, 53]
        assert container.run("cmd /c ipconfig", text=True).stdout.count(str(endpoint.ip_address)) == 1
        container.stop()
        assert not host.hns.endpoints.get(id).shared_containers
        container.remove()
    assert left_on(host) == NOTHING


def test_isolation_decides_what_document_is_written(host: Host) -> None:
    """With Hyper-V isolation one document of schema 1 makes container and machine, and the host mounts nothing."""
    with host.containers.create("nanoserver", isolation="hyperv", remove_on_exit=True) as container:
        assert container.record.document["HvRuntime"]["ImagePath"].endswith("UtilityVM")
        assert "VolumePath" not in container.record.document
    with host.containers.create("nanoserver", remove_on_exit=True) as container:
        document = container.record.document
        volume = document.get("VolumePath") or document["Container"]["Storage"]["Path"]
        assert volume.startswith("\\\\?\\Volume{")


@pytest.mark.parametrize("isolation", ["process", "hyperv"])
def test_files_outlive_the_compute_system(host: Host, isolation: Any) -> None:
    """A container that was stopped is started with what it had written."""
    with host.containers.create("nanoserver", name="web", isolation=isolation, remove_on_exit=True) as container:
        container.start()
        assert "License.txt" in container.run("cmd /c dir C:", text=True).stdout
        assert container.run(r"cmd /c echo kept> C:\note.txt").returncode == 0
        container.stop()
        assert container.info.state == "Exited"
        container.start()
        assert container.run(r"cmd /c type C:\note.txt", text=True).stdout.strip() == "kept"


def test_container_is_found_by_its_name_wherever_it_was_made(tmp_path: Path) -> None:
    """One process makes it, another one works with it, a third one removes it."""
    path = tmp_path / "node.json"
    with hcspy.connect(f"fake:{path}") as first:
        prepare(first)
        with first.containers.create("nanoserver", name="web", network="nat", command=["cmd"]) as container:
            container.start()
    with hcspy.connect(f"fake:{path}") as second:
        (found,) = second.containers.list()
        assert (found.name, found.state, found.image, tuple(found.command)) == (
            "web",
            "Running",
            "nanoserver",
            ("cmd",),
        )
        with second.containers.open("web") as container:
            assert container.run("cmd /c echo again", text=True).stdout.strip() == "again"
            container.stop()
        assert second.containers.list() == []
        assert [entry.state for entry in second.containers.list(all=True)] == ["Exited"]
    with hcspy.connect(f"fake:{path}") as third:
        third.containers.remove("web")
        assert left_on(third) == NOTHING


def test_list_shows_what_others_made(host: Host) -> None:
    """Who looks after a node wants to see docker's containers, too."""
    with host.hcs.systems.create("theirs", {"SystemType": "Container", "Owner": "docker"}):
        assert host.containers.list() == [
            ContainerInfo(name="theirs", state="Created", system_type="Container", owner="docker")
        ]
        with pytest.raises(hcspy.NotFoundError, match="no container theirs"):
            host.containers.open("theirs")


def test_container_that_ended_by_itself_starts_again(node: FakeHost) -> None:
    """A crash leaves a handle that is good for nothing, and a layer that is mounted."""
    host = node.host
    with host.containers.create("nanoserver", name="web", remove_on_exit=True) as container:
        container.start()
        node.remove_container("web")
        container.wait(10)
        container.start()
        assert container.run("cmd /c echo up", text=True).stdout.strip() == "up"


def test_closed_container_goes_on(host: Host) -> None:
    """Leaving ``with`` closes a handle; only who says so ends what runs."""
    with host.containers.create("nanoserver", name="web") as container:
        container.start()
    with pytest.raises(errors.InvalidStateError, match="container web does not run"):
        container.run("cmd /c echo hi")
    with host.containers.open("web") as again:
        assert again.info.is_running
        assert [entry.name for entry in host.containers.list()] == ["web"]
    host.containers.remove("web", force=True)
    assert left_on(host) == NOTHING


def test_start_of_one_that_runs_elsewhere_does_not_take_its_disk_away(host: Host) -> None:
    """Two hands on one container: the second one must not unmount what the first one works on."""
    with host.containers.create("nanoserver", name="web") as mine:
        mine.start()
        with host.containers.open("web") as theirs:
            theirs.close()
            with pytest.raises(errors.InvalidStateError):
                theirs.start()
        assert mine.run(r"cmd /c echo x> C:\x.txt").returncode == 0
        mine.remove(force=True)


def test_running_container_is_removed_by_force_only(host: Host) -> None:
    """Nothing that works is torn down by mistake."""
    with host.containers.create("nanoserver", name="web") as container:
        container.start()
        with pytest.raises(hcspy.InUseError, match="container web is running"):
            host.containers.remove("web")
        container.pause()
        with pytest.raises(hcspy.InUseError, match="container web is paused"):
            container.remove()
        container.resume()
        host.containers.remove("web", force=True)
    assert left_on(host) == NOTHING


def test_removing_what_is_not_there(host: Host) -> None:
    """The same `missing_ok` as everywhere."""
    with pytest.raises(hcspy.NotFoundError, match="no container web"):
        host.containers.remove("web")
    host.containers.remove("web", missing_ok=True)


def test_container_that_does_not_shut_down_is_ended_by_force(node: FakeHost) -> None:
    """A guest that hangs is no reason to hang."""
    with node.host.containers.create("nanoserver", name="web", remove_on_exit=True) as container:
        container.start()
        with node.on("HcsShut*").fail(0x80070005):
            container.stop()
        assert container.info.state == "Exited"
        container.stop()
        container.kill()


def test_error_in_the_block_is_not_hidden_by_the_removal(node: FakeHost) -> None:
    """What went wrong first is what the program gets; what could not be removed is a note on it."""
    with (
        pytest.raises(RuntimeError, match="mine") as caught,
        node.host.containers.create("nanoserver", name="web", remove_on_exit=True),
    ):
        node.on("DestroyLayer", times=1).fail(0x80070005)
        raise RuntimeError("mine")
    assert "container web could not be removed" in caught.value.__notes__[0]
    node.reset_rules()
    node.host.containers.remove("web")
    assert left_on(node.host) == NOTHING


def test_removal_that_fails_at_the_end_is_an_error(node: FakeHost) -> None:
    """Nobody may believe that it is gone."""
    with (
        pytest.raises(hcspy.AccessDeniedError),
        node.host.containers.create("nanoserver", name="web", remove_on_exit=True),
    ):
        node.on("DestroyLayer").fail(0x80070005)
    node.reset_rules()
    node.host.containers.remove("web")


def test_progress_is_told_before_each_step(host: Host) -> None:
    """The first start of a large image takes long; people want to know with what."""
    steps: list[str] = []
    container = host.containers.create("nanoserver", name="web", network="nat", progress=steps.append)
    container.start()
    container.stop()
    container.remove()
    assert steps == [
        "look for image nanoserver",
        rf"create scratch layer {HOME}\web",
        "create endpoint on nat",
        rf"mount {HOME}\web",
        "create compute system web",
        "start web",
        "stop web",
        f"remove endpoint {container.endpoints[0]}",
        rf"remove {HOME}\web",
    ]


def test_network_is_a_name_an_id_or_a_model_of_either_version(host: Host) -> None:
    """Whatever a program has at hand."""
    network = host.hns.networks.get(name="nat")
    given: list[Any] = ["nat", network.id, network, hcn.HostComputeNetwork(id=network.id, name="nat")]
    for each in given:
        with host.containers.create("nanoserver", network=each, remove_on_exit=True) as container:
            endpoint = host.hns.endpoints.get(container.endpoints[0])
            assert endpoint.virtual_network == network.id


@pytest.mark.parametrize("network", ["lan", "c08cb7b8-9b3c-408e-8e30-5e16a3aeb444"])
def test_unknown_network_leaves_nothing(host: Host, network: str) -> None:
    """The scratch layer was made before."""
    with pytest.raises(errors.NetworkNotFoundError):
        host.containers.create("nanoserver", name="web", network=network)
    assert left_on(host) == NOTHING


def test_endpoints_and_namespaces_of_others_stay(host: Host) -> None:
    """They are attached and released, not removed: whoever made them removes them."""
    network = host.hns.networks.get(name="nat")
    mine = host.hns.endpoints.create(hns.HNSEndpoint(name="mine", virtual_network=network))
    with host.containers.create("nanoserver", name="web", endpoints=[mine], remove_on_exit=True) as container:
        container.start()
        assert host.hns.endpoints.get(mine.id).shared_containers == ("web",)
    left = host.hns.endpoints.get(mine.id)
    assert not left.shared_containers


def test_network_of_another_container_is_shared(node: FakeHost, host: Host) -> None:
    """A program beside another one, which listens on localhost; it sees the same addresses."""
    with host.containers.create("nanoserver", name="web", network="nat", remove_on_exit=True) as web:
        web.start()
        [endpoint] = web.endpoints
        with host.containers.create("nanoserver", name="log", network_of="WEB", remove_on_exit=True) as log:
            log.start()
            shown = host.hns.endpoints.get(endpoint)
            assert sorted(shown.shared_containers) == ["log", "web"]
            assert str(shown.ip_address) in log.run("cmd /c ipconfig", text=True).stdout
            with node.machine() as machine:
                assert len(machine.compartments()) == 2
        assert host.hns.endpoints.get(endpoint).shared_containers == ("web",)


def test_network_of_a_container_that_is_not_there_is_refused(host: Host) -> None:
    """It was stopped before."""
    with pytest.raises(errors.SystemNotFoundError):
        host.containers.create("nanoserver", name="log", network_of="web")
    assert left_on(host) == NOTHING


def test_image_is_a_folder_or_a_list_of_them(host: Host) -> None:
    """Images that an engine has pulled are layers, the newest first; ``layerchain.json`` names those below."""
    storage = host.storage
    base = storage.find_base_image("nanoserver")
    layer = r"C:\layers\app"
    storage.layers.create(layer, base.path)
    storage.layers.write_chain(layer, [base.path])
    for image in (layer, [layer, base.path], base):
        with host.containers.create(image, remove_on_exit=True) as container:
            container.start()
            assert container.record.parents[-1] == base.path
            assert container.run("cmd /c echo hi").returncode == 0


@pytest.mark.parametrize("image", ["plan9", "", [], 5])
def test_image_that_is_none_is_named(host: Host, image: Any) -> None:
    """Before anything is made."""
    with pytest.raises(hcspy.HcspyError, match=r"plan9|image|no path"):
        host.containers.create(image, name="web")
    assert left_on(host) == NOTHING


@pytest.mark.parametrize("name", ["..", "a/b", "a\\b", "", "-x", "x.", "a" * 64])
def test_name_that_is_no_folder_is_refused(host: Host, name: str) -> None:
    """It becomes a folder beside others: `..` would be their parent."""
    with pytest.raises(hcspy.InvalidDocumentError, match="name is"):
        host.containers.create("nanoserver", name=name)
    assert left_on(host) == NOTHING


def test_name_that_is_taken_is_refused(node: FakeHost) -> None:
    """The other one stays as it is."""
    containers = node.host.containers
    with containers.create("nanoserver", name="web", remove_on_exit=True) as container:
        container.start()
        with pytest.raises(hcspy.AlreadyExistsError, match="container web exists"):
            containers.create("nanoserver", name="web")
        assert container.run("cmd /c echo hi").returncode == 0


@pytest.mark.parametrize("port", ["80:", ":80", "70000", "80:0", "80/sctp", "x", "1.5", -1])
def test_port_that_is_none_is_named(host: Host, port: Any) -> None:
    """Docker's spelling, and nothing that only looks like it."""
    with pytest.raises(hcspy.InvalidDocumentError, match="EXTERNAL:INTERNAL/PROTOCOL"):
        host.containers.create("nanoserver", network="nat", ports=[port])
    assert left_on(host) == NOTHING


@pytest.mark.parametrize(
    ("options", "said"),
    [({"ports": ["80"]}, "ports is"), ({"ip_address": "172.20.0.9"}, "ip_address is"), ({"ports": "80"}, "a list")],
)
def test_port_or_address_without_a_network_is_refused(host: Host, options: dict[str, Any], said: str) -> None:
    """Where should it be?"""
    with pytest.raises(hcspy.InvalidDocumentError, match=said):
        host.containers.create("nanoserver", **options)
    assert left_on(host) == NOTHING


def test_ports_are_policies_too(host: Host) -> None:
    """Who has a policy need not spell it."""
    policy = hns.NAT(protocol="UDP", internal_port=53, external_port=5353)
    with host.containers.create("nanoserver", network="nat", ports=[policy], remove_on_exit=True) as container:
        assert host.hns.endpoints.get(container.endpoints[0]).policies[0].external_port == 5353


def test_record_that_nobody_can_read_hides_nothing(host: Host) -> None:
    """What is broken can be replaced only by hand, but does not break the rest."""
    with host.containers.create("nanoserver", name="web") as container:
        container.start()
        folder = host.storage.layers.locate(rf"{HOME}\web")
        folder.joinpath(FILE).write_text("{", encoding="utf-8")
        (found,) = host.containers.list()
        assert (found.name, found.state, found.image) == ("web", "Running", None)
        container.remove(force=True)


def test_container_says_what_goes_on_in_it(host: Host) -> None:
    """The verbs of the compute system are at hand."""
    with host.containers.create("nanoserver", name="web", remove_on_exit=True) as container:
        container.start()
        with container.exec(["cmd", "/c", "ping -n 60 127.0.0.1"]) as process:
            assert process.pid in [item.process_id for item in container.processes()]
            process.kill()
            process.wait(10)
        assert container.statistics().timestamp
        assert repr(container) == "<Container web, nanoserver>"
        with pytest.raises(subprocess.CalledProcessError):
            container.run("cmd /c exit 2", check=True)
