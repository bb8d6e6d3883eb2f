"""The page in a real browser: what its script builds, lists, swaps in, sorts and copies; by mouse and by keyboard."""

from __future__ import annotations

import pandas as pd
import pytest
from playwright.sync_api import expect

from discourse.pipeline.experiment import load_experiment, read_numbers
from discourse.report import write_report
from discourse.study import Study

pytestmark = pytest.mark.browser

MARKUP = "<img src=x onerror=\"document.title='ran'\"></script>&amp;"


@pytest.fixture
def made(toy_study, root):
    """The toy study with the figures that the page's tables and lists come from, and what a classifier says."""
    experiments = [load_experiment(root / "experiments" / f"{stem}.py") for stem in ("emphasis", "robustness")]
    for one in experiments:
        one.make(toy_study, toy_study.figures)
    paragraphs = toy_study.paragraphs["paragraph_id"]
    guesses = {"paragraph": paragraphs, "label": "", "predicted": "political", "p": 0.624, "from_article": 0.4}
    pd.DataFrame(guesses | {"words": f"x +1.2; {MARKUP}"}).to_csv(toy_study.figures / "predictions.csv", index=False)
    return Study(toy_study.root), experiments


@pytest.fixture
def page(made, window):
    """The page, opened from disk."""
    return window(write_report(*made).as_uri())


def test_a_count_lists_its_paragraphs_and_escape_leads_back(page, made):
    numbers = read_numbers(made[0].figures / "emphasis.csv")
    shares = numbers[(numbers["quantity"] == "share") & (numbers["analysis"] == made[0].settings.analyses[0].id)]
    address = page.url
    for row in shares.to_dict("records"):
        count = page.locator(f'a[href="#list/main/{row["pillar"]}/{row["period"]}"]').first
        expect(count).to_have_text(f"{row['count']:.0f} of {row['paragraphs']:.0f}")
        count.press("Enter")
        expect(page.locator("dialog")).to_be_visible()
        assert page.locator(".listed").count() == row["count"]
        page.keyboard.press("Escape")
        expect(page.locator("dialog")).to_be_hidden()
        expect(page).to_have_url(address)
        assert count.evaluate("each => each === document.activeElement")


def test_from_a_count_to_the_codings_it_is_three_clicks(page):
    page.locator('a[href="#list/main/political/2023"]').first.click()
    page.locator(".listed a").first.click()
    expect(page.locator("dialog")).to_be_hidden()
    paragraph = page.locator(".paragraph.marked")
    expect(paragraph).to_be_in_viewport()
    assert paragraph.evaluate("each => each === document.activeElement")
    paragraph.locator("summary").click()
    expect(paragraph.locator("ul")).to_contain_text("this is the label")


def test_a_list_names_the_article_and_leads_to_its_outlet(page, made):
    page.goto(page.url.split("#")[0] + "#list/main/political/2023")
    rows = page.locator(".listed")
    articles = made[0].articles.set_index("article_id")
    first = page.locator(".listed a").first.get_attribute("href").removeprefix("#p-").partition("%3A")[0]
    expect(rows.first).to_contain_text(articles.loc[first, "outlet"])
    links = page.locator(".listed a:not([href^='#'])")
    assert set(links.evaluate_all("all => all.map(each => each.getAttribute('href'))")) <= set(articles["url"])


def test_a_link_from_elsewhere_opens_lists_paragraphs_and_folded_figures(page):
    address = page.url
    page.goto(f"{address}#list/mentions/economic/2025")
    expect(page.locator("#listed-title")).to_contain_text("Economic, 2025")
    page.goto(f"{address}#p-warta-2025-11:03")
    expect(page.locator('[id="p-warta-2025-11:03"]')).to_be_in_viewport()
    expect(page.locator("dialog")).to_be_hidden()
    page.goto(f"{address}#p-kabar-2023-05%3A03")
    expect(page.locator('[id="p-kabar-2023-05:03"]')).to_be_in_viewport()
    for wrong in ("#list/nothing/of/that", "#p-nobody", "#%", "#list/", "#list/main/__proto__/constructor"):
        page.goto(address + wrong)
    expect(page.locator("h1")).to_be_visible()


