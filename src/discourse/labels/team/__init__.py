"""How do several people share the coding? Task lists part the paragraphs; merging brings the work together."""

from __future__ import annotations

from discourse.labels.team.merging import merge_codings
from discourse.labels.team.tasks import open_tasks, read_tasks, split_tasks, task_progress, tasks_folder, write_tasks

__all__ = [
    "merge_codings",
    "open_tasks",
    "read_tasks",
    "split_tasks",
    "task_progress",
    "tasks_folder",
    "write_tasks",
]
