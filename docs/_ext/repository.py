"""Where does a link to a document of the repository lead in the site? To the page that shows that document."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

PAGES = {
    "README.md": "index.md",
    "CHANGELOG.md": "reference/changes.md",
    "CONTRIBUTING.md": "reference/contributing.md",
    "SECURITY.md": "reference/security.md",
    "benchmarks/README.md": "reference/benchmarks.md",
    "data/README.md": "reference/tables.md",
    "src/discourse/demo/data/README.md": "reference/demo.md",
}
"""Documents by their place in the repository, and pages by theirs in the documentation."""
_LINK = re.compile(r"\]\(([^)#:\s]+\.md)(#[^)\s]*)?\)")


def lead_to_pages(app: Sphinx, docname: str, content: list[str]) -> None:
    """Replace, in a page that has been read, links to documents by links to the pages that show them."""
    docs = Path(app.srcdir)
    here = (docs / docname).parent

    def replaced(link: re.Match[str]) -> str:
        document = os.path.relpath(here / link[1], docs.parent)
        page = PAGES.get(Path(document).as_posix())
        return f"]({os.path.relpath(docs / page, here)}{link[2] or ''})" if page else link[0]

    content[0] = _LINK.sub(replaced, content[0])


def setup(app: Sphinx) -> dict[str, Any]:
    """Look at each page when it has been read."""
    app.connect("source-read", lead_to_pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
