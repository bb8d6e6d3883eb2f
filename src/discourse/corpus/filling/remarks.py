"""What should a user know of what comes into a study: copies, gaps, other days, other languages?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from discourse.columns import ARTICLE_DEFAULTS
from discourse.corpus.filling.additions import Additions, NewArticle
from discourse.corpus.filling.copies import LEAST_SHARED, WORDS_IN_SEQUENCE
from discourse.corpus.language import language_of_article
from discourse.display import counted
from discourse.languages import language_code, what_is_lost
from discourse.settings import FORMER_NAMES

if TYPE_CHECKING:
    from discourse.study import Study

_MOST_NAMED = 5


def remarks_on(additions: Additions, study: Study | None, language: str) -> Iterator[str]:
    """Say what a user should know of what comes in, and what to do about it.

    Parameters
    ----------
    additions : Additions
        What comes in.
    study : Study or None
        The study, if there is one.
    language : str
        Language of the articles (code, or folder of its lists).

    Yields
    ------
    str
        A line each.
    """
    yield from _there_already(additions.there)
    yield from _otherwise_there(additions)
    new = additions.new
    if copies := [one for one in new if one.copy_of]:
        share = f"at least {LEAST_SHARED:.0%} of the sequences of {WORDS_IN_SEQUENCE} words in the shorter text"
        yield f"Copies: {_names(copies)}; they share {share} with another article, and are one story with it."
    added = [one for one in new if not one.has_row]
    if without := [one for one in added if not one.details.outlet]:
        yield f"No outlet: {_names(without)}. Name it with --outlet NAME, or fill the cells in data/articles.csv."
    if without := [one for one in added if not one.details.published]:
        yield f"No date: {_names(without)}. Fill the cells in data/articles.csv, or put the day into the file's name."
    if made := [one for one in added if one.details.date_basis == "properties"]:
        yield f"The date is the day on which the document was made: {_names(made)}. Check it (column date_basis)."
    yield from _beside_the_periods(new, study)
    yield from _beside_the_main_analysis(added, study)
    yield from _in_other_languages(new, language)
    yield from what_is_lost(language)


def _there_already(there: dict[str, str]) -> Iterator[str]:
    """Name what does not come in again: under its own id, or because another article has its address or text."""
    own = [name for name, reason in there.items() if reason in (f"the address of {name}", f"the paragraphs of {name}")]
    if own:
        yield f"Left out, there already: {_listed(own)}."
    others = [f"{name} (it has {reason})" for name, reason in there.items() if name not in own]
    if others:
        yield f"Left out, there already under another id: {_listed(others)}."


def _otherwise_there(additions: Additions) -> Iterator[str]:
    """Say what is given for articles that are there, and is not what the study has of them: it changes nothing."""
    for (field, there, given), number in additions.differing.items():
        many = f" ({counted(number, 'article')})" if number > 1 else ""
        held = f"{field.capitalize()} there is {there or 'empty'}, not {given}"
        yield f"{held}{many}: to change it, edit data/articles.csv."


def _beside_the_periods(new: Sequence[NewArticle], study: Study | None) -> Iterator[str]:
    if study is None:
        return
    periods = study.settings.periods
    beside = [one for one in new if one.details.published and not study.settings.period_of(one.details.published)]
    if beside:
        spans = ", ".join(f"{period.start} to {period.end}" for period in periods)
        yield (
            f"In no period of study.toml ({spans}): {_names(beside)}. They are compared with nothing. "
            "Add a [[period]] to data/study.toml, or correct the date in data/articles.csv."
        )


def _beside_the_main_analysis(added: Sequence[NewArticle], study: Study | None) -> Iterator[str]:
    """Name articles that the main analysis leaves out because of what their rows say, or do not say."""
    if study is None:
        return
    main = study.settings.analyses[0]
    for field in ("sampling", "partner", "outlet", "extent"):
        wanted = getattr(main, field)
        beside = [one for one in added if wanted and wanted not in _values(one, field)]
        if beside:
            yield (
                f"Not in the main analysis, which has the {field} '{wanted}' alone: {_names(beside)}. "
                "If they are of it, fill the cells in data/articles.csv."
            )


def _values(article: NewArticle, field: str) -> list[str]:
    value = article.row.get(field, "") or ARTICLE_DEFAULTS.get(field, "")
    return value.split("+") if field == "partner" else [FORMER_NAMES.get(value, value)]


def _in_other_languages(new: Sequence[NewArticle], language: str) -> Iterator[str]:
    code = language_code(language)
    beginnings = (" ".join(line.text for line in one.imported.body[:5]) for one in new)
    spoken = [(one, language_of_article(text, language)) for one, text in zip(new, beginnings, strict=True)]
    foreign = [one for one, found in spoken if found != code]
    if foreign:
        codes = ", ".join(sorted({found for _, found in spoken if found != code}))
        yield (
            f"In another language ({codes}), it seems: {_names(foreign)}. Their words are counted with the lists of "
            f"'{code}', so stop words and terms of several words are missed; put them into a study of their own."
        )


def _count(articles: Sequence[object]) -> str:
    return counted(len(articles), "article")


def _names(articles: Sequence[NewArticle]) -> str:
    return f"{_count(articles)} ({_listed([one.imported.article.article_id for one in articles])})"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more