def test_another_choice_swaps_the_numbers_and_says_what_changes(page, made):
    rows = read_numbers(made[0].figures / "robustness.csv")
    without = rows[(rows["kind"] == "without the outlet")].groupby("choice", sort=False).head(1).iloc[0]
    before = page.locator(".shifts").inner_text()
    button = page.locator('[data-choice="without-outlet"]')
    button.focus()
    page.keyboard.press("Space")
    assert button.get_attribute("aria-pressed") == "true"
    assert page.locator('[data-choice][aria-pressed="true"]').count() == 1
    line = page.locator(".shifts tbody tr").first
    expect(line).to_contain_text(f"{without['earlier_count']} of {without['earlier_paragraphs']}")
    expect(line).to_contain_text(f"{100 * without['earlier_share']:.1f}%")
    expect(line).to_contain_text(f"{100 * without['value']:+.1f}".replace("-", "\N{MINUS SIGN}"))
    expect(page.locator(".said")).not_to_be_empty()
    line.locator("a").first.click()
    assert page.locator(".listed").count() == without["earlier_count"]
    page.keyboard.press("Escape")
    page.locator('[data-choice="main"]').click()
    assert page.locator(".shifts").inner_text() == before
    expect(page.locator(".said")).to_be_empty()


def test_every_number_that_is_swapped_in_is_that_of_its_file(page, made):
    rows = read_numbers(made[0].figures / "robustness.csv")
    for choice in ("mentions", "weighted by article"):
        place = {"mentions": "mentions", "weighted by article": "by-article"}[choice]
        page.locator(f'[data-choice="{place}"]').click()
        own = rows[rows["choice"] == choice].to_dict("records")
        shown = page.locator(".shifts tbody tr .share").all_inner_texts()
        expected = [f"{100 * row[f'{name}_share']:.1f}%" for row in own for name in ("earlier", "later")]
        assert shown == expected


def table_of(page, stem):
    """Open the numbers of a figure."""
    details = page.locator("details.numbers-of", has=page.locator(f'a[href="{stem}.csv"]'))
    details.locator("summary").click()
    return details


def test_a_long_table_is_built_whole_when_it_is_opened(page, made):
    numbers = read_numbers(made[0].figures / "emphasis.csv")
    assert page.locator("details.numbers-of tbody").first.locator("tr").count() == 0
    details = table_of(page, "emphasis")
    expect(details.locator("tbody tr")).to_have_count(len(numbers))
    expect(details.locator("tbody tr").first).to_contain_text("Political")


def test_a_table_of_many_rows_grows_to_its_last_as_one_scrolls(made, window):
    study, experiments = made
    path = study.figures / "robustness.csv"
    rows = pd.read_csv(path, dtype={"choice": str})
    many = pd.concat([rows, *[rows.assign(choice=f"copy {number}") for number in range(20)]])
    many.to_csv(path, index=False)
    details = table_of(window(write_report(study, experiments).as_uri()), "robustness")
    lines = details.locator("tbody tr")
    expect(lines).to_have_count(300)
    assert details.locator("table").get_attribute("aria-rowcount") == str(len(many) + 1)
    for place in (600, len(many)):
        details.locator(".numbers").evaluate("each => each.scrollTop = each.scrollHeight")
        expect(lines).to_have_count(place)
    expect(lines.last).to_contain_text("copy 19")
    details.locator("th button").first.click()
    expect(lines).to_have_count(300)


def column(details, number):
    return details.locator(f"tbody td:nth-child({number + 1})").all_inner_texts()


