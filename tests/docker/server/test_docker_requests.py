"""What the engine gets back for what it asks: documents, and errors in words that its user understands."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
from pathlib import Path
from typing import Any

import pytest
from docker_client import Client, Echo, Failing, OnePool, Slow, run, served

from hcspy import errors, from_json
from hcspy.docker import CreateNetworkRequest, DriverError, IpamDriver, JoinRequest, JoinResponse, NetworkDriver
from hcspy.docker.protocol.methods import METHODS
from hcspy.docker.server.request import DEEPEST

DATA = Path(__file__).parents[2] / "data" / "docker"
RECORDINGS = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(DATA.glob("[em]*.json"))}
CALLS = {name: held["calls"] for name, held in RECORDINGS.items() if "calls" in held}


def replaying(base: type[Any], calls: list[dict[str, Any]], asked: list[Any]) -> Any:
    """Return a driver that answers as the recording does."""
    namespace: dict[str, Any] = {}
    for method in METHODS.values():
        if not hasattr(base, method.attribute) or not issubclass(base, _base(method.service)):
            continue
        answers = [call["response"] for call in calls if call["method"] == method.path]

        async def reply(self: Any, *request: Any, _answers: Any = answers, _method: Any = method) -> Any:
            asked.extend(request or (None,))
            answer = _answers.pop(0)
            return from_json(_method.response, answer) if _method.response else None

        namespace[method.attribute] = reply
    return type("Replaying", (base,), namespace)()


def _base(service: str) -> type[Any]:
    return NetworkDriver if service == "NetworkDriver" else IpamDriver


@pytest.mark.parametrize("calls", CALLS.values(), ids=CALLS)
def test_recorded_exchanges_are_answered_as_recorded(calls: list[dict[str, Any]]) -> None:
    """These requests are a real engine's, and with these answers it was content."""
    asked: list[Any] = []
    services = next(call["response"]["Implements"] for call in calls if call["method"] == "Plugin.Activate")

    async def main() -> list[Any]:
        drivers = [replaying(_base(service), calls, asked) for service in services]
        async with served(*drivers) as (client, _):
            return [await client.call(call["method"], call["request"]) for call in calls]

    answers = run(main)
    assert [(answer.status, answer.document) for answer in answers] == [(200, call["response"]) for call in calls]
    assert len(asked) == sum(call["method"] != "Plugin.Activate" for call in calls)


def test_activation_names_what_the_drivers_implement() -> None:
    """The engine refuses a plugin for a service that it does not name."""

    async def main() -> None:
        async with served(OnePool(), NetworkDriver()) as (client, _):
            assert (await client.call("Plugin.Activate")).document == {"Implements": ["NetworkDriver", "IpamDriver"]}
        async with served(OnePool()) as (client, _):
            assert (await client.call("Plugin.Activate")).document == {"Implements": ["IpamDriver"]}

    run(main)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("NetworkDriver.Migrate", "web has no method NetworkDriver.Migrate"),
        ("networkdriver.join", "web has no method networkdriver.join"),
        ("IpamDriver.RequestPool", "web is no IpamDriver"),
        ("VolumeDriver.Mount", "web has no method VolumeDriver.Mount"),
        ("", "web has no method "),
    ],
)
def test_unknown_method_is_a_404_in_words(path: str, told: str) -> None:
    """For some methods the engine goes on after a 404; for others its user sees this text."""

    async def main() -> None:
        async with served(NetworkDriver()) as (client, _):
            answer = await client.call(path, {})
            assert (answer.status, answer.document["Err"]) == (404, told)

    run(main)


def test_call_with_another_http_method_is_refused() -> None:
    """A browser on the machine can send a GET; it must not reach the driver."""

    async def main() -> None:
        echo = Echo()
        async with served(echo) as (client, _):
            answer = await client.send("NetworkDriver.CreateNetwork", b'{"NetworkID":"a"}', method="GET")
            assert answer.status == 405
            assert answer.error == "NetworkDriver.CreateNetwork is called with POST, not GET"
        assert echo.networks == []

    run(main)


