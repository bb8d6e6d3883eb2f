"""Label Studio and doccano themselves: started on this machine for a test, used as their pages use them, then ended.

They want other libraries than this package, so each has an environment of its own, with Python 3.11::

    python3 -m venv studio && studio/bin/pip install label-studio==1.23.0
    python3 -m venv doccano && doccano/bin/pip install doccano==1.8.4 "marshmallow<4" "numpy<2" "setuptools<80"
    export DISCOURSE_LABEL_STUDIO=studio/bin/label-studio DISCOURSE_DOCCANO=doccano/bin/doccano
    make clients
"""

from __future__ import annotations

import io
import os
import shutil
import signal
import socket
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Self

import httpx2
import pytest

collect_ignore = ["record.py"]
PATIENCE = 240
"""Seconds that a program may take to make its database and answer."""
LONGEST = 1200
"""Seconds after which a program is ended, whatever became of the test."""
PEOPLE = ("owner", "ani", "budi")
PASSWORD = "a-long-word-for-tests"

DOCCANO = f"""
import os, sys
sys.argv = ["doccano"]
from backend import cli
import django
from django.core import management
django.setup()
from django.conf import settings
settings.CELERY_TASK_ALWAYS_EAGER = settings.CELERY_TASK_STORE_EAGER_RESULT = True
management.call_command("migrate", verbosity=0)
management.call_command("create_roles", verbosity=0)
from django.contrib.auth import get_user_model
for name in os.environ["PEOPLE"].split():
    get_user_model().objects.create_superuser(name, f"{{name}}@example.org", {PASSWORD!r})
from waitress import serve
from config.wsgi import application
serve(application, host="127.0.0.1", port=int(os.environ["PORT"]), threads=4)
"""
"""doccano's own command listens on every address and wants a queue beside it; this listens on loopback alone."""


def find_program(name: str) -> Path:
    """Find a program by the variable DISCOURSE_<NAME>, or on the path; skip the test where it is not to be had."""
    variable = f"DISCOURSE_{name.upper().replace('-', '_')}"
    found = os.environ.get(variable) or shutil.which(name)
    if not found or not Path(found).is_file():
        pytest.skip(f"no {name}: install it into an environment of its own and name it in {variable}")
    return Path(found).absolute()


@contextmanager
def running(command: list[str], folder: Path, address: str, **environment: str) -> Iterator[str]:
    """Run a server until it is no longer needed, for a bounded time."""
    with (folder / "output.txt").open("wb") as output:
        process = subprocess.Popen(
            ["timeout", str(LONGEST), *command],
            cwd=folder,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            wait_for(process, address, folder / "output.txt")
            yield address
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(30)


def wait_for(process: subprocess.Popen[bytes], address: str, output: Path) -> None:
    """Wait until a server answers."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx2.get(address, timeout=5).status_code < 500:
                return
        except httpx2.HTTPError:
            time.sleep(0.5)
    raise AssertionError(f"no answer from {address}:\n{output.read_text(encoding='utf-8')[-2000:]}")


def free_port() -> int:
    """Find a port that nothing listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Visit:
    """One person at the pages of a program, asking what the pages ask."""

    client: httpx2.Client

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *unused: object) -> None:
        self.client.close()

    def ask(self, method: str, path: str, **data: Any) -> Any:
        """Send a request, and return what comes back: JSON, or bytes."""
        headers = {"X-CSRFToken": self.client.cookies.get("csrftoken", ""), "Referer": str(self.client.base_url)}
        answer = self.client.request(method, path, headers=headers, **data)
        assert answer.status_code < 300, f"{method} {path}: {answer.status_code} {answer.text[:1000]}"
        return answer.json() if "json" in answer.headers.get("content-type", "") else answer.content


