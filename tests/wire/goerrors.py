"""Go's errors and ours: which class and which code a recorded error calls for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from hcspy import errors
from hcspy.errors import HcspyError, hcsshim

from .recordings import Vector

SENTINELS: Final = {
    "hcsshim: the handle has already been closed": "hcs.ErrAlreadyClosed",
    "hcsshim: the handle generating this notification has been closed": "hcs.ErrHandleClose",
    "hcsshim: timeout waiting for notification": "hcs.ErrTimeout",
    "hcsshim: invalid notification type": "hcs.ErrInvalidNotificationType",
    "unexpected container exit": "hcs.ErrUnexpectedContainerExit",
    "lost communication with compute service": "hcs.ErrUnexpectedProcessAbort",
    "operation denied": "hcs.ErrOperationDenied",
    "unsupported platform request": "hcs.ErrPlatformNotSupported",
    "the process is in an invalid state for the attempted operation": "hcs.ErrInvalidProcessState",
    "unexpected value returned from hcs": "hcs.ErrUnexpectedValue",
    "management mac_address list is empty": "hcsshim.ErrorEmptyMacAddressList",
}
"""hcsshim's error values without a code, by their text."""

TEXTS: Final[dict[str, type[HcspyError]]] = {
    # os.ErrNotExist: what the namespace functions make of "Element not found."
    "file does not exist": errors.NotFoundError,
    "network create error, subnet has address prefix but no gateway specified": errors.InvalidDocumentError,
}
REFUSED: Final = "(ours) refused before any call"
UNREADABLE: Final = "(ours) the answer cannot be read"
AMBIGUOUS: Final = "(ours) several objects have that name"
MISSING: Final = "(ours) it is not there"
OURS: Final[dict[str, type[HcspyError]]] = {
    REFUSED: errors.InvalidDocumentError,
    UNREADABLE: errors.UnexpectedAnswerError,
    AMBIGUOUS: errors.AmbiguousError,
    MISSING: errors.EndpointNotFoundError,
}
"""What a deviation expects where hcsshim has no error, or another one."""

SERVICE: Final = "hns failed with error : "
"""What hcsshim puts before the text of a failed answer; the number beside the text is dropped there."""

Classes = tuple[type[BaseException], ...]


def reduced(hresult: int | None) -> int | None:
    """Return the number that Go code sees of a result: Win32 codes lose their facility."""
    if hresult is None or hresult & 0x1FFF0000 != 0x00070000:
        return hresult
    return hresult & 0xFFFF


def sentinel_class(name: str) -> type[HcspyError]:
    """Return our class for one of hcsshim's error values, such as ``hcs.ErrTimeout``."""
    return next(row.error for row in hcsshim.SENTINELS if name in hcsshim.full_names(row))


def type_class(name: str) -> type[HcspyError] | None:
    """Return our class for one of hcsshim's error types, None for a type that says nothing by itself."""
    return next((row.error for row in hcsshim.ERROR_TYPES if row.name == name), None)


def predicate_classes(name: str) -> Classes:
    """Return the classes that catch what a predicate of hcsshim accepts."""
    return next(row.catch for row in hcsshim.PREDICATES if name in hcsshim.full_names(row))


def stand_in(vector: Vector) -> HcspyError:
    """Return our error for a recorded error value: by its number, its type, or what it is known to say."""
    info, text = vector.error_info or {}, vector.error or ""
    if "code" in info:
        return errors.from_hresult(info["code"], call=None)
    cls = type_class(info.get("type", ""))
    if cls is None and text in SENTINELS:
        cls = sentinel_class(SENTINELS[text])
    return (cls or TEXTS.get(text, HcspyError))(text)


def expected_classes(vector: Vector) -> Iterator[Classes]:
    """Return what the error has to be: an instance of one class of each group."""
    yield (HcspyError,)
    info, text = vector.error_info or {}, vector.error or ""
    named = type_class(info.get("type", ""))
    if named is not None:
        yield (named,)
    for predicate in info.get("is", ()):
        yield predicate_classes(predicate)
    if text in SENTINELS:
        yield (sentinel_class(SENTINELS[text]),)
    if text in (known := TEXTS | OURS):
        yield (known[text],)
    if SERVICE in text:
        yield (type(_of_the_service(text.partition(SERVICE)[2], vector)),)


def _of_the_service(text: str, vector: Vector) -> HcspyError:
    """Return the error for the text of a failed answer, or for the number that hcsshim drops."""
    code = _answer(vector).get("ErrorCode")
    if code:
        return errors.from_hresult(code, call="HNSCall")
    return errors.from_text(text, call="HNSCall")


def _answer(vector: Vector) -> dict[str, Any]:
    try:
        answer = json.loads(vector.calls[-1].reply["response"])
    except (IndexError, KeyError, ValueError):
        return {}
    return answer if isinstance(answer, dict) else {}


def expected_code(vector: Vector) -> int | None:
    """Return the number that the error has to carry, as Go sees it; None if none is known."""
    code = (vector.error_info or {}).get("code")
    if code is None and SERVICE in (vector.error or ""):
        code = _answer(vector).get("ErrorCode")
    return None if code is None else reduced(code)


def unlike_error(error: BaseException | None, vector: Vector) -> Iterator[str]:
    """Say where our error is not the recorded one: by class and number, the texts are ours."""
    if vector.error is None:
        if error is not None:
            yield f"ours fails, the recorded call does not: {error!r}"
        return
    if error is None:
        yield f"ours does not fail; recorded is {vector.error!r}"
        return
    if vector.error_match == "any":
        return
    for classes in expected_classes(vector):
        if not isinstance(error, classes):
            names = " or ".join(cls.__name__ for cls in classes)
            yield f"ours is {error!r}, not a {names}; recorded is {vector.error!r}"
    wanted = expected_code(vector)
    if wanted is not None and reduced(getattr(error, "hresult", None)) != wanted:
        yield f"ours has the code {getattr(error, 'hresult', None)}, recorded is {wanted:#x}"
