"""What is out of date, how are all figures made again, and are they the same?"""

from __future__ import annotations

from discourse.pipeline.check import Check, check_figures
from discourse.pipeline.experiment import Description, Experiment, read_numbers
from discourse.pipeline.manifest import Manifest
from discourse.pipeline.run import Outcome, load_experiments, out_of_date, run_experiments

__all__ = [
    "Check",
    "Description",
    "Experiment",
    "Manifest",
    "Outcome",
    "check_figures",
    "load_experiments",
    "out_of_date",
    "read_numbers",
    "run_experiments",
]
