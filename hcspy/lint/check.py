"""What each Windows makes of a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from hcspy.features import AnyVersion, Target, target
from hcspy.lint.documents import Document, documents
from hcspy.lint.finding import Effect, LintFinding
from hcspy.lint.kinds import Kind
from hcspy.lint.newer import BY_FEATURE, INSTEAD, INSTEAD_OF_VALUE, LEAVE_OUT, MADE_BY_SERVICE, SCHEMA_2, Newer
from hcspy.lint.pitfalls import pitfalls
from hcspy.lint.spot import Spot
from hcspy.lint.trap import Pitfall
from hcspy.lint.unknown import unknown
from hcspy.lint.uses import Use, uses
from hcspy.validate import Finding, validate
from hcspy.validate.targets import reached

DEFAULT_TARGETS: Final = ("2019", "2022", "2025")
"""The releases that containers mostly run on."""


NOTHING: Final = "nothing"
"""What validation allows where a member came later."""

_ENVELOPE: Final = re.compile(r"(\bPolicies\[\d+\])\.(?!Settings\b|Type\b)")


@dataclass(frozen=True)
class Result:
    """What one Windows makes of the documents."""

    target: Target
    findings: tuple[LintFinding, ...]

    @property
    def clean(self) -> bool:
        """Whether the documents are fit for it: nothing is refused, nothing ignored."""
        return not any(finding.serious for finding in self.findings)

    def document(self) -> dict[str, Any]:
        """Return the result as a document, for programs."""
        release = self.target.release
        return {
            "Target": self.target.name,
            "Windows": release.windows if release else None,
            "Build": release.build if release else None,
            "Version": {"Major": self.target.hns[0], "Minor": self.target.hns[1]},
            "Clean": self.clean,
            "Findings": [finding.document() for finding in self.findings],
        }


def check(
    document: Any,
    targets: AnyVersion | Iterable[AnyVersion] = DEFAULT_TARGETS,
    *,
    kind: str | None = None,
    api: str | None = None,
) -> tuple[Result, ...]:
    """Say for each target which parts of a document Windows refuses or ignores, and what to write instead.

    The document is a model, JSON, or a mapping: of a network, an endpoint, a namespace, a load balancer, a route, a
    policy list or a policy, for HNS v1 or for HCN; of a compute system or a process, in schema 1 or 2; a list of them;
    or what `hcspy dump` wrote. Its members tell what it is; `kind` and `api` ("v1" or "v2") say it where that is not
    clear. Nothing is called.

    >>> from hcspy import hns
    >>> rule = hns.ACL(action="Block", direction="Out", remote_addresses=["10.0.0.4", "10.0.0.5"])
    >>> endpoint = hns.HNSEndpoint(virtual_network_name="web", policies=[rule])
    >>> for result in check(endpoint, ["rs1", "2022"]):
    ...     print(result.target.name, result.clean, *[finding.instead for finding in result.findings])
    rs1 False several ACL policies, one for each address
    2022 True
    """
    found = list(documents(document, kind, api))
    return tuple(_result(found, target(one)) for one in _each(targets))


def _each(targets: AnyVersion | Iterable[AnyVersion]) -> Sequence[AnyVersion]:
    if isinstance(targets, str):
        return [word for word in targets.replace(",", " ").split() if word]
    if isinstance(targets, tuple) and len(targets) == 2 and all(isinstance(number, int) for number in targets):
        return [targets]
    return list(targets) if isinstance(targets, Iterable) else [targets]


def _result(found: Iterable[Document], target: Target) -> Result:
    return Result(target, tuple(finding for document in found for finding in _findings(document, target)))


def _findings(document: Document, target: Target) -> Iterator[LintFinding]:
    door = _door(document.kind)
    if door is not None and door.lacked_by(target.hns):
        found = iter([_of_use(Use(door, Spot(document.shift, None), document.shift))])
    else:
        found = iter(sorted(_in_model(document, target), key=lambda finding: _order(finding.path)))
    for finding in found:
        place = document.place(finding.path)
        if place is not None:
            yield replace(finding, path=place)


def _door(kind: Kind) -> Newer | None:
    """Return what a host needs to take documents of a kind at all. Processes are told in one form in both schemas."""
    if kind.api == "v1" or kind.noun == "process":
        return None
    return SCHEMA_2 if kind.of_hcs else BY_FEATURE["Api.V2"]


def _in_model(document: Document, target: Target) -> Iterator[LintFinding]:
    kind = document.kind
    newer = [use for use in uses(document.root, kind) if use.newer.lacked_by(target.hns)]
    absent = _outermost(use.covers for use in newer if use.newer.effect is not Effect.NOTE)
    yield from (_of_use(use) for use in newer if not _is_below(use.covers, absent - {use.covers}))
    bad = [
        _of_pitfall(one)
        for one in pitfalls(document.root, kind)
        if (one.since is None or reached(one.since, target.hns)) and not _is_below(one.spot.path, absent)
    ]
    yield from bad
    # What was said in the words of the thing is not said again in the words of the schema.
    said = absent | {finding.path for finding in bad}
    general = (*_validated(document, target), *unknown(document.model, document.raw))
    yield from (finding for finding in general if not _is_below(finding.path, said))


def _validated(document: Document, target: Target) -> Iterator[LintFinding]:
    for finding in validate(document.model, target.hns):
        # That an older Windows does not read what is off is as well.
        if finding.since is None or finding.value is not False:
            path = _in_envelope(finding.path, document.kind)
            yield _of_finding(replace(finding, path=path), document)


def _in_envelope(path: str, kind: Kind) -> str:
    """Return a path in the document: the settings of HCN's policies are models, and stand in an envelope."""
    return _ENVELOPE.sub(r"\1.Settings.", path) if kind.api == "v2" else path


