"""Do codings survive Label Studio and doccano themselves: two people, two round trips, coders, order and times?

These tests start the real programs, so they are asked for by name: ``make clients``.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from typer.testing import CliRunner

from discourse.cli import app
from discourse.labels.coding import Coding
from discourse.labels.exchange.records import blind_key
from discourse.labels.log import logged_codings

pytestmark = pytest.mark.clients


class Desk:
    """A study, and the commands that codings leave it by and come back."""

    def __init__(self, study, folder: Path, form: str) -> None:
        self.study, self.folder, self.form = study, folder, form
        self.paragraphs = list(study.paragraphs["paragraph_id"])

    def export(self, *options: str) -> tuple[str, str]:
        """Export; return the file, and what the project must be told first."""
        out, config = self.folder / "out.txt", self.folder / "config.txt"
        self.run("export", str(out), "--config", str(config), "--force", *options)
        return out.read_text(encoding="utf-8"), config.read_text(encoding="utf-8")

    def bring(self, text: str, *options: str, name: str = "in.json") -> tuple[list[Coding], str]:
        """Import a file; return the lines that the log has gained, and what was said."""
        before = self.study.labels_path.read_bytes() if self.study.labels_path.is_file() else b""
        count = len(logged_codings(self.study)) if before else 0
        source = self.folder / name
        source.write_text(text, encoding="utf-8")
        rehearsed = self.run("import", str(source), "--dry-run", *options)
        assert not before or self.study.labels_path.read_bytes() == before
        said = self.run("import", str(source), *options)
        assert rehearsed.replace("would be added", "added") == said
        assert self.study.labels_path.read_bytes().startswith(before)
        gained = logged_codings(self.study)[count:]
        assert said.startswith(f"{len(gained)} codings added")
        again = self.run("import", str(source), *options)
        assert again.startswith("0 codings added"), again
        return gained, said

    def run(self, command: str, *arguments: str) -> str:
        wanted = ["labels", command, *arguments, "--form", self.form, "--study", str(self.study.root)]
        answer = CliRunner().invoke(app, wanted)
        assert answer.exit_code == 0, answer.output
        return answer.output

    def emptied(self, text: str, name: str = "in.json") -> bytes:
        """Import a file into an empty log, and return the log; the log is put back afterwards."""
        before = self.study.labels_path.read_bytes()
        self.study.labels_path.unlink()
        try:
            self.bring(text, name=name)
            return self.study.labels_path.read_bytes()
        finally:
            self.study.labels_path.write_bytes(before)


def said(codings: list[Coding]) -> list[tuple[str, str, str, tuple[str, ...], str]]:
    return [(each.coder, each.paragraph_id, each.primary, each.also, each.why) for each in codings]


def test_two_people_two_rounds_of_label_studio(label_studio, toy_study, tmp_path) -> None:
    desk = Desk(toy_study, tmp_path, "label-studio")
    owner, ani, budi = map(label_studio, ("owner", "ani", "budi"))
    names = ("--coders", f"{ani.id}=ani,{budi.id}=budi")
    one, two, three, four = desk.paragraphs[:4]

    tasks, interface = desk.export("--blind")
    assert "melati" not in json.dumps([{**task["data"], "text": ""} for task in json.loads(tasks)])
    project = owner.new_project(interface, tasks)
    places = owner.tasks(project)
    made = [
        budi.code(places[blind_key(two)], "education", "economic"),
        ani.code(places[blind_key(two)], "economic", note="ragu"),
        ani.code(places[blind_key(one)], "political", "political"),
    ]
    budi.code(places[blind_key(three)], "", "economic")
    budi.code(places[blind_key(four)], "economic", was_cancelled=True)
    first, words = desk.bring(owner.export(project), *names)
    assert said(first) == [
        ("budi", two, "education", ("economic",), "import"),
        ("ani", two, "economic", (), "import"),
        ("ani", one, "political", (), "import"),
    ]
    assert [each.when for each in first] == [each["updated_at"] for each in made]
    assert [(each.seconds, each.note) for each in first] == [(4.5, ""), (4.5, "ragu"), (4.5, "")]
    assert "1 without a primary code, 1 skipped" in words
    assert desk.bring(owner.snapshot(project))[0] == []  # the same annotations, with addresses in place of numbers

    # The same project goes on: an edit, and the edit taken back.
    changed = budi.recode(made[1], "political")
    edited, _ = desk.bring(owner.export(project), *names)
    assert said(edited) == [("budi", two, "political", (), "review")]
    ani.recode(changed, "economic")
    back, _ = desk.bring(owner.snapshot(project), *names)
    assert said(back) == [("ani", two, "economic", (), "review")]

    # A second project, with all codings in sight.
    tasks, interface = desk.export()
    project = owner.new_project(interface, tasks)
    assert desk.bring(owner.export(project))[0] == []
    before = toy_study.labels_path.read_bytes()
    assert desk.emptied(owner.export(project)) == before
    places = owner.tasks(project)
    reader = owner.annotations(places[four])[0]
    changed = ani.recode(reader, "none")
    added = budi.code(places[four], "economic")
    owner.ask("DELETE", f"/api/annotations/{owner.annotations(places[three])[0]['id']}/")
    second, words = desk.bring(owner.export(project), *names)
    assert said(second) == [("ani", four, "none", (), "review"), ("budi", four, "economic", (), "review")]
    assert [each.when for each in second] == [changed["updated_at"], added["updated_at"]]
    assert "1 deleted there" in words


def test_an_edit_on_the_page_of_label_studio(label_studio, toy_study, tmp_path, chromium) -> None:
    """Codings are shown as they are, and a key and a click make another: by the person, with its codes as ids."""
    from playwright.sync_api import TimeoutError, expect, sync_playwright

    desk = Desk(toy_study, tmp_path, "label-studio")
    owner, ani = label_studio("owner"), label_studio("ani")
    tasks, interface = desk.export()
    project = owner.new_project(interface, tasks)
    task = owner.tasks(project)[desk.paragraphs[0]]
    before = {each["id"]: each["result"] for each in owner.annotations(task)}
    cookies = [{"name": each.name, "value": each.value, "url": ani.address} for each in ani.client.cookies.jar]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_context(storage_state={"cookies": [], "origins": []}).new_page()
        page.context.add_cookies(cookies)
        page.goto(f"{ani.address}/projects/{project}/data?task={task}", timeout=120_000)
        update = page.locator("button:has-text('Update')")
        expect(update).to_be_disabled(timeout=120_000)
        expect(page.get_by_text("Primary pillar: what most of the paragraph is about")).to_be_visible()
        page.wait_for_load_state("networkidle", timeout=120_000)
        with page.expect_response(lambda answer: answer.request.method == "PATCH", timeout=60_000):
            for _ in range(10):  # the page draws itself anew while it loads, and forgets a key that was pressed
                page.keyboard.press("0")
                with suppress(TimeoutError):
                    update.click(timeout=5_000)
                    break
        browser.close()
    changed = [each for each in owner.annotations(task) if each["result"] != before[each["id"]]]
    assert [each["updated_by"] for each in changed] == [ani.id]
    gained, _ = desk.bring(owner.export(project), "--coders", f"{ani.id}=ani")
    assert said(gained) == [("ani", desk.paragraphs[0], "none", (), "review")]


def test_two_people_two_rounds_of_doccano(doccano, toy_study, tmp_path) -> None:
    desk = Desk(toy_study, tmp_path, "doccano")
    owner, ani, budi = map(doccano, ("owner", "ani", "budi"))
    one, two, three = desk.paragraphs[:3]

    # Each annotator sees the own labels only.
    records, labels = desk.export("--blind")
    assert "melati" not in json.dumps([{**json.loads(line), "text": ""} for line in records.splitlines()])
    project = owner.new_project(labels, records, ("ani", "budi"))
    places = owner.examples(project)
    ani.code(project, places[blind_key(one)], "primary:political", "also:economic")
    ani.code(project, places[blind_key(two)], "primary:education")
    budi.code(project, places[blind_key(two)], "unsure", "primary:education")
    for kind, ending in (("CSV", "csv"), ("JSONL", "jsonl"), ("JSON", "json")):
        files = owner.export(project, kind)
        assert sorted(files) == [f"{name}.{ending}" for name in ("ani", "budi", "owner")]
        gained = [desk.bring(files[f"{name}.{ending}"], "--coder", name)[0] for name in ("ani", "budi")]
        if kind == "CSV":
            by_ani = [("ani", one, "political", ("economic",), "import"), ("ani", two, "education", (), "import")]
            assert sorted(said(gained[0])) == by_ani
            assert said(gained[1]) == [("budi", two, "education", (), "import")]
            assert gained[1][0].unsure
            assert not any(each.when for each in (*gained[0], *gained[1]))
        else:
            assert gained == [[], []]
    ani.code(project, places[blind_key(two)], "primary:economic")
    assert said(desk.bring(owner.export(project)["ani.jsonl"], "--coder", "ani")[0])[0][2] == "economic"
    ani.code(project, places[blind_key(two)], "primary:education")
    assert said(desk.bring(owner.export(project)["ani.jsonl"], "--coder", "ani")[0])[0][2] == "education"

    # All share one set of labels, and all codings are in sight.
    records, labels = desk.export()
    project = owner.new_project(labels, records, ("ani", "budi"), collaborative_annotation=True)
    unchanged = owner.export(project)["all.jsonl"]
    assert desk.bring(unchanged, name="all.jsonl")[0] == []
    before = toy_study.labels_path.read_bytes()
    assert desk.emptied(unchanged, "all.jsonl") == before
    example = next(json.loads(line) for line in unchanged.splitlines() if json.loads(line)["paragraph_id"] == three)
    place = owner.ask("GET", f"/projects/{project}/examples", params={"limit": 1000})["results"]
    example_id = next(each["id"] for each in place if each["meta"]["coding_id"] == example["coding_id"])
    old = example["label"]
    for codes, code in ((["primary:none"], "none"), (old, example["primary"])):
        owner.code(project, example_id)
        budi.code(project, example_id, *codes)
        gained, _ = desk.bring(owner.export(project)["all.jsonl"], "--coder", "budi", name="all.jsonl")
        assert [(each.coder, each.primary, each.why) for each in gained] == [("budi", code, "review")]
