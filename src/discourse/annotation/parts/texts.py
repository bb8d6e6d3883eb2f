"""What do the pages say, and in which language?

Templates say it with :func:`discourse.translations.say`. A script has its texts from here, by name, with fields in
braces for it to fill. Errors are in English in every language, as they are in the terminal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from babel import Locale, UnknownLocaleError

from discourse.study import Study
from discourse.translations import ENGLISH, FOLDER, Translation, read_translation, say, translated


class _Slots(Mapping[str, str]):
    """Each field stands for itself, so that a text keeps its fields for a script to fill."""

    _names = (
        "also",
        "answer",
        "code",
        "count",
        "done",
        "error",
        "minutes",
        "name",
        "names",
        "position",
        "seconds",
        "total",
    )

    def __getitem__(self, name: str) -> str:
        return f"{{{name}}}"

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


_SLOTS = _Slots()


class PageLanguages:
    """The languages that a page can be shown in: English, and those that the package or the study has strings of.

    Parameters
    ----------
    study : Study
        Whose strings come before the package's.
    """

    def __init__(self, study: Study) -> None:
        self._study = study
        self._read: dict[str, Translation] = {}

    @cached_property
    def names(self) -> dict[str, str]:
        """Code to the language's own name, in the order of codes, English first."""
        own = {path.name.split(".")[1] for path in self._study.data.glob("strings.*.po")}
        there = own | {path.parent.name for path in FOLDER.glob("*/strings.po")}
        codes = sorted(there - {ENGLISH.language})
        return {code: _own_name(code) for code in (ENGLISH.language, *codes)}

    def translation(self, language: str) -> Translation:
        """Return the strings of a language; see :func:`discourse.translations.read_translation` for what it raises."""
        if language not in self._read:
            self._read[language] = read_translation(language, self._study.strings_path(language))
        return self._read[language]


def _own_name(code: str) -> str:
    try:
        return (Locale.parse(code).get_display_name() or code).capitalize()
    except (ValueError, UnknownLocaleError):
        return code


def shown_title(queue: str, title: str) -> str:
    """Return the title of a queue in the language spoken at the moment; ``title`` is the English one."""
    known = {
        "tasks": say("Your task list"),
        "answer": say("Behind the main analysis"),
        "uncoded": say("Not yet coded by you"),
        "disagreements": say("Coders disagree"),
        "doubtful": say("Possible label errors"),
        "active": say("Drawn by the model's uncertainty"),
        "audit": say("Random audit"),
        "stale": say("Coded under an older codebook"),
    }
    return known.get(queue) or translated(title)


def frame_texts() -> dict[str, str]:
    """Return what the script of every page says, by name, in the language spoken at the moment.

    Each page adds ``finished`` and ``empty``, which are said at the end of a queue.
    """
    return {
        "no_answer": say(
            "The program does not answer. Your answer is kept in this browser and will be sent again. If the program "
            "was stopped, start it again and open the address that it prints."
        ),
        "no_program": say("The program does not answer."),
        "of": say("{position} of {total}", **_SLOTS),
        "done": say("{done} done", **_SLOTS),
        "original": say("original text"),
        "paraphrase": say("paraphrase"),
        "saved": say("Saved: {answer}.", **_SLOTS),
        "sent": say("The answer that was being sent is saved."),
        "refused": say("The answer kept in this browser ({answer}) could not be saved: {error}", **_SLOTS),
        "undone": say("Taken back; here it is again."),
    }


def intrusion_texts() -> dict[str, str]:
    """Return what the script of the intrusion tests says; see :func:`frame_texts`."""
    return {
        **frame_texts(),
        "heading": say("Item {position} of {total}", **_SLOTS),
        "finished": say("{done} of {total} items are done.", **_SLOTS),
        "empty": say("There are no items here."),
    }


def practice_texts() -> dict[str, str]:
    """Return what the script of the practice page says; what it says of an item comes with the card."""
    return {**frame_texts(), "finished": "", "empty": ""}


def labelling_texts() -> dict[str, str]:
    """Return what the script of the labelling page says; see :func:`frame_texts`."""
    return {
        **frame_texts(),
        **_card_texts(),
        **_context_texts(),
        **_sitting_texts(),
        "finished": say("{done} of {total} paragraphs are done.", **_SLOTS),
        "empty": say("There are no paragraphs here."),
    }


def _card_texts() -> dict[str, str]:
    return {
        "heading": say("Paragraph {position} of {total}", **_SLOTS),
        "aside": say("A paragraph that you have coded"),
        "pace": say("{seconds} s each", **_SLOTS),
        "soon": say("under a minute left"),
        "minutes_left": say("about {count} min left", **_SLOTS),
        "hours_left": say("about {count} h left", **_SLOTS),
        "with_also": say("{code}, also {also}", **_SLOTS),
        "with_unsure": say("{code}, unsure", **_SLOTS),
        "with_unclear": say("{code}, text unclear", **_SLOTS),
        "rest": say("That is {count} in this session; a short break helps to keep codings consistent.", **_SLOTS),
        "none_alone": say("None has no also: take the others out first (shift and their number)."),
        "also_chosen": say("Also: {names}. Now choose what most of it is about.", **_SLOTS),
        "answered": say("{answer}. Now: {name}", **_SLOTS),
        "rule_wanted": say("Choose the rule that decides, or say that it was a slip: key r."),
        "rule_empty": say("Choose the rule that decides"),
        "rule_slip": say("no rule: a coder's slip"),
        "no_match": say("Nothing in the codebook has these words."),
    }


def _context_texts() -> dict[str, str]:
    return {
        "paragraph": say("Paragraph"),
        "outlet": say("Outlet"),
        "published": say("Published"),
        "period": say("Period"),
        "no_period": say("outside the periods"),
        "partner": say("Partner"),
        "genre": say("Genre"),
        "model": say("Model"),
        "no_model": say("no model yet"),
        "details": say("Article details"),
        "details_previous": say("Article details of the previous paragraph"),
        "origin_withheld": say(
            "Where it is from is not shown yet: you have read a neighbour that you have still to code."
        ),
        "neighbours": say("Before and after"),
        "neighbours_previous": say("Before and after the previous paragraph"),
        "article_begins": say("The article begins here."),
        "article_ends": say("The article ends here."),
        "neighbour_withheld": say("Not shown: you have still to code it, and know where the article is from."),
        "code_first": say("Code the paragraph first."),
    }


def _sitting_texts() -> dict[str, str]:
    return {
        "sitting": say("Coded in this sitting: {count}, about {minutes} min", **_SLOTS),
        "nothing_coded": say("You have coded nothing yet."),
        "time": say("About {minutes} min at the paragraphs, each counted as {count} min at most.", **_SLOTS),
        "doubts": say("Look at these again? Unsure, or the text unclear:"),
    }
