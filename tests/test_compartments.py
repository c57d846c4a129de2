"""Network compartments: which network a thread sees, and that it gets out of it again."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

import hcspy
from hcspy._ffi import iphlpapi
from hcspy._ffi.filler import fill
from hcspy.compartments import HOST, Compartments, Entered
from hcspy.errors import (
    AccessDeniedError,
    ClosedError,
    CompartmentNotFoundError,
    HandleError,
    HcspyError,
    InvalidDocumentError,
    InvalidStateError,
    NamespaceNotFoundError,
    NotSupportedError,
)
from hcspy.testing import FakeHost

JOB = 0x1234


class Machine:
    """A host with two containers, and the compartments they are in."""

    def __init__(self, fake: FakeHost) -> None:
        self.fake = fake
        self.namespace = fake.host.hns.namespaces.create()
        self.web = fake.add_container("web", namespace=self.namespace.id)
        self.db = fake.add_container("db")

    @property
    def compartments(self) -> Compartments:
        """What is tested."""
        return self.fake.host.compartments


@pytest.fixture
def machine(fake_host: FakeHost) -> Iterator[Machine]:
    """A host whose main thread must be in its own compartment in the end."""
    machine = Machine(fake_host)
    yield machine
    assert machine.compartments.current() == HOST


def on_a_thread(function: Callable[[], Any]) -> Any:
    """Return what a function returns on another thread, or raise what it raises."""
    outcome: dict[str, Any] = {}

    def run() -> None:
        try:
            outcome["result"] = function()
        except BaseException as error:
            outcome["error"] = error

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if "error" in outcome:
        raise outcome["error"]
    return outcome["result"]


# -- where a thread is ------------------------------------------------------------------------------------------------


def test_thread_starts_in_the_hosts_compartment(machine: Machine) -> None:
    """Each one, whoever starts it: Windows does not hand the compartment on."""
    with machine.compartments.entered(machine.web):
        assert on_a_thread(machine.compartments.current) == HOST


def test_block_runs_in_the_compartment_and_the_thread_comes_back(machine: Machine) -> None:
    """What follows it is in the host's network again."""
    with machine.compartments.entered(machine.web) as entered:
        assert machine.compartments.current() == entered.compartment == machine.web
    assert machine.compartments.current() == HOST


def test_thread_comes_back_from_a_failure_too(machine: Machine) -> None:
    """The rest of the program would run in the network of a container."""
    with pytest.raises(ZeroDivisionError), machine.compartments.entered(machine.web):
        raise ZeroDivisionError
    assert machine.compartments.current() == HOST


def test_blocks_nest(machine: Machine) -> None:
    """Each puts back what it found."""
    with machine.compartments.entered(machine.web):
        with machine.compartments.entered(machine.db):
            assert machine.compartments.current() == machine.db
        with machine.compartments.entered(HOST):
            assert machine.compartments.current() == HOST
        assert machine.compartments.current() == machine.web


