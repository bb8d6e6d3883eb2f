"""What is out of date, and how are all figures made again?"""

from __future__ import annotations

from discourse.pipeline.modules import modules_behind
from discourse.pipeline.running import Outcome, experiments_of, run_experiments

__all__ = ["Outcome", "experiments_of", "modules_behind", "run_experiments"]
