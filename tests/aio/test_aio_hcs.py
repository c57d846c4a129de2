"""Compute systems and processes, awaited: nothing that waits holds a thread of the host."""

from __future__ import annotations

import asyncio
import inspect
import signal
import subprocess
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

import hcspy.aio
from hcspy.aio.compute import AsyncSystem
from hcspy.aio.process import AsyncProcess
from hcspy.aio.worker import Worker
from hcspy.errors import (
    ClosedError,
    InvalidDocumentError,
    NotSupportedError,
    SystemExitedError,
    SystemNotFoundError,
    TimedOutError,
)
from hcspy.hcs import EventKind, Process, ProcessTimedOutError, System
from hcspy.testing import FakeHost

DOCUMENT = {"Owner": "me", "SchemaVersion": {"Major": 2, "Minor": 1}, "Container": {}}
PIPE = subprocess.PIPE
START = "HcsStartComputeSystem"
both_doors = pytest.mark.parametrize("door", ["vmcompute", "computecore"])


def use(main: Callable[[AsyncSystem], Awaitable[Any]], fake: FakeHost, door: Any, *, start: bool = True) -> Any:
    """Run a coroutine with a system behind a door; nothing may be left behind."""

    async def whole() -> Any:
        async with hcspy.aio.connect(fake) as host:
            made = await host.hcs.use(door).systems.create("web", DOCUMENT, terminate_on_exit=True)
            async with made as system:
                if start:
                    await system.start()
                return await main(system)

    result = asyncio.run(whole())
    streams_closed()
    fake.assert_clean()
    return result


def streams_closed() -> None:
    """Wait for the reads that were under way when a process was closed: the thread of each closes its stream."""
    for thread in threading.enumerate():
        if thread.name.startswith("hcspy stream"):
            thread.join(30)


@both_doors
def test_system_lives_and_dies(fake_host: FakeHost, door: str) -> None:
    """The same verbs, awaited."""

    async def main(system: AsyncSystem) -> None:
        assert (system.id, system.exit_status, system.is_closed) == ("web", None, False)
        await system.start()
        await system.pause()
        assert (await system.properties()).state.value == "Paused"  # type: ignore[union-attr]
        await system.resume()
        assert (await system.properties(schema=1)).state == "Running"
        assert (await system.basics()).id == "web"
        waiting = asyncio.ensure_future(system.wait(30))
        await asyncio.sleep(0)
        await system.shutdown()
        assert (await waiting).status == 0
        await system.terminate()
        assert system.started_at is not None
        assert system.stopped_at is not None

    use(main, fake_host, door, start=False)


@both_doors
def test_operation_is_awaited(fake_host: FakeHost, door: str) -> None:
    """Its end wakes the loop, without a thread that waits."""

    async def main(system: AsyncSystem) -> None:
        fake_host.on(START, times=1).delay_notification(0.1)
        operation = await system.start_nowait()
        assert not operation.done
        assert repr(operation) == "<AsyncOperation start of web, going on>"
        with pytest.raises(TimedOutError):
            await operation.result(0.01)
        await operation
        assert operation.done
        assert await operation.exception() is None
        assert not await operation.cancel()

    use(main, fake_host, door, start=False)


@both_doors
def test_failed_operation_raises(fake_host: FakeHost, door: str) -> None:
    """And tells what went wrong."""

    async def main(system: AsyncSystem) -> None:
        with fake_host.on(START).fail_notification(0xC0370106):
            operation = await system.start_nowait()
            assert isinstance(await operation.exception(), SystemExitedError)
            with pytest.raises(SystemExitedError):
                await operation

    use(main, fake_host, door, start=False)


@both_doors
def test_wait_gives_up(fake_host: FakeHost, door: str) -> None:
    """After so many seconds, and as often as one likes."""

    async def main(system: AsyncSystem) -> None:
        for _ in range(2):
            with pytest.raises(TimedOutError):
                await system.wait(0.02)

    use(main, fake_host, door)


@both_doors
def test_events_are_iterated(fake_host: FakeHost, door: str) -> None:
    """Until the system has ended."""

    async def main(system: AsyncSystem) -> None:
        events = system.events()
        with pytest.raises(ClosedError, match="the events have not begun"):
            await events.get()
        async with events:
            with pytest.raises(TimedOutError):
                await events.get(timeout=0.02)
            await system.terminate()
            assert [event.kind async for event in events] == [EventKind.SYSTEM_EXITED]

    use(main, fake_host, door)


