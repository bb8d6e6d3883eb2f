"""How quick is the labelling page? Time from key to saved, and time to open a large study.

Run: ``python benchmarks/relabelling.py [CODINGS] [PARAGRAPHS]``; needs Chromium for the first table.
"""

from __future__ import annotations

import csv
import http.client
import json
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from discourse.annotation.server import Server
from discourse.annotation.session import LabellingSession
from discourse.labels.coding import COLUMNS
from discourse.study import Study

ROOT = Path(__file__).resolve().parents[1]
BROWSER_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

OPENING = """
import sys, time
start = time.perf_counter()
from pathlib import Path
from discourse.annotation import LabellingSession, Server
from discourse.annotation.coders import Coder
from discourse.study import Study
imported = time.perf_counter()
session = LabellingSession(Study(Path(sys.argv[1])))
loaded = time.perf_counter()
card = session.card(Coder("ani", "uncoded"))
shown = time.perf_counter()
assert card["text"]
print(imported - start, loaded - imported, shown - loaded)
"""


def large_study(folder: Path, paragraphs: int) -> Study:
    """Write a study with so many paragraphs, ten an article, each coded once by somebody else."""
    data = folder / "data"
    data.mkdir(parents=True)
    for name in ("codebook.toml", "study.toml"):
        shutil.copy(ROOT / "data" / name, data / name)
    periods = Study(ROOT).settings.periods
    with (data / "articles.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["article_id", "outlet", "url", "published", "date_basis", "partner", "genre", "extent", "sampling"]
        )
        for number in range(paragraphs // 10):
            writer.writerow(
                [
                    f"a{number:06d}",
                    "koran",
                    "",
                    periods[number % 2].start.isoformat(),
                    "text",
                    "Laos",
                    "news",
                    "opening",
                    "general",
                ]
            )
    with (data / "paragraphs.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["paragraph_id", "article_id", "position", "opening", "words", "text", "source_line", "source_sha256"]
        )
        for number in range(paragraphs):
            text = f"Paragraf nomor {number} membahas pasar ikan, jalan desa dan beasiswa guru. " * 4
            writer.writerow(
                [
                    f"a{number // 10:06d}:{number % 10:02d}",
                    f"a{number // 10:06d}",
                    number % 10,
                    "yes",
                    40,
                    text.strip(),
                    "",
                    "",
                ]
            )
    (data / "labels.csv").write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    return Study(folder)


def key_to_saved(study: Study, codings: int) -> list[float]:
    """Milliseconds from the key press until the page says saved, in headless Chromium."""
    from playwright.sync_api import sync_playwright

    server = Server(LabellingSession(study), coder="ani", port=0)
    thread = threading.Thread(target=server.run, args=(300,), daemon=True)
    thread.start()
    watch = """() => { const saved = document.getElementById('status'); window.times = [];
      document.addEventListener('keydown', () => { window.pressed = performance.now(); }, true);
      new MutationObserver(() => { if (saved.textContent.startsWith('Saved'))
        window.times.push(performance.now() - window.pressed); }).observe(saved, {childList: true}); }"""
    with sync_playwright() as playwright:
        executable = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=executable, args=list(BROWSER_OPTIONS))
        page = browser.new_page()
        page.goto(server.address)
        page.evaluate(watch)
        for number in range(codings):
            page.wait_for_selector('#paragraph[aria-busy="false"]')
            page.keyboard.press(f"Digit{number % 3 + 1}")
            page.wait_for_function("n => window.times.length > n", arg=number)
        times = page.evaluate("window.times")
        browser.close()
    server.stop()
    thread.join(10)
    return times


def request_times(study: Study, codings: int) -> list[float]:
    """Milliseconds of one save over loopback: request, check, disk, answer with the next card."""
    server = Server(LabellingSession(study), coder="budi", port=0)
    thread = threading.Thread(target=server.run, args=(300,), daemon=True)
    thread.start()
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    headers = {"X-Discourse-Token": server.token, "Content-Type": "application/json"}
    connection.connect()
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # as browsers do
    connection.request("GET", "/card?coder=budi", headers=headers)
    card, times = json.loads(connection.getresponse().read()), []
    for number in range(codings):
        body = json.dumps(
            {
                "coder": "budi",
                "coding_id": f"b{number}",
                "paragraph": card["paragraph"],
                "primary": "economic",
                "next": card["position"] + 1,
            }
        )
        start = time.perf_counter()
        connection.request("POST", "/codings", body, headers)
        answer = json.loads(connection.getresponse().read())
        times.append(1000 * (time.perf_counter() - start))
        card = answer["card"]
    connection.close()
    server.stop()
    thread.join(10)
    return times


def main(codings: int = 100, paragraphs: int = 100_000) -> None:
    """Print the two tables."""
    with tempfile.TemporaryDirectory() as folder:
        study = Study(shutil.copytree(ROOT / "data", Path(folder) / "copy" / "data").parent)
        print(f"{'save, ' + str(codings) + ' codings':34} median ms   95 % ms")
        for name, times in (
            ("request over loopback", request_times(study, codings)),
            ("key to saved, Chromium", key_to_saved(study, codings)),
        ):
            print(f"  {name:32} {statistics.median(times):9.1f} {sorted(times)[int(0.95 * len(times))]:9.1f}")
        large = large_study(Path(folder) / "large", paragraphs)
        answer = subprocess.run(
            [sys.executable, "-c", OPENING, str(large.root)], capture_output=True, text=True, check=True
        )
        parts = [float(number) for number in answer.stdout.split()]
        print(f"\nopening {paragraphs} paragraphs          seconds")
        for name, seconds in zip(("imports", "tables and index", "queue and first card"), parts, strict=True):
            print(f"  {name:32} {seconds:7.2f}")
        print(f"  {'together':32} {sum(parts):7.2f}")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]))
