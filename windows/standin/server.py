"""Answer the calls of the stand-in DLLs: the other end of standin.c, in another process.

    python windows/standin/server.py    prints the port that it listens on, and "relay" when that one is
                                        there; it ends when its stdin does

Every call is put to a FakeHost through the seam that also fills a fake's function table: a DLL, an export and
the arguments by name go in, the result and the out-parameters by name come out.

One thread serves one connection, that is, one thread of the client. Callbacks go the other way, on the event
connection that the client's DLL opened when it was first given one; pipes of processes go through streams.py. A test
steers the server with lines of its own, ``{"control": NAME, ...}``; see `Control`.

A test may also have a `Server` in its own process, with a FakeHost that it can touch: then the pipes are real there.
"""

from __future__ import annotations

import dataclasses
import itertools
import json
import ntpath
import queue
import socketserver
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BufferedIOBase
from typing import Any, TypeAlias

from streams import Streams

from hcspy._ffi.exports import EXPORTS, Export
from hcspy.testing import FakeHost, Rule, profiles

E_UNEXPECTED = 0x8000FFFF
PATIENCE = 30.0  # seconds: for a client to connect its events, and for its callback to return

Message = dict[str, Any]
Job: TypeAlias = Callable[[], object]


def line(message: Mapping[str, Any]) -> bytes:
    """Write a message; JSON's own escapes keep it ASCII, half surrogate pairs included."""
    return json.dumps(message).encode("ascii") + b"\n"


class Events:
    """The event connection of one DLL in one process."""

    def __init__(self, stream: BufferedIOBase) -> None:
        self._stream = stream
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._sent: dict[int, queue.SimpleQueue[Job | None]] = {}

    def send(self, kind: str, address: int, **args: Any) -> None:
        """Have a callback called, and wait until it has returned."""
        with self._lock:
            number = next(self._numbers)
            jobs = self._sent[number] = queue.SimpleQueue()
            try:
                self._stream.write(line({"seq": number, "type": kind, "callback": address, "args": args}))
            except (OSError, ValueError):  # the client has gone, and with it whoever was to be called
                del self._sent[number]
                return
        try:
            while (job := jobs.get(timeout=PATIENCE)) is not None:
                job()
        except queue.Empty:
            raise TimeoutError(f"the {kind} at 0x{address:x} has not returned after {PATIENCE:g} s") from None

    def acknowledge(self, number: int) -> None:
        """Note that a callback has returned."""
        self._sent.pop(number).put(None)

    def inside(self, number: int, answer: Callable[[], Message]) -> Message:
        """Answer a call that a callback makes on the thread that waits for the callback: a fake tells by the thread."""
        jobs = self._sent.get(number)
        if jobs is None:
            return answer()
        answers: queue.SimpleQueue[Message] = queue.SimpleQueue()
        jobs.put(lambda: answers.put(answer()))
        return answers.get()


class Clients:
    """Who can be called back, by process and DLL."""

    def __init__(self) -> None:
        self._events: dict[tuple[int, str], Events] = {}
        self._changed = threading.Condition()

    def add(self, hello: Message, events: Events) -> None:
        """Take in a new event connection."""
        with self._changed:
            self._events[hello["pid"], hello["dll"]] = events
            self._changed.notify_all()

    def events(self, pid: int, dll: str) -> Events:
        """Return the event connection of a DLL, which may be on its way."""
        with self._changed:
            if not self._changed.wait_for(lambda: (pid, dll) in self._events, PATIENCE):
                raise TimeoutError(f"{dll}.dll of process {pid} has no event connection")
            return self._events[pid, dll]


class RemoteCallback:
    """A callback of the client, as a fake sees one: callable from any thread, with the context that it wants."""

    def __init__(self, clients: Clients, request: Message, kind: str, address: int, context: int) -> None:
        self.address = address
        self.context = context
        self._clients, self._kind = clients, kind
        self._pid, self._dll = request["pid"], request["dll"]

    def _send(self, **args: Any) -> None:
        self._clients.events(self._pid, self._dll).send(self._kind, self.address, context=self.context, **args)


class Notification(RemoteCallback):
    """A callback of vmcompute.dll or computenetwork.dll."""

    def __call__(self, type: int, status: int = 0, data: str | None = None) -> None:
        """Deliver a notification."""
        self._send(type=type, status=status, data=data)


class Event(RemoteCallback):
    """A callback for the events of computecore.dll."""

    def __call__(self, type: int, data: str | None = None, operation: int = 0) -> None:
        """Deliver an event."""
        self._send(event={"Type": type, "EventData": data, "Operation": operation})


