"""What is said once codings have come in: where their changes are listed, and whether they are a drawn sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from discourse.labels.exchange import Imported
    from discourse.study import Study


def import_lines(study: Study, done: Imported) -> list[str]:
    """Name the command that lists what an import changed; warn where people's codings are no sample.

    Parameters
    ----------
    study : Study
        Whose log, the codings in it already.
    done : Imported
        What came in.
    """
    from discourse.labels.log import logged_codings

    if not done.added:
        return []
    before = len(logged_codings(study)) - done.added
    variable = f" --variable {study.variable}" if study.variable else ""
    said = [f"What this changed in the labels: discourse labels diff {before} now{variable}"]
    by_people = done.by_coder.keys() - set(study.settings.machine_coders)
    if by_people and not study.variable and _is_no_sample(study):
        said.append(
            "In the main analysis people's codings are no sample in which every paragraph had a known chance: its "
            "shares stay those of the labels as they are, machine coders' too. To draw one: discourse relabel --queue "
            "answer"
        )
    return said


def _is_no_sample(study: Study) -> bool:
    from discourse.emphasis.correction.choice import NOT_DRAWN, sample_problem
    from discourse.emphasis.inputs import read_paragraphs
    from discourse.labels.table import analysed_rows

    rows, settings = analysed_rows(study), study.settings
    if not settings.machine_coders or rows.empty:
        return False
    return sample_problem(read_paragraphs(rows, study.codebook.pillar_ids, settings.compared)) == NOT_DRAWN
