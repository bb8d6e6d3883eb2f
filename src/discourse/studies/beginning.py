"""How does a study begin? As a folder with settings, codebook and empty tables, or as a copy of the demonstration."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from discourse.codebook import NONE, Pillar
from discourse.columns import ARTICLE_COLUMNS, PARAGRAPH_COLUMNS
from discourse.errors import CodebookError, DataError, SettingsError, shown
from discourse.io.files import write_atomic
from discourse.labels.coding import COLUMNS
from discourse.settings import Period, check_settings, days_of
from discourse.study import Study

DEMO = Path(__file__).resolve().parents[1] / "demo"
"""The study that comes with the package."""
_PLACE = "the new study"


def new_study(folder: Path, language: str, periods: Sequence[Period], pillars: Sequence[Pillar], title: str) -> Study:
    """Make a study's folder: settings and codebook with comments, tables of headers alone, and a README.

    With more than two periods the first and the last are those compared.

    Parameters
    ----------
    folder : Path
        An empty folder, or one that is made.
    language : str
        Code of the coverage's language.
    periods : sequence of Period
        In the order of time.
    pillars : sequence of Pillar
        The codes.
    title : str
        What the study is about.

    Returns
    -------
    Study

    Raises
    ------
    DataError
        If the folder holds something, or the title is empty or cannot be printed.
    SettingsError
        If the language is no code, or there are fewer than two periods in order.
    """
    _check_empty(folder)
    if not title.isprintable() or not title.strip():
        raise DataError("a title of letters that can be printed", shown(title), _PLACE, "Give another title.")
    compare = [periods[0].id, periods[-1].id] if len(periods) > 2 else []
    dates = [period.model_dump() for period in periods]
    analyses = [{"id": "all", "title": "All articles"}]
    named = {"title": title, "language": language, "seed": 1, "periods": dates, "compare": compare}
    check_settings(named | {"analyses": analyses}, _PLACE)
    words = named | {"pillars": pillars}
    tables = {"articles.csv": ARTICLE_COLUMNS, "paragraphs.csv": PARAGRAPH_COLUMNS, "labels.csv": COLUMNS}
    study = Study(folder)
    for part in (study.data, study.figures):
        part.mkdir(parents=True)
    write_atomic(folder / "README.md", _filled("README.md", words))
    for name, header in tables.items():
        write_atomic(study.data / name, ",".join(header) + "\n")
    # A folder is a study once it has settings, so these come last.
    for name in ("codebook.toml", "study.toml"):
        write_atomic(study.data / name, _filled(name, words))
    return study


def _filled(name: str, words: Mapping[str, object]) -> str:
    """Fill in a template of TOML or Markdown."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("discourse.studies"),
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.filters["toml"] = _quoted
    return environment.get_template(name).render(words)


def copy_demo(folder: Path) -> Study:
    """Copy the study that comes with the package: its data, and no figures.

    Parameters
    ----------
    folder : Path
        An empty folder, or one that is made.

    Raises
    ------
    DataError
        If the folder holds something.
    """
    _check_empty(folder)
    study = Study(folder)
    study.figures.mkdir(parents=True)
    left_out = shutil.ignore_patterns("originals", "models", "__pycache__")
    shutil.copytree(DEMO / "data", study.data, ignore=left_out, copy_function=shutil.copyfile)
    return study


def read_periods(text: str) -> tuple[Period, ...]:
    """Read periods from one line: years, months or days, spans of these, with a name or without, joined by commas.

    Raises
    ------
    SettingsError
        If a part is no period.

    Examples
    --------
    >>> [period.id for period in read_periods("2019,2024")]
    ['2019', '2024']
    >>> before, after = read_periods("before:2015..2016-06-23, after:2016-06-24..2019")
    >>> str(before.start), str(before.end), str(after.end)
    ('2015-01-01', '2016-06-23', '2019-12-31')
    """
    return tuple(_period(part.strip()) for part in text.split(","))


def _period(part: str) -> Period:
    name, _, days = part.rpartition(":")
    first, _, last = days.partition("..")
    hint = "Join periods by commas, such as 2019,2024 or before:2015..2016-06-23,after:2016-06-24..2019."
    name = name.strip() or days.replace("..", "-")
    try:
        start, end = days_of(first.strip())[0], days_of((last or first).strip())[1]
        if start <= end and name.isprintable():
            return Period(id=name, start=start, end=end)
    except DataError:
        pass
    raise SettingsError("a year, or a name and a span such as before:2015..2016", shown(part), "--periods", hint)


def read_codes(text: str) -> tuple[Pillar, ...]:
    """Read codes from one line, joined by commas; each definition stands for one that is to be written.

    Raises
    ------
    CodebookError
        If there are fewer than two codes, one stands twice, or one cannot be an id.

    Examples
    --------
    >>> [(pillar.id, pillar.name) for pillar in read_codes("trade, Climate change")]
    [('trade', 'Trade'), ('climate-change', 'Climate change')]
    """
    pillars = [_pillar(part.strip()) for part in text.split(",")]
    ids = [pillar.id for pillar in pillars]
    if len(ids) < 2:
        raise CodebookError("two codes or more, joined by commas", shown(text), "--codes", "Add another code.")
    for each in ids:
        if ids.count(each) > 1:
            raise CodebookError("each code once", f"{each!r} {ids.count(each)} times", "--codes", "Leave out one.")
    return tuple(pillars)


def _pillar(part: str) -> Pillar:
    each = re.sub(r"[\s_]+", "-", part.lower())
    if not re.fullmatch(r"[a-z][a-z0-9-]*", each):
        hint = "Write names and definitions into codebook.toml afterwards, in any letters."
        raise CodebookError("codes of letters a to z, digits and hyphens", shown(part), "--codes", hint)
    if each == NONE:
        hint = "It is there without being named."
        raise CodebookError("codes other than 'none'", shown(part), "--codes", hint)
    words = each.replace("-", " ")
    return Pillar(each, words[0].upper() + words[1:], f"{words}: say here what most of a paragraph must be about")


def _check_empty(folder: Path) -> None:
    hint = "Name a folder that is not there yet, or an empty one."
    if folder.is_dir():
        names = sorted(path.name for path in folder.iterdir())
        if names:
            if (folder / "data" / "study.toml").is_file():
                hint += f" Or, to change the study that is there, edit {folder / 'data' / 'study.toml'}."
            raise DataError("an empty folder", f"{names[0]!r} in it", folder, hint)
    elif folder.exists() or folder.is_symlink():
        raise DataError("an empty folder", "something other than a folder", folder, hint)


def _quoted(text: str) -> str:
    """Write a text as TOML does."""
    return json.dumps(text, ensure_ascii=False)
