"""Named pipes: who may open one, and that several clients are served at a time."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest
from docker_client import Client, Echo, run, served

from hcspy.docker import NetworkDriver, ServeError, Server
from hcspy.docker.server.security import ADMINISTRATORS_ONLY, make_folder

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="named pipes are Windows's")
ADDRESS = "npipe:////./pipe/hcspy-test"

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    ADVAPI32 = ctypes.WinDLL("advapi32", use_last_error=True)
    KERNEL32 = ctypes.WinDLL("kernel32", use_last_error=True)
    SE_KERNEL_OBJECT, DACL_SECURITY_INFORMATION, READ_CONTROL, OPEN_EXISTING = 6, 4, 0x20000, 3
    BACKUP_SEMANTICS = 0x2000000
    INVALID_HANDLE = wintypes.HANDLE(-1).value

    def dacl(path: str, flags: int = 0) -> str:
        """Return who may do what with a pipe, or with a folder, as the system has it."""
        KERNEL32.CreateFileW.restype = wintypes.HANDLE
        handle = KERNEL32.CreateFileW(path, wintypes.DWORD(READ_CONTROL), 0, None, OPEN_EXISTING, flags, None)
        assert handle != INVALID_HANDLE, ctypes.FormatError(ctypes.get_last_error())
        descriptor, text = ctypes.c_void_p(), wintypes.LPWSTR()
        try:
            code = ADVAPI32.GetSecurityInfo(
                wintypes.HANDLE(handle), SE_KERNEL_OBJECT, DACL_SECURITY_INFORMATION, None, None, None, None,
                ctypes.byref(descriptor),
            )  # fmt: skip
            assert code == 0, ctypes.FormatError(code)
            convert = ADVAPI32.ConvertSecurityDescriptorToStringSecurityDescriptorW
            assert convert(descriptor, 1, DACL_SECURITY_INFORMATION, ctypes.byref(text), None)
            return str(text.value)
        finally:
            KERNEL32.CloseHandle(wintypes.HANDLE(handle))

    def entries(sddl: str) -> set[tuple[str, str]]:
        """Return kind and trustee of each entry."""
        parts = [entry.rstrip(")").split(";") for entry in sddl.partition("(")[2].split("(")]
        return {(fields[0], fields[-1]) for fields in parts}


def test_pipe_is_for_the_system_and_administrators_only() -> None:
    """Whoever writes to it makes networks as SYSTEM; what the process has by default lets everybody read."""

    async def main() -> None:
        async with served(NetworkDriver(), listen=ADDRESS):
            assert entries(dacl(r"\\.\pipe\hcspy-test")) == entries(ADMINISTRATORS_ONLY)

    run(main)


def test_pipe_has_the_security_that_was_asked_for() -> None:
    """A driver may run as a user of its own, for an engine in a test."""

    async def main() -> None:
        async with served(NetworkDriver(), listen=ADDRESS, pipe_security="D:P(A;;GA;;;WD)"):
            assert entries(dacl(r"\\.\pipe\hcspy-test")) == {("A", "WD")}

    run(main)


def test_folder_of_specs_is_for_the_system_and_administrators_only(tmp_path: Path) -> None:
    """What lies in ProgramData is open to every user, who could send the engine elsewhere."""
    make_folder(tmp_path / "docker" / "plugins")
    make_folder(tmp_path / "docker" / "plugins")
    for folder in (tmp_path / "docker", tmp_path / "docker" / "plugins"):
        who = {trustee for _, trustee in entries(dacl(str(folder), BACKUP_SEMANTICS))}
        assert "SY" in who
        assert not who & {"WD", "BU", "AU"}  # everybody, users, who has logged on


def test_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A file in its place is what an installation that went wrong may leave."""
    (tmp_path / "docker").write_text("", encoding="utf-8")
    with pytest.raises(OSError):
        make_folder(tmp_path / "docker" / "plugins")


def test_security_that_is_no_descriptor_is_told() -> None:
    """A slip here must not open the pipe to everybody."""

    async def main() -> None:
        with pytest.raises(ServeError, match="'everybody' is no security descriptor"):
            async with Server(NetworkDriver(), name="web", listen=ADDRESS, pipe_security="everybody", spec=False):
                raise AssertionError

    run(main)


def test_pipe_serves_clients_side_by_side() -> None:
    """The engine opens a connection for each call that runs."""

    async def main() -> None:
        echo = Echo()
        async with served(echo, listen=ADDRESS) as (client, _):
            names = [f"n{number}" for number in range(20)]
            calls = [client.call("NetworkDriver.CreateNetwork", {"NetworkID": name}) for name in names]
            assert [answer.status for answer in await asyncio.gather(*calls)] == [200] * 20
        assert sorted(request.network_id for request in echo.networks) == sorted(names)

    run(main)


def test_pipe_survives_a_client_that_leaves_without_a_word() -> None:
    """An engine that is killed must not take the driver with it."""

    async def main() -> None:
        async with served(Echo(), listen=ADDRESS) as (client, _):
            came = 0
            while came < 5:
                try:
                    open(r"\\.\pipe\hcspy-test", "r+b", buffering=0).close()
                    came += 1
                except OSError:  # the next instance is not there yet
                    await asyncio.sleep(0.01)
            assert (await client.call("Plugin.Activate")).status == 200

    run(main)


def test_large_request_and_answer_pass_through_the_pipe() -> None:
    """They are larger than its buffers."""

    async def main() -> None:
        async with served(Echo(), listen=ADDRESS) as (client, _):
            interface = {"MacAddress": "x" * 500_000}
            request = {"NetworkID": "a", "EndpointID": "b", "Interface": interface}
            assert (await client.call("NetworkDriver.CreateEndpoint", request)).document == {"Interface": interface}

    run(main)


def test_pipe_can_be_opened_anew_after_the_end() -> None:
    """A service that is restarted listens on the same name."""

    async def main() -> None:
        for _ in range(3):
            async with served(Echo(), listen=ADDRESS) as (client, _):
                assert (await client.call("Plugin.Activate")).status == 200

    run(main)


def test_engine_finds_the_pipe_through_the_spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows the engine has nothing else to go by."""
    monkeypatch.setenv("ProgramData", str(tmp_path))
    spec = tmp_path / "docker" / "plugins" / "hcspy-test.spec"

    async def main() -> None:
        async with Server(Echo(), name="hcspy-test") as server:
            assert server.spec_file == spec
            client = Client(spec.read_text(encoding="utf-8"))
            async with client.session:
                assert (await client.call("Plugin.Activate")).document == {"Implements": ["NetworkDriver"]}
        assert not spec.exists()

    run(main)
