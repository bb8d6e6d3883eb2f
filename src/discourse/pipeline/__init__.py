"""What is out of date, how are all figures made again, and are they the same?"""

from __future__ import annotations

from discourse.pipeline.checking import Check, check_figures
from discourse.pipeline.modules import modules_behind
from discourse.pipeline.running import Outcome, experiments_of, out_of_date, run_experiments

__all__ = ["Check", "Outcome", "check_figures", "experiments_of", "modules_behind", "out_of_date", "run_experiments"]
