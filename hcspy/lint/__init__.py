"""What each Windows makes of a document: refused, ignored, or fine. Works offline.

>>> from hcspy import lint
>>> document = {"HostComputeNetwork": "b7e0c4aa-51d2-4c0f-9a77-6655443322aa", "SchemaVersion": {"Major": 2, "Minor": 0},
...             "Policies": [{"Type": "TierAcl", "Settings": {"Name": "t", "Direction": "In", "Order": 1}}]}
>>> [finding] = lint.check(document, "2022")[0].findings
>>> print(finding.path, finding.effect, finding.instead, sep="; ")
Policies[0].Type; refused; ACL policies, whose priorities follow the order of the tiers
"""

from __future__ import annotations

from hcspy.lint.check import DEFAULT_TARGETS, Result, check
from hcspy.lint.finding import Effect, LintFinding
from hcspy.lint.kinds import NOUNS, Kind, sniff

__all__ = ["DEFAULT_TARGETS", "NOUNS", "Effect", "Kind", "LintFinding", "Result", "check", "sniff"]