class LabelStudio(Visit):
    """One person at Label Studio; the account is made on the first visit."""

    def __init__(self, address: str, name: str) -> None:
        self.address = address
        self.client = httpx2.Client(base_url=address, timeout=60, follow_redirects=True)
        form = {"email": f"{name}@example.org", "password": PASSWORD}
        for page in ("/user/signup/", "/user/login/"):
            self.client.get(page)
            self.client.post(page, data={**form, "csrfmiddlewaretoken": self.client.cookies["csrftoken"]})
        self.id = self.ask("GET", "/api/current-user/whoami")["id"]

    @staticmethod
    @contextmanager
    def started(folder: Path) -> Iterator[str]:
        port = free_port()
        program = [str(find_program("label-studio")), "start", "--no-browser"]
        place = ["--internal-host", "127.0.0.1", "--port", str(port)]
        settings = {
            "LABEL_STUDIO_BASE_DATA_DIR": str(folder),
            "COLLECT_ANALYTICS": "false",
            "LABEL_STUDIO_LATEST_VERSION_CHECK": "false",
        }
        with running([*program, *place], folder, f"http://127.0.0.1:{port}", **settings) as address:
            yield address

    def new_project(self, config: str, tasks: str) -> int:
        """Make a project with a labelling interface, and upload a file of tasks."""
        project = self.ask("POST", "/api/projects", json={"title": "coverage", "label_config": config})["id"]
        self.ask("POST", f"/api/projects/{project}/import", files={"file": ("tasks.json", tasks, "application/json")})
        return int(project)

    def tasks(self, project: int) -> dict[str, int]:
        """Give each paragraph's task."""
        found = self.ask("GET", "/api/tasks", params={"project": project, "fields": "all", "page_size": 1000})
        tasks = sorted(found["tasks"], key=lambda task: int(task["id"]))
        return {task["data"]["paragraph_id"]: task["id"] for task in tasks}

    def annotations(self, task: int) -> list[dict[str, Any]]:
        """Give the annotations of a task, oldest first."""
        return sorted(self.ask("GET", f"/api/tasks/{task}/annotations/"), key=lambda found: found["id"])

    def code(self, task: int, primary: str, *also: str, note: str = "", **more: Any) -> dict[str, Any]:
        """Submit an annotation."""
        content = {"result": results(primary, also, note), "lead_time": 4.5, **more}
        return dict(self.ask("POST", f"/api/tasks/{task}/annotations/", json=content))

    def recode(self, annotation: dict[str, Any], primary: str, *also: str) -> dict[str, Any]:
        """Change the codes of an annotation as the page does: what else a result holds stays."""
        kept = next((result.get("meta") for result in annotation["result"] if result.get("meta")), None)
        changed = results(primary, also, "")
        if kept:
            changed[0]["meta"] = kept
        return dict(self.ask("PATCH", f"/api/annotations/{annotation['id']}/", json={"result": changed}))

    def export(self, project: int, kind: str = "JSON") -> str:
        """Download what the button Export gives."""
        return self.client.get(f"/api/projects/{project}/export", params={"exportType": kind}).text

    def snapshot(self, project: int) -> str:
        """Download a snapshot that names people by their addresses."""
        options = {"serialization_options": {"annotations__completed_by": {"only_id": False}}}
        made = self.ask("POST", f"/api/projects/{project}/exports/", json={"title": "snapshot", **options})
        end = time.monotonic() + PATIENCE
        while self.ask("GET", f"/api/projects/{project}/exports/{made['id']}")["status"] != "completed":
            assert time.monotonic() < end, "the snapshot is never completed"
            time.sleep(0.2)
        return self.client.get(f"/api/projects/{project}/exports/{made['id']}/download").text


def results(primary: str, also: tuple[str, ...], note: str) -> list[dict[str, Any]]:
    """Write codes as Label Studio's page sends them."""
    found = []
    for name, kind, value in (
        ("pillar", "choices", [primary] if primary else []),
        ("also", "choices", list(also)),
        ("note", "text", [note] if note else []),
    ):
        if value:
            form = "textarea" if kind == "text" else kind
            found.append({"from_name": name, "to_name": "text", "type": form, "value": {kind: value}})
    return found


