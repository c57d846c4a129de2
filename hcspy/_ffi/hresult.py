"""From a result number to an exception, and from a fake's answer to a result number."""

from __future__ import annotations

from typing import Final

from hcspy.errors import from_hresult, to_signed

E_FAIL: Final = to_signed(0x80004005)
S_OK: Final = 0


def check(
    hresult: int,
    call: str,
    *,
    record: str | None = None,
    request: tuple[str, ...] | str | None = None,
    noun: str | None = None,
) -> None:
    """Raise the exception for a failed HRESULT; positive ones are successes with something to say."""
    if hresult < 0:
        raise from_hresult(hresult, call=call, record=record, request=request, noun=noun)


def check_result(
    hresult: int,
    call: str,
    *,
    record: str | None = None,
    request: tuple[str, ...] | str | None = None,
    noun: str | None = None,
) -> None:
    """Raise the exception for a failed call of the compute service, whose result document says more."""
    if hresult < 0:
        from hcspy.errors.result import from_result

        raise from_result(hresult, call=call, record=record, request=request, noun=noun)


# The one way by which an HRESULT leaves a fake: in C's form, where failures are negative.
signed: Final = to_signed
