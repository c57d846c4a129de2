"""hcsshim's internal functions of compute systems and layers: what stands for each is there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import hcspy
from hcspy.host import Host

from . import rows_internal
from .golang import functions
from .runner import resolve

DOCUMENT = {"SchemaVersion": {"Major": 2, "Minor": 1}, "Container": {}}
OF_A_SYSTEM = "hcspy.hcs.System."


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    with hcspy.connect("fake") as host:
        yield host


@pytest.fixture(scope="module")
def system(host: Host) -> Iterator[hcspy.hcs.System]:
    with host.hcs.systems.create("web", DOCUMENT, terminate_on_exit=True) as system:
        yield system


@pytest.mark.parametrize("name", rows_internal.names())
def test_internal_function_has_a_counterpart_or_a_reason(name: str, host: Host, system: hcspy.hcs.System) -> None:
    """Who reads hcsshim's code finds each function again, or learns why not."""
    path = rows_internal.counterpart(name)
    if name in rows_internal.WITHOUT:
        assert path is None
    elif path is not None and path.startswith(OF_A_SYSTEM):
        assert hasattr(system, path.removeprefix(OF_A_SYSTEM))
    else:
        assert path is not None
        resolve(path, host)


def test_reasons_are_of_functions_that_exist() -> None:
    """A reason for what hcsshim does not have is out of date."""
    assert rows_internal.WITHOUT.keys() <= set(rows_internal.names())


def test_each_public_interface_has_its_internal_one() -> None:
    """`container` and `process` wrap `System` and `Process`; both are counted whole."""
    methods = {name for name in rows_internal.names() if name.startswith(("hcs.System.", "hcs.Process."))}
    assert len(methods) == sum(
        function["package"] == "hcs" and str(function["receiver"]) in ("*System", "*Process")
        for function in functions().values()
    )
    assert len(methods) > 35
