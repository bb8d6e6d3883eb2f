"""Does the runner see what is wrong with a page, and let a page be that is right?"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.docs.blocks import PageError, read_page
from tests.docs.running import Typist, matches

SERVER = """import http.server, sys
server = http.server.HTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
print(f"The page is at http://127.0.0.1:{server.server_port}/", flush=True)
try:
    server.serve_forever()
except KeyboardInterrupt:
    sys.exit(ENDS)
"""


def typed(tmp_path: Path, text: str) -> str:
    """What the runner says of a page that begins in an empty folder."""
    page = tmp_path / "page.md"
    page.write_text(f"% start: empty\n\n# A page\n\n{text}", encoding="utf-8")
    return Typist(tmp_path / "typed", read_page(page)).run()


@pytest.fixture(autouse=True)
def typed_folder(tmp_path: Path) -> None:
    (tmp_path / "typed").mkdir()


def test_a_page_that_is_right(tmp_path: Path) -> None:
    text = (
        "```toml\n# file: data/notes.toml\na = 1\n```\n\n"
        "```sh\nmkdir inner\ncat data/notes.toml\ncd inner  # where the next block begins\n```\n\n"
        "```text\na = ...\n```\n\n"
        "```python\nimport os\nfrom pathlib import Path\nhere = Path.cwd().name\n```\n\n"
        "```python\nprint(here, os.listdir('..'))\n```\n\n```text\ninner [...'data'...]\n```\n\n"
        "```csv\na,b\n1,2\n```\n"
    )
    assert typed(tmp_path, text) == ""
    assert Path.cwd() != tmp_path / "typed" / "work" / "inner"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("```sh\necho one\n```\n\n```text\ntwo\n```\n", "page.md:6: the output differs from the one shown at line 10."),
        ("```sh\necho one\n```\n\n```text\ntwo\n```\n", "Expected:\ntwo\n\nGot:\none\n"),
        ("```python\nprint(1)\n```\n\n```text\n2\n```\n", "Expected:\n2\n\nGot:\n1\n"),
        ("```sh\nfalse\necho on\n```\n", "found one that ends with 1"),
        ("```sh\nfalse | cat\n```\n", "found one that ends with 1"),
        ("```sh\ndiscourse fly\n```\n", "No such command 'fly'"),
        ("```sh\ndiscourse status\n```\n", "expected a study"),
        ("```sh\ndiscourse relabel\n```\n", "found one that ends with 2"),
        ("```sh\nmake nothing-of-this\n```\n", "found one that ends with 2"),
        ('```sh\npip install ".[html,wings]"\n```\n', "the package has no extras wings"),
        ("```sh\ndask fly\n```\n", "'fly' is not of the form"),
        ("```python\nimport warnings\nwarnings.warn('soon')\n```\n", "UserWarning: soon"),
        ("```python\n1 / 0\n```\n", 'page.md", line 6, in <module>'),
        ("```toml\na = \n```\n", "page.md:6: expected TOML"),
        ("```toml\n# file: a.toml\na = 1\n```\n\n```toml\n# append: a.toml\na = 2\n```\n", "expected TOML"),
        ("```csv\na,b\n1\n```\n", "expected rows of equal length, found [1, 2] cells"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, said: str) -> None:
    assert said in typed(tmp_path, text)


@pytest.mark.parametrize(
    ("shown", "right"),
    [
        ("...\none.\n...\n", True),
        ("one.\n...\n[1, 2]\n", True),
        ("one.\n...\ntwo three\n...\n[1, 2]\n...\n", True),
        ("one.   two\nthree\n[...]\n", True),
        ("one. two th... [1, ...]", True),
        ("...", True),
        ("one. two three", False),
        ("...\n[1, 2]\ntwo\n...\n", False),
        ("...\nfour\n...\n", False),
        ("two\n...\n", False),
        ("...\nthree\n", False),
        ("one. ... one. ...", False),
        ("one. two three [1, 2] ... 2]", False),
    ],
)
def test_dots_stand_for_anything_or_nothing(shown: str, right: bool) -> None:
    assert matches(shown, "one.\ntwo three\n[1, 2]\n") == right


def test_a_page_may_show_a_mistake_and_what_is_said_of_it(tmp_path: Path) -> None:
    said = "discourse: ...: expected a study (...), found none here or above. ..."
    assert typed(tmp_path, f"```sh\ndiscourse status\n```\n\n```text\n{said}\n```\n") == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("```sh\necho one\n", "expected a line ``` that closes the block"),
        ("```\necho one\n```\n", "found 'no kind'"),
        ("```bash\necho one\n```\n", "found 'bash'"),
        ("```{code-block} python\nprint(1)\n```\n", "found '{code-block} python'"),
    ],
)
def test_a_form_that_would_not_be_run_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(PageError, match=r"page\.md:5: ") as caught:
        typed(tmp_path, text)
    assert said in str(caught.value)


def test_a_start_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("% start: nowhere\n# A page\n", encoding="utf-8")
    with pytest.raises(PageError, match="found 'nowhere'"):
        read_page(tmp_path / "page.md")


def test_blocks_within_directives_and_lists_are_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    text = (
        "# A page\n\n````{note}\n```sh\ntrue\n```\n````\n\n- a point\n\n  ```python\n  if True:\n      pass\n  ```\n\n"
        "words\n\n```text\nnot an output\n```\n"
    )
    page.write_text(text, encoding="utf-8")
    found = read_page(page)
    assert found.start == "english"
    assert [(block.kind, block.code, block.line, block.printed) for block in found.blocks] == [
        ("sh", "true\n", 5, None),
        ("python", "if True:\n    pass\n", 12, None),
        ("text", "not an output\n", 19, None),
    ]


@pytest.mark.parametrize(("ends", "as_it_ends"), [(0, 0), (7, 7)])
def test_a_served_page_is_asked_for_and_its_program_interrupted(tmp_path: Path, ends: int, as_it_ends: int) -> None:
    answer = looked_once(tmp_path, SERVER.replace("ENDS", str(ends)))
    assert answer.returncode == as_it_ends
    assert "The page is at http://127.0.0.1:" in answer.stdout


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("print('no address')", "expected the address of a page"),
        ("print('at http://127.0.0.1:9/')\ninput()", "Connection refused"),
    ],
)
def test_a_server_that_does_not_start_is_noticed(tmp_path: Path, program: str, said: str) -> None:
    answer = looked_once(tmp_path, program)
    assert answer.returncode != 0
    assert said in answer.stdout + answer.stderr


def looked_once(tmp_path: Path, program: str) -> subprocess.CompletedProcess[str]:
    """Run a program in place of the package's, in the way in which served pages are looked at."""
    looker = (
        "import sys; sys.path.insert(0, sys.argv[1]); import stand_ins; sys.exit(stand_ins.look_once(sys.argv[2:]))"
    )
    return subprocess.run(
        [sys.executable, "-c", looker, str(Path(__file__).parent), sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        capture_output=True,
        stdin=subprocess.PIPE,
        text=True,
        check=False,
    )
