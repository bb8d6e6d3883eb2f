"""``discourse relabel`` and ``intrusion``: open the page for coding or for tests of topics; score the tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from itertools import product
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from discourse.cli.common import ProgressBar, StudyOption, VariableOption, open_study, say_next
from discourse.cli.planning.queue_options import ByArticle, OfAnalysis, Queue, SizeOption, chosen_tasks, queue_size
from discourse.cli.team.standards import gold_items, offer_practice

if TYPE_CHECKING:
    from discourse.annotation.answers.intrusion import Answer
    from discourse.annotation.intrusion_items import IntrusionTest, IntrusionTests
    from discourse.annotation.server import Server
    from discourse.study import Study


PageLanguage = Annotated[
    str,
    typer.Option(
        "--language", metavar="CODE", help="Language of the page, such as id; it has a switch, too. Default: English."
    ),
]


def relabel(
    *,
    coder: Annotated[str, typer.Option(metavar="NAME", help="Who codes. Default: the page asks.")] = "",
    queue: Annotated[
        Queue | None,
        typer.Option(
            help=(
                "Which paragraphs: uncoded (not yet by you), answer (those behind the main analysis), disagreements "
                "(coders differ; opens in the mode Adjudicate), doubtful (the model doubts the label), active (drawn "
                "by the model's uncertainty), "
                "audit (a random sample), stale (the codebook changed since). Default: answer while machines alone "
                "have coded some of these, then uncoded."
            ),
            show_default=False,
        ),
    ] = None,
    size: SizeOption = None,
    by_article: ByArticle = False,
    analysis: OfAnalysis = "",
    tasks: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A coder's list that discourse labels tasks wrote, in place of a queue."),
    ] = None,
    practice: Annotated[
        bool, typer.Option("--practice", help="Begin with the practice items of the codebook; none of it is a coding.")
    ] = False,
    gold: Annotated[
        int,
        typer.Option(
            min=0,
            metavar="N",
            help="Mix in N paragraphs that were decided on before; discourse pace shows how far the coder agrees.",
        ),
    ] = 0,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port. Default: 8765, or the next free.")] = None,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Address to listen on; only this machine by default.")
    ] = "127.0.0.1",
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the page's address.")] = False,
    variable: VariableOption = "",
    alone: Annotated[
        bool, typer.Option("--alone", help="Ask for the pillars alone, though the codebook has further variables.")
    ] = False,
    language: PageLanguage = "",
    study: StudyOption = None,
) -> None:
    """Code paragraphs in the browser, one at a time, by keyboard: by pillar, and by the codebook's further variables.

    Further variables stand on the card below the pillars, and go to their own logs. Every coding is on the disk before
    the page says "saved". Stop with Ctrl-C; start again to go on.

    Example: discourse relabel --coder ani --queue audit
    """
    found = open_study(study, variable)
    from discourse.annotation.coders import ADJUDICATE, Coder, usual_mode
    from discourse.annotation.practice.page import PRACTICE, PractisedPage
    from discourse.annotation.practice.session import PracticeSession
    from discourse.annotation.queue import TASK_LIST, default_queue
    from discourse.annotation.server import Server
    from discourse.annotation.session import LabellingSession
    from discourse.labels.changes import log_changes
    from discourse.labels.conflicts import say_contested
    from discourse.labels.log import logged_codings
    from discourse.labels.sampling.drawing import analysis_paragraphs
    from discourse.retraining import latest_predictions
    from discourse.translations import ENGLISH

    draw = {"--queue": queue, "--size": size, "--by-article": by_article, "--analysis": analysis}
    listed = chosen_tasks(tasks, coder, draw, found) if tasks else None
    if practice:
        PracticeSession(found)  # refuses a codebook without items before anything is opened
    predictions, drawn = None if variable else latest_predictions(found), queue_size(size, by_article)
    mixed_in = gold_items(found, gold) if gold else None
    session = LabellingSession(
        found, predictions, drawn, listed, mixed_in, by_article=by_article, analysis=analysis, alone=alone
    )
    coder = coder if listed is None else str(listed["coder"].iloc[0])
    name = session.check_coder(coder) if coder else ""
    chosen = TASK_LIST if listed is not None else queue.value if queue else default_queue(found)
    if listed is None:
        session.check_queue(chosen)
        if analysis or chosen == Queue.answer:
            analysis_paragraphs(found, analysis)  # refuses one without paragraphs
    settles = session.card(Coder(name, chosen, usual_mode(chosen)))["settles"] if name else ""
    spoken, start = language or ENGLISH.language, PRACTICE if practice else "/"
    server = Server(session, name, chosen, host, port, page=PractisedPage, language=spoken, start=start)
    if host not in ("127.0.0.1", "localhost"):
        typer.echo(
            f"Warning: listening on {host}. Whoever can reach this machine and has the address can read and "
            "code, and what passes between is not encrypted.",
            err=True,
        )
    if variable:
        typer.echo(f"{found.codebook.name}: {found.codebook.question}")
    if name and not practice and usual_mode(chosen) != ADJUDICATE:
        offer_practice(found, name)
    before = logged_codings(found) if found.labels_path.is_file() else []
    run_page(server, no_browser=no_browser, saved="codings", settles=settles)
    after = logged_codings(found) if found.labels_path.is_file() else []
    for sentence in say_contested(before, after, found):
        typer.echo(sentence)
    typer.echo("Ended.")
    if after == before:
        say_next("status", found)
    elif variable:
        say_next(f"agreement --variable {variable}", found)
    else:
        say_next("status" if log_changes(before, after, found).empty else "retrain", found)


def run_page(server: Server, *, no_browser: bool, saved: str, settles: str = "") -> None:
    """Say where a page is, open it, and serve until it is stopped.

    ``saved`` says what goes to its log, ``settles`` how long the coder's queue takes and what it settles.
    """
    typer.echo(f"The page is at {server.address}")
    typer.echo(f"Ctrl-C ends it; {saved} are in the log as soon as the page says saved.")
    if settles:
        typer.echo(settles)
    if not no_browser:
        typer.launch(server.address)
    try:
        server.run()
    except KeyboardInterrupt:
        typer.echo("")


class Kind(StrEnum):
    """Which test."""

    words = "words"
    topics = "topics"


_FITTED = ("plain", "seeded")
"""Topics that the study fits by itself; any other is a file."""


def intrusion(
    *,
    coder: Annotated[str, typer.Option(metavar="NAME", help="Who answers. Default: the page asks.")] = "",
    kind: Annotated[
        Kind | None,
        typer.Option(
            help=(
                "words: a topic's words and a stranger; topics: a paragraph, its topics and one hardly in it. "
                "Default: words; for the scores, both."
            )
        ),
    ] = None,
    model: Annotated[
        str,
        typer.Option(
            metavar="MODEL",
            help=(
                "Topics found without seed words (plain) or with the codebook's (seeded), or a file that "
                "discourse train --topics wrote. Default: plain; for the scores, plain and seeded."
            ),
        ),
    ] = "",
    items: Annotated[int, typer.Option(min=1, max=100, help="Items shown; words has at most one a topic.")] = 20,
    score: Annotated[bool, typer.Option("--score", help="Print the scores of the answers so far.")] = False,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port. Default: 8765, or the next free.")] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the page's address.")] = False,
    language: PageLanguage = "",
    study: StudyOption = None,
) -> None:
    """Find the word, or the topic, that does not belong: people's test of the topics, in the browser, by keyboard.

    Answers go to data/intrusion.csv, and are on the disk before the page says "saved".

    Example: discourse intrusion --coder ani --kind topics
    """
    found = open_study(study)
    if score:
        _score(found, kind, model)
        return
    from discourse.annotation.intrusion import IntrusionPage, IntrusionSession
    from discourse.annotation.server import Server
    from discourse.translations import ENGLISH

    start = (kind or Kind.words).value
    with ProgressBar("runs", description="fitting topics") as bar:
        session = IntrusionSession(_tests(found, model or "plain", bar.reach), items)
        name = session.check_coder(coder) if coder else ""
        session.test(start)
    server = Server(session, name, start, port=port, page=IntrusionPage, language=language or ENGLISH.language)
    run_page(server, no_browser=no_browser, saved="answers")
    typer.echo("Ended. To see the scores: discourse intrusion --score")


def _tests(study: Study, model: str, progress: Callable[[int, int], None]) -> IntrusionTests:
    """Return the tests of the topics that a study fits, or of those in a file."""
    from discourse.annotation.intrusion_items import IntrusionTests
    from discourse.errors import LabelError

    if model in _FITTED:
        return IntrusionTests(study, model, progress)
    if not Path(model).is_file():
        hint = "Keep one: discourse train --topics plain --out FILE"
        raise LabelError(f"{', '.join(_FITTED)} or a file of a topic model", repr(model), "--model", hint)
    return IntrusionTests.kept(study, Path(model))


def _score(study: Study, kind: Kind | None, model: str) -> None:
    from discourse.annotation.answers.intrusion import answers_path, read_answers
    from discourse.annotation.answers.log import without_undone
    from discourse.errors import LabelError

    answers = read_answers(answers_path(study))
    with ProgressBar("runs", description="fitting topics") as bar:
        asked_for = [_tests(study, name, bar.reach) for name in ([model] if model else _FITTED)]
        models = {each.model: each for each in asked_for}
        wanted = set(product(models, [kind.value] if kind else [each.value for each in Kind]))
        there = sorted({(one.model, one.kind) for one in without_undone(answers)} & wanted)
        tests = [models[name].of(each) for name, each in there]
    if not there:
        asked = f" of the {asked_for[0].model} model" if model else ""
        raise LabelError(
            f"answers to {f'{kind.value}' if kind else 'intrusion items'}{asked}",
            "none",
            answers_path(study),
            "Answer some first: discourse intrusion",
        )
    counts = [_print_scores(test, answers, study.settings.level) for test in tests]
    if not any(counts):
        raise LabelError(
            "answers to the items as they are now",
            "only some to items of earlier models",
            answers_path(study),
            "Answer again: discourse intrusion",
        )
    typer.echo(
        "\nprecision: share of intruders found, exact interval. The interval of all is too narrow where coders "
        "answered\nthe same items. log_odds: 0 at best. Neither log_odds nor alpha has an interval."
    )


def _print_scores(test: IntrusionTest, answers: list[Answer], level: float) -> int:
    """Print one test's scores; return how many answers stand behind them."""
    from discourse.annotation.intrusion import score_answers, valid_answers

    given, others = valid_answers(answers, test)
    last = {(one.coder, one.item) for one in given}
    typer.echo(
        f"\n{test.kind} of the {test.model} model; answers: {len(last)}, coders: "
        f"{len({coder for coder, _ in last})}, items: {len({item for _, item in last})}"
    )
    if others:
        typer.echo(f"  not counted, for they answer items of an earlier model: {others}")
    if given:
        interval = f"{level:.0%} interval"
        typer.echo(f"  {'':12} {'':10} {'value':>7}  {interval:17} {'answers':>7}  {'by guessing':>11}  p")
        for row in score_answers(answers, test, level).to_dict("records"):
            typer.echo(_row(row))
    return len(last)


def _row(row: Mapping[Any, Any]) -> str:
    from discourse.emphasis.verdict import p_text

    interval = "" if isnan(row["low"]) else f"{row['low']:.3f} to {row['high']:.3f}"
    value = "undefined" if isnan(row["value"]) else f"{row['value']:.3f}"
    chance = "" if isnan(row["chance"]) else f"{row['chance']:11.3f}  {p_text(row['p_value'])}"
    return f"  {row['coder']:12} {row['quantity']:10} {value:>7}  {interval:17} {row['answers']:>7}  {chance}".rstrip()
