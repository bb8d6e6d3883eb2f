"""Which coding counts, and which rows are analysed?

The label of a paragraph is the coding that comes first by the study's rule of precedence. Paragraphs,
articles and labels make one table, and an analysis is some of its rows. A further variable of the codebook has labels
of its own, which stand in a column that bears its id.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.codebook import Codebook
from discourse.errors import CodebookError
from discourse.labels.consent.order import chosen_codings, precedence
from discourse.labels.consent.standing import may_be_labels
from discourse.labels.inclusion import ANSWER, TASKS, inclusion_probabilities
from discourse.labels.log import read_codings
from discourse.labels.sampling.designs import kept_designs
from discourse.labels.variables import check_logs
from discourse.settings import OPENING, Analysis, Settings
from discourse.study import Study

LABEL_COLUMNS = ("paragraph_id", "primary", "also", "coder", "unsure", "coding_id")
TABLE_COLUMNS = (
    "paragraph_id",
    "article_id",
    "position",
    "period",
    "opening",
    "words",
    "outlet",
    "partner",
    "genre",
    "extent",
    "sampling",
    "story",
    "event",
    "primary",
    "also",
    "by_person",
    "machine",
    "machine_also",
    "inclusion",
    "drawn",
    "targeted",
)


def current_labels(codings: pd.DataFrame, settings: Settings, codebook: Codebook) -> pd.DataFrame:
    """Choose the coding that counts for each paragraph.

    Of a paragraph's codings, those of coders in ``agreement_only`` never count. Of the rest the one
    counts whose coder comes first in ``label_precedence``, where ``adjudication`` stands for any
    decision taken in the adjudication view, and ``*`` or ``first`` for any coder named in neither list. A
    machine coder named in neither list comes after all these: what a machine says counts before what a person
    says only where the study puts the machine first. A person named in neither list has to be accepted: by a
    decision on the coder, or by the rule ``new_coders``. Among equals the latest counts; but where
    ``first`` stands, the latest of the coder who was the first to code the paragraph, so that a second coder
    changes no label before a decision is taken; and where the rule is ``majority``, the code that most gave.

    Parameters
    ----------
    codings : DataFrame
        As :func:`read_codings` returns them, undone ones taken out; the column ``decision`` says what was decided
        on the coders.
    settings : Settings
        Holds the rule.
    codebook : Codebook
        Its codes are the only ones that may become labels.

    Returns
    -------
    DataFrame
        One row a labelled paragraph, sorted by ``paragraph_id``: ``primary``, ``also`` (tuple),
        ``coder``, ``unsure``, and the ``coding_id`` that counts.
    """
    chosen = chosen_codings(ranked_codings(codings, settings, codebook), settings)
    return chosen[list(LABEL_COLUMNS)].reset_index(drop=True)


def ranked_codings(codings: pd.DataFrame, settings: Settings, codebook: Codebook) -> pd.DataFrame:
    """Keep the codings that could be a label, each with its ``rank`` in the order of precedence.

    Codings by people who are not accepted are left out, but for the decisions that they took in adjudication; see
    :func:`discourse.labels.consent.standing.counting_coders`.
    """
    counted = codings[codings["primary"].isin(codebook.codes)]
    place = precedence(counted, settings).where(may_be_labels(counted, settings, codebook))
    return counted.assign(rank=place)[place.notna()]


def study_labels(study: Study, variable: str = "") -> pd.DataFrame:
    """Labels of a study, or of a further variable of its codebook: the log read, the coding that counts chosen."""
    seen = study.seen_by(variable) if variable else study
    return current_labels(read_codings(seen), seen.settings, seen.codebook)


def coded_table(study: Study, codings: pd.DataFrame | None = None) -> pd.DataFrame:
    """Join paragraphs, articles and labels into the table that every analysis starts from.

    Parameters
    ----------
    study : Study
        Whose table.
    codings : DataFrame, optional
        Another state of its log, as :func:`log_state` returns it; the log as it is where not given.

    Returns
    -------
    DataFrame
        One row a paragraph, in the order of ``study.paragraphs``, with ``TABLE_COLUMNS``, then every
        other column of ``study.articles``, then for each further variable of the codebook its code in a column
        that bears its id and, if it takes several, the others in ``<id>_also``: ``period`` is empty for an article
        in neither period, ``primary`` is empty and ``also`` an empty tuple where nobody has coded; ``by_person`` says
        whether a person assigned the label; ``machine`` and ``machine_also`` are what the label would be if only the
        machine coders had coded; ``inclusion``, ``drawn`` and ``targeted`` are those of
        :func:`inclusion_probabilities`, for the pillars.

    Raises
    ------
    LabelError
        If a log is wrong, or is of a variable that the codebook does not define.
    CodebookError
        If a variable bears the name of a column of ``study.articles``.
    """
    articles = study.articles.drop_duplicates("article_id")
    joined = study.paragraphs.merge(articles, on="article_id", how="left", validate="many_to_one")
    codings = read_codings(study) if codings is None else codings
    labels = current_labels(codings, study.settings, study.codebook)
    joined["primary"], joined["also"] = _codes(labels, joined["paragraph_id"])
    by_machine = codings["coder"].isin(study.settings.machine_coders)
    predicted = current_labels(codings[by_machine], study.settings, study.codebook)
    joined["machine"], joined["machine_also"] = _codes(predicted, joined["paragraph_id"])
    people = labels.loc[~labels["coder"].isin(study.settings.machine_coders), "paragraph_id"]
    joined["by_person"] = joined["paragraph_id"].isin(people)
    countable = ranked_codings(codings, study.settings, study.codebook)
    chances = inclusion_probabilities(
        countable, joined["paragraph_id"].tolist(), study.settings.machine_coders, _designs(study, countable, joined)
    )
    joined = joined.assign(**{str(column): chances[column].to_numpy() for column in chances})
    further = [column for column in articles if column not in TABLE_COLUMNS]
    return joined[[*TABLE_COLUMNS, *further]].assign(**_variable_columns(study, joined))


def _designs(study: Study, codings: pd.DataFrame, joined: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Say what the queues could draw that codings name: draws that were kept, and queues of an analysis."""
    named, settings = set(codings["queue"].str.removesuffix(TASKS)), study.settings
    answers = {f"{ANSWER}:{each.id}": each for each in settings.analyses if f"{ANSWER}:{each.id}" in named}
    rows = {name: select(joined, each, settings.compared) for name, each in answers.items()}
    return kept_designs(study, codings) | {name: each.set_index("paragraph_id") for name, each in rows.items()}


