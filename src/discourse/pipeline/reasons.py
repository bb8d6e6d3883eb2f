"""Why are figures out of date, in few words? Settings that changed are named, not written out, and said once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

SETTINGS = "settings: "
"""What the cause begins with that is a change of settings."""
_NAMED = 3
_WIDEST = 24


def settings_cause(old: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Say in one line which settings changed; an empty list if none did.

    Parameters
    ----------
    old, now : mapping
        Settings by name, as JSON has them.

    Returns
    -------
    list of str
        Short values are written out; of a list of entries with ids, those are named that came, went or changed.

    Examples
    --------
    >>> settings_cause({"seed": 1, "compare": ["a", "b"]}, {"seed": 2, "compare": ["a", "c"]})
    ['settings: compare changed, seed was 1, is 2']
    """
    names = sorted(name for name in {*old, *now} if old.get(name) != now.get(name))
    said = [_changed(name, old.get(name), now.get(name)) for name in names[:_NAMED]]
    more = [f"{len(names) - _NAMED} more changed"] if len(names) > _NAMED else []
    return [SETTINGS + ", ".join([*said, *more])] if names else []


def _changed(name: str, old: object, now: object) -> str:
    if _has_ids(old) and _has_ids(now):
        return f"{name}: {', '.join(_entries(old, now))}"
    if not isinstance(old, list | str | dict) and not isinstance(now, list | str | dict):
        return f"{name} was {old}, is {now}"
    return f"{name} changed"


def _has_ids(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) and "id" in one for one in value)


def _entries(old: Any, now: Any) -> Iterator[str]:
    """Say which entries came, went or changed, and whether they stand in another order."""
    was, are = ({str(one["id"]): one for one in entries} for entries in (old, now))
    kinds = {
        "added": [name for name in are if name not in was],
        "removed": [name for name in was if name not in are],
        "changed": [name for name in are if name in was and are[name] != was[name]],
    }
    for kind, names in kinds.items():
        if names:
            yield f"{len(names)} {kind} ({_listed(names)})"
    if not any(kinds.values()):
        yield "in another order"


def _listed(names: Sequence[str]) -> str:
    shown = [name if len(name) <= _WIDEST else name[: _WIDEST - 1] + "…" for name in names[:_NAMED]]
    return ", ".join(shown) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")


def reason_lines(reasons: Mapping[str, str], most: int | None = None) -> list[str]:
    """Write a line a figure; a change of settings that several figures have in common comes first, once.

    Parameters
    ----------
    reasons : mapping of str to str
        Stems to reasons, as :func:`discourse.pipeline.run.out_of_date` gives them.
    most : int, optional
        Figures that are listed; all when left out.

    Examples
    --------
    >>> reason_lines({"a": "settings: seed was 1, is 2", "b": "settings: seed was 1, is 2; code: discourse/x.py"})
    ['settings: seed was 1, is 2', 'a: settings', 'b: settings; code: discourse/x.py']
    """
    causes = {stem: reason.split("; ") for stem, reason in reasons.items()}
    of_settings = [cause for found in causes.values() for cause in found if cause.startswith(SETTINGS)]
    shared = of_settings[0] if len(of_settings) > 1 and len(set(of_settings)) == 1 else ""
    short = SETTINGS.removesuffix(": ")
    lines = [
        f"{stem}: {'; '.join(short if cause == shared else cause for cause in found)}"
        for stem, found in list(causes.items())[:most]
    ]
    return [shared, *lines] if shared else lines