@both_doors
def test_program_talks_line_by_line(fake_host: FakeHost, door: str) -> None:
    """Input and output, awaited, as text."""

    def echo(program: Any) -> int:
        while line := program.stdin.readline():
            program.stdout.write(line)
        return 4

    fake_host.programs.register("echoes", echo)

    async def main(system: AsyncSystem) -> None:
        async with await system.exec("echoes", stdin=PIPE, text=True) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            await process.stdin.write("ä\r\n")
            assert await process.stdout.readline() == "ä\n"
            await process.stdin.write("one\ntwo\n")
            await process.stdin.close()
            assert [line async for line in process.stdout] == ["one\n", "two\n"]
            assert await process.wait(30) == await process.poll() == process.returncode == 4
            assert process.args == "echoes"
            assert process.pid > 0

    use(main, fake_host, door)


@both_doors
def test_large_data_goes_both_ways(fake_host: FakeHost, door: str) -> None:
    """Without dead lock, and without a copy lost."""
    data = bytes(range(256)) * 16384

    def both(program: Any) -> int:
        while block := program.stdin.read1(65536):
            program.stdout.write(block)
            program.stderr.write(block)
        return 0

    fake_host.programs.register("both", both)

    async def main(system: AsyncSystem) -> None:
        async with await system.exec("both", stdin=PIPE) as process:
            assert await process.communicate(data, timeout=60) == (data, data)

    use(main, fake_host, door)


@both_doors
def test_many_programs_that_say_nothing_starve_nobody(fake_host: FakeHost, door: str) -> None:
    """Each of their outputs is waited for; a common pool of threads would be used up."""

    async def main(system: AsyncSystem) -> None:
        go = threading.Event()
        fake_host.programs.register("quiet", lambda program: go.wait(30) and 0)
        processes = [await system.exec("quiet") for _ in range(40)]
        reading = [asyncio.ensure_future(process.communicate()) for process in processes]
        await asyncio.sleep(0.1)
        assert (await system.run("cmd /c echo hi", timeout=20)).stdout == b"hi\r\n"
        go.set()
        assert await asyncio.gather(*reading) == [(b"", b"")] * 40
        for process in processes:
            await process.close()

    use(main, fake_host, door)


@both_doors
def test_output_survives_a_cancelled_read(fake_host: FakeHost, door: str) -> None:
    """The next one to ask gets what came."""

    async def main(system: AsyncSystem) -> None:
        go = threading.Event()

        def slow(program: Any) -> int:
            go.wait(30)
            program.print("late")
            return 0

        fake_host.programs.register("slow", slow)
        async with await system.exec("slow") as process:
            assert process.stdout is not None
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(process.stdout.read(4), 0.05)
            with pytest.raises(ProcessTimedOutError) as error:
                await process.communicate(timeout=0.05)
            assert error.value.output == b""
            go.set()
            assert await process.stdout.read(2) == b"la"
            assert await process.communicate(timeout=30) == (b"te\r\n", b"")

    use(main, fake_host, door)


def late(verb: Callable[[Any], Awaitable[Any]], export: str, fake: FakeHost, door: Any, *, exists: bool) -> list[str]:
    """Cancel a verb while its call hangs; return the ids and processes that are there after the call."""

    async def whole() -> list[str]:
        async with hcspy.aio.connect(fake) as host:
            services = host.hcs.use(door)
            async with await services.systems.create("web", DOCUMENT, terminate_on_exit=True) as system:
                await system.start()
                with fake.on(export).delay(0.15):
                    task = asyncio.ensure_future(verb(system if exists else services.systems))
                    await asyncio.sleep(0.05)
                    task.cancel()
                    with pytest.raises(asyncio.CancelledError):
                        await task
                    for _ in range(100):
                        await asyncio.sleep(0.02)
                        is_under_way = any(call.reply is None for call in fake.calls)
                        left = [str(found.id) for found in await services.systems.list()]
                        left += [str(process.process_id) for process in await system.processes()]
                        if not is_under_way and left == ["web"] and len(fake.leaks) <= 2:
                            break
                return left

    left = asyncio.run(whole())
    fake.assert_clean()
    return left


@both_doors
def test_cancelled_create_leaves_no_system(fake_host: FakeHost, door: str) -> None:
    """The call cannot be cancelled; what it makes when nobody waits any more would stay for ever."""
    left = late(
        lambda systems: systems.create("new", DOCUMENT), "HcsCreateComputeSystem", fake_host, door, exists=False
    )
    assert left == ["web"]


@both_doors
def test_cancelled_open_leaves_no_handle(fake_host: FakeHost, door: str) -> None:
    """And the system as it is."""
    left = late(lambda systems: systems.open("web"), "HcsOpenComputeSystem", fake_host, door, exists=False)
    assert left == ["web"]