def test_browser_is_refused() -> None:
    """A page that somebody has open on the node can send a POST to a port of the loopback."""

    async def main() -> None:
        echo = Echo()
        async with served(echo) as (client, _):
            body = b'{"NetworkID": "a"}'
            answer = await client.send("NetworkDriver.CreateNetwork", body, Origin="http://example.test")
            assert (answer.status, answer.error) == (403, "web serves no browser")
        assert echo.networks == []

    run(main)


@pytest.mark.parametrize("path", METHODS)
def test_driver_that_overrides_nothing_agrees_to_every_call(path: str) -> None:
    """A driver has to say only what is special about it."""
    ids = dict.fromkeys(("NetworkID", "EndpointID", "PoolID", "AddressSpace"), "a")

    async def main() -> None:
        async with served(NetworkDriver(), OnePool()) as (client, _):
            answer = await client.call(path, ids)
            assert (answer.status, answer.error) == (200, "")

    run(main)


MALFORMED = {
    "empty": (b"", "the request has no document"),
    "blank": (b" \n", "the request has no document"),
    "no JSON": (b"<html>", "this is not JSON: Expecting value"),
    "half": (b'{"NetworkID": "a"', "this is not JSON"),
    "not UTF-8": (b'{"NetworkID": "\xff"}', "this is not JSON"),
    "NaN": (b'{"NetworkID": "a", "Options": {"x": NaN}}', "this is not JSON"),
    "an array": (b"[]", "CreateNetworkRequest is an object, not an array"),
    "null": (b"null", "CreateNetworkRequest is an object, not null"),
    "no id": (b"{}", "NetworkID is missing"),
    "null id": (b'{"NetworkID": null}', "NetworkID is missing"),
    "empty id": (b'{"NetworkID": ""}', "NetworkID is empty"),
    "number id": (b'{"NetworkID": 7}', "NetworkID is 7, allowed is a string"),
    "text options": (b'{"NetworkID": "a", "Options": "x"}', "Options is 'x', allowed is an object"),
    "odd pools": (b'{"NetworkID": "a", "IPv4Data": [{"Pool": 5}]}', "IPv4Data[0].Pool is 5, allowed is a string"),
    "two faults": (b'{"IPv4Data": [{"Pool": 5}]}', "NetworkID is missing (and 1 more)"),
    "deep": (b'{"NetworkID": "a", "Options": ' + b'{"x":' * 100 + b"1" + b"}" * 101, "nested too deeply"),
    "bottomless": (b"[" * 200_000, "nested too deeply"),
    "digits": (b'{"NetworkID": "a", "Options": {"x": ' + b"9" * 5000 + b"}}", "this is not JSON"),
}


@pytest.mark.parametrize(("body", "told"), MALFORMED.values(), ids=MALFORMED)
def test_malformed_document_is_refused_in_words(body: bytes, told: str) -> None:
    """The driver must see nothing of it, and the engine's user what is wrong with it."""

    async def main() -> None:
        echo = Echo()
        async with served(echo) as (client, _):
            answer = await client.send("NetworkDriver.CreateNetwork", body)
            assert answer.status == 400
            assert told in answer.error
            assert (await client.call("NetworkDriver.GetCapabilities")).status == 200
        assert echo.networks == []

    run(main)


def test_document_as_deep_as_allowed_passes() -> None:
    """What is within the limit must not fail for another reason."""
    document: Any = {}
    for _ in range(DEEPEST - 2):
        document = {"x": document}

    async def main() -> None:
        echo = Echo()
        async with served(echo) as (client, _):
            assert (
                await client.call("NetworkDriver.CreateNetwork", {"NetworkID": "a", "Options": document})
            ).error == ""
            deeper = {"NetworkID": "a", "Options": {"x": document}}
            assert "nested too deeply" in (await client.call("NetworkDriver.CreateNetwork", deeper)).error
        assert [request.options for request in echo.networks] == [document]

    run(main)


