"""What does the page answer? Its routes: the page itself, cards, codings, undo, comparison."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from importlib import resources
from typing import Any, ClassVar, Generic, TypeVar

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as HttpRequest
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from discourse.annotation.cards import CardSession, Request, Who
from discourse.annotation.coders import ADJUDICATE, CODE, MODES, REVIEW, Coder, opaque_key, usual_mode
from discourse.annotation.parts.questions import questions_of
from discourse.annotation.parts.texts import PageLanguages, labelling_texts, shown_title
from discourse.annotation.requests import LabellingRequest, PageRequest, read_request
from discourse.annotation.security import OPEN_PATHS
from discourse.annotation.session import LabellingSession
from discourse.errors import DataError, DiscourseError, LabelError
from discourse.figures import pillar_colours
from discourse.io.append_log import Conflict
from discourse.study import Study
from discourse.translations import ENGLISH, say, speaking, translated

_TYPES = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}

Asked = TypeVar("Asked", bound=PageRequest)


def templates(*names: str) -> dict[str, Template]:
    """Read templates by their names without ending; whatever they show is text, never markup."""
    found = Environment(loader=PackageLoader("discourse.annotation"), autoescape=True, undefined=StrictUndefined)
    found.globals |= {"say": say, "translated": translated}
    return {name: found.get_template(f"{name}.html") for name in names}


def file_routes(made: Mapping[str, str]) -> list[Route]:
    """Return a route for each script, style sheet and icon; ``made`` maps further paths to what they hold."""
    static = resources.files("discourse.annotation") / "static"
    files = {f"/{file.name}": file.read_bytes() for file in static.iterdir() if f"/{file.name}" in OPEN_PATHS}
    files |= {path: text.encode() for path, text in made.items()}

    async def send(request: HttpRequest) -> Response:
        path = request.url.path
        return Response(files[path], media_type=_TYPES[path.rsplit(".", 1)[1]])

    return [Route(path, send) for path in files]


def json_route(form: type[Asked], act: Callable[[Asked], dict[str, Any]]) -> Callable[[HttpRequest], Any]:
    """Make a route of a function from what was asked to what is answered; mistakes become one line."""

    async def answer(request: HttpRequest) -> Response:
        try:
            sent = await request.body() if request.method == "POST" else dict(request.query_params)
            return JSONResponse(await run_in_threadpool(act, read_request(form, sent)))
        except Conflict as error:
            return JSONResponse({"error": str(error)}, 409)
        except DiscourseError as error:
            return JSONResponse({"error": str(error)}, 422)

    return answer


class CardPage(ABC, Generic[Who, Request]):
    """The routes over one session: what both pages answer.

    Parameters
    ----------
    session : LabellingSession or IntrusionSession
        What is coded.
    token : str
        Secret of this run, written into the page.
    coder, choice : str
        Who codes, and which queue or kind of items, where the address does not say.
    language : str
        Language of the page, where the address does not say.

    Raises
    ------
    DataError
        If there are no strings for the language.
    """

    form: ClassVar[type[PageRequest]]
    """What the page sends."""
    template: ClassVar[str]
    save_path: ClassVar[str]
    choice_name: ClassVar[str]
    """What the address, and whoever codes, call the choice."""
    start: ClassVar[str] = "/"
    """The path of the page."""
    _practice_items = 0
    """How many practice items whoever says their name is offered."""

    def __init__(
        self,
        session: CardSession[Who, Request],
        token: str,
        coder: str = "",
        choice: str = "",
        language: str = ENGLISH.language,
    ) -> None:
        self._session = session
        self._languages = PageLanguages(session.study)
        self._language = self._languages.translation(language).language
        self._token = token
        self._coder = coder
        self._choice = choice
        self._templates = templates(self.template, "name")

    def app(self) -> Starlette:
        """Return the ASGI application, to be put behind a guard."""
        return Starlette(routes=self._routes())

    def _routes(self) -> list[Route]:
        return [
            Route("/", self.page),
            self._json_route("/card", self.card),
            self._json_route(self.save_path, self.save, post=True),
            self._json_route("/undo", self.undo, post=True),
            *file_routes({"/pillars.css": _pillar_css(self._session.study)}),
        ]

    def _json_route(self, path: str, act: Callable[[Any], dict[str, Any]], post: bool = False) -> Route:
        return Route(path, json_route(self.form, act), methods=["POST"] if post else ["GET"])

    async def page(self, request: HttpRequest) -> Response:
        """Send the page with its first card; or, where nobody is named, the question who codes."""
        try:
            return HTMLResponse(await run_in_threadpool(self._page, request.query_params))
        except DataError as error:  # a study's own file of strings
            return PlainTextResponse(f"{error}\n", 422)

    def _page(self, asked: Mapping[str, str]) -> str:
        language = asked.get("language", "")
        spoken = language if language in self._languages.names else self._language
        with speaking(self._languages.translation(spoken)):
            return self._page_in(spoken, asked)

    def _page_in(self, spoken: str, asked: Mapping[str, str]) -> str:
        study = self._session.study
        try:
            name = self._session.check_coder(asked.get("coder") or self._coder)
        except LabelError as error:
            return self._ask_who(spoken, asked, problem=str(error) if asked.get("coder") else "")
        who = self._visitor(name, asked)
        opening = self._opening(who)
        return self._templates[self.template].render(
            **self._common(spoken),
            **self._variables(who),
            **opening,
            coder=name,
            language=study.settings.language,
            keep={"token": self._token, **json.loads(opening["who"])},
            study=opaque_key(f"{self.template} {study.root} {study.settings.title} {study.variable}".rstrip()),
        )

    def _common(self, spoken: str) -> dict[str, Any]:
        """Return what all templates show."""
        study = self._session.study
        titles = (translated(study.codebook.name), translated(study.settings.title))
        return {
            "token": self._token,
            "title": " · ".join(filter(None, titles)),
            "spoken": spoken,
            "languages": self._languages.names,
            "start": self.start,
            "practice": self._practice_items,
        }

    def _ask_who(self, spoken: str, asked: Mapping[str, str], name: str = "", problem: str = "") -> str:
        """Return the page that asks who codes; a name that is known already stands in it."""
        visitor = self._visitor("", asked)
        keep = {self.choice_name: getattr(visitor, self.choice_name), "language": spoken}
        shown = self._common(spoken) | ({} if self._practises(visitor) else {"practice": 0})
        return self._templates["name"].render(**shown, keep=keep, problem=problem, name=name)

    def _practises(self, who: Who) -> bool:
        """Say whether practice is for a visitor; whoever judges others' codings knows the codebook."""
        return True

    def _opening(self, who: Who) -> dict[str, str]:
        """Return the first card, or why there is none, and who asks, in JSON."""
        try:
            card = self._session.card(who)
        except DiscourseError as error:
            card = {"error": str(error)}
        return {"card": json.dumps(card), "who": json.dumps(self._sender(who))}

    def card(self, asked: Request) -> dict[str, Any]:
        """Return the card at a place of the queue."""
        return self._session.card(self._who(asked), asked.position)

    def save(self, asked: Request) -> dict[str, Any]:
        """Write an answer, then return its id and the next card."""
        who = self._who(asked)
        saved = self._session.save(who, asked)
        return {"saved": saved, "card": self._session.card(who, asked.next)}

    def undo(self, asked: Request) -> dict[str, Any]:
        """Take an answer back, then return its card."""
        who = self._who(asked)
        place = self._session.undo(who, asked.undoes, asked.line_id)
        return {"undone": asked.undoes, "card": self._session.card(who, place)}

    @abstractmethod
    def _visitor(self, name: str, asked: Mapping[str, str]) -> Who:
        """Return who opens the page, from its address; what the address says wrongly is passed over."""

    @abstractmethod
    def _who(self, asked: Request) -> Who:
        """Return who sends a request."""

    @abstractmethod
    def _sender(self, who: Who) -> dict[str, str]:
        """Return what the page sends with every request."""

    @abstractmethod
    def _variables(self, who: Who) -> dict[str, Any]:
        """Return what the page's own template shows."""


