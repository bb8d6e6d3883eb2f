"""How is the documentation built? Settings of Sphinx; ``make docs`` builds it, without a network, into build/docs."""

from __future__ import annotations

import sys
from pathlib import Path

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

HERE = Path(__file__).resolve().parent
# This checkout is documented, whatever is installed; and the extensions of this folder are found.
sys.path[:0] = [str(HERE.parent / "src"), str(HERE / "_ext")]

import discourse  # noqa: E402

project = "discourse"
author = "the discourse authors"
version = release = discourse.__version__
language = "en"

extensions = [
    "sphinx.ext.autodoc",
    "numpydoc",
    "myst_parser",
    "sphinx_design",
    "sphinx_copybutton",
    "mathml",
    "api",
    "commands",
    "gallery",
    "repository",
]
exclude_patterns = ["_*", "**/*.txt", "tutorial/**"]
highlight_language = "none"
templates_path = ["_templates"]

# Markdown.
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 4
myst_update_mathjax = False
myst_all_links_external = False

# Docstrings: types stand in them, so signatures need none.
autodoc_typehints = "none"
autodoc_preserve_defaults = True
autodoc_member_order = "bysource"
add_module_names = False
numpydoc_show_class_members = False

# What the browser gets: nothing from elsewhere, and the same bytes from every build.
html_theme = "pydata_sphinx_theme"
html_title = f"discourse {version}"
html_math_renderer = "mathml"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_extra_path = ["../figures/report.html"]
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_show_search_summary = False  # it would be fetched, which browsers refuse to pages opened from a folder
html_last_updated_fmt = None
html_domain_indices = False
html_sidebars = {"**": ["contents.html"]}
html_theme_options = {
    "logo": {"text": "discourse"},
    "navbar_center": [],
    "navbar_end": ["theme-switcher"],
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": [],
    "footer_end": [],
    "show_prev_next": False,
    "show_toc_level": 2,
    "search_bar_text": "Search",
}
copybutton_exclude = ".linenos, .gp, .go"


def setup(app: Sphinx) -> None:
    """Show tables as they stand: Pygments knows no CSV."""
    app.add_lexer("csv", TextLexer)
