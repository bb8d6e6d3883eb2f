"""``discourse retrain``: fit anew on the labels as they are, and say what that changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan
from typing import TYPE_CHECKING, Annotated, Any

import typer

from discourse.cli.common import StudyOption, open_study, say_next
from discourse.cli.labels import change_lines

if TYPE_CHECKING:
    from discourse.retraining import RetrainingResult
    from discourse.study import Study


def retrain(
    again: Annotated[
        bool, typer.Option("--again", help="Fit even if no label has changed since the last fit.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say which labels changed since the last fit.")
    ] = False,
    study: StudyOption = None,
) -> None:
    """Fit the classifier on the labels as they are now; say what changed since the last fit.

    The new model is written beside the old ones in data/models, never over one.

    Example: discourse retrain
    """
    from discourse.classifier import read_about
    from discourse.pipeline.manifest import Manifest
    from discourse.retraining import changes_since_last_fit
    from discourse.retraining import retrain as refit

    found = open_study(study)
    last, changes = changes_since_last_fit(found)
    if dry_run:
        said = [f"Since {last.name}:", *change_lines(changes)] if last else ["There is no fit yet to compare with."]
        typer.echo("\n".join(said))
        return
    if last is not None and changes.empty and not again:
        known = read_about(last).get("codebook", {}).get("digest")
        if known == found.codebook.digest:
            typer.echo(f"No label has changed since {last.name}. To fit all the same: discourse retrain --again")
            return
    # Asked before the work: a manifest that cannot be read must not swallow what the fit found.
    affected = Manifest(found).stems_reading(found.labels_path.name)
    done = refit(found, lambda step: typer.echo(f"{step} ...", err=True))
    for line in report_lines(found, done, affected):
        typer.echo(line)
    say_next("figures", found)


def report_lines(study: Study, done: RetrainingResult, affected: Sequence[str]) -> list[str]:
    """Say in lines what a fit found, and which figures the labels go into."""
    main = study.settings.analyses[0].title
    first = done.before is None
    lines = [f"Model: {done.model}" + ("" if first else f" (before: {done.before.name if done.before else ''})"), ""]
    lines += ["The first fit of this kind: nothing to compare with."] if first else change_lines(done.changes)
    overall = done.scores[done.scores["score"].isin(["macro_f1", "accuracy"])].to_dict("records")
    names = {"macro_f1": "macro-F1", "accuracy": "accuracy"}
    lines += ["", f"Scores out of fold, {overall[0]['articles']} articles:"]
    lines += [
        f"  {names[row['score']]:10} {row['value']:.3f} ({row['low']:.3f} to {row['high']:.3f})" for row in overall
    ]
    for row in [] if first else done.differences.to_dict("records"):
        interval = f"{row['low']:+.3f} to {row['high']:+.3f}"
        lines.append(
            f"  {names[row['score']]:10} {row['difference']:+.3f} ({interval}) against the fit before, "
            "on the labels as they are now"
        )
    lines += ["", f"Shares and shift, {main}:"]
    for row in done.shares.to_dict("records"):
        if row["quantity"] not in ("share", "shift"):
            continue
        shift = row["quantity"] == "shift"
        now, before = (_interval(row, when, shift) for when in ("now", "before"))
        moved = "unchanged" if now == before else f"before: {before}"
        lines.append(
            f"  {row['pillar']:18} {row['period']:10} {now}  {row['articles']} articles"
            + ("" if first else f"  {moved}")
        )
    lines += [f"  {note}" for note in done.notes]
    if affected and (first or not done.changes.empty):
        lines += ["", f"Figures that the labels go into: {', '.join(affected)}"]
    return lines


def _interval(row: Mapping[Any, Any], when: str, signed: bool) -> str:
    sign = "+" if signed else ""
    value, low, high = (format(row[f"{name}_{when}"], f"{sign}.1%") for name in ("value", "low", "high"))
    return f"{value} (no interval)" if isnan(row[f"low_{when}"]) else f"{value} ({low} to {high})"
