"""The newest fit that knows every code of the codebook is the one that counts."""

from __future__ import annotations

from discourse.retraining import latest_predictions


def test_the_newest_that_fits(toy_study) -> None:
    assert latest_predictions(toy_study) is None
    toy_study.models.mkdir()
    codes = toy_study.codebook.codes
    first = toy_study.paragraphs["paragraph_id"][0]
    header = ",".join(["paragraph_id", *(f"p_{code}" for code in codes)])
    numbers = ",".join(["0.25"] * len(codes))
    whole = toy_study.models / "classifier-0001.predictions.csv"
    whole.write_text(f"{header}\n{first},{numbers}\ngone:01,{numbers}\n", encoding="utf-8")
    (toy_study.models / "classifier-0002.predictions.csv").write_text("paragraph_id,p_other\n", encoding="utf-8")
    assert list(latest_predictions(toy_study)["paragraph_id"]) == [first]