def test_a_table_is_sorted_by_its_heads_and_what_is_missing_comes_last(page):
    details = table_of(page, "emphasis")
    head = details.locator("th", has_text="value")
    number = details.locator("th").all_inner_texts().index("value")
    for order, sign in (("ascending", 1), ("descending", -1)):
        head.locator("button").press("Enter")
        assert head.get_attribute("aria-sort") == order
        cells = column(details, number)
        known = [float(cell.rstrip("%")) for cell in cells if cell]
        assert known == sorted(known, key=lambda each: sign * each)
        assert cells[len(known) :] == [""] * (len(cells) - len(known))
        assert 0 < len(known) < len(cells)
    words = details.locator("th", has_text="quantity")
    words.locator("button").click()
    assert head.get_attribute("aria-sort") is None
    cells = column(details, details.locator("th").all_inner_texts().index("quantity"))
    assert cells == sorted(cells)


def test_a_table_is_copied_with_tabs(made, browser):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(write_report(*made).as_uri())
    details = table_of(page, "robustness")
    details.locator(".copy").click()
    expect(details.locator("[role=status]")).to_have_text("Copied.")
    lines = page.evaluate("navigator.clipboard.readText()").split("\n")
    context.close()
    assert lines[0].split("\t") == [text.rstrip(" ▲▼") for text in lines[0].split("\t")]
    assert len(lines) == 1 + len(read_numbers(made[0].figures / "robustness.csv"))
    assert {line.count("\t") for line in lines} == {lines[0].count("\t")}


def test_a_paragraph_shows_what_the_classifier_says_as_text(page):
    page.goto(f"{page.url}#p-warta-2025-11:03")
    said = page.locator(".marked .guess")
    expect(said).to_contain_text("says Political (62%)")
    expect(said).to_contain_text(MARKUP)
    assert page.title() != "ran"


def test_markup_in_texts_and_notes_is_text(made, window):
    study, experiments = made
    for name, column_name in (("paragraphs.csv", "text"), ("articles.csv", "outlet")):
        table = pd.read_csv(study.data / name, dtype=str, keep_default_na=False)
        table[column_name] = MARKUP
        table.to_csv(study.data / name, index=False)
    with study.labels_path.open("a", encoding="utf-8") as log:
        note = MARKUP.replace('"', '""')
        log.write(f'x1,warta-2025-11:03,sari,1,economic,,no,,coding,,,,,,"{note}"\n')
    (study.figures / "robustness.csv").unlink()
    page = window(write_report(Study(study.root), experiments).as_uri())
    page.goto(f"{page.url}#p-warta-2025-11:03")
    box = page.locator(".marked")
    box.locator("summary").click()
    assert box.inner_text().count(MARKUP) == 3
    page.goto(f"{page.url.split('#')[0]}#list/main/economic/2025")
    assert page.locator("dialog").inner_text().count(MARKUP) > 2
    assert page.title() != "ran"
    assert page.locator("img[src=x]").count() == 0


def test_without_its_script_the_page_shows_the_main_numbers(made, window):
    page = window(write_report(*made).as_uri(), java_script_enabled=False)
    expect(page.locator(".shifts")).to_contain_text("62.5%")
    expect(page.locator("[data-choice]").first).to_be_hidden()
    without = " ".join(page.locator("noscript").evaluate_all("all => all.map(each => each.textContent)"))
    assert "They stand in data/paragraphs.csv" in without
    assert "robustness.csv has those of other choices" in without
    assert "the CSV holds it" in without


def test_on_paper_short_tables_are_open_and_long_ones_name_their_file(page):
    page.emulate_media(media="print")
    heights = """long => [...document.querySelectorAll('details.numbers-of')].filter(
      each => each.matches('[data-rows]') === long).map(
      each => [each.querySelector('summary').offsetHeight > 0, each.querySelector('table').offsetHeight > 0])"""
    assert page.evaluate(heights, False) != []
    assert all(shown for pair in page.evaluate(heights, False) for shown in pair)
    assert set(map(tuple, page.evaluate(heights, True))) <= {(True, False)}