class LabellingPage(CardPage[Coder, LabellingRequest]):
    """The page on which paragraphs are coded."""

    form, template, save_path, choice_name = LabellingRequest, "page", "/codings", "queue"
    _session: LabellingSession

    def _routes(self) -> list[Route]:
        further = {"/context": self.context, "/neighbours": self.neighbours, "/sitting": self.sitting}
        return [*super()._routes(), *(self._json_route(path, act) for path, act in further.items())]

    def card(self, asked: LabellingRequest) -> dict[str, Any]:
        """Return the card at a place of the queue; or, where a paragraph is named, of what the coder has coded."""
        if asked.paragraph:
            return self._session.again(self._who(asked), asked.paragraph)
        return super().card(asked)

    def context(self, asked: LabellingRequest) -> dict[str, Any]:
        """Return what was hidden while the paragraph was coded."""
        return self._session.context(self._who(asked), asked.paragraph)

    def neighbours(self, asked: LabellingRequest) -> dict[str, Any]:
        """Return what stands before and after the paragraph in its article."""
        return self._session.neighbours(self._who(asked), asked.paragraph)

    def sitting(self, asked: LabellingRequest) -> dict[str, Any]:
        """Return what the coder has coded: the last codings and counts."""
        return self._session.sitting(self._who(asked))

    def _visitor(self, name: str, asked: Mapping[str, str]) -> Coder:
        mode, queue = asked.get("mode", ""), asked.get("queue") or self._choice
        return Coder(name, queue, mode if mode in MODES else usual_mode(queue))

    def _practises(self, who: Coder) -> bool:
        return who.mode != ADJUDICATE

    def _who(self, asked: LabellingRequest) -> Coder:
        return Coder(self._session.check_coder(asked.coder), asked.queue or self._choice, asked.mode)

    def _sender(self, who: Coder) -> dict[str, str]:
        return {"coder": who.name, "queue": who.queue, "mode": who.mode}

    def _variables(self, who: Coder) -> dict[str, Any]:
        book, deciding = self._session.study.codebook, who.mode == ADJUDICATE
        questions = questions_of([book] if deciding else self._session.asked)
        return {
            "queue": who.queue,
            "mode": who.mode,
            "questions": questions,
            "names": json.dumps({question.variable: question.names for question in questions}),
            "texts": json.dumps(labelling_texts()),
            "variable": book.id,
            "version": book.version,
            "adjudicating": deciding,
            "queues": {name: shown_title(name, title) for name, title in self._session.queues.items()},
            "modes": {CODE: say("Code"), REVIEW: say("Review"), ADJUDICATE: say("Adjudicate")},
        }


def _pillar_css(study: Study) -> str:
    if study.variable:
        return ""  # a colour stands for a pillar and nothing else
    colours = pillar_colours(study.codebook.pillar_ids)
    return "".join(
        f'[data-code="{code}"]:not(.further *) {{ --pillar: {colour}; }}\n' for code, colour in colours.items()
    )