def _codes(labels: pd.DataFrame, paragraphs: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the primary code of each paragraph and its other codes; "" and an empty tuple where it has no label."""
    primary, also = (labels.set_index("paragraph_id")[column].to_dict() for column in ("primary", "also"))
    codes = [primary.get(paragraph, "") for paragraph in paragraphs]
    others = [also.get(paragraph, ()) for paragraph in paragraphs]
    return pd.Series(codes, paragraphs.index, dtype=str), pd.Series(others, paragraphs.index, dtype=object)


def _variable_columns(study: Study, joined: pd.DataFrame) -> dict[str, pd.Series]:
    """Make the columns of the further variables; an uncoded one has no log, and is empty."""
    check_logs(study)
    columns: dict[str, pd.Series] = {}
    for book in study.codebook.variables:
        path = study.seen_by(book.id).labels_path
        labels = study_labels(study, book.id) if path.is_file() else pd.DataFrame(columns=list(LABEL_COLUMNS))
        columns[book.id], also = _codes(labels, joined["paragraph_id"])
        columns |= {f"{book.id}_also": also} if book.several else {}
    for taken in sorted(columns.keys() & set(joined.columns)):
        place = study.data / "codebook.toml"
        raise CodebookError("a name that no column has", f"{taken!r}, a column of articles.csv", place, "Rename one.")
    return columns


def labelled_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows of :func:`coded_table` that have a label, in the same order, with a new index."""
    return table[table["primary"] != ""].reset_index(drop=True)


def mention_matrix(primary: Iterable[str], also: Iterable[Sequence[str]], pillars: Sequence[str]) -> NDArray[np.bool_]:
    """Which pillars each paragraph mentions, as primary or also.

    Parameters
    ----------
    primary : iterable of str
        Primary code of each of N paragraphs.
    also : iterable of sequence of str
        Other pillars mentioned in each, as :func:`codes_in` reads them.
    pillars : sequence of str
        K pillars.

    Returns
    -------
    array of bool, shape N x K

    Examples
    --------
    >>> mention_matrix(["trade", "none"], [("school",), ()], ["trade", "school"]).tolist()
    [[True, True], [False, False]]
    """
    read = [codes_in(codes) for codes in also]
    held = {codes: [pillar in codes for pillar in pillars] for codes in set(read)}
    others = np.array([held[codes] for codes in read], dtype=bool).reshape(len(read), len(pillars))
    first = np.array(list(primary), dtype=object).reshape(len(read), 1)
    result: NDArray[np.bool_] = others | (first == np.array(pillars, dtype=object))
    return result


def codes_in(also: Any) -> tuple[str, ...]:
    """Read a cell of ``also``: a list, tuple, set or array of codes, or text as files have it, with spaces between.

    A missing value, as an empty cell is when a file is read back, holds none.

    Examples
    --------
    >>> codes_in({"trade"}), codes_in("trade road-rail"), codes_in(float("nan"))
    (('trade',), ('trade', 'road-rail'), ())
    """
    if isinstance(also, str):
        return tuple(also.split())
    return () if also is None or also is pd.NA or isinstance(also, float) else tuple(also)


def select(table: pd.DataFrame, analysis: Analysis, periods: Sequence[str]) -> pd.DataFrame:
    """Keep the rows of one analysis.

    Parameters
    ----------
    table : DataFrame
        As :func:`coded_table` returns it.
    analysis : Analysis
        Which articles and paragraphs it is made of; its ``partner`` must be among an article's
        partners, which are joined by ``+``.
    periods : sequence of str
        Ids of the periods; rows of other periods, or of none, are left out.

    Returns
    -------
    DataFrame
        The rows kept, in the same order, with a new index.

    Examples
    --------
    >>> rows = pd.DataFrame({"period": ["2019", "2024", ""], "partner": ["Chile", "Japan+Chile", "Chile"],
    ...                      "sampling": "general", "outlet": "a", "extent": "opening", "opening": True})
    >>> len(select(rows, Analysis(id="chile", title="Chile", partner="Chile"), ("2019", "2024")))
    2
    """
    keep = table["period"].isin(list(periods))
    for column in ("sampling", "outlet", "extent"):
        wanted = getattr(analysis, column)
        if wanted:
            keep &= table[column] == wanted
    if analysis.partner:
        among = {partners: analysis.partner in partners.split("+") for partners in table["partner"].unique()}
        keep &= table["partner"].map(among).astype(bool)
    if analysis.openings:
        keep &= (table["extent"] == OPENING) | table["opening"]
    return table[keep].reset_index(drop=True)


def analysed_rows(study: Study, analysis: str = "") -> pd.DataFrame:
    """Select the rows of one analysis of a study from its :func:`coded_table`; the main one where none is named.

    Raises
    ------
    SettingsError
        If the study has no such analysis.
    """
    settings = study.settings
    chosen = settings.analysis(analysis) if analysis else settings.analyses[0]
    return select(coded_table(study), chosen, settings.compared)