def _outermost(paths: Iterable[str]) -> set[str]:
    found = set(paths)
    return {path for path in found if not _is_below(path, found - {path})}


def _is_below(path: str, places: Iterable[str]) -> bool:
    """Tell whether a path is one of the places, or in one."""
    return any(path == place or path.startswith((f"{place}.", f"{place}[")) or not place for place in places)


def _order(path: str) -> list[tuple[int, str]]:
    """Elements in the order of their numbers, members by name."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"[.\[\]]+", path)]


def _of_use(use: Use) -> LintFinding:
    newer = use.newer
    return LintFinding(
        use.spot.path,
        use.spot.value if use.spot.path else None,
        f"lacks {newer.name}: {newer.what}",
        newer.described,
        effect=newer.effect,
        instead=newer.instead or None,
        feature=newer.feature,
    )


def _of_pitfall(pitfall: Pitfall) -> LintFinding:
    spot = pitfall.spot
    return LintFinding(spot.path, spot.value, pitfall.why, effect=pitfall.effect, instead=pitfall.instead)


def _of_finding(finding: Finding, document: Document) -> LintFinding:
    """What validation found: a value that is wrong is refused, one that came later too; a newer member is not read."""
    value = finding.value
    said = "missing" if value in (None, "") else f"{value!s:.200}"
    found = LintFinding(finding.path, value, f"it is {said}, allowed is {finding.allowed}", finding.since)
    if finding.since is None:
        return found
    if document.kind.of_hcs:
        # Members that the compute service does not know make a document invalid: 0x8037010D.
        return replace(found, instead=INSTEAD.get(_last_member(finding.path), LEAVE_OUT))
    if finding.allowed != NOTHING:
        is_flags = isinstance(value, int)
        instead = "leave the flag out" if is_flags else INSTEAD_OF_VALUE.get(str(value).lower())
        return replace(found, effect=Effect.IGNORED if is_flags else Effect.REFUSED, instead=instead)
    name = _last_member(finding.path)
    why = "this Windows does not know the member"
    effect = Effect.NOTE if document.stored and name in MADE_BY_SERVICE else Effect.IGNORED
    return replace(found, allowed=why, effect=effect, instead=INSTEAD.get(name, LEAVE_OUT))


def _last_member(path: str) -> str:
    return re.sub(r"\[\d+\]$", "", path).rpartition(".")[2]
