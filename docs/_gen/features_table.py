"""Render docs/reference/features.md from hcspy.features, hcspy.lint and the models.

``python docs/_gen/features_table.py``
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import attrs

sys.path.insert(0, str(Path(__file__).parent))
from pages import REFERENCE_PAGES, table

from hcspy import hcn, hcs, hns
from hcspy._ffi.exports import EXPORTS
from hcspy.codec import members
from hcspy.features import BUILDS, FEATURES, RELEASES, TARGETS, Feature
from hcspy.features.releases import text
from hcspy.lint.newer import BY_POLICY, INSTEAD, INSTEAD_OF_VALUE, SCHEMA_2
from hcspy.lint.pitfalls import OTHER_DOOR, OTHER_TYPE
from hcspy.validate.registry import VALUES_SINCE
from hcspy.validate.targets import HCS_SCHEMAS, SCHEMAS, described
from hcspy.validate.walk import AREAS

PAGE = REFERENCE_PAGES / "features.md"

HEAD = """# Features and versions

<!-- Written by docs/_gen/features_table.py: change hcspy/features, hcspy/lint or the models instead. -->

What a host can do follows from the version of its network service (HNS). All of this page is known offline:

```python
>>> from hcspy import features
>>> features.supported("2022").set_policy, features.supported((9, 2)).set_policy
(True, False)
>>> features.require("TierAcl", "2019")  # doctest: +ELLIPSIS
Traceback (most recent call last):
hcspy.errors.FeatureMissingError: HNS 9.2 (Windows Server 2019) lacks TierAcl, which is there from HNS 14.0 on (...

```

