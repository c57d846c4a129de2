"""Examples in the readme and the documentation are tests: each Python block runs on the fake."""

from __future__ import annotations

import os
from doctest import ELLIPSIS

from hypothesis import HealthCheck, settings
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser

pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(doctest_optionflags=ELLIPSIS), SkipParser()],
    patterns=["README.md", "docs/*.md", "docs/*/*.md", "docs/*/*/*.md"],
    excludes=["docs/_build/**"],
).pytest()

# "rig" is for the Windows rig, where each example costs several times as much.
settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("rig", parent=settings.get_profile("ci"), max_examples=10)
settings.load_profile(os.environ.get("HCSPY_TEST_PROFILE", "ci"))
