"""Answers to the intrusion tests lie in a file of their own, their columns in a fixed order."""

from __future__ import annotations

from discourse.annotation.answers.intrusion import COLUMNS, Answer, answers_path, intrusion_log, read_answers


def test_answers_lie_beside_the_other_data_and_are_read_as_written(toy_study) -> None:
    path = answers_path(toy_study)
    assert path == toy_study.data / "intrusion.csv"
    one = Answer("a1", "ani", "plain", "words", "word-01", "pasar, ikan", "2025-12-03T10:00:00Z", "", "0" * 16)
    assert intrusion_log(path).append(one)
    assert read_answers(path) == [one]
    header, line = path.read_text(encoding="utf-8").splitlines()
    assert header == ",".join(COLUMNS) == "answer_id,coder,model,kind,item,answer,when,undoes,digest"
    assert line == 'a1,ani,plain,words,word-01,"pasar, ikan",2025-12-03T10:00:00Z,,0000000000000000'
