// What does the page do beyond showing? It builds an article, a long table or a list of paragraphs when a reader
// opens it, puts the numbers of another choice in the place of the main ones, and sorts and copies tables. Whatever
// comes from the study is set as text, never as markup.
"use strict";
(() => {
  const ROWS_AT_ONCE = 300;
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const read = (element) => JSON.parse(element.textContent);
  const words = read(one("script.words"));
  const filled = (template, fields) => template.replace(/\{(\w+)\}/g, (whole, name) => fields[name] ?? whole);

  function make(tag, text = "", properties = {}) {
    const element = Object.assign(document.createElement(tag), properties);
    element.textContent = text;
    return element;
  }

  function link(address, text) {
    const element = make("a", text, { href: address });
    if (!address.startsWith("#")) element.rel = "noopener noreferrer";
    return element;
  }

  // Articles and their paragraphs.
  const parts = all("details.part");
  const bodies = new Map();
  let stored = null;
  let places = null;

  // The articles of each part; reading them takes a while where there are thousands.
  const articlesOf = (part) => (stored ??= read(one("#articles")))[part];

  // All paragraphs in the order of the page, and where each stands; lists name paragraphs by their place in it.
  function everyPlace() {
    places ??= parts.flatMap((_, part) =>
      articlesOf(part).flatMap((article, row) => article.paragraphs.map((paragraph) => ({ part, row, article, paragraph }))),
    );
    return places;
  }

  const placeOf = (id) => everyPlace().find((place) => place.paragraph.id === id);

  function labelOf(paragraph) {
    const line = make("p");
    line.append(make("strong", paragraph.label));
    if (paragraph.also) line.append(`, ${filled(words.also, { pillars: paragraph.also })}`);
    return line;
  }

  function textOf(paragraph) {
    return make("p", filled(words.paragraph, paragraph), { lang: words.language });
  }

  function codingOf(coding) {
    const codes = coding.also ? `${coding.primary}, ${filled(words.also, { pillars: coding.also })}` : coding.primary;
    const said = filled(coding.why ? words.coded : words.coded_plainly, { ...coding, codes });
    const more = [coding.unsure && words.unsure, coding.is_label && words.is_label, coding.when, coding.note];
    return make("li", [said, ...more.filter(Boolean)].join("; "));
  }

  function paragraphOf(paragraph) {
    const box = make("div", "", { className: "paragraph", id: `p-${paragraph.id}`, tabIndex: -1 });
    box.append(textOf(paragraph), labelOf(paragraph));
    if (paragraph.codings) {
      const codings = make("details");
      const entries = make("ul");
      entries.append(...paragraph.codings.map(codingOf));
      codings.append(make("summary", filled(words.codings, { count: paragraph.codings.length })), entries);
      box.append(codings);
    }
    if (paragraph.guess) {
      const why = paragraph.guess.words ? ` ${filled(words.guess_words, paragraph.guess)}` : "";
      box.append(make("p", filled(words.guess, paragraph.guess) + why, { className: "guess" }));
    }
    return box;
  }

  function summaryOf(article) {
    const details = make("details", "", { className: "article" });
    details.append(make("summary", `${article.where}: ${article.counts}`));
    bodies.set(details, article);
    return details;
  }

  // The list of a part: a line for each of its articles.
  function buildPart(part) {
    if (one(".article", part)) return;
    part.append(...articlesOf(parts.indexOf(part)).map(summaryOf));
  }

  function buildArticle(article) {
    if (one(".paragraph", article)) return;
    const body = bodies.get(article);
    const source = make("p");
    if (body.url) source.append(link(body.url, body.address));
    else source.append(body.address ?? words.no_address);
    if (body.copy_of) source.append(` ${filled(words.copy_of, { article: body.copy_of })}`);
    article.append(source, ...body.paragraphs.map(paragraphOf));
  }

  // What a link within the page leads to.
  function openAround(element) {
    for (let each = element; each; each = each.parentElement) if (each.localName === "details") each.open = true;
  }

  function showParagraph(id) {
    const place = placeOf(id);
    if (!place) return;
    const part = parts[place.part];
    buildPart(part);
    const article = all(".article", part)[place.row];
    openAround(article);
    buildArticle(article);
    for (const marked of all(".marked")) marked.classList.remove("marked");
    const box = document.getElementById(`p-${id}`);
    box.classList.add("marked");
    box.scrollIntoView({ block: "center" });
    box.focus({ preventScroll: true });
  }

  const dialog = one("dialog");

  function rowOf({ article, paragraph }) {
    const row = make("div", "", { className: "listed" });
    const source = make("p");
    const { where, url } = article;
    const place = filled(words.in_article, { where, position: paragraph.position });
    source.append(link(`#p-${encodeURIComponent(paragraph.id)}`, place));
    if (url) source.append("; ", link(url, words.source));
    row.append(make("p", paragraph.text, { lang: words.language }), labelOf(paragraph), source);
    return row;
  }

  function showList(choice, pillar, period) {
    const list = numbers?.lists[choice]?.[pillar]?.[period];
    if (!list) return;
    const rows = (list.shown ?? []).map((place) => rowOf(everyPlace()[place]));
    if (list.more) rows.push(make("p", filled(words.more, { count: list.more })));
    if (!rows.length) rows.push(make("p", words.none));
    one("#listed-title").textContent = list.title;
    one(".rows", dialog).replaceChildren(...rows);
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    one("#listed-title").focus();
  }

  function follow() {
    let parts;
    try {
      parts = location.hash.slice(1).split("/").map(decodeURIComponent);
    } catch {
      return;
    }
    if (parts[0] === "list") return showList(...parts.slice(1));
    dialog.close();
    const id = parts.join("/");
    if (id.startsWith("p-")) return showParagraph(id.slice(2));
    const target = document.getElementById(id);
    if (target?.closest("details")) {
      openAround(target);
      target.scrollIntoView();
    }
  }

  dialog.addEventListener("close", () => {
    if (location.hash.startsWith("#list/")) history.replaceState(null, "", location.href.split("#")[0]);
    one(".rows", dialog).replaceChildren();
  });
  one(".close", dialog).addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());

  // The numbers of another choice.
  const panel = one(".choices");
  const numbers = panel && read(one("script", panel));

  function choose(chosen) {
    const choice = numbers.choices.find((each) => each.id === chosen);
    const heads = all("thead th", panel);
    choice.heads.forEach((head, place) => (heads[place + 1].textContent = head));
    const last = heads.at(-1);
    last.dataset.verdict ??= last.textContent;
    last.textContent = choice === numbers.choices[0] ? last.dataset.verdict : last.dataset.against;
    all("tbody tr", panel).forEach((line, place) => {
      const row = choice.rows[place];
      row.cells.forEach((cell, period) => {
        one(".share", line.cells[period + 1]).textContent = cell.share ?? "";
        const count = one("a", line.cells[period + 1]);
        count.textContent = cell.count;
        count.setAttribute("href", cell.link);
      });
      one(".shift", line).textContent = row.shift;
      one(".verdict", line).textContent = row.verdict;
    });
    one(".said", panel).textContent = choice.said ?? "";
    for (const button of all("[data-choice]", panel)) {
      button.setAttribute("aria-pressed", String(button.dataset.choice === chosen));
    }
  }

  // Tables of figures.
  const tables = new Map();
  const alphabet = new Intl.Collator(document.documentElement.lang, { numeric: true });

  function rowElement(cells) {
    const row = make("tr");
    row.append(...cells.map((cell) => make("td", cell)));
    return row;
  }

  // A long table grows as the reader scrolls: ten thousand rows at once would take seconds.
  function grow(details) {
    const body = one("tbody", details);
    const there = body.rows.length;
    body.append(...tables.get(details).slice(there, there + ROWS_AT_ONCE).map(rowElement));
  }

  function refill(details, rows) {
    tables.set(details, rows);
    one("tbody", details).replaceChildren();
    one(".numbers", details).scrollTop = 0;
    grow(details);
  }

  function growAtEnd(details, box) {
    if (box.scrollTop + 3 * box.clientHeight > box.scrollHeight) grow(details);
  }

  function amount(cell) {
    const number = /^[+-]?\d[\d.]*(e[+-]?\d+)?%?( \[.*)?$/.test(cell);
    return number ? parseFloat(cell) : NaN;
  }

  function sorted(rows, column, falling) {
    const known = rows.filter((row) => row[column] !== "");
    const numeric = known.every((row) => !Number.isNaN(amount(row[column])));
    const compare = numeric
      ? (a, b) => amount(a[column]) - amount(b[column])
      : (a, b) => alphabet.compare(a[column], b[column]);
    known.sort(falling ? (a, b) => compare(b, a) : compare);
    return [...known, ...rows.filter((row) => row[column] === "")];
  }

  function sortBy(details, heads, column) {
    const falling = heads[column].getAttribute("aria-sort") === "ascending";
    for (const head of heads) head.removeAttribute("aria-sort");
    heads[column].setAttribute("aria-sort", falling ? "descending" : "ascending");
    refill(details, sorted(tables.get(details), column, falling));
  }

  async function copy(details) {
    const heads = all("thead th", details).map((head) => head.textContent);
    const text = [heads, ...tables.get(details)].map((row) => row.join("\t")).join("\n");
    let done = words.copied;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      done = words.not_copied;
    }
    one("[role=status]", details).textContent = done;
  }

  function buildTable(details) {
    if (tables.has(details)) return;
    const long = details.dataset.rows;
    const rows = long
      ? read(document.getElementById(long))
      : all("tbody tr", details).map((row) => [...row.cells].map((cell) => cell.textContent));
    tables.set(details, rows);
    if (long) refill(details, rows);
    one("table", details).setAttribute("aria-rowcount", rows.length + 1);
    one(".numbers", details).addEventListener("scroll", ({ target }) => growAtEnd(details, target));
    const heads = all("thead th", details);
    heads.forEach((head, column) => {
      const button = make("button", head.textContent, { type: "button" });
      button.addEventListener("click", () => sortBy(details, heads, column));
      head.replaceChildren(button);
    });
    const button = one(".copy", details);
    button.hidden = false;
    button.addEventListener("click", () => copy(details));
  }

  document.addEventListener(
    "toggle",
    ({ target }) => {
      if (!target.open || target.localName !== "details") return;
      if (target.matches(".part")) buildPart(target);
      if (target.matches(".article")) buildArticle(target);
      if (target.matches(".numbers-of")) buildTable(target);
    },
    true,
  );
  // A link to where the page already is changes no address, but leads there all the same.
  document.addEventListener("click", (event) => {
    const address = event.target.closest?.("a")?.getAttribute("href");
    if (address?.startsWith("#") && address === location.hash) follow();
  });
  if (panel) {
    for (const group of all("[role=group]", panel)) group.hidden = false;
    panel.addEventListener("click", ({ target }) => target.dataset.choice && choose(target.dataset.choice));
  }
  addEventListener("hashchange", follow);
  follow();
})();
