"""How the documentation is built."""

from __future__ import annotations

project = "hcspy"
author = "The hcspy authors"
copyright = "2026, the hcspy authors"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
]
html_theme = "furo"
html_title = "hcspy"
exclude_patterns = ["_build", "_gen"]
source_suffix = {".md": "markdown"}

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_default_options = {"members": True, "show-inheritance": True}
autodoc_preserve_defaults = True
# The hidden member of models and what only the type checker sees have no page of their own.
nitpick_ignore_regex = [("py:.*", r".*")]
suppress_warnings = ["autodoc.mocked_object"]
