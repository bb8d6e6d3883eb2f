"""``discourse intrusion``: do people see what the topics are about? Open the test, or score the answers."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from enum import StrEnum
from itertools import product
from math import isnan
from typing import TYPE_CHECKING, Annotated, Any

import typer

from discourse.cli.context import StudyOption, open_study
from discourse.cli.labelling import run_page

if TYPE_CHECKING:
    from discourse.relabel.intrusion_answers import Answer
    from discourse.relabel.intrusion_items import Sheet
    from discourse.study import Study


class Kind(StrEnum):
    """Which test."""

    words = "words"
    topics = "topics"


class Model(StrEnum):
    """Which topics."""

    plain = "plain"
    seeded = "seeded"


def intrusion(
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
        Model | None,
        typer.Option(
            help=("Topics found without seed words, or led by the codebook's. Default: plain; for the scores, both.")
        ),
    ] = None,
    items: Annotated[int, typer.Option(min=1, max=100, help="Items shown; words has at most one a topic.")] = 20,
    score: Annotated[bool, typer.Option("--score", help="Print the scores of the answers so far.")] = False,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port. Default: 8765, or the next free.")] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the page's address.")] = False,
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
    from discourse.relabel import Server
    from discourse.relabel.intrusion_desk import IntrusionDesk
    from discourse.relabel.intrusion_items import Sheets
    from discourse.relabel.intrusion_page import IntrusionPage

    start = (kind or Kind.words).value
    with _Bar() as progress:
        desk = IntrusionDesk(Sheets(found, (model or Model.plain).value, progress), items)
        name = desk.check_coder(coder) if coder else ""
        desk.sheet(start)
    server = Server(desk, name, start, port=port, page=IntrusionPage)
    run_page(server, no_browser=no_browser, saved="answers")
    typer.echo("Ended. To see the scores: discourse intrusion --score")


def _score(study: Study, kind: Kind | None, model: Model | None) -> None:
    from discourse.errors import LabelError
    from discourse.relabel.intrusion_answers import answers_path, read_answers, standing
    from discourse.relabel.intrusion_items import Sheets

    answers = read_answers(answers_path(study))
    wanted = set(product([model] if model else Model, [kind] if kind else Kind))
    there = sorted({(one.model, one.kind) for one in standing(answers)} & {(a.value, b.value) for a, b in wanted})
    if not there:
        asked = f" of the {model.value} model" if model else ""
        raise LabelError(
            f"answers to {f'{kind.value}' if kind else 'intrusion items'}{asked}",
            "none",
            answers_path(study),
            "Answer some first: discourse intrusion",
        )
    with _Bar() as progress:
        models = {name: Sheets(study, name, progress) for name in dict.fromkeys(name for name, _ in there)}
        sheets = [models[name].of(each) for name, each in there]
    counts = [_print_scores(sheet, answers, study.settings.level) for sheet in sheets]
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


def _print_scores(sheet: Sheet, answers: list[Answer], level: float) -> int:
    """Print one test's scores; return how many answers stand behind them."""
    from discourse.relabel.intrusion_desk import counted, scored

    given, others = counted(answers, sheet)
    last = {(one.coder, one.item) for one in given}
    typer.echo(
        f"\n{sheet.kind} of the {sheet.model} model; answers: {len(last)}, coders: "
        f"{len({coder for coder, _ in last})}, items: {len({item for _, item in last})}"
    )
    if others:
        typer.echo(f"  not counted, for they answer items of an earlier model: {others}")
    if given:
        interval = f"{level:.0%} interval"
        typer.echo(f"  {'':12} {'':10} {'value':>7}  {interval:17} {'answers':>7}  {'by guessing':>11}  p")
        for row in scored(answers, sheet, level).to_dict("records"):
            typer.echo(_row(row))
    return len(last)


def _row(row: Mapping[Any, Any]) -> str:
    interval = "" if isnan(row["low"]) else f"{row['low']:.3f} to {row['high']:.3f}"
    value = "undefined" if isnan(row["value"]) else f"{row['value']:.3f}"
    chance = "" if isnan(row["chance"]) else f"{row['chance']:11.3f}  {row['p_value']:.3g}"
    return f"  {row['coder']:12} {row['quantity']:10} {value:>7}  {interval:17} {row['answers']:>7}  {chance}".rstrip()


class _Bar:
    """Progress over the runs of a model, on a terminal."""

    def __enter__(self) -> Callable[[int, int], None]:
        from tqdm import tqdm

        self._bar = tqdm(desc="finding topics", unit="run", file=sys.stderr, disable=not sys.stderr.isatty())
        return self._show

    def __exit__(self, *unused: object) -> None:
        self._bar.close()

    def _show(self, done: int, total: int) -> None:
        self._bar.total = total
        self._bar.n = done
        self._bar.refresh()
