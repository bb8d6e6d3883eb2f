"""Is a hyphenated word one word or several?

Kept whole: reduplications (``kesepakatan-kesepakatan``, ``bersama-sama``, ``tarik-menarik``,
``sayur-mayur``) and prefixed words (``sub-kawasan``). Parted: everything else
(``desa-kota``, ``ekonomi-politik``), since its halves are words of their own.
"""

from __future__ import annotations

from itertools import pairwise

from discourse.languages import kept_until_recorded, word_list

_SHORTEST_ROOT = 3


@kept_until_recorded(maxsize=100_000)
def part_hyphens(word: str, language: str) -> tuple[str, ...]:
    """Part a hyphenated word where its halves are words of their own.

    Parameters
    ----------
    word : str
        Case-folded word with at least one hyphen.
    language : str
        Language (code, or folder of its lists); its ``affixes.txt`` is used.

    Returns
    -------
    tuple of str
        The words, hyphens kept inside those that are whole.

    Examples
    --------
    >>> part_hyphens("bersama-sama", "id"), part_hyphens("sub-kawasan", "id"), part_hyphens("desa-kota", "id")
    (('bersama-sama',), ('sub-kawasan',), ('desa', 'kota'))
    """
    parts = word.split("-")
    words = [parts[0]]
    for before, part in pairwise(parts):
        if before in _affixes(language, "joined") or _is_reduplication(before, part, language):
            words[-1] += f"-{part}"
        else:
            words.append(part)
    return tuple(words)


def _is_reduplication(first: str, second: str, language: str) -> bool:
    """Say whether both halves repeat one root: whole, with affixes, or with a changed sound."""
    if first == second:
        return True
    roots = _roots(first, language) & _roots(second, language)
    return bool(roots) or _is_nasal(first, second, language) or _is_rhyme(first, second)


def _roots(part: str, language: str) -> set[str]:
    """Return what may be left of a half when a prefix, a suffix or both are taken off."""
    stems = {part} | {part.removeprefix(prefix) for prefix in _affixes(language, "prefix")}
    stems |= {stem.removesuffix(suffix) for stem in stems for suffix in _affixes(language, "suffix")}
    return {stem for stem in stems if len(stem) >= _SHORTEST_ROOT}


def _is_nasal(first: str, second: str, language: str) -> bool:
    """Know ``tarik-menarik`` and ``gilang-gemilang``: the prefix or infix swallows the first letter."""
    rest = first[1:]
    fronts = [*_affixes(language, "prefix"), *(first[:1] + infix for infix in _affixes(language, "infix"))]
    return len(rest) >= _SHORTEST_ROOT and any(second == front + rest for front in fronts)


def _is_rhyme(first: str, second: str) -> bool:
    """Know ``sayur-mayur`` (another first letter) and ``bolak-balik`` (other vowels)."""
    if len(first) != len(second) or len(first) <= _SHORTEST_ROOT:
        return False
    return first[1:] == second[1:] or _consonants(first) == _consonants(second)


def _consonants(part: str) -> str:
    return "".join("." if letter in "aeiou" else letter for letter in part)


@kept_until_recorded(maxsize=64)
def _affixes(language: str, kind: str) -> tuple[str, ...]:
    entries = (entry.split() for entry in word_list(language, "affixes"))
    return tuple(affix for entry_kind, affix in entries if entry_kind == kind)