@both_doors
@pytest.mark.parametrize("verb", ["exec", "run"])
def test_cancelled_exec_leaves_no_process(fake_host: FakeHost, door: str, verb: str) -> None:
    """Nor does a run that is cancelled before its program is there."""
    left = late(lambda system: getattr(system, verb)("ping -t x"), "HcsCreateProcess", fake_host, door, exists=True)
    assert left == ["web"]


@both_doors
def test_cancelled_waits_leave_the_program_alone(fake_host: FakeHost, door: str) -> None:
    """Each can be begun again; the second input is refused."""

    async def main(system: AsyncSystem) -> None:
        async with await system.exec("cat", stdin=PIPE) as process:
            for wait in (process.wait, system.wait):
                with pytest.raises(TimeoutError):
                    await asyncio.wait_for(wait(), 0.05)
            assert process.stdin is not None
            await process.stdin.write(b"one")
            assert await process.communicate(b"two", timeout=30) == (b"onetwo", b"")
            with pytest.raises(InvalidDocumentError, match="another input"):
                await process.communicate(b"three")

    use(main, fake_host, door)


def test_form_of_awaited_streams_is_told(fake_host: FakeHost) -> None:
    """As the blocking twin tells it."""

    async def main(system: AsyncSystem) -> None:
        async with await system.exec("cmd /c exit 0") as process:
            assert (process.text_mode, process.universal_newlines) == (False, False)
            assert (process.encoding, process.errors) == (None, None)
        async with await system.exec("cmd /c exit 0", errors="replace") as process:
            assert (process.text_mode, process.universal_newlines) == (True, True)
            assert (process.encoding, process.errors) == ("utf-8", "replace")

    use(main, fake_host, "vmcompute")


def test_wait_says_how_long_it_was(fake_host: FakeHost) -> None:
    """Not that it was none."""

    async def main(system: AsyncSystem) -> None:
        with pytest.raises(TimedOutError, match=r"within 0\.05 seconds"):
            await system.wait(0.05)

    use(main, fake_host, "vmcompute")


@both_doors
def test_run_and_its_timeout(fake_host: FakeHost, door: str) -> None:
    """As the blocking one."""

    async def main(system: AsyncSystem) -> None:
        done = await system.run(["cmd", "/c", "echo", "hi"], text=True)
        assert (done.returncode, done.stdout) == (0, "hi\n")
        with pytest.raises(ProcessTimedOutError):
            await system.run("ping -t localhost", timeout=0.1)
        with pytest.raises(subprocess.CalledProcessError):
            await system.run("cmd /c exit 3", check=True)

    use(main, fake_host, door)


@both_doors
def test_program_is_killed_and_signalled(fake_host: FakeHost, door: str) -> None:
    """And opened by its number."""

    async def main(system: AsyncSystem) -> None:
        async with await system.exec("ping -t localhost") as process:
            with pytest.raises(ProcessTimedOutError):
                await process.wait(0.02)
            assert await process.poll() is None
            async with await system.open_process(process.pid) as other:
                assert await other.send_signal(signal.SIGINT)
                assert await other.wait(30) == 0xC000013A
                assert not await other.signal({"Signal": "CtrlC"})
            assert (await process.properties()).exited
            await process.kill()
            await process.terminate()
            assert process.stdin is None
            with pytest.raises(InvalidDocumentError, match="no standard input"):
                await process.communicate(b"x")
        assert process.is_closed
        assert repr(process).startswith("<AsyncProcess ")

    use(main, fake_host, door)


@both_doors
def test_document_is_executed_and_its_console_resized(fake_host: FakeHost, door: str) -> None:
    """What exec() has no argument for."""

    async def main(system: AsyncSystem) -> None:
        document = {"CommandLine": "ping -t localhost", "EmulateConsole": True, "CreateStdInPipe": True}
        async with await system.create_process(document) as process:
            await process.resize_console(40, 120)
            await process.close_stdin()
            await process.modify({"Operation": "ConsoleSize", "ConsoleSize": {"Height": 1, "Width": 2}})
            await process.kill()
            assert await process.wait(30) == 1067

    use(main, fake_host, door)


@both_doors
def test_leaving_does_not_wait_for_a_program(fake_host: FakeHost, door: str) -> None:
    """Its output is waited for still; whoever leaves goes."""

    async def main(system: AsyncSystem) -> None:
        begun = time.monotonic()
        async with await system.exec("ping -t localhost", stdin=PIPE) as process:
            with pytest.raises(ProcessTimedOutError):
                await process.communicate(timeout=0.05)
        assert time.monotonic() - begun < 10

    use(main, fake_host, door)


