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
    tuple of Piece
        One for each line that is not blank, in order.

    Examples
    --------
    >>> from pathlib import Path
    >>> from discourse.corpus.text import lines_of
    >>> text = '''Jembatan baru dibuka
    ... Warga dua desa kini dapat menyeberangi sungai itu dengan mobil, kata kepala desa pada Senin.
    ... Jembatan pada malam hari. (Foto: Ani)
    ... Komentar (0)'''
    >>> [piece.kind for piece in segment_article(Article(Path("a.txt"), lines_of(text)), "id")]
    ['heading', 'body', 'caption', 'comments']
    """
    looks = [LineFeatures(line, language) for line in article.lines]
    verdicts = _verdicts(looks)
    pieces: list[LabelledLine] = []
    seen: set[str] = set()
    for look, (kind, reason) in zip(looks, verdicts, strict=True):
        pieces.append(_piece(look, kind, reason, language, look.text in seen))
        seen.add(look.text)
    return tuple(pieces)


def _piece(look: LineFeatures, kind: str, reason: str, language: str, repeated: bool) -> LabelledLine:
    """Settle what the words alone cannot: repeats and languages."""
    expected = language_code(language)
    spoken = language_of(look.text, language) if kind in {BODY, "heading"} else expected
    if kind == BODY and repeated:
        kind, reason = "repeat", "is the same as an earlier line"
    elif spoken != expected and not easily_confused(spoken, language):
        kind, reason = "other-language", f"seems to be in another language ({spoken})"
    doubtful = kind == BODY and spoken != expected
    if doubtful:
        reason = f"running text, perhaps in another language ({spoken}): please check"
    return LabelledLine(look.line.number, look.line.start, look.text, kind, reason, spoken, doubtful)


def _verdicts(looks: list[LineFeatures]) -> list[LineLabel]:
    """Kind and reason of each line, from what it says and what stands around it."""
    end = _end(looks)
    verdicts: list[LineLabel] = []
    for index in range(end):
        verdicts.append(_verdict(looks, index, verdicts, end))
    return _signed(verdicts, looks) + _after_the_end(looks[end:])


def _verdict(looks: list[LineFeatures], index: int, verdicts: list[LineLabel], end: int) -> LineLabel:
    look = looks[index]
    if look.line.hint:
        return look.line.hint, f"marked as {look.line.hint} in the file"
    if look.boilerplate is not None:
        return look.boilerplate
    found = _as_caption(looks, index)
    if found:
        return "caption", found
    kinds = {kind for kind, _ in verdicts}
    found = heading(look, looks[index + 1 : end], begun=BODY in kinds, titled="heading" in kinds)
    if found:
        return "heading", found
    return BODY, "running text"


def _end(looks: list[LineFeatures]) -> int:
    """Index of the line that closes the article; the number of lines if none does.

    A "Komentar" button above the article, or a box of related articles in its midst, closes nothing:
    running text must stand before, and few long paragraphs after. Comments of readers may be long,
    teasers of related articles are not.
    """
    for index, look in enumerate(looks):
        closes = end_marker(look.text, look.language)
        if closes is None:
            continue
        before = sum(other.is_prose(_PROSE) for other in looks[:index])
        after = sum(other.is_prose(_LONG_PROSE) for other in looks[index + 1 :])
        if before and after * (8 if closes[0] == "related" else 2) <= before:
            return index
    return len(looks)


def _after_the_end(looks: list[LineFeatures]) -> list[LineLabel]:
    """Give each line after the end the kind of the section that it stands in."""
    verdicts: list[LineLabel] = []
    section = "litter"
    for look in looks:
        opens = end_marker(look.text, look.language)
        if opens is not None:
            section = "litter" if opens[0] == "source" else opens[0]
        verdicts.append(opens or look.boilerplate or (section, "stands after the end of the article"))
    return verdicts


def _as_caption(looks: list[LineFeatures], index: int) -> str:
    look = looks[index]
    if look.caption:
        return look.caption
    if look.words > _SHORT_CAPTION or look.several_sentences:
        return ""
    if index and is_caption_label(looks[index - 1].text, look.language):
        return "stands under the announcement of a caption"
    # A finished line of some length over a lone credit is rather a paragraph with a picture after it.
    short = look.words <= _SHORT_SENTENCE or not look.finished
    if index and short and index + 1 < len(looks) and is_credit_alone(looks[index + 1].text, look.language):
        return "stands above a photo credit"
    return ""


def _signed(verdicts: list[LineLabel], looks: list[LineFeatures]) -> list[LineLabel]:
    """Call short headings bylines where only names stand: between title and text, and after the text."""
    bodies = [index for index, (kind, _) in enumerate(verdicts) if kind == BODY]
    titles = [index for index, (kind, _) in enumerate(verdicts) if kind == "heading"]
    if not bodies or not titles:
        return verdicts
    signed = list(verdicts)
    for index in titles[1:] if titles[0] < bodies[0] else titles:
        outside = index < bodies[0] or index > bodies[-1]
        names = all(word[0].isupper() for word in looks[index].text.strip("-–—()| ").split())
        if outside and names and looks[index].words <= 5:
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
    line : int
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
    doubtful : bool
        Whether a person should look at it.
    """

    line: int
    start: int
    text: str
    kind: str
    reason: str
    language: str
    doubtful: bool = False

    @property
    def words(self) -> int:
        """Number of words, parted at white space."""
        return len(self.text.split())