def test_threads_are_in_compartments_of_their_own(machine: Machine) -> None:
    """Entering one moves nobody else."""
    both_inside = threading.Barrier(2, timeout=20)
    seen: dict[int, int] = {}

    def work(compartment: int) -> None:
        with machine.compartments.entered(compartment):
            both_inside.wait()
            seen[compartment] = machine.compartments.current()

    threads = [threading.Thread(target=work, args=(number,)) for number in (machine.web, machine.db)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {machine.web: machine.web, machine.db: machine.db}


def test_unknown_compartment_is_not_entered(machine: Machine) -> None:
    """The block must not run in the network that the thread happens to be in."""
    with pytest.raises(CompartmentNotFoundError) as error, machine.compartments.entered(77):
        pytest.fail("the block has run")
    assert (error.value.call, error.value.request) == ("SetCurrentThreadCompartmentId", "compartment 77")


@pytest.mark.parametrize("number", [0, -1, 2**32])
def test_number_that_is_no_compartment_is_refused(machine: Machine, number: int) -> None:
    """A namespace without a compartment says 0, and Windows takes 0 for wherever the thread began."""
    with pytest.raises(InvalidDocumentError, match=f"{number} is not the number of a compartment"):
        machine.compartments.entered(number)
    with pytest.raises(InvalidDocumentError):
        machine.compartments.set_job(JOB, number)


# -- what must not be done --------------------------------------------------------------------------------------------


def test_block_cannot_be_entered_on_another_thread(machine: Machine) -> None:
    """It would move that thread, and put this one back."""
    entered = machine.compartments.entered(machine.web)
    with pytest.raises(InvalidStateError, match="was entered on another thread"):
        on_a_thread(entered.__enter__)
    with entered:
        assert machine.compartments.current() == machine.web


def test_block_cannot_be_left_on_another_thread(machine: Machine) -> None:
    """A generator or a task that moves between threads would leave one behind in the container's network."""
    entered = machine.compartments.entered(machine.web)
    entered.__enter__()
    with pytest.raises(InvalidStateError, match="was left on another thread"):
        on_a_thread(lambda: entered.__exit__(None, None, None))
    assert machine.compartments.current() == machine.web
    entered.__exit__(None, None, None)


def test_failure_in_a_block_that_is_left_elsewhere_is_not_lost(machine: Machine) -> None:
    """It is what the other error came from."""

    def blocks() -> Iterator[None]:
        with machine.compartments.entered(machine.web):
            yield

    generator = blocks()
    next(generator)
    with pytest.raises(InvalidStateError) as error:
        on_a_thread(lambda: generator.throw(ZeroDivisionError))  # type: ignore[arg-type]
    assert isinstance(error.value.__context__, ZeroDivisionError)
    iphlpapi.set_current_thread_compartment_id(machine.fake.tables, HOST)
    del _blocks_of_this_thread()[:]


def _blocks_of_this_thread() -> list[Entered]:
    from hcspy import compartments

    return compartments._thread.blocks


def test_block_is_for_one_use(machine: Machine) -> None:
    """A second use inside the first would put the thread back to the wrong place."""
    entered = machine.compartments.entered(machine.web)
    with entered, pytest.raises(InvalidStateError, match=f"compartment {machine.web}> was used before"), entered:
        pytest.fail("the block has run")
    with pytest.raises(InvalidStateError, match="used before"):
        entered.__enter__()


@pytest.mark.parametrize("entered_before", [False, True])
def test_block_cannot_be_left_without_being_entered(machine: Machine, entered_before: bool) -> None:
    """There is nowhere to go back to."""
    entered = machine.compartments.entered(machine.web)
    if entered_before:
        with entered:
            pass
    with pytest.raises(InvalidStateError, match="left without being entered"):
        entered.__exit__(None, None, None)


def test_blocks_left_in_the_wrong_order_are_an_error_and_end_where_they_began(machine: Machine) -> None:
    """Two tasks of one event loop do this; both would believe that they are where they are not."""
    outer, inner = machine.compartments.entered(machine.web), machine.compartments.entered(machine.db)
    outer.__enter__()
    inner.__enter__()
    with pytest.raises(InvalidStateError, match=f"was left before .*compartment {machine.db}>, which is inside it"):
        outer.__exit__(None, None, None)
    assert machine.compartments.current() == machine.db
    inner.__exit__(None, None, None)
    assert machine.compartments.current() == HOST


def test_tasks_that_interleave_are_told(machine: Machine) -> None:
    """As above, as it looks in a program."""

    async def visit(compartment: int, pause: asyncio.Event, go_on: asyncio.Event) -> None:
        with machine.compartments.entered(compartment):
            go_on.set()
            await pause.wait()

    async def main() -> list[BaseException | None]:
        second_may_start, first_may_end, never = asyncio.Event(), asyncio.Event(), asyncio.Event()
        first = asyncio.ensure_future(visit(machine.web, first_may_end, second_may_start))
        await second_may_start.wait()
        second = asyncio.ensure_future(visit(machine.db, never, first_may_end))
        with contextlib.suppress(InvalidStateError):
            await first
        never.set()
        return await asyncio.gather(first, second, return_exceptions=True)

    first, second = asyncio.run(main())
    assert isinstance(first, InvalidStateError)
    assert second is None


# -- Ctrl-C and failures of Windows -----------------------------------------------------------------------------------


class Scripted:
    """An iphlpapi.dll that answers from a list and remembers where the thread was put."""

    def __init__(self, *results: int) -> None:
        self.results = list(results)
        self.calls: list[tuple[str, Any]] = []
        self.where = HOST
        self.tables = fill(self.respond)
        self.compartments = Compartments(self.tables, lambda id: None)

    def respond(self, dll: str, export: str, args: dict[str, Any]) -> dict[str, Any]:
        """Answer one call."""
        self.calls.append((export, args.get("compartmentId")))
        if export == "GetCurrentThreadCompartmentId":
            return {"ret": self.where}
        result = self.results.pop(0) if self.results else 0
        if not result:
            self.where = args["compartmentId"]
        return {"ret": result}


@pytest.mark.parametrize(
    ("result", "kind"),
    [
        (0x80070490, CompartmentNotFoundError),
        (0x490, CompartmentNotFoundError),
        (5, AccessDeniedError),
        (0x80070005, AccessDeniedError),
        (1, HcspyError),
    ],
)
def test_every_result_but_0_is_a_failure(result: int, kind: type[HcspyError]) -> None:
    """Windows answers with a Win32 code; hcsshim takes a positive one for success and goes on in the wrong network."""
    with pytest.raises(kind), Scripted(result).compartments.entered(5):
        pytest.fail("the block has run")


def test_thread_that_cannot_be_put_back_is_an_error() -> None:
    """The program has to know that it is in another network now."""
    scripted = Scripted(0, 5)
    with pytest.raises(AccessDeniedError), scripted.compartments.entered(7):
        pass
    assert _blocks_of_this_thread() == []


@pytest.mark.parametrize("nth", [1, 2])
def test_ctrl_c_behind_a_call_leaves_the_thread_where_it_was(monkeypatch: pytest.MonkeyPatch, nth: int) -> None:
    """On the way in it may have moved already; on the way out it may not."""
    scripted = Scripted()
    function = scripted.tables.iphlpapi.SetCurrentThreadCompartmentId

    def struck(compartment: int) -> int:
        result = function(compartment)
        if [export for export, _ in scripted.calls].count("SetCurrentThreadCompartmentId") == nth:
            raise KeyboardInterrupt
        return result

    monkeypatch.setattr(scripted.tables.iphlpapi, "SetCurrentThreadCompartmentId", struck)
    with pytest.raises(KeyboardInterrupt), scripted.compartments.entered(7):
        pass
    assert scripted.where == HOST
    assert _blocks_of_this_thread() == []


def test_thread_without_a_compartment_gets_none_back() -> None:
    """Windows may answer 0: nothing in particular."""
    scripted = Scripted()
    scripted.where = 0
    with scripted.compartments.entered(7):
        pass
    assert scripted.where == 0


def test_calls_are_logged(machine: Machine, caplog: pytest.LogCaptureFixture) -> None:
    """Like those of the other DLLs."""
    caplog.set_level(logging.DEBUG, "hcspy.wire")
    with machine.compartments.entered(machine.web):
        pass
    assert caplog.messages == [
        "GetCurrentThreadCompartmentId -> 1",
        f"SetCurrentThreadCompartmentId compartment {machine.web} -> 0x00000000",
        "SetCurrentThreadCompartmentId compartment 1 -> 0x00000000",
    ]


# -- jobs -------------------------------------------------------------------------------------------------------------


def test_job_is_put_into_a_compartment(machine: Machine) -> None:
    """For processes that are to live in a container's network."""
    machine.compartments.set_job(JOB, machine.web)
    call = machine.fake.calls[-1]
    assert (call.export, call.args["handle"], call.args["compartmentId"]) == ("SetJobCompartmentId", JOB, machine.web)


def test_job_needs_a_compartment_that_exists(machine: Machine) -> None:
    """And the error says which job."""
    with pytest.raises(CompartmentNotFoundError) as error:
        machine.compartments.set_job(JOB, 77)
    assert error.value.request == "job 0x1234, compartment 77"


def test_job_needs_a_handle(machine: Machine) -> None:
    """NULL is none."""
    with pytest.raises(HandleError):
        machine.compartments.set_job(0, machine.web)


# -- namespaces -------------------------------------------------------------------------------------------------------


def test_namespace_has_a_compartment(machine: Machine) -> None:
    """By its id in any spelling, or by its model, which may be older than the container."""
    assert machine.namespace.compartment_id == 0
    for ref in (machine.namespace, machine.namespace.id, machine.namespace.id.upper()):
        assert machine.compartments.of(ref) == machine.web


def test_namespace_without_a_container_has_none(machine: Machine) -> None:
    """0 is no compartment: entering it would be entering the host."""
    empty = machine.fake.host.hns.namespaces.create()
    with pytest.raises(CompartmentNotFoundError, match=f"namespace {empty.id} has no compartment") as error:
        machine.compartments.of(empty)
    assert "first container" in (error.value.hint or "")


def test_unknown_namespace_is_not_found(machine: Machine) -> None:
    """Not the same as one without a compartment."""
    with pytest.raises(NamespaceNotFoundError):
        machine.compartments.of("9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f")


def test_any_door_can_say_where_a_namespace_is() -> None:
    """The relation is a function of the id."""
    compartments = Compartments(Scripted().tables, {"x": 12}.get)
    assert compartments.of("x") == compartments.of(SimpleNamespace(id="x")) == 12


def test_function_runs_in_the_compartment_of_a_namespace(machine: Machine) -> None:
    """With its arguments, and the result comes back."""

    def visit(left: int, *, right: int) -> tuple[int, int]:
        return machine.compartments.current(), left + right

    assert machine.compartments.run_in(machine.namespace, visit, 1, right=2) == (machine.web, 3)


def test_failure_of_the_function_is_raised_from_the_host(machine: Machine) -> None:
    """The thread is back by then; the fixture looks."""
    with pytest.raises(ZeroDivisionError):
        machine.compartments.run_in(machine.namespace, lambda: 1 // 0)


@pytest.mark.parametrize("kind", ["coroutine", "future"])
def test_asynchronous_function_is_refused(machine: Machine, kind: str) -> None:
    """It would do its work later, in the host's network, and nobody would notice."""

    async def visit() -> None:
        pytest.fail("it has run")

    class Future:
        def __await__(self) -> Iterator[None]:
            yield

    with pytest.raises(TypeError, match="would do its work outside the compartment"):
        machine.compartments.run_in(machine.namespace, visit if kind == "coroutine" else Future)


# -- the host ---------------------------------------------------------------------------------------------------------


def test_closed_host_has_no_compartments(fake_host: FakeHost) -> None:
    """As for its other doors."""
    host = fake_host.connect()
    compartments = host.compartments
    host.close()
    with pytest.raises(ClosedError):
        host.compartments  # noqa: B018
    with pytest.raises(ClosedError):
        compartments.of("9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f")


def test_machine_without_the_dll_says_so() -> None:
    """Wine has no compartments."""
    tables = fill(lambda *_: {}, missing={"GetCurrentThreadCompartmentId"})
    with pytest.raises(NotSupportedError, match="GetCurrentThreadCompartmentId"):
        Compartments(tables, lambda id: None).current()


def test_connect_gives_compartments() -> None:
    """The one way in."""
    with hcspy.connect("fake") as host:
        assert host.compartments.current() == HOST