def test_malformed_request_of_an_ipam_driver_tells_where_either_client_looks() -> None:
    """For a status other than 200 the engine looks for `Err`, whatever the service is."""

    async def main() -> None:
        async with served(OnePool()) as (client, _):
            answer = await client.call("IpamDriver.ReleasePool", {"PoolID": 7})
            assert answer.status == 400
            assert answer.document == dict.fromkeys(("Err", "Error"), "PoolID is 7, allowed is a string")

    run(main)


def test_large_request_is_refused_and_the_limit_itself_is_not() -> None:
    """Without a limit one client could fill the memory of the machine."""

    async def main() -> None:
        async with served(Echo(), max_body=1000) as (client, _):
            fits = json.dumps({"NetworkID": "a"}).encode().ljust(1000)
            assert (await client.send("NetworkDriver.CreateNetwork", fits)).status == 200
            answer = await client.send("NetworkDriver.CreateNetwork", fits + b" ")
            assert (answer.status, answer.error) == (413, "the request has more than 1000 bytes")

    run(main)


def test_compressed_request_cannot_be_larger_than_the_limit() -> None:
    """A few bytes that unpack to gigabytes are an old way to fill a memory."""

    async def main() -> None:
        async with served(Echo(), max_body=1000) as (client, _):
            bomb = gzip.compress(b" " * 100_000)
            answer = await client.send("NetworkDriver.CreateNetwork", bomb, **{"Content-Encoding": "gzip"})
            assert answer.status == 413
            answer = await client.send("NetworkDriver.CreateNetwork", b"no gzip", **{"Content-Encoding": "gzip"})
            assert answer.status == 400

    run(main)


FAILURES = {
    "the driver's": (
        DriverError("network web has 2 endpoints", hint="disconnect its containers first"),
        "network web has 2 endpoints; disconnect its containers first",
    ),
    "the service's": (
        errors.InUseError(
            "HcnCreateEndpoint: the port is taken",
            hresult=0x803B0013,
            symbol="HCN_E_PORT_ALREADY_EXISTS",
            hint="see who has it\nwith `hcspy endpoint ls`",
        ),
        "HcnCreateEndpoint: the port is taken (0x803b0013 HCN_E_PORT_ALREADY_EXISTS); "
        "see who has it with `hcspy endpoint ls`",
    ),
    "time's": (
        errors.TimedOutError("HNSCall took more than 5 s", call="HNSCall"),
        "HNSCall took more than 5 s; the outcome is unknown: it may still complete",
    ),
}


@pytest.mark.parametrize(("error", "told"), FAILURES.values(), ids=FAILURES)
def test_error_of_the_library_is_told_with_code_and_hint(error: errors.HcspyError, told: str) -> None:
    """It is all that the user of `docker network create` ever sees of the failure."""

    async def main() -> None:
        async with served(Failing(error), OnePool(error)) as (client, _):
            answer = await client.call("NetworkDriver.CreateNetwork", {"NetworkID": "a"})
            assert (answer.status, answer.document) == (200, {"Err": told})
            answer = await client.call("IpamDriver.RequestPool", {"AddressSpace": "local"})
            assert (answer.status, answer.document) == (200, {"Error": told})

    run(main)


def test_mistake_in_a_driver_is_told_without_a_traceback_and_logged_with_one(caplog: pytest.LogCaptureFixture) -> None:
    """The engine's user needs to know where to look; the author of the driver needs the traceback."""

    async def main() -> None:
        async with served(Failing(ZeroDivisionError("division by zero"))) as (client, _):
            answer = await client.call("NetworkDriver.CreateNetwork", {"NetworkID": "a"})
            assert answer.status == 500
            assert answer.error.startswith("internal error of web (request ")
            assert answer.error.endswith("): ZeroDivisionError: division by zero")
            assert "Traceback" not in answer.text
            logged = [record.getMessage() for record in caplog.records if record.exc_info]
            assert logged == [f"failed id={answer.error[31:39]} method=NetworkDriver.CreateNetwork"]

    with caplog.at_level(logging.INFO, "hcspy.docker"):
        run(main)


