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
# What signatures name but no page describes by that name: the standard library, type variables, what is imported for
# type checkers only, and the models, whose pages are generated as tables. Every other reference has to lead somewhere.
nitpick_ignore_regex = [
    (
        "py:(class|obj)",
        r"(collections\.abc|enum|subprocess|typing|types|os|uuid|pathlib|concurrent|asyncio|ipaddress|threading)\..*",
    ),
    ("py:(class|obj)", r"(.*\.)?~?[A-Z]"),
    ("py:class", r"hcspy\..*"),
    ("py:class", r"(blocking\.)?[A-Z][A-Za-z]+"),
    ("py:class", r"<?hcspy\.codec\.unions.*|.* .*"),
]
suppress_warnings = ["autodoc.mocked_object"]
