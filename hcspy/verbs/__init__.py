"""What the verbs of every door share: references, filters, waiting, ensuring.

A verb means the same wherever it stands (``docs/explanation/api.md``); what makes it mean the same
lives here, free of any one service.
"""

from hcspy.verbs.ensured import Change, Ensured
from hcspy.verbs.match import matching, only
from hcspy.verbs.refs import ref_id, same_id
from hcspy.verbs.wait import poll

__all__ = ["Change", "Ensured", "matching", "only", "poll", "ref_id", "same_id"]
