"""Which lines of an article are its paragraphs?

Every line gets a kind and a reason. In this order, the first that fits:

1. what the file itself marks (a heading or caption style of a document);
2. everything after the end: a line such as "Komentar (0)", a heading over related articles, or the
   address the article was taken from closes the article, provided that no more than a little
   running text follows;
3. boilerplate known by its words, dates, signatures (``discourse.corpus.boilerplate``);
4. captions: a photo credit, a numbered picture, a line under "Keterangan foto" or over a lone credit;
5. headings: lines that do not end as a sentence does, and short full-stopped lines where a heading
   can be; questions are no headings, since interviews consist of them;
6. a line that repeats an earlier one;
7. lines in another language;
8. body text is what is left. Blank lines mean nothing: many sources have none.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from discourse.corpus.boilerplate import LineLabel, end_marker, is_caption_label, is_credit_alone
from discourse.corpus.headings import LineFeatures, heading
from discourse.corpus.language import easily_confused, language_of
from discourse.corpus.text import Article
from discourse.languages import language_code

_PROSE, _LONG_PROSE = 12, 25
_SHORT_CAPTION, _SHORT_SENTENCE = 35, 18


def segment_article(article: Article, language: str) -> tuple[LabelledLine, ...]:
    """Tell the body paragraphs of an article from headings, captions, and what the page put around them.

    Parameters
    ----------
    article : Article
        As ``read_article`` gives it.
    language : str
        Language of the coverage (code, or folder of its lists); lines in another language are left out,
        lines in a close neighbour are kept and marked.

    Returns
    -------
    tuple of LabelledLine
        One for each line that is not blank, in order.

    Examples
    --------
    >>> from pathlib import Path
    >>> from discourse.corpus.text import lines_of
    >>> text = '''Jembatan baru dibuka
    ... Warga dua desa kini dapat menyeberangi sungai itu dengan mobil, kata kepala desa pada Senin.
    ... Jembatan pada malam hari. (Foto: Ani)
    ... Komentar (0)'''
    >>> [line.kind for line in segment_article(Article(Path("a.txt"), lines_of(text)), "id")]
    ['heading', 'body', 'caption', 'comments']
    """
    lines = [LineFeatures(line, language) for line in article.lines]
    verdicts = _verdicts(lines)
    labelled: list[LabelledLine] = []
    seen: set[str] = set()
    for line, (kind, reason) in zip(lines, verdicts, strict=True):
        labelled.append(_labelled_line(line, kind, reason, language, line.text in seen))
        seen.add(line.text)
    return tuple(labelled)


def _labelled_line(line: LineFeatures, kind: str, reason: str, language: str, repeated: bool) -> LabelledLine:
    """Settle what the words alone cannot: repeats and languages."""
    expected = language_code(language)
    spoken = language_of(line.text, language) if kind in {BODY, "heading"} else expected
    if kind == BODY and repeated:
        kind, reason = "repeat", "is the same as an earlier line"
    elif spoken != expected and not easily_confused(spoken, language):
        kind, reason = "other-language", f"seems to be in another language ({spoken})"
    language_uncertain = kind == BODY and spoken != expected
    if language_uncertain:
        reason = f"running text, perhaps in another language ({spoken}): please check"
    return LabelledLine(line.raw.number, line.raw.start, line.text, kind, reason, spoken, language_uncertain)


def _verdicts(lines: list[LineFeatures]) -> list[LineLabel]:
    """Kind and reason of each line, from what it says and what stands around it."""
    end = _end(lines)
    last_prose = next((index for index in reversed(range(end)) if lines[index].is_prose(_PROSE)), -1)
    verdicts: list[LineLabel] = []
    kinds: set[str] = set()
    for index in range(end):
        follows = lines[index + 1 : min(index + 3, end)]
        verdicts.append(_verdict(lines, index, follows, index < last_prose, kinds))
        kinds.add(verdicts[-1][0])
    return _signed(verdicts, lines) + _after_the_end(lines[end:])


def _verdict(
    lines: list[LineFeatures], index: int, follows: list[LineFeatures], prose_follows: bool, kinds: set[str]
) -> LineLabel:
    line = lines[index]
    if line.raw.hint:
        return line.raw.hint, f"marked as {line.raw.hint} in the file"
    if line.boilerplate is not None:
        return line.boilerplate
    found = _as_caption(lines, index)
    if found:
        return "caption", found
    found = heading(line, follows, prose_follows, begun=BODY in kinds, titled="heading" in kinds)
    if found:
        return "heading", found
    return BODY, "running text"


def _end(lines: list[LineFeatures]) -> int:
    """Index of the line that closes the article; the number of lines if none does.

    A "Komentar" button above the article, or a box of related articles in its midst, closes nothing:
    running text must stand before, and few long paragraphs after. Comments of readers may be long,
    teasers of related articles are not.
    """
    markers = [(index, end_marker(line.text, line.language)) for index, line in enumerate(lines)]
    closing = [(index, marker[0]) for index, marker in markers if marker is not None]
    # How much running text has come by each line; counted only where some line may close the article.
    prose = list(accumulate(line.is_prose(_PROSE) for line in lines)) if closing else []
    long_prose = list(accumulate(line.is_prose(_LONG_PROSE) for line in lines)) if closing else []
    for index, kind in closing:
        before = prose[index - 1] if index else 0
        after = long_prose[-1] - long_prose[index]
        if before and after * (8 if kind == "related" else 2) <= before:
            return index
    return len(lines)


def _after_the_end(lines: list[LineFeatures]) -> list[LineLabel]:
    """Give each line after the end the kind of the section that it stands in."""
    verdicts: list[LineLabel] = []
    section = "litter"
    for line in lines:
        opens = end_marker(line.text, line.language)
        if opens is not None:
            section = "litter" if opens[0] == "source" else opens[0]
        verdicts.append(opens or line.boilerplate or (section, "stands after the end of the article"))
    return verdicts


def _as_caption(lines: list[LineFeatures], index: int) -> str:
    line = lines[index]
    if line.caption:
        return line.caption
    if line.words > _SHORT_CAPTION or line.several_sentences:
        return ""
    if index and is_caption_label(lines[index - 1].text, line.language):
        return "stands under the announcement of a caption"
    # A finished line of some length over a lone credit is rather a paragraph with a picture after it.
    short = line.words <= _SHORT_SENTENCE or not line.finished
    if index and short and index + 1 < len(lines) and is_credit_alone(lines[index + 1].text, line.language):
        return "stands above a photo credit"
    return ""


def _signed(verdicts: list[LineLabel], lines: list[LineFeatures]) -> list[LineLabel]:
    """Call short headings bylines where only names stand: between title and text, and after the text."""
    bodies = [index for index, (kind, _) in enumerate(verdicts) if kind == BODY]
    titles = [index for index, (kind, _) in enumerate(verdicts) if kind == "heading"]
    if not bodies or not titles:
        return verdicts
    signed = list(verdicts)
    for index in titles[1:] if titles[0] < bodies[0] else titles:
        outside = index < bodies[0] or index > bodies[-1]
        names = all(word[0].isupper() for word in lines[index].text.strip("-–—()| ").split())
        if outside and names and lines[index].words <= 5:
            signed[index] = ("byline", "gives a name")
    return signed


BODY = "body"
LINE_KINDS = (
    BODY,
    "heading",
    "caption",
    "byline",
    "source",
    "comments",
    "related",
    "litter",
    "other-language",
    "repeat",
)


@dataclass(frozen=True)
class LabelledLine:
    """One line of an article, and what it was taken for.

    Attributes
    ----------
    number : int
        Number of the line in the file, from 1.
    start : int
        Characters before it in the NFC text of the file.
    text : str
        The line, NFC, white space collapsed.
    kind : str
        "body" for a paragraph of the article, else one of ``LINE_KINDS``.
    reason : str
        Why it was taken for that, for a person to check.
    language : str
        Language code the line seems to be in; that of the article where it is too short to tell.
    language_uncertain : bool
        Whether it may be in another language; a person should check it.
    """

    number: int
    start: int
    text: str
    kind: str
    reason: str
    language: str
    language_uncertain: bool = False

    @property
    def words(self) -> int:
        """Number of words, parted at white space."""
        return len(self.text.split())
