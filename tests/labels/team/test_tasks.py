"""Task lists hold every paragraph, the stated overlap and no more; a list is one coder's, of this study."""

from __future__ import annotations

import itertools
from collections import Counter

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.errors import DataError, LabelError
from discourse.labels.append import LabelLog
from discourse.labels.coding import Coding
from discourse.labels.log import codings_table, read_codings
from discourse.labels.team.tasks import (
    TASK_COLUMNS,
    open_tasks,
    read_tasks,
    split_tasks,
    task_progress,
    tasks_folder,
    write_tasks,
)

CODERS = ("ani", "budi", "citra")


def queue_of(*sizes: int) -> tuple[pd.DataFrame, dict[str, str]]:
    """A queue of articles with so many paragraphs each."""
    articles = {f"a{number}:{place:02d}": f"a{number}" for number, size in enumerate(sizes) for place in range(size)}
    queue = pd.DataFrame({"paragraph_id": list(articles), "queue": "audit", "reason": "drawn", "inclusion": 0.5})
    return queue, articles


@given(
    sizes=st.lists(st.integers(1, 6), min_size=6, max_size=12),
    coders=st.integers(2, 3),
    overlap=st.integers(0, 6),
    seed=st.integers(0, 99),
    by_pairs=st.booleans(),
)
def test_lists_cover_all_and_overlap_in_just_so_many(sizes, coders, overlap, seed, by_pairs) -> None:
    queue, articles = queue_of(*sizes)
    lists = split_tasks(queue, articles, CODERS[:coders], overlap, seed, by_pairs=by_pairs)
    times = Counter(name for table in lists.values() for name in table["paragraph_id"])
    assert set(times) == set(articles)
    shared = [name for name, number in times.items() if number > 1]
    assert len(shared) == overlap
    assert {times[name] for name in shared} <= {2 if by_pairs else coders}
    # Outside of the overlap an article is one coder's, and nobody has more than an article over another.
    owners = {
        (articles[name], coder)
        for coder, table in lists.items()
        for name in table["paragraph_id"]
        if name not in shared
    }
    assert len(owners) == len({article for article, _ in owners})
    lengths = [len(table) for table in lists.values()]
    assert max(lengths) - min(lengths) <= max(sizes) + by_pairs
    again = split_tasks(
        queue.sample(frac=1, random_state=1), articles, CODERS[:coders], overlap, seed, by_pairs=by_pairs
    )
    assert all(table.equals(again[coder]) for coder, table in lists.items())


def test_every_pair_has_its_part_by_hand() -> None:
    queue, articles = queue_of(*[2] * 10)
    lists = split_tasks(queue, articles, CODERS, 9, seed=3, by_pairs=True)
    own = {coder: set(table["paragraph_id"]) for coder, table in lists.items()}
    assert [len(own[one] & own[other]) for one, other in itertools.combinations(CODERS, 2)] == [3, 3, 3]
    assert tuple(lists["ani"].columns) == TASK_COLUMNS
    assert set(lists["ani"]["queue"]) == {"audit-tasks"}
    assert set(lists["ani"]["inclusion"]) == {0.5}
    other = split_tasks(queue, articles, CODERS, 9, seed=4, by_pairs=True)
    assert not lists["ani"].equals(other["ani"])


@pytest.mark.parametrize(
    ("coders", "overlap", "said"),
    [
        (["ani", "Ani"], 1, "coders, each named once"),
        ([], 0, "coders, each named once"),
        (["a/b"], 0, "a coder's name"),
        (["ani", "budi"], 5, "an overlap of 0 to 4 paragraphs"),
        (["ani"], 1, "an overlap of 0 to 0 paragraphs"),
        (["ani", "budi", "citra"], 0, "paragraphs for each coder"),
    ],
)
def test_what_cannot_be_parted_is_refused(coders, overlap, said) -> None:
    queue, articles = queue_of(2, 2)
    with pytest.raises(LabelError, match=said):
        split_tasks(queue, articles, coders, overlap, 1)


@pytest.fixture
def lists(toy_study) -> dict[str, pd.DataFrame]:
    """Lists of the toy study's paragraphs for two coders, six of them in both."""
    paragraphs = toy_study.paragraphs
    articles = dict(zip(paragraphs["paragraph_id"], paragraphs["article_id"], strict=True))
    queue = pd.DataFrame({"paragraph_id": list(articles), "queue": "uncoded", "reason": "", "inclusion": 1.0})
    return split_tasks(queue, articles, CODERS[:2], 6, 1)


def test_a_list_comes_back_as_it_was_written(toy_study, lists) -> None:
    folder = tasks_folder(toy_study)
    assert folder == toy_study.data / "tasks"
    written = write_tasks(lists, folder)
    assert [path.name for path in written] == ["ani.csv", "budi.csv"]
    assert read_tasks(written[0], toy_study).equals(lists["ani"])
    assert tasks_folder(toy_study).is_dir()


def test_progress_counts_what_was_coded_from_the_list(toy_study, lists) -> None:
    assert task_progress(toy_study, read_codings(toy_study)) == {}
    write_tasks(lists, tasks_folder(toy_study))
    first, second = lists["ani"]["paragraph_id"][:2]
    LabelLog.of(toy_study).append(
        [
            Coding("c1", first, "ani", "1", "none", queue="uncoded-tasks", inclusion=1.0),
            Coding("c2", second, "ani", "1", "none", queue="audit", inclusion=0.5),
            Coding("c3", first, "budi", "1", "none", queue="uncoded-tasks", inclusion=1.0),
        ]
    )
    codings = read_codings(toy_study)
    shared = first in set(lists["budi"]["paragraph_id"])
    sizes = {coder: len(table) for coder, table in lists.items()}
    assert task_progress(toy_study, codings) == {"ani": (1, sizes["ani"]), "budi": (int(shared), sizes["budi"])}
    assert open_tasks(lists["ani"], codings)["paragraph_id"].tolist() == lists["ani"]["paragraph_id"].tolist()[1:]
    assert task_progress(toy_study, None) == {coder: (0, size) for coder, size in sizes.items()}
    assert len(open_tasks(lists["ani"], codings_table([], toy_study.codebook))) == sizes["ani"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("ani,", "budi,", "the list of one coder"),
        ("melati-2023-02:01", "elsewhere:01", "the id of a paragraph in paragraphs.csv"),
        ("melati-2023-02:01", "melati-2023-02:02", "each id once"),
        (",1.0", ",2.0", "a probability above 0"),
        (",1.0", ",much", "a probability above 0"),
        ("inclusion", "chance", "the columns coder"),
    ],
)
def test_a_list_that_cannot_be_is_refused_with_its_row(toy_study, tmp_path, old, new, said) -> None:
    path = tmp_path / "ani.csv"
    rows = "ani,melati-2023-02:01,uncoded-tasks,,1.0\nani,melati-2023-02:02,uncoded-tasks,,1.0\n"
    path.write_text((",".join(TASK_COLUMNS) + "\n" + rows).replace(old, new, 1), "utf-8")
    with pytest.raises(DataError, match=said) as caught:
        read_tasks(path, toy_study)
    assert str(path) in str(caught.value)
