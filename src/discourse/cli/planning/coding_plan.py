"""``discourse plan``: how much must people code for an interval of a given width?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from discourse.cli.common import StudyOption, open_study, say_next

if TYPE_CHECKING:
    from collections.abc import Sequence

    from discourse.emphasis.inputs import Floats
    from discourse.emphasis.planning.articles import ArticlesNeeded
    from discourse.emphasis.planning.study_plan import PlanBasis
    from discourse.study import Study

_OTHER_WIDTHS = (0.05, 0.10, 0.15, 0.20, 0.30)


def plan(
    *,
    width: Annotated[
        float,
        typer.Option(
            metavar="W", help="How far the shift's interval may reach to each side: .05 is 5 points up or down."
        ),
    ],
    analysis: Annotated[str, typer.Option(metavar="ID", help="Analysis of study.toml. Default: the main one.")] = "",
    pillar: Annotated[str, typer.Option(metavar="ID", help="Only this pillar. Default: all must be so narrow.")] = "",
    correlation: Annotated[
        float | None,
        typer.Option(
            metavar="R",
            min=0,
            max=1,
            help="Plan with predictions that follow people's labels so closely, over articles, in place of what is "
            "measured.",
        ),
    ] = None,
    study: StudyOption = None,
) -> None:
    """Say how many articles people must code for an interval of the shift that reaches W to each side.

    From labels by people alone, and with predictions of the other articles (the classifier's, machine codings) that
    they correct. Both are projections from the labels at hand, as uncertain as these are.

    Example: discourse plan --width .1 --pillar political
    """
    from discourse.emphasis.planning.study_plan import plan_basis
    from discourse.retraining import latest_predictions

    found = open_study(study)
    chosen = _chosen(found, pillar)
    basis = plan_basis(found, analysis, latest_predictions(found))
    correlations = basis.correlations if correlation is None else _expected(basis, correlation)
    wanted = _needed(found, basis, width, chosen, correlations)
    for line in _heading(found, basis, analysis, pillar, correlation):
        typer.echo(line)
    typer.echo(_whole(found, basis, chosen))
    seconds = _seconds(found, analysis)
    others = [_needed(found, basis, each, chosen, correlations) for each in _OTHER_WIDTHS if each != width]
    for line in _table(basis, [wanted, *others], seconds, correlations is not None):
        typer.echo(line)
    articles = wanted.corrected or (wanted.alone if sum(wanted.alone) <= sum(basis.found.articles) else None)
    if articles:
        chosen_analysis = analysis or found.settings.analyses[0].id
        say_next(f"relabel --queue audit --by-article --analysis {chosen_analysis} --size {sum(articles)}", found)


def _chosen(study: Study, pillar: str) -> list[int]:
    from discourse.errors import DataError

    pillars = list(study.codebook.pillar_ids)
    if pillar and pillar not in pillars:
        raise DataError(f"one of {', '.join(pillars)}", repr(pillar), "--pillar", "Use one of these.")
    return [pillars.index(pillar)] if pillar else list(range(len(pillars)))


def _expected(basis: PlanBasis, correlation: float) -> Floats:
    import numpy as np

    return np.full((2, len(basis.found.pillars)), correlation)


def _needed(
    study: Study, basis: PlanBasis, width: float, chosen: Sequence[int], correlations: Floats | None
) -> ArticlesNeeded:
    from discourse.emphasis.planning.articles import articles_needed

    return articles_needed(basis.found, width, chosen, correlations, study.settings.level)


def _heading(study: Study, basis: PlanBasis, analysis: str, pillar: str, correlation: float | None) -> list[str]:
    settings = study.settings
    title = (settings.analysis(analysis) if analysis else settings.analyses[0]).title
    earlier, later = settings.compared
    counts = f"{basis.found.articles[0]} articles in {earlier}, {basis.found.articles[1]} in {later}"
    whose = f"{basis.labels} labelled paragraphs, {basis.by_people} of them by people"
    shift = f"the shift of {pillar}" if pillar else "the shift of every pillar"
    lines = [f"{title}: {counts}; {whose}.", f"Planned for: {shift}, interval of {settings.level:.0%}."]
    if correlation is not None:
        return [*lines, f"Predictions are taken to follow people's labels by r = {correlation:.2f} over articles."]
    if basis.correlations is None:
        lines.append("No predictions are at hand: discourse retrain makes some. --correlation R plans with some.")
        return lines
    measured = ", ".join(f"{low:.2f} to {high:.2f} in {period}" for low, high, period in _ranges(study, basis))
    lines.append(f"Predictions ({' and '.join(basis.proxies)}) follow the labels over articles by r = {measured}.")
    if basis.by_people < basis.labels and "machine coders" not in basis.proxies:
        lines.append(
            "How closely codings by machines follow people's is known when people have coded five articles a period; "
            "until then --correlation R plans with what you expect."
        )
    return lines


def _ranges(study: Study, basis: PlanBasis) -> list[tuple[float, float, str]]:
    if basis.correlations is None:
        return []
    pairs = zip(basis.correlations, study.settings.compared, strict=True)
    return [(float(row.min()), float(row.max()), period) for row, period in pairs]


def _whole(study: Study, basis: PlanBasis, chosen: Sequence[int]) -> str:
    """Say how wide the widest interval is when people have coded all there is."""
    from discourse.emphasis.planning.articles import projected_half_widths

    half = projected_half_widths(basis.found, basis.found.articles, None, study.settings.level)
    widest = max(chosen, key=lambda place: half[place])
    number = " + ".join(map(str, basis.found.articles))
    return f"All {number} articles coded by people: up to ±{half[widest]:.3f} ({basis.found.pillars[widest]})."


def _seconds(study: Study, analysis: str) -> float:
    """Return how long a paragraph takes people, as far as the log tells."""
    from discourse.labels.log import read_codings
    from discourse.labels.sampling.drawing import analysis_paragraphs
    from discourse.labels.sampling.settling import coding_pace

    words = float(analysis_paragraphs(study, analysis)["words"].mean())
    return coding_pace(read_codings(study), "", study.settings.machine_coders, words).seconds


def _table(basis: PlanBasis, needed: Sequence[ArticlesNeeded], seconds: float, with_proxies: bool) -> list[str]:
    """Write a line a width: what people must code, alone and with predictions."""
    lines = [f"{'interval':10}{'labels by people alone':50}{'with predictions' if with_proxies else ''}".rstrip()]
    for each in needed:
        alone = _work(basis, each.alone, seconds)
        corrected = "" if not with_proxies else _work(basis, each.corrected, seconds) if each.corrected else "-"
        lines.append(f"{f'±{each.half_width:.3g}':10}{alone:50}{corrected}".rstrip())
    return lines


def _work(basis: PlanBasis, articles: tuple[int, int], seconds: float) -> str:
    """Say how much that many articles are; that they are more than there are, where it is so."""
    counts = f"{articles[0]:,} + {articles[1]:,} articles"
    if sum(articles) > sum(basis.found.articles):
        return f"{counts}: more than there are"
    paragraphs = sum(number * size for number, size in zip(articles, basis.paragraphs, strict=True))
    return f"{counts}, {paragraphs:,.0f} paragraphs, {paragraphs * seconds / 3600:.1f} hours"