class Doccano(Visit):
    """One person at doccano."""

    def __init__(self, address: str, name: str) -> None:
        self.name = name
        self.client = httpx2.Client(base_url=f"{address}/v1", timeout=120)
        self.ask("POST", "/auth/login/", json={"username": name, "password": PASSWORD})

    @staticmethod
    @contextmanager
    def started(folder: Path, *people: str) -> Iterator[str]:
        port = free_port()
        python = find_program("doccano").parent / "python"
        settings = {"DOCCANO_HOME": str(folder), "PEOPLE": " ".join(people), "PORT": str(port)}
        with running([str(python), "-c", DOCCANO], folder, f"http://127.0.0.1:{port}", **settings) as address:
            yield address

    def new_project(self, labels: str, records: str, people: tuple[str, ...] = (), **kind: Any) -> int:
        """Make a project with label types, let others in, and upload records."""
        form = {"name": "coverage", "description": "-", "guideline": "-"}
        form |= {"project_type": "DocumentClassification", "resourcetype": "TextClassificationProject", **kind}
        project = int(self.ask("POST", "/projects", json=form)["id"])
        if labels:
            path = f"/projects/{project}/category-type-upload"
            self.ask("POST", path, files={"file": ("labels.json", labels, "application/json")})
        users = {user["username"]: user["id"] for user in self.ask("GET", "/users")}
        roles = {role["name"]: role["id"] for role in self.ask("GET", "/roles")}
        for name in people:
            member = {"user": users[name], "role": roles["annotator"]}
            self.ask("POST", f"/projects/{project}/members", json=member)
        self.upload(project, records, form["project_type"])
        return project

    def upload(self, project: int, records: str, task: str) -> None:
        """Upload JSON lines."""
        upload = self.ask("POST", "/fp/process/", files={"filepond": ("records.jsonl", records, "application/json")})
        upload_id = upload.decode() if isinstance(upload, bytes) else upload
        order = {"uploadIds": [upload_id], "format": "JSONL", "task": task, "column_data": "text"}
        order |= {"column_label": "label", "encoding": "utf_8", "delimiter": ","}
        done = self.ask("POST", f"/projects/{project}/upload", json=order)
        result = self.ask("GET", f"/tasks/status/{done['task_id']}")
        assert result["ready"], result
        assert not (result["result"] or {}).get("error"), result

    def examples(self, project: int) -> dict[str, int]:
        """Give each paragraph's example."""
        found = self.ask("GET", f"/projects/{project}/examples", params={"limit": 1000})["results"]
        return {example["meta"].get("paragraph_id", example["text"]): example["id"] for example in found}

    def code(self, project: int, example: int, *labels: str) -> None:
        """Take this person's labels off an example, and click others."""
        path = f"/projects/{project}/examples/{example}/categories"
        self.ask("DELETE", path)
        known = {label["text"]: label["id"] for label in self.ask("GET", f"/projects/{project}/category-types")}
        for label in labels:
            self.ask("POST", path, json={"label": known[label]})

    def comment(self, project: int, example: int, text: str) -> None:
        """Write a comment on an example."""
        self.ask("POST", f"/projects/{project}/comments", params={"example": example}, json={"text": text})

    def export(self, project: int, kind: str = "JSONL") -> dict[str, str]:
        """Download what the button Export gives: a file for each person, or one for all."""
        order = {"format": kind, "exportApproved": False}
        task = self.ask("POST", f"/projects/{project}/download", json=order)["task_id"]
        packed = self.ask("GET", f"/projects/{project}/download", params={"taskId": task})
        with zipfile.ZipFile(io.BytesIO(packed)) as members:
            return {name: members.read(name).decode() for name in members.namelist()}


@pytest.fixture(scope="module")
def label_studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], LabelStudio]]:
    """Let a person, by name, in at a Label Studio of our own."""
    with LabelStudio.started(tmp_path_factory.mktemp("label-studio")) as address, ExitStack() as visits:
        yield lambda name: visits.enter_context(LabelStudio(address, name))


@pytest.fixture(scope="module")
def doccano(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Doccano]]:
    """Let owner, ani or budi in at a doccano of our own."""
    with Doccano.started(tmp_path_factory.mktemp("doccano"), *PEOPLE) as address, ExitStack() as visits:
        yield lambda name: visits.enter_context(Doccano(address, name))
