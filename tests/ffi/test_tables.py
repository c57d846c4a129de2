"""The callables of the tables: empty slots, exceptions, handles that must not be mixed up."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import pytest

from hcspy._ffi import stash
from hcspy._ffi.cdata import NULL, ffi
from hcspy._ffi.exports import CLOSERS, EXPORTS
from hcspy._ffi.filler import fill
from hcspy._ffi.strings import out_string, wide
from hcspy._ffi.tables import DLLS, Tables, empty
from hcspy.errors import ExportMissingError, LibraryMissingError, NotSupportedError

from .conftest import Fake

OUT_HANDLES = [
    (export, param)
    for exports in EXPORTS.values()
    for export in exports.values()
    for param in export.params
    if param.kind == "handle" and param.direction == "in"
]


def test_missing_export_says_which_and_since_when() -> None:
    """Windows has changed under the program; the message has to say what to install."""
    tables = fill(lambda *_: {}, missing={"HcsWaitForProcessExit"})
    with pytest.raises(
        ExportMissingError, match=r"HcsWaitForProcessExit .*build 20348 \(Windows Server 2022\)"
    ) as error:
        tables.computecore.HcsWaitForProcessExit(NULL, 0, NULL)
    assert isinstance(error.value, NotSupportedError)
    assert error.value.call == "HcsWaitForProcessExit"


def test_missing_export_without_a_date_says_so() -> None:
    """Nobody has published when routes came."""
    tables = fill(lambda *_: {}, missing={"computenetwork.HcnOpenSdnRoute"})
    with pytest.raises(ExportMissingError, match=r"build 17763 \(Windows Server 2019\) or a later one"):
        tables.computenetwork.HcnOpenSdnRoute(NULL, NULL, NULL)


def test_missing_library_says_which() -> None:
    """The Containers feature is not installed."""
    tables = fill(lambda *_: {}, dlls=["computecore"])
    with pytest.raises(LibraryMissingError, match=r"HNSCall needs vmcompute\.dll: this machine does not have it"):
        tables.vmcompute.HNSCall(NULL, NULL, NULL, NULL)


def test_export_of_one_dll_can_be_missing_and_that_of_another_not() -> None:
    """Two DLLs share names."""
    tables = fill(lambda *_: {}, missing={"computecore.HcsOpenProcess"})
    assert not tables.has("computecore", "HcsOpenProcess")
    assert tables.has("vmcompute", "HcsOpenProcess")


def test_memory_can_be_freed_where_only_one_dll_is_there() -> None:
    """Strings would leak otherwise."""
    tables = fill(lambda *_: {"response": "x"}, dlls=["vmcompute"])
    cell = out_string()
    tables.vmcompute.HNSCall(wide(""), wide(""), wide(""), cell)
    assert tables.take(cell) == "x"


def test_unknown_name_is_an_attribute_error(fake: Fake) -> None:
    """A typo is the program's fault, not that of Windows."""
    with pytest.raises(AttributeError, match="HNSCal"):
        _ = fake.tables.vmcompute.HNSCal  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        _ = fake.tables.vmcompute._private  # type: ignore[attr-defined]


def test_empty_tables_refuse_every_call() -> None:
    """What a machine has that is not Windows enough."""
    tables = Tables({dll: empty(dll) for dll in DLLS})
    for dll, exports in EXPORTS.items():
        for name, export in exports.items():
            with pytest.raises(NotSupportedError, match=name):
                getattr(getattr(tables, dll), name)(*export.params)
    tables.close()


@pytest.mark.parametrize(("export", "param"), OUT_HANDLES, ids=lambda value: value.name)
def test_handle_of_another_kind_is_a_type_error(fake: Fake, export: Any, param: Any) -> None:
    """The service would take the number for one of its own, or crash."""
    function = getattr(getattr(fake.tables, export.dll), export.name)
    for other in CLOSERS:
        if other != param.base:
            wrong = [ffi.cast(other, 16) if p is param else _nothing(p) for p in export.params]
            with pytest.raises(TypeError, match="must be a pointer to same type"):
                function(*wrong)
    assert fake.calls == []


