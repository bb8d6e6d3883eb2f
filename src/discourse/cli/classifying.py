"""``discourse train``, ``classify``, ``explain``: the classifier on the command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from discourse.cli.context import StudyOption, open_study

if TYPE_CHECKING:
    from discourse.classifier import TrainedModel
    from discourse.study import Study

ModelOption = Annotated[
    Path | None,
    typer.Option("--model", metavar="MODEL", help="A trained model. Default: the study's newest, or one trained now."),
]


def train(
    out: Annotated[
        Path | None, typer.Option("--out", metavar="MODEL", help="File to write. Default: the next in data/models.")
    ] = None,
    source: Annotated[
        str, typer.Option(help="Counts to learn from: mixed (originals where counted), text, or originals.")
    ] = "mixed",
    study: StudyOption = None,
) -> None:
    """Train the classifier on the study's labels.

    The model is data (npz with a JSON description) and needs neither the labels nor the study to be used.

    Example: discourse train --out model.npz
    """
    from discourse.classifier import next_model
    from discourse.errors import ModelError

    found = open_study(study)
    path = out or next_model(found)
    if path.exists():
        raise ModelError("a new file", "one that is there", path, "Name another file; models are never overwritten.")
    _train(found, path, source)


def classify(
    source: Annotated[
        Path, typer.Argument(metavar="INPUT", help="A .csv or .jsonl with a column text, or a folder of article files.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="OUT.csv", help="Table to write.")],
    model: ModelOption = None,
    abstain_below: Annotated[
        float, typer.Option(min=0, max=1, help="Leave pillar empty where no code is at least so probable.")
    ] = 0.0,
    force: Annotated[bool, typer.Option("--force", help="Overwrite OUT.csv.")] = False,
    study: StudyOption = None,
) -> None:
    """Say which pillar each paragraph is about.

    OUT.csv has every column of the input, then: pillar; also (other pillars mentioned); p_<pillar> for
    each pillar and p_none, the probabilities of the code, which sum to 1; m_<pillar>, the probability
    that the pillar is mentioned. A row without text gets no prediction.

    Example: discourse classify paragraphs.csv --model model.npz --out coded.csv
    """
    from discourse.classifier.tables import classify_table
    from discourse.errors import DataError

    if out.exists() and not force:
        raise DataError("a new file", "one that is there", out, "Name another file, or add --force.")
    if out.resolve() == source.resolve():
        raise DataError("a file other than the input", "the input itself", out, "Name another file.")
    trained = _model(model, study)
    rows = classify_table(trained, source, out, abstain_below, _Counter("paragraphs classified"))
    typer.echo(f"{rows} paragraphs classified: {out}")


def explain(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A paragraph, in quotes; or - to read standard input.")],
    model: ModelOption = None,
    words: Annotated[int, typer.Option(min=1, help="Words shown for and against each pillar.")] = 5,
    study: StudyOption = None,
) -> None:
    """Show which words spoke for and against each pillar in a paragraph.

    Example: discourse explain "Kedua negara membangun jembatan di perbatasan."
    """
    from discourse.classifier import explain_text

    if text == "-":
        text = sys.stdin.read()
    trained = _model(model, study)
    said, table = explain_text(trained, text)
    typer.echo(f"pillar: {said['predicted']}   also: {' '.join(said['also']) or '-'}")
    for code, group in table.groupby("code", sort=False):
        ranked = group.sort_values("contribution", ascending=False)
        speak = ranked[ranked["contribution"] > 0].head(words)
        against = ranked[ranked["contribution"] < 0].tail(words).iloc[::-1]
        typer.echo(f"\n{code}  {said['probabilities'][code]:.0%}")
        typer.echo("  for:     " + _list(speak))
        typer.echo("  against: " + _list(against))


def _list(rows: object) -> str:
    listed = [f"{row.term} {row.contribution:+.2f}" for row in rows.itertuples()]  # type: ignore[attr-defined]
    return ", ".join(listed) or "-"


def _model(path: Path | None, study: Path | None) -> TrainedModel:
    """Return the model named, else the study's newest, else one trained now."""
    from discourse.classifier import check_codebook, load_model, next_model, study_models

    if path is not None:
        return load_model(path)
    found = open_study(study)
    there = study_models(found)
    if not there:
        typer.echo("The study has no trained model yet: training one.", err=True)
        return _train(found, next_model(found), "mixed")
    trained = load_model(there[-1])
    check_codebook(trained, found.codebook, there[-1])
    return trained


def _train(study: Study, path: Path, source: str) -> TrainedModel:
    from discourse.classifier import save_model, train_study

    trained = train_study(study, source, progress=lambda step: typer.echo(f"{step} ...", err=True))
    save_model(trained, path)
    on = trained.about["trained_on"]
    typer.echo(f"Trained on {on['paragraphs']} paragraphs of {on['articles']} articles: {path}", err=True)
    return trained


class _Counter:
    """Count rows as they pass: a line that grows on a terminal, nothing elsewhere."""

    def __init__(self, what: str) -> None:
        from tqdm import tqdm

        self.bar = tqdm(unit=" " + what, file=sys.stderr, disable=not sys.stderr.isatty())

    def __call__(self, rows: int) -> None:
        self.bar.update(rows)