class Completion(RemoteCallback):
    """A callback for the end of an operation of computecore.dll."""

    def __call__(self, operation: int) -> None:
        """Say that an operation is done."""
        self._send(operation=operation)


Callback: TypeAlias = Notification | Event | Completion
CALLBACKS: dict[str, type[Callback]] = {
    "HCS_NOTIFICATION_CALLBACK": Notification,
    "HCN_NOTIFICATION_CALLBACK": Notification,
    "HCS_EVENT_CALLBACK": Event,
    "HCS_OPERATION_COMPLETION": Completion,
}


class Host:
    """What answers: a FakeHost, unless a test has laid down an answer of its own."""

    def __init__(self, streams: Streams | None) -> None:
        self.clients = Clients()
        self.streams = streams
        self.begin(FakeHost())

    def begin(self, fake: FakeHost) -> None:
        """Start afresh."""
        self.fake = fake
        self.disks: dict[str, int] = {}
        self.answers: dict[str, list[Message]] = {}
        self.rules: list[Rule] = []
        self.requests: list[Message] = []
        self.callbacks: list[Callback] = []
        self.failures: list[str] = []

    def serve(self, request: Message) -> Message:
        """Answer a call of the client, on the thread that it is to be answered on."""
        if not request["inside"]:
            return self.answer(request)
        events = self.clients.events(request["pid"], request["dll"])
        return events.inside(request["inside"], lambda: self.answer(request))

    def answer(self, request: Message) -> Message:
        """Answer a call; what goes wrong here is an error there, and kept for the test."""
        export = EXPORTS[request["dll"]][request["export"]]
        self.requests.append(request)
        try:
            args = self._arguments(export, request)
            reply = dict(self._reply(export, args))
        except Exception:
            self.failures.append(traceback.format_exc())
            reply = {"ret": E_UNEXPECTED}
        if "hresult" in reply:
            reply["ret"] = reply.pop("hresult")
        for param in export.params:
            if param.kind == "array" and param.name in reply:
                reply[str(param.counted_by)] = len(reply[param.name])
        return reply

    def _reply(self, export: Export, args: Message) -> Mapping[str, Any]:
        if self.answers.get(export.name):
            return self.answers[export.name].pop(0)
        if export.name == "HcnFreeGuestNetworkPortReservations":
            return {}  # the DLL's own memory
        reply = dict(self.fake.respond(export.dll, export.name, args))
        if self.streams is not None and "processInformation" in reply:
            reply["processInformation"] = self.streams.named(reply["processInformation"])
        if self.streams is not None and export.dll == "virtdisk" and "handle" in reply:
            reply["handle"] = self._name_disk(self.streams, reply["handle"])
        return reply

    def _name_disk(self, streams: Streams, number: int) -> str:
        """Return the name for the handle of a disk. kernel32.dll closes it, and that one is not ours."""
        fake = self.fake
        name = streams.watched(lambda: fake.respond("kernel32", "CloseHandle", {"object": number}))
        self.disks[ntpath.basename(name)] = number
        return name

    def _arguments(self, export: Export, request: Message) -> Message:
        """Return the arguments in the form of the seam: callbacks can be called, an absent array is empty."""
        args = dict(request["args"])
        context = next((args[name] for name in args if name.lower() == "context"), 0)
        for param in export.params:
            if param.kind == "callback":
                args[param.name] = self._callback(request, param.ctype, args[param.name], context)
            elif param.base == "HANDLE" and isinstance(args.get(param.name), str):
                args[param.name] = self.disks[ntpath.basename(args[param.name])]
            elif param.kind == "array" and param.direction == "in":
                args[param.name] = args[param.name] or []
            elif param.base == "HCS_CREATE_OPTIONS" and args[param.name]:
                args[param.name] = self._create_options(request, args[param.name])
        if request["null_outs"]:
            args["null_outs"] = request["null_outs"]
        return args

    def _create_options(self, request: Message, options: Message) -> Message:
        address, context = options["Callback"], options["CallbackContext"]
        return {**options, "Callback": self._callback(request, "HCS_EVENT_CALLBACK", address, context)}

    def _callback(self, request: Message, kind: str, address: int, context: int) -> Callback | None:
        if not address:
            return None
        callback = CALLBACKS[kind](self.clients, request, kind, address, context)
        self.callbacks.append(callback)
        return callback