@both_doors
def test_system_tells_of_itself(fake_host: FakeHost, door: str) -> None:
    """What it uses, and what runs in it."""

    async def main(system: AsyncSystem) -> None:
        assert (await system.statistics()).container_start_time
        assert isinstance([item.process_id for item in await system.processes()], list)
        assert await system.has_pending_updates() is False
        assert await system.memory() is None
        assert await system.guest_connection() is None
        if door == "vmcompute":
            assert list(await system.mapped_virtual_disks()) == ["0"]
            with pytest.raises(NotSupportedError):
                await system.crash()

    use(main, fake_host, door)


def test_service_is_awaited(fake_host: FakeHost) -> None:
    """The list, the door, the versions."""

    async def main() -> None:
        async with hcspy.aio.connect(fake_host) as host:
            assert host.hcs is host.hcs
            assert host.hcs.door == "computecore"
            assert host.hcs.use("vmcompute").door == "vmcompute"
            assert (1, 0) in {version.pair for version in await host.hcs.schema_versions()}
            async with await host.hcs.systems.create("web", DOCUMENT) as system:
                assert repr(system) == "<AsyncSystem web, open>"
                assert [found.id for found in await host.hcs.systems.list(owners="me")] == ["web"]
                assert (await host.hcs.systems.get("web")).owner == "me"
                async with await host.hcs.systems.open("web", terminate_on_exit=True):
                    pass
            assert await host.hcs.systems.find("web") is None
            with pytest.raises(SystemNotFoundError):
                await host.hcs.systems.open("web")

    asyncio.run(main())
    fake_host.assert_clean()


@pytest.mark.parametrize(("blocking", "awaited"), [(System, AsyncSystem), (Process, AsyncProcess)])
def test_every_member_has_a_twin(blocking: type, awaited: type) -> None:
    """No object is sync and async at once, and none lacks what the other has."""
    # Attributes of an instance, what is a keyword of Python there, and what the twin has no need of.
    other = {"args", "stdin", "stdout", "stderr", "exited", "late", "os", "is_oci"}
    names = {name for name in dir(blocking) if not name.startswith("_")} - other
    assert sorted(names - set(dir(awaited))) == []
    for name in names:
        verb = getattr(blocking, name)
        if inspect.isfunction(verb) and name != "events":
            assert inspect.iscoroutinefunction(getattr(awaited, name)), name


class Noted:
    """A system that notes how its verbs are called."""

    def __init__(self) -> None:
        self.calls: list[Any] = []

    def __getattr__(self, verb: str) -> Any:
        if verb.startswith("__"):
            raise AttributeError(verb)
        return lambda *args, **kwargs: self.calls.append((verb, args, kwargs))


@pytest.mark.parametrize(
    ("verb", "args"),
    [
        ("modify", ({},)),
        ("add_endpoint", ("id",)),
        ("remove_endpoint", ("id",)),
        ("add_network_adapter", ("id", {})),
        ("remove_network_adapter", ("id", {})),
        ("add_mapped_directory", ({},)),
        ("remove_mapped_directory", ({},)),
        ("set_memory", (512,)),
        ("mapped_virtual_disks", ()),
        ("memory", ()),
    ],
)
def test_verb_hands_its_arguments_on(verb: str, args: tuple[Any, ...]) -> None:
    """An argument that was forgotten is one that does nothing."""
    noted: Any = Noted()

    async def main() -> None:
        worker = Worker()
        await getattr(AsyncSystem(noted, worker), verb)(*args, timeout=5)
        await worker.close()

    asyncio.run(main())
    assert noted.calls[0] == (verb, args, {"timeout": 5})


@both_doors
def test_every_begun_verb_is_an_operation(fake_host: FakeHost, door: str) -> None:
    """Awaited twice: for its begin, and for its end."""

    async def main(system: AsyncSystem) -> None:
        await (await system.pause_nowait())
        await (await system.resume_nowait())
        if door == "vmcompute":
            for begin in (system.crash_nowait, lambda: system.migrate_nowait("finalize_live_migration")):
                with pytest.raises(NotSupportedError):
                    await begin()
        await (await system.shutdown_nowait())
        await (await system.terminate_nowait())

    use(main, fake_host, door)


@both_doors
def test_system_is_saved(fake_host: FakeHost, door: str) -> None:
    """And has ended then."""

    async def main(system: AsyncSystem) -> None:
        await system.pause()
        await (await system.save_nowait({"SaveType": "ToFile", "SaveStateFilePath": "C:\\s"}))
        await system.wait(30)

    use(main, fake_host, door)
