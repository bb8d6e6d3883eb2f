from __future__ import annotations

import pandas as pd
import pytest
from typer.testing import CliRunner

from discourse.cli import app

TEXTS = ["Wali kota membuka jembatan baru di pelabuhan.", "Harga beras naik dan perdagangan ikan ramai."]


@pytest.fixture
def model(toy_study, tmp_path):
    """The file of a model that was trained on the toy study."""
    path = tmp_path / "model.npz"
    assert CliRunner().invoke(app, ["train", "--out", str(path), "--study", str(toy_study.root)]).exit_code == 0
    return path


@pytest.fixture
def table(tmp_path):
    """A table of two paragraphs."""
    path = tmp_path / "in.csv"
    pd.DataFrame({"id": ["007", "8"], "text": TEXTS}).to_csv(path, index=False)
    return path
