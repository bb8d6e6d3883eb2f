"""What did the newest fit say of each paragraph, without knowing its article? Read for queues and for review."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from discourse.study import Study

_SUFFIX = ".predictions.csv"


def predictions_path(model: Path) -> Path:
    """Return the file beside a model that holds what it said of each paragraph out of fold.

    Examples
    --------
    >>> predictions_path(Path("models/classifier-0001.npz")).as_posix()
    'models/classifier-0001.predictions.csv'
    """
    return model.with_name(model.stem + _SUFFIX)


def latest_probabilities(study: Study) -> pd.DataFrame | None:
    """Return the newest fit's out-of-fold probabilities; None without a fit.

    Returns
    -------
    DataFrame or None
        ``paragraph_id``, ``p_<code>`` for each code of the codebook, and ``m_<pillar>`` for each pillar
        where the fit tells mentions. A fit that lacks a code of the codebook as it stands is passed over.
    """
    wanted = ["paragraph_id", *(f"p_{code}" for code in study.codebook.codes)]
    for path in sorted(study.models.glob(f"*{_SUFFIX}"), reverse=True):
        table = pd.read_csv(path, dtype={"paragraph_id": str})
        if set(wanted) <= set(table.columns):
            mentions = [name for name in (f"m_{pillar}" for pillar in study.codebook.pillar_ids) if name in table]
            return table.loc[table["paragraph_id"].isin(study.paragraphs["paragraph_id"]), [*wanted, *mentions]]
    return None