def _nothing(param: Any) -> Any:
    return 0 if param.kind == "integer" and not param.ctype.endswith("*") else NULL


def test_number_is_no_handle(fake: Fake) -> None:
    """A handle comes from the DLL, not from arithmetic."""
    with pytest.raises(TypeError, match="must be a cdata pointer, not int"):
        fake.tables.computenetwork.HcnCloseNetwork(16)  # type: ignore[arg-type]


def test_exception_in_a_slot_reaches_the_caller(fake: Fake) -> None:
    """cffi would print it and return 0, which means success."""

    def fail(args: dict[str, Any]) -> dict[str, Any]:
        raise ZeroDivisionError("in the fake")

    fake.answer = fail
    with pytest.raises(ZeroDivisionError, match="in the fake") as error:
        fake.tables.vmcompute.HNSCall(wide("GET"), wide("/"), wide(""), out_string())
    assert any(entry.name == "fail" for entry in error.traceback)
    assert stash.KEPT == {}


@pytest.mark.parametrize(
    ("dll", "name", "failure"),
    [
        ("vmcompute", "HcsCloseProcess", -2147467259),
        ("computecore", "HcsCloseProcess", None),
        ("computecore", "HcsCreateOperation", NULL),
        ("computecore", "HcsGetOperationId", 0),
        ("iphlpapi", "SetJobCompartmentId", 31),
        ("kernel32", "CloseHandle", 0),
    ],
)
def test_slot_that_raises_returns_failure_to_c(fake: Fake, dll: str, name: str, failure: Any) -> None:
    """C code that calls the pointer itself must not take the exception for success."""

    def fail(args: dict[str, Any]) -> dict[str, Any]:
        raise ZeroDivisionError

    fake.answer = fail
    slot = getattr(fake.tables._structures[dll], name)
    result = slot(*map(_nothing, EXPORTS[dll][name].params))
    assert result == failure
    with pytest.raises(ZeroDivisionError):
        stash.reraise()


def test_exception_that_nobody_fetched_does_not_come_up_later(fake: Fake) -> None:
    """The second of two exceptions can strike between the slot and the caller; the first is gone then."""
    stash.keep(ValueError, ValueError("old"), None)
    assert fake.tables.vmcompute.HNSCall(wide("GET"), wide("/"), wide(""), out_string()) == 0
    assert stash.KEPT == {}


def test_exception_of_a_nested_call_goes_through_both(fake: Fake) -> None:
    """A fake may call another fake."""
    other = fill(lambda *_: {"nonsense": 1})
    fake.answer = lambda args: {"hresult": other.vmcompute.HNSCall(wide(""), wide(""), wide(""), out_string())}
    with pytest.raises(TypeError, match="no output named 'nonsense'"):
        fake.tables.vmcompute.HNSCall(wide("GET"), wide("/"), wide(""), out_string())


def test_function_outlives_its_tables() -> None:
    """A call through a collected closure does not crash: it runs whatever took its place."""
    function = fill(lambda *_: {"hresult": 7}).vmcompute.HNSCall
    gc.collect()
    others = [fill(lambda *_: {"hresult": 8}) for _ in range(20)]
    assert function(wide(""), wide(""), wide(""), out_string()) == 7
    assert len(others) == 20


def test_closed_tables_let_the_responder_go() -> None:
    """A fake per test, and a thousand tests, would otherwise hold a thousand machines."""

    class Machine:
        def respond(self, dll: str, export: str, args: dict[str, Any]) -> dict[str, Any]:
            return {}

    machine = Machine()
    tables = fill(machine.respond)
    gone = weakref.ref(machine)
    tables.close()
    del machine
    gc.collect()
    assert gone() is None
