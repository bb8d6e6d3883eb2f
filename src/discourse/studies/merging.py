"""How does what was done on another machine come into a study: codings, draws, decisions on coders, practice?

All of it is looked at before anything is written; what is wrong is refused, and then nothing is. Each line comes in
once, however often and in whatever order machines are merged. Draws are written first, for codings name them: a merge
that was cut off is finished by merging again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from discourse.annotation.answers.merging import add_answers, arriving_answers
from discourse.annotation.answers.practice import PracticeAnswer
from discourse.errors import LabelError
from discourse.labels.consent.decisions import Decision, append_decisions
from discourse.labels.exchange.transfer import Imported
from discourse.labels.sampling.designs import write_design
from discourse.labels.team import merge_codings
from discourse.labels.team.beside_log import arriving_decisions, arriving_draws, contrary_decisions
from discourse.study import Study


@dataclass(frozen=True)
class Merged:
    """What came in from another machine, or would.

    Attributes
    ----------
    codings : Imported
        As :func:`discourse.labels.team.merge_codings` says it.
    draws : tuple of str
        Queues whose draws are new here.
    decisions : tuple of Decision
        New decisions on coders.
    practice : tuple of PracticeAnswer
        New answers of practice.
    remarks : tuple of str
        On whom was decided otherwise here; and that a log alone has nothing beside it.
    """

    codings: Imported
    draws: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    practice: tuple[PracticeAnswer, ...] = ()
    remarks: tuple[str, ...] = ()


def merge_machine(
    study: Study, other: Path, *, coders: Mapping[str, str] | None = None, dry_run: bool = False
) -> Merged:
    """Add what was done on another machine and is not here yet; all or nothing.

    Parameters
    ----------
    study : Study
        What is added to; seen by a variable, codings and decisions are those on the variable.
    other : Path
        Folder of the study there, its ``data`` folder or label log; or a log alone, which brings codings only.
    coders : mapping of str to str, optional
        Names there to names here; see :func:`discourse.labels.team.merge_codings`.
    dry_run : bool
        Say what would be added, and write nothing.

    Raises
    ------
    DataError, LabelError
        If the folder is no study or another one, or has another version of the codebook; and as
        :func:`discourse.labels.team.merge_codings`, :func:`arriving_draws`, :func:`arriving_decisions` and
        :func:`discourse.annotation.answers.merging.arriving_answers`.
    """
    names = dict(coders or {})
    there = _study_at(study, other)
    if there is None:
        remark = f"{other.name} lies in no study: draws, decisions on coders and practice were not looked for."
        return Merged(merge_codings(study, other, coders=names, dry_run=dry_run), remarks=(remark,))
    _check_same_study(study, there)
    draws, decisions = arriving_draws(study, there), arriving_decisions(study, there, names)
    practice, contrary = arriving_answers(study, there, names), contrary_decisions(study, decisions)
    codings = _codings(study, there, names, dry_run=True)
    if not dry_run:
        for name, design in draws.items():
            write_design(study, name, design)
        codings = _codings(study, there, names, dry_run=False)
        if decisions:
            append_decisions(study, decisions)
        if practice:
            add_answers(study, practice)
    return Merged(codings, tuple(draws), tuple(decisions), tuple(practice), (*contrary, *_other_logs(study, there)))


def _other_logs(study: Study, there: Study) -> list[str]:
    """Name the logs there that this merge does not look at: those of further variables."""
    books = [] if study.variable else study.codebook.variables
    others = [book.id for book in books if (there.data / f"labels.{book.id}.csv").is_file()]
    return [f"labels.{name}.csv is there, too: discourse labels merge --variable {name}" for name in others]


def _codings(study: Study, there: Study, coders: Mapping[str, str], *, dry_run: bool) -> Imported:
    """Merge the log, if there is one: a machine on which only practice was done has none."""
    if not there.labels_path.is_file():
        return Imported(0, 0)
    return merge_codings(study, there.labels_path, coders=coders, dry_run=dry_run)


def _study_at(study: Study, other: Path) -> Study | None:
    """Return the study of a folder or log, seen by the same variable; None for a log alone."""
    if other.is_dir():
        data = other if (other / "study.toml").is_file() else other / "data"
        if not (data / "study.toml").is_file() or data.resolve().name != "data":
            hint = "Name the folder that holds data, or a label log."
            raise LabelError("the folder of a study", "no data/study.toml in it", other, hint)
    elif other.name == study.labels_path.name and other.resolve().parent.name == "data":
        data = other.parent
        if not (data / "study.toml").is_file():
            return None
    else:
        return None
    found = Study(data.resolve().parent)
    return found.seen_by(study.variable) if study.variable else found


def _check_same_study(study: Study, there: Study) -> None:
    """Refuse another study, and another version of the codebook."""
    if not there.paragraphs["paragraph_id"].isin(study.paragraphs["paragraph_id"]).any():
        hint = "Name the folder of the same study on the other machine."
        raise LabelError("a study with paragraphs of this one", "another study", there.root, hint)
    here, version = study.codebook.version, there.codebook.version
    if version != here:
        expected, path = f"version {here} of the codebook, as here", there.data / "codebook.toml"
        hint = "Bring codebook.toml to the same version on both machines first."
        raise LabelError(expected, f"version {version}", path, hint)
