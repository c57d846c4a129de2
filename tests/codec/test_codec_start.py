"""What is loaded when."""

from __future__ import annotations

import subprocess
import sys

import pytest


def loaded_after(program: str) -> set[str]:
    """Run a program in a new interpreter; return the modules that it has then."""
    shown = f"import sys\n{program}\nprint(*sys.modules, sep='\\n')"
    output = subprocess.run([sys.executable, "-c", shown], check=True, capture_output=True, encoding="utf-8").stdout
    return set(output.split())


def test_package_loads_no_parser_and_no_attrs() -> None:
    """Every command line pays for what the import loads."""
    assert not loaded_after("import hcspy") & {"attrs", "attr", "cattrs", "msgspec", "orjson", "asyncio", "hcspy.codec"}


def test_first_document_loads_neither_cattrs_nor_the_policies() -> None:
    """Both take as long as all the rest, and an endpoint's name needs neither."""
    program = "from hcspy import from_json; from hcspy.hns import HNSEndpoint\n"
    program += """assert from_json(HNSEndpoint, '{"Name":"n","Policies":[{"Type":"ACL"}]}').name == "n" """
    loaded = loaded_after(program)
    assert "hcspy.codec.compiled" in loaded
    assert not loaded & {"cattrs", "hcspy.hns.policy", "hcspy.hns.namespace", "asyncio"}


def test_policies_are_loaded_when_somebody_looks() -> None:
    """And are there then."""
    program = "from hcspy import from_json; from hcspy.hns import HNSEndpoint\n"
    program += """e = from_json(HNSEndpoint, '{"Policies":[{"Type":"ACL"}]}'); assert e.policies[0].type == "ACL" """
    assert "hcspy.hns.policy" in loaded_after(program)


def test_package_of_the_codec_names_what_it_has() -> None:
    """A slip must be told as one."""
    program = """import hcspy.codec
try:
    hcspy.codec.from_jsn
except AttributeError as error:
    assert "from_jsn" in str(error)
else:
    raise SystemExit(1)
for name in hcspy.codec.__all__:
    getattr(hcspy.codec, name)
"""
    assert "cattrs" in loaded_after(program)


@pytest.mark.parametrize("missing", [("msgspec", "orjson"), ("msgspec",), ("orjson",)])
def test_everything_works_without_the_fast_ones(missing: tuple[str, ...]) -> None:
    """They are an extra: a program on a small host has the standard library alone, or one of the two."""
    program = f"""import sys; sys.modules.update(dict.fromkeys({missing}))
from hcspy import from_json, to_json; from hcspy.hns import HNSEndpoint
text = '{{"Name":"\\u00fc","Version":55834574851}}'
assert to_json(from_json(HNSEndpoint, text)) == text.replace("\\u00fc", chr(252))
"""
    assert "hcspy.codec.text" in loaded_after(program)
