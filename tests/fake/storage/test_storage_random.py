"""Whatever is asked in whatever order, the disk stays one that makes sense."""

from __future__ import annotations

import shutil
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from layer_program import Program

from hcspy import HcspyError
from hcspy.testing import FakeHost

PATHS = [r"C:\layers\a", r"C:\layers\b", r"C:\LAYERS\A"]
ORDER = "create scratch activate prepare write unprepare deactivate destroy export import copy expand reboot dump"
STEPS = st.sampled_from(tuple(ORDER.split(" ")))


class Script:
    """Does one thing after the other, as nobody would."""

    def __init__(self, fake: FakeHost) -> None:
        self.fake = fake
        self.program = Program(fake)

    def do(self, step: str, path: str, other: str) -> None:
        """Do a step; being refused is fine."""
        try:
            getattr(self, step)(path, other)
        except HcspyError as error:
            assert error.hresult is not None
            assert error.hresult not in (0, 0x80004005, 0x80004001), (step, path, other)

    def create(self, path: str, other: str) -> None:
        self.program.create_layer(path, "")

    def scratch(self, path: str, other: str) -> None:
        self.program.create_sandbox_layer(path, self.program.parents(other, self.program.image))

    def activate(self, path: str, other: str) -> None:
        self.program.activate_layer(path)

    def prepare(self, path: str, other: str) -> None:
        self.program.prepare_layer(path, self.program.parents(other))

    def write(self, path: str, other: str) -> None:
        mount = self.fake.storage.path(self.program.get_layer_mount_path(path))
        if mount.is_dir():
            (mount / "written").write_bytes(b"1")
            (mount / "License.txt").unlink(missing_ok=True)

    def unprepare(self, path: str, other: str) -> None:
        self.program.unprepare_layer(path)

    def deactivate(self, path: str, other: str) -> None:
        self.program.deactivate_layer(path)

    def destroy(self, path: str, other: str) -> None:
        self.program.destroy_layer(path)
        assert not self.program.layer_exists(path)

    def export(self, path: str, other: str) -> None:
        out = self.fake.storage.path(r"C:\out")
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir(parents=True)
        self.program.export_layer(path, r"C:\out", self.program.parents(other))

    def import_(self, path: str, other: str) -> None:
        self.program.import_layer(path, r"C:\out", self.program.parents(other))
        assert self.program.layer_exists(path)

    def copy(self, path: str, other: str) -> None:
        self.program.copy_layer(path, other, [])

    def expand(self, path: str, other: str) -> None:
        self.program.expand_sandbox_size(path, 21 << 30)

    def reboot(self, path: str, other: str) -> None:
        with self.fake.machine() as machine:
            machine.reboot()
        assert self.fake.storage.attached == []

    def dump(self, path: str, other: str) -> None:
        self.fake.load(self.fake.dump())

    def __getattr__(self, name: str) -> Any:
        return getattr(self, f"{name}_") if name == "import" else super().__getattribute__(name)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(STEPS, st.sampled_from(PATHS), st.sampled_from(PATHS)), max_size=25))
def test_no_order_of_steps_breaks_the_disk(steps: list[tuple[str, str, str]]) -> None:
    """A program that does something wrong hears a code of Windows, and not a traceback of the fake's."""
    with FakeHost() as fake:
        script = Script(fake)
        for step in steps:
            script.do(*step)
        document = fake.dump()
        with FakeHost(load=document) as copy:
            assert copy.dump() == document
        for path in PATHS:
            for step in ("unprepare", "deactivate"):
                script.do(step, path, path)
        for path in PATHS:
            script.do("destroy", path, path)
        assert fake.storage.attached == []
        assert not any(script.program.layer_exists(path) for path in PATHS)
