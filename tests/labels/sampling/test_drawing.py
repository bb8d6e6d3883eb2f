"""A draw has just the probabilities that it records, is made once, and can be stopped and joined."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.errors import LabelError
from discourse.labels.append import LabelLog
from discourse.labels.coding import Coding
from discourse.labels.inclusion import inclusion_probabilities
from discourse.labels.log import read_codings
from discourse.labels.queues import design_queue
from discourse.labels.sampling.designs import design_path
from discourse.labels.sampling.drawing import DrawRequest, analysis_paragraphs, kept_draw, make_design
from discourse.labels.table import coded_table

ROWS = pd.DataFrame(
    [(f"{article}:{number}", article) for article, size in zip("abcdef", (1, 2, 3, 4, 5, 5), strict=True)
     for number in range(size)],
    columns=["paragraph_id", "article_id"],
)  # fmt: skip
NAMES = ROWS["paragraph_id"].tolist()
SAID = pd.DataFrame({"paragraph_id": NAMES, "p_arts": np.linspace(0.5, 1, 20)}).assign(
    p_trade=lambda rows: 1 - rows["p_arts"]
)
NO_LABELS = pd.DataFrame({"paragraph_id": [], "primary": []}, dtype=object)


def active(seed: int, size: int = 6, *, by_article: bool = False) -> pd.DataFrame:
    return make_design(ROWS, DrawRequest("active", size, by_article), SAID, NO_LABELS, seed)


def log_of(parts: dict[str, tuple[pd.DataFrame, int, str]]) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    """Return the codings of so many of each draw, and the draws."""
    rows = [design_queue(name, design)[:coded].assign(coder=coder) for name, (design, coded, coder) in parts.items()]
    return pd.concat(rows, ignore_index=True), {name: design for name, (design, _, _) in parts.items()}


def realised(draw, studies: int = 600) -> tuple[np.ndarray, np.ndarray]:
    """Return how often each paragraph was coded, and the probability that is worked out for it, the same each time."""
    times = np.zeros(20)
    for seed in range(studies):
        times += np.isin(NAMES, log_of(draw(seed))[0]["paragraph_id"])
    log, designs = log_of(draw(0))
    return times / studies, inclusion_probabilities(log, NAMES, (), designs)["inclusion"].to_numpy()


@pytest.mark.parametrize("coded", [6, 3])
def test_paragraphs_are_coded_as_often_as_recorded_whole_and_stopped(coded) -> None:
    times, chances = realised(lambda seed: {"active:1": (active(seed), coded, "ani")})
    assert chances == pytest.approx(active(0)["inclusion"].to_numpy() * coded / 6)
    np.testing.assert_allclose(times, chances, atol=0.065)


def test_draws_of_two_coders_one_of_them_stopped_join() -> None:
    def draw(seed: int) -> dict[str, tuple[pd.DataFrame, int, str]]:
        again = active(seed + 10**6, 8)
        return {"active:1": (active(seed), 6, "ani"), "active:2": (again, 4, "budi")}

    times, chances = realised(draw)
    one, two = active(0)["inclusion"].to_numpy(), active(0, 8)["inclusion"].to_numpy() / 2
    assert chances == pytest.approx(1 - (1 - one) * (1 - two))
    np.testing.assert_allclose(times, chances, atol=0.065)


def test_articles_are_drawn_whole_and_come_up_one_after_another() -> None:
    design = active(3, 3, by_article=True)
    assert design["inclusion"].groupby(design["unit"]).nunique().eq(1).all()
    drawn = design[design["place"].notna()].sort_values("place")
    assert drawn["unit"].nunique() == 3
    assert len(drawn) == ROWS["article_id"].isin(drawn["unit"]).sum()
    assert (drawn["unit"] != drawn["unit"].shift()).sum() == 3
    uncertain = np.sqrt(1 - np.square(SAID[["p_arts", "p_trade"]]).sum(axis=1)).groupby(ROWS["article_id"]).sum()
    equal = 3 / 6
    proportional = 3 * uncertain / uncertain.sum()
    assert proportional.max() < 1
    expected = 0.5 * equal + 0.5 * proportional
    assert design.groupby("unit")["inclusion"].first().tolist() == pytest.approx(expected.tolist())


def test_a_stop_within_an_article_counts_its_part() -> None:
    design = active(3, 3, by_article=True)
    drawn = design[design["place"].notna()].sort_values("place")
    sizes = drawn["unit"].value_counts()[drawn["unit"].unique()].tolist()
    log, designs = log_of({"active:1": (design, sizes[0] + 1, "ani")})
    found = inclusion_probabilities(log, NAMES, (), designs)["inclusion"]
    part = (1 + 1 / sizes[1]) / 3
    assert found.to_numpy() == pytest.approx(design["inclusion"].to_numpy() * part)


def test_what_was_coded_before_is_passed_over_and_counts_as_far_as_the_coder_came() -> None:
    design = active(5)
    order = design_queue("active:1", design)["paragraph_id"].tolist()
    by_hand = pd.DataFrame({"paragraph_id": [order[1], order[5]], "queue": "", "inclusion": np.nan, "coder": "ani"})
    three = design_queue("active:1", design).iloc[[0, 2, 3]].assign(coder="ani")
    found = inclusion_probabilities(pd.concat([by_hand, three]), NAMES, (), {"active:1": design})["inclusion"]
    rest = [name for name in NAMES if name not in by_hand["paragraph_id"].tolist()]
    assert found[rest].to_numpy() == pytest.approx(design.loc[rest, "inclusion"].to_numpy() * 4 / 6)
    done = design_queue("active:1", design).iloc[[0, 2, 3, 4]].assign(coder="ani")
    found = inclusion_probabilities(pd.concat([by_hand, done]), NAMES, (), {"active:1": design})["inclusion"]
    assert found[rest].to_numpy() == pytest.approx(design.loc[rest, "inclusion"].to_numpy())


def test_task_lists_part_a_draw_and_a_draw_without_its_file_is_a_choice_on_purpose() -> None:
    rows = design_queue("active:1-tasks", active(5)).assign(coder=["ani", "budi"] * 3)[:4]
    found = inclusion_probabilities(rows, NAMES, (), {"active:1": active(5)})["inclusion"]
    assert found.to_numpy() == pytest.approx(active(5)["inclusion"].to_numpy() * 4 / 6)
    lost = inclusion_probabilities(rows, NAMES)["inclusion"]
    assert (lost[rows["paragraph_id"]] == 1).all()
    assert lost.drop(rows["paragraph_id"]).isna().all()


def test_more_than_there_is_are_all() -> None:
    design = active(1, 99)
    assert design["inclusion"].tolist() == pytest.approx([1.0] * 20)
    assert sorted(design["place"]) == list(range(20))


def test_labels_tell_how_far_the_model_errs() -> None:
    known = ROWS[["paragraph_id"]].assign(primary="arts")
    many = pd.concat([ROWS.assign(paragraph_id=ROWS["paragraph_id"] + str(n)) for n in range(4)], ignore_index=True)
    said = pd.concat([SAID.assign(paragraph_id=SAID["paragraph_id"] + str(n)) for n in range(4)], ignore_index=True)
    known = pd.concat([known.assign(paragraph_id=known["paragraph_id"] + str(n)) for n in range(4)])
    right = make_design(many, DrawRequest("active", 10), said, known, 1)
    # All are arts: the model errs where it is unsure, so the mix is as active as it may be.
    sizes = np.sqrt(1 - np.square(said[["p_arts", "p_trade"]]).sum(axis=1)).to_numpy()
    expected = 0.1 * 10 / 80 + 0.9 * 10 * sizes / sizes.sum()
    assert right["inclusion"].to_numpy() == pytest.approx(expected)


def predictions(study) -> pd.DataFrame:
    names = study.paragraphs["paragraph_id"].tolist()[1:]
    first = np.linspace(0.2, 0.9, len(names))
    codes = study.codebook.codes
    others = {f"p_{code}": (1 - first) / (len(codes) - 1) for code in codes[1:]}
    return pd.DataFrame({"paragraph_id": names, f"p_{codes[0]}": first, **others})


def test_a_draw_is_made_once_and_depends_on_coder_and_model(toy_study) -> None:
    codings, said = read_codings(toy_study), predictions(toy_study)
    asked = DrawRequest("active", 5)
    queue, design = kept_draw(toy_study, asked, "ani", said, codings)
    assert design["place"].notna().sum() == 5
    assert len(design) == len(toy_study.paragraphs)
    before = design_path(toy_study, queue).read_bytes()
    again = kept_draw(toy_study, asked, "ani", said, codings.iloc[:0])
    assert again[0] == queue
    pd.testing.assert_frame_equal(again[1], design)
    assert design_path(toy_study, queue).read_bytes() == before
    others = [
        kept_draw(toy_study, asked, "budi", said, codings)[0],
        kept_draw(toy_study, asked, "ani", said.iloc[:-1], codings)[0],
        kept_draw(toy_study, DrawRequest("active", 6), "ani", said, codings)[0],
        kept_draw(toy_study, DrawRequest("audit", 5, analysis="all"), "ani", None, codings)[0],
    ]
    assert len({queue, *others}) == 5


def test_the_table_of_a_study_knows_its_draws(toy_study) -> None:
    study = toy_study.with_settings(machine_coders=["reader", "blind", "adjudicator"], new_coders="first")
    asked = DrawRequest("audit", 2, by_article=True, analysis="kenanga-openings")
    queue, design = kept_draw(study, asked, "ani", None, read_codings(study))
    within = analysis_paragraphs(study, "kenanga-openings")
    assert set(design.index) == set(within["paragraph_id"])
    items = design_queue(queue, design)
    rows = items.itertuples()
    codings = [Coding(f"c{n}", row.paragraph_id, "ani", "1", "economic", queue=queue, inclusion=0.5)
               for n, row in enumerate(rows)]  # fmt: skip
    LabelLog.of(study).append(codings)
    table = coded_table(study).set_index("paragraph_id")
    chance = 2 / within["article_id"].nunique()
    assert table.loc[list(design.index), "inclusion"].tolist() == pytest.approx([chance] * len(design))
    assert (table["inclusion"].drop(design.index) == 0).all()
    assert table.index[table["drawn"]].tolist() == sorted(items["paragraph_id"])


def test_a_person_s_part_of_the_main_analysis(toy_study) -> None:
    study = toy_study.with_settings(machine_coders=["reader", "blind", "adjudicator"], new_coders="first")
    within = analysis_paragraphs(study)["paragraph_id"].tolist()
    coded = [Coding(f"c{n}", name, "ani", "1", "economic", queue="answer:kenanga-openings", inclusion=1.0)
             for n, name in enumerate(within[:3])]  # fmt: skip
    LabelLog.of(study).append(coded)
    table = coded_table(study).set_index("paragraph_id")
    assert table.loc[within, "inclusion"].tolist() == pytest.approx([3 / len(within)] * len(within))
    assert (table["inclusion"].drop(within) == 0).all()
    assert table["drawn"].sum() == 3


def test_an_analysis_without_paragraphs_is_refused(toy_study) -> None:
    empty = toy_study.with_settings(analyses=[{"id": "none", "title": "None", "partner": "Atlantis"}])
    with pytest.raises(LabelError, match="analysis none: expected paragraphs in the analysis, found none"):
        analysis_paragraphs(empty)