class Control:
    """What a test can ask of the server: each method is a command, its arguments and its answer JSON."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._host = server.host

    def reset(
        self, profile: str = "2022", seed: int = 0, load: Any = None, changes: Mapping[str, Any] | None = None
    ) -> None:
        """Begin with a new FakeHost and no memory of what was; with changes, its build differs in those members."""
        build = profiles.profile(profile)
        self._host.fake.close()
        self._host.begin(FakeHost(dataclasses.replace(build, **changes) if changes else build, seed, load))

    def answer(self, export: str, *replies: Message) -> None:
        """Lay down the next answers of an export; they bypass the FakeHost."""
        self._host.answers.setdefault(export, []).extend(replies)

    def rule(self, what: str, step: str, *args: Any) -> int:
        """Add a rule to the FakeHost, ``fake.on(what).step(*args)``; the answer is its number."""
        self._host.rules.append(getattr(self._host.fake.on(what), step)(*args))
        return len(self._host.rules) - 1

    def fake(self, verb: str, *args: Any) -> Any:
        """Call a method of the FakeHost."""
        return getattr(self._host.fake, verb)(*args)

    def add_container(self, id: str, namespace: str | None = None) -> int:
        """Start a container, in a namespace or not."""
        return self._host.fake.add_container(id, namespace=namespace)

    def wait_until_hanging(self, rule: int, calls: int = 1) -> None:
        """Wait until so many calls hang on a rule."""
        self._host.rules[rule].wait_until_hanging(calls)

    def release(self, rule: int) -> None:
        """Let go what hangs on a rule."""
        self._host.rules[rule].release()

    def call_back(self, number: int, times: int, *args: Any) -> None:
        """Call a callback that the client has given, by its place in the order of giving."""
        callback: Any = self._host.callbacks[number]
        for _ in range(times):
            callback(*args)

    def connections(self) -> int:
        """Return the number of connections, this one included."""
        return self._server.connections

    def requests(self) -> list[Message]:
        """Return what was asked, with process and thread ids."""
        return self._host.requests

    def failures(self) -> list[str]:
        """Return the tracebacks of what went wrong in here."""
        return self._host.failures

    def assert_clean(self, patience: float = 5.0) -> None:
        """Fail if the client has left handles, callbacks or pipes behind; a pipe's end takes a moment to get here."""
        deadline = time.monotonic() + patience
        while self._host.fake.leaks and time.monotonic() < deadline:
            time.sleep(0.01)
        self._host.fake.assert_clean()

    def obey(self, control: str, args: list[Any]) -> Message:
        """Run a command."""
        try:
            return {"result": getattr(self, control)(*args)}
        except Exception as error:
            return {"error": f"{type(error).__name__}: {error}"}


class Connection(socketserver.StreamRequestHandler):
    """One connection of a client."""

    server: Server
    disable_nagle_algorithm = True

    def handle(self) -> None:
        """Answer line by line, until the client hangs up."""
        with self.server.connected(self):
            self._serve()

    def _serve(self) -> None:
        greet = {"events": self._serve_events, "relay": self._serve_relay, "stream": self._serve_stream}
        for text in self.rfile:
            message = json.loads(text)
            if "hello" in message:
                greet[message["hello"]](message)
                return
            if "control" in message:
                self.wfile.write(line(self.server.control.obey(**message)))
            else:
                self.wfile.write(line(self.server.host.serve(message)))

    def _serve_relay(self, message: Message) -> None:
        self._streams.attach(lambda order: self.wfile.write(line(order)))
        print("relay", flush=True)
        self.rfile.read()
        self._streams.attach(None)

    def _serve_stream(self, message: Message) -> None:
        self._streams.carry(message["number"], self.request)

    @property
    def _streams(self) -> Streams:
        streams = self.server.host.streams
        assert streams is not None
        return streams

    def _serve_events(self, message: Message) -> None:
        events = Events(self.wfile)
        self.server.host.clients.add(message, events)
        for text in self.rfile:
            events.acknowledge(json.loads(text)["ack"])


class Server(socketserver.ThreadingTCPServer):
    """Listens on a free port of the loopback interface."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, streams: Streams | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Connection)
        self.host = Host(streams)
        self.control = Control(self)
        self._open: set[Connection] = set()

    @contextmanager
    def connected(self, connection: Connection) -> Iterator[None]:
        """Count a connection as long as it lasts."""
        self._open.add(connection)
        try:
            yield
        finally:
            self._open.discard(connection)

    @property
    def connections(self) -> int:
        """How many connections are open now."""
        return len(self._open)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing about clients that end in the middle of a line: killed processes do."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def main() -> None:
    """Serve until whoever started this is gone."""
    with Server(Streams()) as server:
        print(server.server_address[1], flush=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        sys.stdin.read()


if __name__ == "__main__":
    main()
