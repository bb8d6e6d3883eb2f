"""What does ``discourse`` say before any library is read? The page of ``discourse --help``, as it is kept here.

To read the library that reads commands takes longer than all else that this page needs. So it is kept as that library
writes it in a terminal of 80 columns and more; a test holds both together, and says what to write here. A narrower
terminal, and whatever else is asked for, goes to :mod:`discourse.cli`.
"""

from __future__ import annotations

import os
import sys

COLUMNS = 80
"""Columns from which on the page is the same."""
PAGE = """\
Usage: discourse [OPTIONS] COMMAND [ARGS]...

  How does the emphasis of news coverage differ between two periods?

  Example: discourse figures

Options:
  --version  Show the version.
  --help     Show this message and exit.

Commands:
  demo       Copy the study that comes with the package, and make all its...
  new        Make the folder of a new study: settings and codebook to...
  status     Say on one screen what the study has, what is out of date,...
  figures    Make the figures that are out of date, and nothing else.
  report     Write the page of the figures as they are now, and say where...
  check      Rebuild the figures in a scratch folder and compare every...
  table      Write a figure's numbers as a table; LaTeX is for the...
  emphasis   Say how large each pillar's share is, with counts and...
  train      Train the classifier on the study's labels, or a topic model...
  classify   Say which pillar each paragraph is about.
  explain    Show which words spoke for and against each pillar in a...
  import     Bring articles into the study: their paragraphs, and their...
  attach     Attach your own copies of the articles to the study, by digest.
  plan       Say how many articles people must code for an interval of...
  relabel    Code paragraphs in the browser, one at a time, by keyboard:...
  intrusion  Find the word, or the topic, that does not belong: people's...
  agreement  How far coders agree on the primary code and on each code's...
  pace       How fast each person codes, how far they agree with what was...
  retrain    Fit the classifier on the labels as they are now; say what...
  export     Write an analysis for another program, with the lines that...
  coders     List the coders: what they have coded, how far they agree...
  labels     Compare states of the label log; bring codings in and out.
  words      Look at words: those that set the periods apart, what stands...
"""
"""What ``discourse --help`` writes."""


def main() -> None:
    """Run the command."""
    if sys.argv[1:] == ["--help"] and os.path.basename(sys.argv[0]) == "discourse" and _columns() >= COLUMNS:
        sys.stdout.write(PAGE)
        return
    from discourse.cli import app

    app()


def _columns() -> int:
    """Columns of the terminal, as the standard library finds them; 80 where there is none."""
    said = os.environ.get("COLUMNS", "")
    if said.isascii() and said.isdigit() and int(said):
        return int(said)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or COLUMNS  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):
        return COLUMNS


if __name__ == "__main__":
    main()
