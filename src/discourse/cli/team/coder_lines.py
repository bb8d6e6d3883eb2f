"""What does ``discourse coders`` print of coders? Agreement, the reason that they count or not, and what errors do."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from discourse.display import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from discourse.labels.consent.standing import CoderStanding
    from discourse.study import Study


def coder_table(standings: Sequence[CoderStanding]) -> list[str]:
    """Write a line a coder: codings, agreement with the labels without the coder, and whether codings are labels."""
    from discourse.labels.consent.standing import FEW, WAITING
    from discourse.labels.consent.wording import reason_in_words

    width = max(len("coder"), *(len(each.coder) for each in standings))
    lines = [f"{'coder':{width}}           coded  common  alpha  agree  kappa  labels?"]
    for each in standings:
        common = each.common
        agree = "-" if isnan(common.percent) else f"{common.percent:.1%}"
        kind, said = "machine" if each.machine else "person", "yes" if each.counts else "no"
        judges = each.only_decides and each.reason in (FEW, WAITING)
        why = "decisions alone, which need no acceptance" if judges else f"{said}: {reason_in_words(each)}"
        lines.append(
            f"{each.coder:{width}}  {kind:7} {each.codings:6} {len(common.table):7} {_number(common.alpha):>6} "
            f"{agree:>6} {_number(common.kappa):>6}  {why}"
        )
    return lines


def _number(value: float) -> str:
    return "-" if isnan(value) else f"{value:.3f}"


def coder_remarks(study: Study, standings: Sequence[CoderStanding]) -> list[str]:
    """Say of new people what the table has no room for: later errors, older codebooks, what their errors would do."""
    from discourse.labels.consent.decisions import latest_decisions, read_decisions
    from discourse.labels.consent.standing import COMMON
    from discourse.labels.consent.wording import lately

    version, latest = study.codebook.version, latest_decisions(read_decisions(study))
    said = []
    for each in standings:
        if not each.new:
            continue
        if each.counts and lately(each):
            said.append(f"{each.coder}: {lately(each)}")
        if each.common.versions_differ:
            differ = counted(each.common.versions_differ, "common paragraph")
            were = "was" if each.common.versions_differ == 1 else "were"
            said.append(f"{each.coder}: {differ} {were} coded under different versions of the codebook.")
        if each.reason in ("accepted", "refused") and latest[each.coder].codebook != version:
            under = latest[each.coder].codebook
            said.append(f"{each.coder}: {each.reason} under version {under} of the codebook, which is now {version}.")
        if len(each.common.table) >= COMMON:
            said += shift_lines(study, each)
    return ["", *said] if said else []


def error_lines(study: Study) -> list[str]:
    """Say how often people were wrong on paragraphs that another person coded, too, and where shifts are corrected."""
    from discourse.labels.consent.known_errors import study_errors

    found = study_errors(study)
    if found is None or not found.known:
        return []
    lines = []
    for name, known in sorted(found.known.items()):
        wrong = 1 - float(known.pairs.trace(axis1=1, axis2=2).mean())
        lines.append(
            f"{name}: {wrong:.1%} wrong of {counted(len(known.pairs), 'paragraph')} that another person coded, too."
        )
    return ["", *lines, "Shifts corrected for coders' errors stand beside those coded: discourse emphasis"]


def shift_lines(study: Study, standing: CoderStanding) -> list[str]:
    """Say which shift the coder alone would find, by the codes that were confused on the common paragraphs."""
    from discourse.labels.consent.attenuation import coder_shift

    table = coder_shift(study, standing.coder, standing.common)
    if table.empty:
        return []
    name, title = standing.coder, study.settings.analyses[0].title
    number = counted(len(standing.common.table), "common paragraph")
    lines = [
        f"{name}: the shift by the labels, and by {name} alone, from the errors on the {number}",
        f"  ({title}; percentage points)",
    ]
    width = max(map(len, table["pillar"]))
    for row in table.to_dict("records"):
        shift, coded, low, high = (100 * row[name] for name in ("shift", "coded", "low", "high"))
        interval = "no interval" if isnan(low) else f"{low:+.1f} to {high:+.1f}"
        lines.append(f"  {row['pillar']:{width}}  {shift:+6.1f}  {coded:+6.1f} ({interval})")
    return lines


def unknown_coders(study: Study, standings: Sequence[CoderStanding]) -> list[str]:
    """Name those whom the file of decisions names and who have coded nothing, with the nearest coder."""
    from difflib import get_close_matches

    from discourse.labels.consent.decisions import decisions_path, read_decisions, standing_decisions

    known = [each.coder for each in standings if not each.machine]
    said = []
    for name in standing_decisions(read_decisions(study)):
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f" Did you mean {near[0]}?" if near else ""
            said.append(f"{decisions_path(study)} decides on {name}, who has coded nothing; it changes nothing.{hint}")
    return said