`hcspy features --target 2019,2022,2025` prints the table for some releases, `hcspy features TierAcl` what one feature
is, and `hcspy lint` [finds what of it a document uses](../how-to/check-documents-for-other-windows.md).
"""

VERSIONS = """Targets are named by release (`2022`), by one of its other names, by build, or by HNS version (`13.3`).
What is not recorded anywhere is left empty; a release without HNS version is no target. An update may raise the minor
version: `hcspy features` asks the host.
"""

RANGES = """The versions are those of hcsshim's table; both ends of a range count, and `9.*` is the last that 9 brought.
The columns say which releases have it as they were released.
"""

EFFECTS = """What hcspy cannot know is how each build takes what it does not know. What is recorded: a policy whose
members are wrong is refused (0x803B000D). The rest is inferred: a policy of a kind, or a value, that is not known is
refused; a member or a flag that is not known is ignored. `lint` says which it is.
"""


SCHEMA = """Microsoft says which version of the HCN and HCS schemas brought a member, and which Windows brought some of
these versions. That a Windows has the HNS version below is inferred from the releases; a member counts from the next
known one on.
"""


def code(words: object) -> str:
    """Return words as code."""
    return f"`{words}`"


def mark(one: Feature, name: str) -> str:
    """Return whether a release has a feature, by hcsshim's table, and by hnslib's where it disagrees."""
    if not one.on(name):
        return ""
    return "yes" if one.on(name, corrected=True) else "yes, by hnslib no"


def releases() -> str:
    """Render the releases."""
    rows = (
        (
            code(release.name),
            release.windows,
            str(release.build),
            ", ".join(map(code, release.names[1:])),
            *(text(version) if version else "" for version in (release.hns, release.hcn_schema, release.hcs_schema)),
        )
        for release in RELEASES.values()
    )
    return table(("target", "Windows", "build", "other names", "HNS", "HCN schema", "HCS schema"), rows)


def features() -> str:
    """Render the features."""
    rows = ((code(one.name), code(one.versions), *(mark(one, name) for name in TARGETS)) for one in FEATURES.values())
    return table(("feature", "versions", *TARGETS), rows)


def meanings() -> str:
    """Render what the features are, and what to do without."""
    rows = ((code(one.name), one.what, one.instead or "nothing", _more(one)) for one in FEATURES.values())
    return table(("feature", "what it is", "without it", "more"), rows)


def _more(one: Feature) -> str:
    parts = [f"{code(f'hcn.{one.check}')}" if one.check else "", one.note]
    parts.append(f"by hnslib {code(one.hnslib)}" if one.hnslib else "")
    return "; ".join(filter(None, parts))


def policies() -> str:
    """Render the kinds of policies that the schema brought later, beside the features."""
    rows = (
        (code(newer.name), noun, described(newer.since), newer.what, newer.instead)
        for (_, noun), kinds in BY_POLICY.items()
        for newer in kinds.values()
        if newer.feature is None
    )
    return table(("policy", "of", "since", "what it is", "without it"), rows)


def newer_members() -> str:
    """Render the members that came later than their door, by class."""
    found: dict[tuple[str, str], list[str]] = {}
    for door, package in (("hns", hns), ("hcn", hcn), ("hcs", hcs)):
        for name in sorted(package.__all__):
            cls = getattr(package, name)
            if isinstance(cls, type) and attrs.has(cls) and cls.__name__ == name:
                for member in members(cls):
                    if member.key.since not in (None, SCHEMA_2.since):
                        found.setdefault((f"{door}.{name}", member.key.since), []).append(code(member.name))
    rows = ((code(cls), described(since), ", ".join(names)) for (cls, since), names in found.items())
    return table(("class", "since", "members"), rows)


def newer_values() -> str:
    """Render the values of enumerations that came later."""
    for area in AREAS:
        import_module(f"hcspy.validate.{area}")
    rows = (
        (code(name), code(value), described(since))
        for name, values in VALUES_SINCE.items()
        for value, since in values.items()
    )
    return table(("enumeration", "value", "since"), rows)


def alternatives() -> str:
    """Render what to do without a member or a value."""
    rows = [(code(name), words) for name, words in (*INSTEAD.items(), *INSTEAD_OF_VALUE.items())]
    return table(("member or value", "without it"), rows)


def schemas() -> str:
    """Render which HNS version is known to read which schema."""
    rows = (
        (name, text(schema), text(since))
        for name, known in (("HCN", SCHEMAS), ("HCS", HCS_SCHEMAS))
        for schema, since in known.items()
    )
    return table(("schema of", "up to", "from HNS"), rows)


def pitfalls() -> str:
    """Render what is called otherwise at the other door."""
    rows = [
        (code(name), door, "policy", code(right))
        for api, names in OTHER_TYPE.items()
        for name, right in names.items()
        for door in [_door(api)]
    ]
    rows += [
        (code(name), _door(api), f"member of {type_}", code(right))
        for (api, type_), names in OTHER_DOOR.items()
        for name, right in names.items()
    ]
    return table(("written", "in documents of", "which is a", "is called"), rows)


def _door(api: str) -> str:
    return {"v1": "HNS v1", "v2": "HCN"}[api]


def exports() -> str:
    """Render the exports that are newer than their DLL."""
    rows = (
        (code(f"{dll}.dll"), code(export.name), export.arrival)
        for dll, found in EXPORTS.items()
        for export in found.values()
        if export.dated and export.since > min(one.since for one in found.values())
    )
    return table(("DLL", "export", "since"), rows)


def builds() -> str:
    """Render the names of builds."""
    found: dict[int, list[str]] = {}
    for name, build in BUILDS.items():
        found.setdefault(build, []).append(name)
    return table(("build", "names"), ((str(build), ", ".join(map(code, names))) for build, names in found.items()))


def render() -> str:
    """Return the whole page."""
    parts = [
        HEAD.rstrip(),
        f"## Releases\n\n{VERSIONS}\n{releases()}",
        f"## Features\n\n{RANGES}\n{features()}",
        f"### What they are\n\n{meanings()}",
        f"## Policies that came with a schema\n\n{EFFECTS}\n{policies()}",
        f"## Members that came later\n\n{SCHEMA}\n{schemas()}\n\n{newer_members()}",
        f"## Values that came later\n\n{newer_values()}",
        f"## What to do without\n\nAny member that is ignored can be left out.\n\n{alternatives()}",
        f"## Names that differ between the doors\n\n{pitfalls()}",
        f"## Exports that came later than their DLL\n\n{exports()}",
        f"## Names of builds\n\n`hcspy.features.Build` has hcsshim's names.\n\n{builds()}",
    ]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8", newline="\n")
