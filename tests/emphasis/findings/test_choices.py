"""Has each choice a row a pillar, the main analysis first, and do the rows that decide come before the others?"""

from __future__ import annotations

import shutil

import pandas as pd
import pytest

from discourse.emphasis import emphasis_table
from discourse.emphasis.findings.choices import MAIN, choice_text, kind_text, named_choices
from discourse.errors import DataError
from discourse.labels import analysed_rows
from discourse.study import Study
from discourse.translations import Translation, speaking

_PILLARS = ["political", "economic", "education"]


def test_the_choices_of_the_toy_study(toy_study):
    found = named_choices(toy_study)
    kinds = found.drop_duplicates(["kind", "choice"]).groupby("kind", sort=False)["choice"].apply(list).to_dict()
    assert kinds == {
        "": [MAIN],
        "without the outlet": ["kabar-pesisir", "warta-teluk", "harian-melati"],
        "without the month": ["2023-05"],
        "computed otherwise": ["outlets as clusters", "weighted by article", "weighted by word", "mentions"],
        "other data": ["coded by blind", "coded by reader", "Everything"],
    }
    assert found["pillar"].tolist() == _PILLARS * (len(found) // 3)
    assert found["decides"].tolist() == sorted(found["decides"], reverse=True)
    assert found["verdict"].notna().tolist() == (found["choice"] == MAIN).tolist()


def test_choices_are_said_again_in_the_language_spoken(toy_study):
    found = named_choices(toy_study).drop_duplicates(["kind", "choice"])
    pairs = list(zip(found["kind"], found["choice"], strict=True))
    assert [(kind_text(kind), choice_text(kind, choice)) for kind, choice in pairs] == pairs
    strings = {
        "without the outlet": "tanpa media",
        "weighted by word": "per kata",
        "coded by {coder}": "kode {coder}",
        "Everything": "Semua",
        "kabar-pesisir": "not looked up",
    }
    with speaking(Translation("xx", strings)):
        said = {choice: (kind_text(kind), choice_text(kind, choice)) for kind, choice in pairs}
        assert choice_text("other data", "Everything (en)") == "Semua (en)"
    assert said["kabar-pesisir"] == ("tanpa media", "kabar-pesisir")
    assert said["weighted by word"] == ("computed otherwise", "per kata")
    assert said["coded by blind"] == ("other data", "kode blind")
    assert said["Everything"] == ("other data", "Semua")


def test_the_main_choice_is_the_shift_of_the_table_of_emphasis(toy_study):
    found = named_choices(toy_study)
    rows = analysed_rows(toy_study)
    table = emphasis_table(rows, _PILLARS, toy_study.settings.compared)
    shifts = table.loc[table["quantity"] == "shift", "value"].tolist()
    assert found.loc[found["choice"] == MAIN, "value"].tolist() == shifts
    outlet = found[found["choice"] == "warta-teluk"]
    without = emphasis_table(rows[rows["outlet"] != "warta-teluk"], _PILLARS, toy_study.settings.compared)
    assert outlet["value"].tolist() == pytest.approx(without.loc[without["quantity"] == "shift", "value"].tolist())


def test_a_replication_is_the_last_choice_and_has_the_same_pillars(toy_study, shipped_study, tmp_path):
    other = Study(shutil.copytree(toy_study.root, tmp_path / "other"))
    found = named_choices(toy_study, other)
    pd.testing.assert_frame_equal(found.iloc[:-3], named_choices(toy_study))
    assert found["choice"].tail(3).tolist() == ["Kenanga among the partners, openings (id)"] * 3
    with pytest.raises(DataError, match="expected the pillars political, economic, education"):
        named_choices(toy_study, shipped_study)