class Odd(NetworkDriver):
    """Answers what is no answer."""

    async def join(self, request: JoinRequest) -> JoinResponse:
        return JoinResponse(static_routes=[object()]) if request.sandbox_key else 7  # type: ignore[list-item, return-value]


@pytest.mark.parametrize(
    ("key", "told"), [("", "TypeError: join() returned 7, not a JoinResponse"), ("x", "TypeError: ")]
)
def test_answer_that_is_none_is_a_mistake_of_the_driver(key: str, told: str) -> None:
    """The engine would read it as something else, or say no more than EOF."""

    async def main() -> None:
        async with served(Odd()) as (client, _):
            request = {"NetworkID": "a", "EndpointID": "b", "SandboxKey": key}
            answer = await client.call("NetworkDriver.Join", request)
            assert answer.status == 500
            assert told in answer.error

    run(main)


def test_unknown_members_reach_the_driver_and_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """The next engine says more than this one; that must not be the end of a driver, nor be lost."""
    document = {"NetworkID": "a", "IPv4Data": [{"Pool": "10.0.0.0/24", "Zone": "b"}], "IPv7": [1], "Options": {"o": {}}}

    async def main() -> None:
        echo = Echo()
        async with served(echo) as (client, _):
            assert (await client.call("NetworkDriver.CreateNetwork", document)).document == {}
        assert echo.networks == [from_json(CreateNetworkRequest, document)]

    with caplog.at_level(logging.INFO, "hcspy.docker"):
        run(main)
    [told] = [record.facts for record in caplog.records if record.event == "unknown members"]  # type: ignore[attr-defined]
    assert (told["count"], told["members"]) == (2, "IPv4Data[0].Zone='b', IPv7=[1]")


def test_half_a_surrogate_pair_goes_in_and_out() -> None:
    """JSON may hold one, UTF-8 may not; the answer must not be what breaks."""

    async def main() -> None:
        async with served(Echo()) as (client, _):
            request = {"NetworkID": "a", "EndpointID": "b", "Interface": {"MacAddress": "\ud800"}}
            answer = await client.call("NetworkDriver.CreateEndpoint", request)
            assert answer.document == {"Interface": {"MacAddress": "\ud800"}}
            answer = await client.call("NetworkDriver.CreateEndpoint", {"NetworkID": ["\ud800"]})
            assert answer.error.startswith("NetworkID is ['\\ud800'], allowed is a string")

    run(main)


class Meeting(NetworkDriver):
    """Makes a network only once the other one is being made, too."""

    def __init__(self) -> None:
        self.barrier = asyncio.Barrier(2)

    async def create_network(self, request: CreateNetworkRequest) -> None:
        await self.barrier.wait()


def test_requests_run_side_by_side() -> None:
    """An engine that starts many containers would wait for each of them in turn."""

    async def main() -> None:
        async with served(Meeting()) as (client, _):
            calls = (client.call("NetworkDriver.CreateNetwork", {"NetworkID": name}) for name in "ab")
            assert [answer.document for answer in await asyncio.gather(*calls)] == [{}, {}]

    run(main)


def test_client_that_is_gone_does_not_end_what_it_asked_for() -> None:
    """The engine may be restarted in the middle; half a network would be left if the call ended there."""

    async def main() -> None:
        slow = Slow()
        async with served(slow) as (client, server):
            other = Client(server.address)
            call = asyncio.create_task(other.call("NetworkDriver.CreateNetwork", {"NetworkID": "a"}))
            await slow.began.wait()
            await other.session.close()
            call.cancel()
            await asyncio.wait([call])
            slow.may_end.set()
            while slow.ended != ["a"]:
                await asyncio.sleep(0.01)
            assert (await client.call("NetworkDriver.GetCapabilities")).status == 200

    run(main)
