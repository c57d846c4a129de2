"""The pytest plugin, seen from a project that uses it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

# pytester forgets after each run what was imported in it; these stay, as classes must not exist twice.
import hcspy.hns
import hcspy.snapshot
import hcspy.testing.fake  # noqa: F401

LEAK = """
    def leak(fake):
        from hcspy._ffi.strings import out_string, wide

        fake.tables.vmcompute.HNSCall(wide("GET"), wide("/networks/"), wide(""), out_string())
"""


def run(pytester: pytest.Pytester, source: str, *arguments: str) -> pytest.RunResult:
    pytester.makepyfile(source)
    return pytester.runpytest_inprocess("-p", "no:cacheprovider", "--strict-markers", *arguments)


def test_plugin_is_installed_and_cheap(pytester: pytest.Pytester) -> None:
    """Every pytest run of an interpreter pays for the plugin, so it loads nothing before it is used."""
    loaded = pytester.makepyfile(
        """
        import sys

        def test_loaded():
            assert "hcspy.pytest_plugin" in sys.modules
            parts = {name for name in sys.modules if name.startswith("hcspy.")}
            assert parts == {"hcspy._lazy", "hcspy.pytest_plugin"}
        """
    )
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", str(loaded))
    result.assert_outcomes(passed=1)


def test_fixture_is_a_host_and_connect_finds_it(pytester: pytest.Pytester) -> None:
    """The program under test calls connect() as it does in production, in whatever thread."""
    run(
        pytester,
        """
        import threading
        import hcspy

        def program():
            with hcspy.connect() as host:
                host.hns.networks.list()

        def test_program(fake_host):
            program()
            thread = threading.Thread(target=program)
            thread.start()
            thread.join()
            assert len(fake_host.calls) == 2
            assert len({call.thread for call in fake_host.calls}) == 2
        """,
    ).assert_outcomes(passed=1)


def test_nothing_stays_redirected(pytester: pytest.Pytester) -> None:
    """The next test, or the program in production, must not meet a fake that is gone."""
    run(
        pytester,
        """
        import pytest
        from hcspy import host

        def test_passes(fake_host):
            assert host._default() is fake_host

        def test_fails(fake_host):
            assert False

        def test_after():
            assert host._default() == "native"
        """,
    ).assert_outcomes(passed=2, failed=1)


def test_marker_chooses_the_machine(pytester: pytest.Pytester) -> None:
    """A program that supports several Windows versions is tested on each."""
    run(
        pytester,
        """
        import pytest

        pytestmark = pytest.mark.hcspy(profile="2019")

        def test_module(fake_host):
            assert fake_host.profile == "2019"

        @pytest.mark.hcspy(profile="rs1", seed=7)
        def test_function_wins(fake_host):
            assert fake_host.profile == "rs1"

        @pytest.mark.parametrize("name", [pytest.param("2025", marks=pytest.mark.hcspy(profile="2025"))])
        def test_parameter(fake_host, name):
            assert fake_host.profile == name
        """,
    ).assert_outcomes(passed=3)


def test_markers_add_up(pytester: pytest.Pytester) -> None:
    """A class says the profile, a test adds the seed: neither is lost."""
    run(
        pytester,
        """
        import pytest
        from hcspy import hns

        def made(fake):
            return fake.host.hns.networks.create(hns.HNSNetwork(name="web", type="NAT")).id

        @pytest.mark.hcspy(profile="2019")
        class TestSeeds:
            ids = set()

            @pytest.mark.parametrize("seed", [pytest.param(s, marks=pytest.mark.hcspy(seed=s)) for s in (1, 2)])
            def test_seed(self, fake_host, seed):
                assert fake_host.profile == "2019"
                self.ids.add(made(fake_host))

            def test_both_counted(self):
                assert len(self.ids) == 2
        """,
    ).assert_outcomes(passed=3)


def test_marker_loads_documents_beside_the_test(pytester: pytest.Pytester) -> None:
    """Recorded documents lie beside the tests that use them, wherever pytest was started."""
    network = {"ID": "9a82e74b-15ae-4616-8b15-1fee6377d4bf", "Name": "recorded", "Type": "nat"}
    Path(pytester.path, "node.json").write_text(json.dumps({"Networks": [network]}), encoding="utf-8")
    run(
        pytester,
        """
        import pytest

        @pytest.mark.hcspy(load="node.json")
        def test_loaded(fake_host):
            assert [network.name for network in fake_host.host.hns.networks.list()] == ["recorded"]
        """,
    ).assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("marker", "message"),
    [
        ("profil='2019'", "does not know profil; it takes profile, seed, load"),
        ("'2019'", "takes keywords only"),
        ("profile='2031'", "2031"),
        ("load='missing.json'", "missing.json"),
    ],
)
def test_wrong_marker_is_named_without_a_traceback(pytester: pytest.Pytester, marker: str, message: str) -> None:
    """A typing error in a marker must not silently test something else."""
    result = run(
        pytester,
        f"""
        import pytest

        @pytest.mark.hcspy({marker})
        def test_marked(fake_host):
            pass
        """,
    )
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"*marker hcspy of *{message}*"])
    result.stdout.no_fnmatch_line("*pytest_plugin.py*Error*")


def test_leaking_test_fails_with_the_call_to_blame(pytester: pytest.Pytester) -> None:
    """A string that nobody frees is memory that a service loses at every call, so it is a failure, not a warning."""
    result = run(pytester, LEAK + "    def test_leaks(fake_host):\n        leak(fake_host)\n")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*1 leak:", "*string at 0x* of call 1: HNSCall(method='GET', path='/networks/'*"])


def test_failed_test_shows_its_leaks_beside_its_own_failure(pytester: pytest.Pytester) -> None:
    """What made the test fail comes first; the leak is most often only a consequence."""
    result = run(
        pytester, LEAK + "    def test_fails(fake_host):\n        leak(fake_host)\n        assert 'own' == 'failure'\n"
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*assert 'own' == 'failure'*", "*1 leak:*"])


def test_what_a_fixture_holds_is_no_leak_before_its_teardown(pytester: pytest.Pytester) -> None:
    """A fixture that opens in its set-up and closes in its teardown is the normal way to hold something."""
    run(
        pytester,
        """
        import pytest
        from hcspy._ffi import vmcompute

        @pytest.fixture
        def system(fake_host):
            fake_host.add_container("web")
            handle = vmcompute.open_compute_system(fake_host.tables, "web")
            yield handle
            handle.close()

        def test_system(system):
            pass
        """,
    ).assert_outcomes(passed=1)


def test_leaking_fixture_is_an_error(pytester: pytest.Pytester) -> None:
    """A fixture that forgets to close is found when everything else is gone."""
    source = LEAK + (
        "    import pytest\n    @pytest.fixture\n    def leaky(fake_host):\n        leak(fake_host)\n"
        "    def test_it(leaky):\n        pass\n"
    )
    result = run(pytester, source)
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*1 leak:"])


def test_skipped_test_is_not_judged(pytester: pytest.Pytester) -> None:
    """A test that gives up half way is skipped, not broken."""
    run(
        pytester,
        """
        import pytest

        def test_skips(fake_host):
            pytest.skip("not here")
        """,
    ).assert_outcomes(skipped=1)


def test_child_process_meets_the_same_host(pytester: pytest.Pytester) -> None:
    """A program is often tested as a process of its own."""
    run(
        pytester,
        """
        import subprocess
        import sys
        from hcspy import hns

        CHILD = '''
        import hcspy
        from hcspy import hns

        with hcspy.connect() as host:
            assert [network.name for network in host.hns.networks.list()] == ["parent"]
            host.hns.networks.create(hns.HNSNetwork(name="child", type="NAT"))
        '''.replace("\\n        ", "\\n")

        def test_child(fake_host):
            fake_host.host.hns.networks.create(hns.HNSNetwork(name="parent", type="NAT"))
            subprocess.run([sys.executable, "-c", CHILD], env=fake_host.environ, check=True)
            assert [network.name for network in fake_host.host.hns.networks.list()] == ["parent", "child"]
        """,
    ).assert_outcomes(passed=1)


def test_unittest_cases_may_use_the_fixture(pytester: pytest.Pytester) -> None:
    """Many older suites are unittest classes that pytest runs."""
    run(
        pytester,
        """
        import unittest
        import hcspy
        import pytest

        @pytest.mark.usefixtures("fake_host")
        class Networks(unittest.TestCase):
            def test_none(self):
                with hcspy.connect() as host:
                    self.assertEqual(host.hns.networks.list(), [])
        """,
    ).assert_outcomes(passed=1)


def imported(code: str) -> Sequence[str]:
    """Return the modules of hcspy that a fresh interpreter holds after running the code."""
    script = f"{code}\nimport sys\nprint(*sorted(name for name in sys.modules if name.startswith('hcspy')))"
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return result.stdout.split()


def test_plugin_module_loads_no_part_of_the_library() -> None:
    """The same without pytest in between, where an import is seen at once."""
    assert imported("import hcspy.pytest_plugin") == ["hcspy", "hcspy._lazy", "hcspy.pytest_plugin"]
