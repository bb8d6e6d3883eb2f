"""``discourse words keyness``, ``collocates``, ``kwic`` and ``formulae``: which words, and where do they stand?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from discourse.cli.common import RawOption, StudyOption, check_output, open_study, write_table
from discourse.cli.words import words_app

if TYPE_CHECKING:
    from pandas import DataFrame

PillarOption = Annotated[
    list[str] | None, typer.Option("--pillar", metavar="ID", help="Only paragraphs with this primary code; repeatable.")
]
PeriodOption = Annotated[
    list[str] | None, typer.Option("--period", metavar="ID", help="Only articles of this period; repeatable.")
]
OutletOption = Annotated[
    list[str] | None, typer.Option("--outlet", metavar="NAME", help="Only articles of this outlet; repeatable.")
]


@words_app.command()
def keyness(
    analysis: Annotated[str, typer.Option(metavar="ID", help="Analysis of study.toml. Default: the main one.")] = "",
    lines: Annotated[int, typer.Option(min=1, help="Words shown of each period.")] = 15,
    out: Annotated[Path | None, typer.Option(metavar="CSV", help="Write the whole table here too.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file named with --out.")] = False,
    raw: RawOption = False,
    study: StudyOption = None,
) -> None:
    """Show which words of the original articles set the two periods apart.

    Words are ranked by the numbers of articles that have them (log-likelihood), then by the log ratio: 1 is twice as
    frequent in the later period. u and p are of Wilcoxon's rank-sum test of the rates per article, dp says how
    unevenly a word is spread (0 to 1). Words in a single article are left out, as are parts of actors' names.

    Example: discourse words keyness --out keyness.csv
    """
    from discourse.words import study_keyness

    found = open_study(study)
    if out:
        check_output(out, force, found)
    table = study_keyness(found, analysis)
    if out:
        write_table(out, table, force, raw)
    for side, period in zip(("later", "earlier"), reversed(found.settings.compared), strict=True):
        typer.echo(_side_of_keyness(table, side, period, lines))
    if len(table) and table["p"].isna().all():
        typer.echo("No test (p): a period has under five original articles.")


def _side_of_keyness(table: DataFrame, side: str, period: str, lines: int) -> str:
    """Write the words of one period as lines, with how many articles have them."""
    rows = table[table["log_ratio"] > 0] if side == "later" else table[table["log_ratio"] < 0][::-1]
    if rows.empty:
        return f"No word is more frequent in {period}."
    first = rows.iloc[0]
    partner = f", partner {first['partner']}" if first["partner"] else ""
    texts, words = first[f"{side}_of_texts"], first[f"{side}_words"]
    head = f"More in {period} (original articles: {texts}, counted words: {words}{partner})"
    shown = ["term", "gloss", "earlier_texts", "later_texts", "earlier_per_1000", "later_per_1000"]
    shown += ["log_ratio", "text_dispersion", "u", "p", "dp"]
    return f"{head}\n{rows.head(lines)[shown].to_string(index=False, float_format='{:.2f}'.format, na_rep='-')}\n"


@words_app.command()
def collocates(
    word: Annotated[str, typer.Argument(metavar="WORD", help="A word that is no stop word, or a joined term.")],
    *,
    window: Annotated[int, typer.Option(min=1, max=50, help="Counted words on each side.")] = 5,
    min_count: Annotated[int, typer.Option(min=1, help="Leave out what stands near less often.")] = 3,
    lines: Annotated[int, typer.Option(min=1, help="Words shown.")] = 30,
    pillar: PillarOption = None,
    period: PeriodOption = None,
    outlet: OutletOption = None,
    out: Annotated[Path | None, typer.Option(metavar="CSV", help="Write the whole table here too.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file named with --out.")] = False,
    raw: RawOption = False,
    study: StudyOption = None,
) -> None:
    """Show which words stand near a word in the original articles, and in how many articles.

    Stop words are passed over. Sorted by logDice, which is at most 14 for words that stand only together; one more is
    twice as strong.

    Example: discourse words collocates solidaritas --window 3
    """
    from discourse.words import collocates as near
    from discourse.words import own_words, passages

    found = open_study(study)
    if out:
        check_output(out, force, found)
    chosen = passages(found, pillars=pillar or (), periods=period or (), outlets=outlet or ())
    table = near(
        own_words(chosen),
        word,
        language=found.language,
        periods=found.settings.period_ids,
        window=window,
        min_count=min_count,
    )
    if out:
        write_table(out, table, force, raw)
    if len(table):
        typer.echo(table.head(lines).to_string(index=False, float_format="{:.2f}".format))
    typer.echo(f"{len(table)} words stand {min_count} times or more within {window} counted words of {word}")


@words_app.command()
def kwic(
    word: Annotated[str, typer.Argument(metavar="WORD", help="A word, or a phrase in quotes.")],
    *,
    sort: Annotated[
        str, typer.Option(metavar="KEYS", help="Sort by words beside it: L1 to L3 (left), R1 to R3, such as R1,L1.")
    ] = "",
    lines: Annotated[int, typer.Option(min=1, help="At most so many finds.")] = 50,
    width: Annotated[int, typer.Option(min=0, max=10_000, help="Characters of context on each side.")] = 40,
    pillar: PillarOption = None,
    period: PeriodOption = None,
    outlet: OutletOption = None,
    originals: Annotated[bool, typer.Option("--originals", help="Only in the press's own words.")] = False,
    study: StudyOption = None,
) -> None:
    """Show a word in context (concordance): in the originals where attached, else in the paraphrases.

    Each find ends with period, primary code, outlet, whose words they are, and the paragraph.

    Example: discourse words kwic "kereta api" --sort R1,L1 --period 2025
    """
    from discourse.words import kwic as finds_of
    from discourse.words import own_words, passages

    chosen = passages(open_study(study), pillars=pillar or (), periods=period or (), outlets=outlet or ())
    chosen = own_words(chosen) if originals else chosen
    texts = dict(zip(chosen["paragraph_id"], chosen["text"], strict=True))
    keys = [key.strip().upper() for key in sort.split(",") if key.strip()]
    table = finds_of(texts, word, width=width, sort=keys).merge(chosen.drop(columns="text"), on="paragraph_id")
    for row in table.head(lines).itertuples():
        beside = "  ".join(
            str(one) or "-" for one in (row.period, row.primary, row.outlet, row.source, row.paragraph_id)
        )
        typer.echo(f"{row.left:>{width}}  {row.word}  {row.right:<{width}}  {beside}")
    paraphrased = (table["source"] != "original").sum()
    ours = f", {paraphrased} of them in paraphrases, whose words are not the press's" if paraphrased else ""
    typer.echo(f"{_number(len(table), 'find')} in {_number(table['article_id'].nunique(), 'article')}{ours}")


def _number(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def concordance(
    word: Annotated[str, typer.Argument(metavar="WORD", help="A word, or a phrase in quotes.")],
    lines: Annotated[int, typer.Option(min=1, help="At most so many finds.")] = 50,
    width: Annotated[int, typer.Option(min=0, max=10_000, help="Characters of context on each side.")] = 40,
    study: StudyOption = None,
) -> None:
    """Show a word in context. This is the former name of ``discourse words kwic``, which can do more.

    Example: discourse concordance "kereta api"
    """
    kwic(word, lines=lines, width=width, study=study)
    typer.echo("discourse concordance is now: discourse words kwic", err=True)


@words_app.command()
def formulae(
    min_articles: Annotated[int, typer.Option(min=2, help="Leave out what stands in fewer articles.")] = 2,
    shortest: Annotated[int, typer.Option(min=2, help="Words of the shortest sequence.")] = 3,
    longest: Annotated[int, typer.Option(min=2, max=50, help="Words of the longest sequence.")] = 8,
    lines: Annotated[int, typer.Option(min=1, help="At most so many groups of variants.")] = 25,
    pillar: PillarOption = None,
    period: PeriodOption = None,
    outlet: OutletOption = None,
    study: StudyOption = None,
) -> None:
    """Show the sequences of words that original articles repeat: how many articles and outlets, since when.

    Variants of one formula stand together, set in under the most widespread one. They are found anew each time and
    are not kept in any file.

    Example: discourse words formulae --min-articles 3
    """
    from discourse.words import find_formulae, own_words, passages

    if shortest > longest:
        raise typer.BadParameter(f"the shortest sequence has {shortest} words, the longest {longest}")
    found = open_study(study)
    chosen = own_words(passages(found, pillars=pillar or (), periods=period or (), outlets=outlet or ()))
    lengths = {"shortest": shortest, "longest": longest}
    table = find_formulae(chosen, periods=found.settings.period_ids, min_articles=min_articles, **lengths)
    for _, variants in table[table["group"] <= lines].groupby("group"):
        for place, row in enumerate(variants.to_dict("records")):
            typer.echo(_formula_line(row, inset=bool(place)))
    groups = table["group"].nunique()
    sequences = f"{groups} formulae, {len(table)} with their variants" if groups else "No sequence of words"
    typer.echo(f"{sequences}, in {min_articles} or more of {chosen['story'].nunique()} articles")


def _formula_line(row: dict[Any, Any], inset: bool) -> str:
    """Write a formula with its range; an article and its copies are one."""
    span = row["first"] if row["first"] == row["last"] else f"{row['first']} to {row['last']}"
    periods = [f"{name.removeprefix('articles_')}: {number}" for name, number in row.items() if "articles_" in name]
    counts = (
        f"{row['articles']} articles ({', '.join(periods)}), {_number(row['outlets'], 'outlet')}, {row['count']} times"
    )
    return f"{'    ' if inset else ''}{row['formula']}\n        {counts}, {span or 'without a date'}"
