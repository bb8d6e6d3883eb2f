"""How do codings leave the log for a file of another program, and come back from one?"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from discourse.codebook import Codebook
from discourse.errors import LabelError
from discourse.io.spreadsheets import Spreadsheet, is_spreadsheet, read_spreadsheet
from discourse.labels.append import LabelLog
from discourse.labels.coding import Coding
from discourse.labels.conflicts import say_contested
from discourse.labels.exchange.doccano import doccano_labels, read_doccano, write_doccano, write_doccano_sheet
from discourse.labels.exchange.incoming import People, arriving_codings
from discourse.labels.exchange.label_studio import (
    label_studio_config,
    read_label_studio,
    write_label_studio,
    write_label_studio_sheet,
)
from discourse.labels.exchange.records import Sheet, blind_key, read_json
from discourse.labels.exchange.tables import (
    Reading,
    read_csv,
    read_jsonl,
    read_workbook,
    write_csv,
    write_csv_sheet,
    write_jsonl,
    write_jsonl_sheet,
)
from discourse.labels.log import logged_codings
from discourse.study import Study

FORMS = ("csv", "jsonl", "label-studio", "doccano")


@dataclass(frozen=True)
class Imported:
    """What an import did.

    Attributes
    ----------
    added : int
        Codings that came into the log.
    known : int
        Codings of the file that were there already.
    by_coder : dict of str to int
        Codings added, by coder.
    left_out : dict of str to int
        Entries of the file that are no codings, by reason.
    remarks : tuple of str
        What had to be found out about the file: encoding, columns, spellings of codes.
    contested : tuple of str
        Which labels the codings change, or do not change, although another coder has coded the paragraphs: see
        :func:`discourse.labels.conflicts.say_contested`.
    """

    added: int
    known: int
    by_coder: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    contested: tuple[str, ...] = ()


def write_codings(codings: Sequence[Coding], texts: Mapping[str, str], form: str) -> str:
    """Write codings in the form of another program.

    Parameters
    ----------
    codings : sequence of Coding
        In the order of the log; undo lines and undone codings included, so that nothing is lost.
    texts : mapping
        Paragraph id to the text that the other program shows.
    form : str
        ``csv`` (the log's own), ``jsonl`` (the same fields, one object a line), ``label-studio`` (JSON
        tasks with annotations) or ``doccano`` (JSONL for text classification).

    Examples
    --------
    >>> print(write_codings([Coding("7f3a", "a:01", "ani", "2", "trade")], {}, "csv").splitlines()[1])
    7f3a,a:01,ani,2,trade,,no,,,,,,,,""
    """
    if _check_form(form) in ("csv", "jsonl"):
        return (write_csv if form == "csv" else write_jsonl)(codings)
    return (write_label_studio if form == "label-studio" else write_doccano)(codings, texts)


def write_paragraphs(texts: Mapping[str, str], form: str, *, blind: bool = False, codings: int = 0) -> str:
    """Write paragraphs without codings, for people to code them in another program.

    Parameters
    ----------
    texts : mapping
        Paragraph id to text.
    form : str
        As in :func:`write_codings`; ``csv`` and ``jsonl`` have room for the codes.
    blind : bool
        Name paragraphs by keys that say nothing of where they are from, in an order that says nothing either.
    codings : int
        How many lines the log holds, which tells one export to doccano from a later one.

    Examples
    --------
    >>> print(write_paragraphs({"gazette:03": "A bridge opens."}, "csv"), end="")
    paragraph_id,text,primary,also,unsure,note
    gazette:03,A bridge opens.,,,,
    """
    if blind:
        texts = dict(sorted((blind_key(paragraph), text) for paragraph, text in texts.items()))
    if _check_form(form) == "doccano":
        return write_doccano_sheet(texts, codings)
    writers = {"csv": write_csv_sheet, "jsonl": write_jsonl_sheet, "label-studio": write_label_studio_sheet}
    return writers[form](texts)


def write_setup(codebook: Codebook, form: str) -> str:
    """Write what a project of Label Studio or doccano must be told of the codebook.

    Raises
    ------
    LabelError
        If the form is a plain table.
    """
    if _check_form(form) not in ("label-studio", "doccano"):
        raise LabelError("label-studio or doccano", repr(form), "form", "A table needs no set-up.")
    return (label_studio_config if form == "label-studio" else doccano_labels)(codebook)


def read_source(source: Path, form: str) -> str | Spreadsheet:
    """Read a file of codings: a table as one, others as text.

    Raises
    ------
    LabelError
        If there is no such file, it is packed, or it is no text in UTF-8.
    """
    if form == "csv" and is_spreadsheet(source):
        return read_spreadsheet(source)
    try:
        data = source.read_bytes()
        if data.startswith(b"PK\x03\x04"):
            hint = "Unpack it; doccano puts a file for each annotator inside."
            raise LabelError("a file of codings", "a packed one", source, hint)
        return data.decode("utf-8-sig")
    except OSError as error:
        raise LabelError("a file of codings", str(error.strerror), source, "Look at its name.") from None
    except UnicodeDecodeError:
        raise LabelError("UTF-8", "other bytes", source, "Save the file as UTF-8.") from None


def import_codings(
    study: Study,
    content: str | Spreadsheet,
    form: str,
    *,
    coder: str = "",
    coders: Mapping[str, str] | None = None,
    columns: Mapping[str, str] | None = None,
    where: str = "import",
    dry_run: bool = False,
) -> Imported:
    """Append codings from another program's file to the study's log; all or none.

    Parameters
    ----------
    study : Study
        Whose log.
    content : str or Spreadsheet
        Content of the file; of a table also as :func:`discourse.io.spreadsheets.read_spreadsheet` gives it.
    form : str
        As in :func:`write_codings`.
    coder : str
        Who coded, where the file does not say: a table without names, the changes in doccano.
    coders : mapping, optional
        What the other program calls people to the names of coders.
    columns : mapping, optional
        Columns of the log, or ``text``, ``article`` and ``position``, to what a table calls them, where that is
        none of the usual names.
    where : str
        The file, named in errors. doccano calls one ``all`` whose labels everybody shared.
    dry_run : bool
        Say what would come in, and write nothing.

    Raises
    ------
    LabelError
        If the file is not of that form, a record names no paragraph or no coder, or a coding cannot be.
    """
    sheet = _read(content, _check_form(form), Reading(study.codebook, coder, columns or {}), where)
    rows = study.paragraphs[["paragraph_id", "text", "article_id", "position"]].itertuples(index=False)
    texts, places = {}, {}
    for paragraph, text, article, position in rows:
        texts[paragraph], places[paragraph] = text, (article, int(position))
    log = logged_codings(study) if study.labels_path.is_file() else []
    people, in_order = People(coder, coders or {}), form in ("csv", "jsonl")
    codings = arriving_codings(sheet, log, texts, study.codebook, people, where, places=places, in_file_order=in_order)
    held = set(log)
    new = [coding for coding in codings if coding not in held]
    added = _rehearsed(study, new) if dry_run else LabelLog.of(study).append(new)
    return Imported(
        len(added),
        len(codings) - len(added),
        dict(Counter(coding.coder for coding in added)),
        {**+sheet.left_out},
        tuple(sheet.remarks),
        tuple(say_contested(log, [*log, *added], study, rehearsed=dry_run)),
    )


def _read(content: str | Spreadsheet, form: str, reading: Reading, where: str) -> Sheet:
    if isinstance(content, Spreadsheet):
        return read_workbook(content, where, reading)
    if form == "label-studio":
        return read_label_studio(read_json(content, where), reading.codebook, where)
    if form == "doccano":
        return read_doccano(content, reading.codebook, where, reading.coder)
    return (read_csv if form == "csv" else read_jsonl)(content, where, reading)


def _rehearsed(study: Study, codings: Sequence[Coding]) -> list[Coding]:
    """Append to a copy of the log, and return what is new in it."""
    with TemporaryDirectory() as folder:
        copy = Path(folder) / study.labels_path.name
        if study.labels_path.is_file():
            shutil.copyfile(study.labels_path, copy)
        return LabelLog(copy, study.codebook, set(study.paragraphs["paragraph_id"])).append(codings)


def _check_form(form: str) -> str:
    """Return the name of a form, or refuse another.

    Raises
    ------
    LabelError
        Naming the forms there are.
    """
    if form not in FORMS:
        raise LabelError(f"one of {', '.join(FORMS)}", repr(form), "form", "Choose one of these.")
    return form
