"""Containers, awaited: the same life, and nothing left when somebody gives up waiting."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

import hcspy
import hcspy.aio
from hcspy import hns
from hcspy.aio.container import AsyncContainer
from hcspy.aio.host import AsyncHost
from hcspy.containers import Container
from hcspy.containers.doors import names
from hcspy.testing import FakeHost


def use(main: Callable[[AsyncHost], Awaitable[Any]], fake: FakeHost) -> Any:
    """Run a coroutine with a host; no handle may be left behind."""

    async def whole() -> Any:
        async with hcspy.aio.connect(fake) as host:
            return await main(host)

    result = asyncio.run(whole())
    fake.assert_clean()
    return result


def nothing_left(fake: FakeHost) -> bool:
    return fake.host.containers.list(all=True) == [] and fake.host.hcs.systems.list() == []


def test_each_verb_has_its_twin() -> None:
    """Who knows the one knows the other."""
    twins = {name for name in vars(AsyncContainer) if not name.startswith("_")}
    wanted = {name for name in vars(Container) if not name.startswith("_")} - {"program", "note_end"}
    assert wanted | {"record", "remove_on_exit"} == twins
    for name in ("start", "stop", "kill", "pause", "resume", "wait", "remove"):
        ours, theirs = (inspect.signature(getattr(cls, name)).parameters for cls in (Container, AsyncContainer))
        assert {key: value.default for key, value in ours.items()} == {k: v.default for k, v in theirs.items()}


def test_container_lives_and_goes(fake_host: FakeHost) -> None:
    """The whole life, each step awaited."""

    async def main(host: AsyncHost) -> None:
        command = ["cmd", "/c", "echo %WHO%"]
        made = await host.containers.create("nanoserver", name="web", command=command, env={"WHO": "me"})
        async with made as container:
            await container.start()
            with pytest.raises(hcspy.HcspyError):
                await container.modify({"ResourcePath": "nothing/like/this", "RequestType": "Add"})
            assert list(container.endpoints) == []
            assert (container.name, container.record.image, container.remove_on_exit) == ("web", "nanoserver", False)
            assert (await container.info()).state == "Running"
            async with await container.exec(text=True) as process:
                assert (await process.communicate())[0].strip() == "me"
            assert (await container.run("cmd /c echo hi", text=True)).stdout.strip() == "hi"
            assert (await container.statistics()).memory.usage_commit_bytes > 0
            assert list(await container.processes()) == []
            await container.pause()
            await container.resume()
            waiting = asyncio.ensure_future(container.wait(10))
            await container.stop()
            await waiting
            assert (await container.info()).state == "Exited"
            await container.start()
            await container.kill()
            container.remove_on_exit = True
            assert repr(container) == "<AsyncContainer web, nanoserver>"
        assert await host.containers.list(all=True) == []

    use(main, fake_host)
    assert nothing_left(fake_host)


def test_exit_code_of_a_container_is_kept(fake_host: FakeHost) -> None:
    """Also where it was awaited."""

    async def main(host: AsyncHost) -> None:
        async with await host.containers.create("nanoserver", name="web", command=["cmd", "/c", "exit 5"]) as container:
            await container.start()
            async with await container.exec(encoding="utf-8") as process:
                assert await process.communicate() == ("", "")
            waiting = asyncio.ensure_future(container.wait(30))
            await asyncio.sleep(0)
            async with await host.hcs.systems.open("web") as other:
                await other.terminate()
            await waiting
            assert container.record.exit_code == 5
        (told,) = await host.containers.list(all=True)
        assert told.status == "Exited (5)"
        await host.containers.remove("web")

    use(main, fake_host)


def test_container_is_opened_and_removed_by_name(fake_host: FakeHost) -> None:
    """By another task, or another program."""

    async def main(host: AsyncHost) -> None:
        await (await host.containers.create("nanoserver", name="web")).close()
        async with await host.containers.open("web") as container:
            await container.start()
            await container.remove(force=True)
        await host.containers.remove("web", missing_ok=True)

    use(main, fake_host)
    assert nothing_left(fake_host)


def test_many_containers_run_side_by_side(fake_host: FakeHost) -> None:
    """That is what awaiting is for."""

    async def main(host: AsyncHost) -> list[str]:
        runs = (host.containers.run("nanoserver", f"cmd /c echo {number}", text=True) for number in range(8))
        return [done.stdout.strip() for done in await asyncio.gather(*runs)]

    assert use(main, fake_host) == [str(number) for number in range(8)]
    assert nothing_left(fake_host)


def test_run_that_is_cancelled_leaves_nothing(fake_host: FakeHost) -> None:
    """Somebody closed the page; the program is killed, and its container goes."""

    async def main(host: AsyncHost) -> None:
        task = asyncio.ensure_future(host.containers.run("nanoserver", ["ping", "-t", "x"]))
        while not await host.hcs.systems.list() or (await host.containers.list())[0].state != "Running":
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    use(main, fake_host)
    assert nothing_left(fake_host)


@pytest.mark.parametrize("export", ["HcsCreateComputeSystem", "HcsStartComputeSystem", "CreateSandboxLayer"])
def test_run_that_is_cancelled_while_it_is_made_leaves_nothing(fake_host: FakeHost, export: str) -> None:
    """The step under way ends on its thread; what came of it goes."""
    fake_host.on(export).delay(0.3)

    async def main(host: AsyncHost) -> None:
        task = asyncio.ensure_future(host.containers.run("nanoserver", "cmd /c echo hi"))
        while export not in {call.export for call in fake_host.calls}:
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    use(main, fake_host)
    assert nothing_left(fake_host)


@pytest.mark.parametrize(
    "export",
    ["CreateSandboxLayer", "HNSCall", "ActivateLayer", "HcsCreateComputeSystem", "HcsSetComputeSystemCallback"],
)
def test_create_that_is_cancelled_leaves_nothing(fake_host: FakeHost, export: str) -> None:
    """Nobody has its name, so nobody could ever remove it."""
    nat = fake_host.host.hns.networks.create(hns.HNSNetwork(name="nat", type="NAT"))
    before = len(fake_host.calls)
    fake_host.on(export).delay(0.2)

    async def main(host: AsyncHost) -> None:
        task = asyncio.ensure_future(host.containers.create("nanoserver", network=nat, ports=["8080:80"]))
        while export not in {call.export for call in fake_host.calls[before:]}:
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    use(main, fake_host)
    assert nothing_left(fake_host)
    assert fake_host.host.hns.endpoints.list() == []
    assert names(fake_host.host) == []


def test_run_that_fails_while_it_is_cancelled_leaves_nothing(fake_host: FakeHost) -> None:
    """Both at once."""
    fake_host.on("HcsCreateComputeSystem").delay(0.3)
    fake_host.on("HcsCreateComputeSystem").fail(0x80004005)

    async def main(host: AsyncHost) -> None:
        task = asyncio.ensure_future(host.containers.run("nanoserver", "cmd /c echo hi"))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises((asyncio.CancelledError, hcspy.HcspyError)):
            await task

    use(main, fake_host)
    assert nothing_left(fake_host)
