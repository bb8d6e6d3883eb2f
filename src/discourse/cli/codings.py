"""``discourse agreement`` and ``retrain``: how far do coders agree, and what did new codings change?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from discourse.cli.common import (
    RawOption,
    StudyOption,
    VariableOption,
    check_output,
    open_study,
    say_next,
    write_table,
)
from discourse.cli.labels import change_lines
from discourse.display import counted

if TYPE_CHECKING:
    from pandas import DataFrame

    from discourse.retraining import RetrainingResult
    from discourse.study import Study


_COEFFICIENTS = (("alpha", "low", "high"), ("kappa", "kappa_low", "kappa_high"), ("ac1", "ac1_low", "ac1_high"))


def agreement(
    *,
    jackknife: Annotated[
        bool, typer.Option("--jackknife", help="Interval by jackknife, better for few articles.")
    ] = False,
    listing: Annotated[bool, typer.Option("--list", help="List every paragraph on which two coders differ.")] = False,
    out: Annotated[Path | None, typer.Option(metavar="CSV", help="Write the table of agreement here too.")] = None,
    html: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write a page of the disagreements: by the codes confused, with paragraphs, codings and rules.",
        ),
    ] = None,
    language: Annotated[
        str, typer.Option("--language", metavar="CODE", help="Language of the page. Default: English.")
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Overwrite the files named with --out and --html.")] = False,
    raw: RawOption = False,
    variable: VariableOption = "",
    study: StudyOption = None,
) -> None:
    """How far coders agree on the primary code and on each code's mention: alpha, kappa, AC1; for all and each pair.

    Codings made with others' in sight (review, adjudication) are left out: they say nothing about agreement.

    Example: discourse agreement --list
    """
    from discourse.labels.agreement import agreement_table, disagreements
    from discourse.labels.log import read_codings
    from discourse.labels.reliability import BOOTSTRAP, JACKKNIFE, MIN_ARTICLES_FOR_INTERVAL, RELIABLE, TENTATIVE
    from discourse.pipeline.in_language import study_translation
    from discourse.report.coders import write_disagreements
    from discourse.translations import ENGLISH, speaking

    found = open_study(study, variable)
    translation = study_translation(found, language or ENGLISH.language)
    for path in filter(None, (out, html)):
        check_output(path, force, found)
    codings, settings, paragraphs = read_codings(found), found.settings, found.paragraphs
    articles = dict(zip(paragraphs["paragraph_id"], paragraphs["article_id"], strict=True))
    method = JACKKNIFE if jackknife else BOOTSTRAP
    table = agreement_table(
        codings,
        articles,
        found.codebook,
        level=settings.level,
        resamples=settings.resamples,
        seed=settings.seed,
        method=method,
    )
    if out:
        write_table(out, table, force, raw)
    named = f"{found.codebook.name}: " if variable else ""
    typer.echo(f"{named}Krippendorff's alpha, Cohen's kappa and Gwet's AC1 (nominal)")
    typer.echo(f"{settings.level:.0%} intervals by {method}")
    typer.echo(f"Krippendorff's thresholds of alpha: {RELIABLE:.2f} reliable, {TENTATIVE:.3f} tentative")
    for coders, rows in table.groupby("coders", sort=False):
        first = rows.iloc[0]
        typer.echo(f"\n{coders}: {counted(first['paragraphs'], 'paragraph')}, {counted(first['articles'], 'article')}")
        typer.echo(f"  {'':18} {'alpha':23} {'kappa':23} {'AC1':23}  agree")
        for row in rows.to_dict("records"):
            values = [_coefficient(row, *names) for names in _COEFFICIENTS]
            typer.echo(f"  {row['quantity']:18} {' '.join(f'{value:23}' for value in values)} {_share(row['percent'])}")
    typer.echo("\nKappa is of two coders alone. Undefined: one value alone occurs, or nobody shares a paragraph.")
    if (table["alpha"].notna() & table["low"].isna()).any():
        typer.echo(f"No interval: fewer than {MIN_ARTICLES_FOR_INTERVAL} articles, or no two codings differ.")
    _differences(disagreements(codings, settings, found.codebook), listing)
    if html:
        with speaking(translation):
            count = write_disagreements(found, table, html, overwrite=force)
        typer.echo(f"\n{counted(count, 'paragraph')} on which coders differ: {html}")


def _coefficient(row: Mapping[Any, Any], value: str, low: str, high: str) -> str:
    if isnan(row[value]):
        several = value == "kappa" and not isnan(row["alpha"])
        return "-" if several else "undefined"
    interval = "no interval" if isnan(row[low]) else f"{row[low]:.3f} to {row[high]:.3f}"
    return f"{row[value]:.3f} ({interval})"


def _share(value: float) -> str:
    return "   -  " if isnan(value) else f"{value:6.1%}"


def _differences(table: DataFrame, listing: bool) -> None:
    if table.empty:
        typer.echo("\nNo two coders differ in a primary code.")
        return
    typer.echo(
        f"\n{counted(len(table), 'difference')} in the primary code, {int(table['decided'].sum())} of them decided:"
    )
    for (one, other), rows in table.groupby(["one", "other"], sort=False):
        typer.echo(f"  {len(rows):4}  {one} / {other}")
        if listing:
            for row in rows.itertuples(index=False):
                decided = ", decided" if row.decided else ""
                typer.echo(f"        {row.paragraph_id}  {row.coder_one} / {row.coder_other}{decided}")


def retrain(
    again: Annotated[
        bool, typer.Option("--again", help="Fit even if no label has changed since the last fit.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say which labels changed.")] = False,
    embeddings: Annotated[
        bool, typer.Option("--embeddings", help="Read sentence embeddings beside the words, as discourse train does.")
    ] = False,
    since: Annotated[
        str,
        typer.Option(
            metavar="STATE",
            help="Compare with the labels of an earlier state: a number of codings, a date or moment, or another log. "
            "Default: the last fit; before there is one, the labels before the first coding by a person.",
        ),
    ] = "",
    study: StudyOption = None,
) -> None:
    """Fit the classifier on the labels as they are now; say what changed since the last fit.

    The first fit compares with the labels before the first coding by a person. Codings by people who are not accepted
    change nothing, which is said. The new model is written beside the old ones in data/models, never over one.

    Example: discourse retrain
    """
    from discourse.classifier import read_about
    from discourse.pipeline.manifest import Manifest
    from discourse.retraining import changes_since
    from discourse.retraining import retrain as refit

    found = open_study(study)
    before, changes = changes_since(found, since)
    if dry_run:
        said = [f"Since {before.name}:", *change_lines(changes)] if before.name else ["Nothing to compare with yet."]
        typer.echo("\n".join([*said, *_not_accepted(found)]))
        return
    if before.fit is not None and changes.empty and not again and not since:
        known = read_about(before.fit).get("codebook", {}).get("digest")
        if known == found.codebook.digest:
            typer.echo(f"No label has changed since {before.name}. To fit all the same: discourse retrain --again")
            for sentence in _not_accepted(found):
                typer.echo(sentence)
            return
    # Asked before the work: a manifest that cannot be read must not swallow what the fit found.
    affected = Manifest(found).stems_reading(found.labels_path.name)
    done = refit(found, lambda step: typer.echo(f"{step} ...", err=True), embeddings, since)
    for line in [*report_lines(found, done, affected), *_not_accepted(found)]:
        typer.echo(line)
    say_next("figures", found)


def _not_accepted(study: Study) -> list[str]:
    """Say whose codings changed no label because they are not accepted, and the command that accepts them."""
    from discourse.labels.consent.standing import coder_reasons, counting_coders
    from discourse.labels.consent.wording import standing_sentences
    from discourse.labels.log import read_codings

    codings, settings, codebook = read_codings(study), study.settings, study.codebook
    reasons = coder_reasons(codings, settings, codebook)
    return standing_sentences(codings, settings, codebook, reasons.keys() - counting_coders(reasons))


def report_lines(study: Study, done: RetrainingResult, affected: Sequence[str]) -> list[str]:
    """Say in lines what a fit found, and which figures the labels go into."""
    main = study.settings.analyses[0].title
    before = done.before
    lines = [f"Model: {done.model}" + (f" (before: {before.fit.name})" if before.fit else ""), ""]
    if before.name:
        lines += [f"Since {before.name}:", *change_lines(done.changes)]
    else:
        lines.append("The first fit of this kind: nothing to compare with.")
    overall = done.scores[done.scores["score"].isin(["macro_f1", "accuracy"])].to_dict("records")
    names = {"macro_f1": "macro-F1", "accuracy": "accuracy"}
    lines += ["", f"Scores out of fold, {counted(overall[0]['articles'], 'article')}:"]
    lines += [
        f"  {names[row['score']]:10} {row['value']:.3f} ({row['low']:.3f} to {row['high']:.3f})" for row in overall
    ]
    for row in done.differences.to_dict("records"):
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
        now, earlier = (_interval(row, when, shift) for when in ("now", "before"))
        moved = "unchanged" if now == earlier else f"before: {earlier}"
        lines.append(
            f"  {row['pillar']:18} {row['period']:10} {now}  {counted(row['articles'], 'article')}"
            + (f"  {moved}" if before.name else "")
        )
    lines += [f"  {note}" for note in done.notes]
    if affected and (not before.name or not done.changes.empty):
        lines += ["", f"Figures that the labels go into: {', '.join(affected)}"]
    return lines


def _interval(row: Mapping[Any, Any], when: str, signed: bool) -> str:
    sign = "+" if signed else ""
    value, low, high = (format(row[f"{name}_{when}"], f"{sign}.1%") for name in ("value", "low", "high"))
    return f"{value} (no interval)" if isnan(row[f"low_{when}"]) else f"{value} ({low} to {high})"
