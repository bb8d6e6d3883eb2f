"use strict";
// What stands beside a paragraph that is coded: the codebook, where it is from, its neighbours, the coder's own codings,
// the keys. frame.js is read before this, page.js after.

const names = JSON.parse(here.names);
const first = Object.keys(names)[0];
const nameOf = (code, variable = first) => names[variable][code] || code;
let compared = "";            // key of the paragraph last saved, for comparison

function element(kind, text, name) {
  const made = document.createElement(kind);
  made.textContent = text;
  if (name) made.className = name;
  return made;
}

function said(coding) {
  let text = nameOf(coding.primary);
  if (coding.also.length) text = tell("with_also", { code: text, also: coding.also.map((code) => nameOf(code)).join(", ") });
  if (coding.unsure) text = tell("with_unsure", { code: text });
  if (coding.unclear) text = tell("with_unclear", { code: text });
  return text;
}

function codingBox(coding) {
  const box = element("div", "", "earlier");
  const by = [coding.letter, coding.coder].filter(Boolean).join(": ");
  box.dataset.code = coding.primary;
  box.append(element("p", by, "who"), element("p", said(coding)));
  if (coding.note) box.append(element("p", coding.note, "who"));
  return box;
}

// The paragraph that may be compared: the one on the card if it is coded, else the one coded last.
function coded() {
  if (busy || !card) return "";
  const found = !ended(card) && card.mine ? card.paragraph : compared;
  if (!found) complain(tell("code_first"));
  return found;
}

// Bring a panel in sight: above the buttons where they stand at the foot of the window.
function bring(id) {
  const dock = document.querySelector(".dock");
  const covers = getComputedStyle(dock).position === "sticky" &&
    dock.getBoundingClientRect().left < at(id).getBoundingClientRect().right;
  document.documentElement.style.scrollPaddingBottom = covers ? `${dock.offsetHeight}px` : "";
  at(id).scrollIntoView({ block: "nearest" });
}

async function reveal(path, fill) {
  const paragraph = coded();
  if (!paragraph) return;
  try {
    fill(await ask(path, { paragraph }), paragraph === card.paragraph);
  } catch (error) { complain(error.final ? error.message : tell("no_program")); }
}

function compare() {
  reveal("/context", (context, here) => {
    showContext(context, here);
    bring("context");
  });
}

function showContext(context, ofCard) {
  const from = context.outlet === undefined ? [] : [[tell("paragraph"), context.paragraph_id],
    [tell("outlet"), context.outlet], [tell("published"), context.published],
    [tell("period"), context.period || tell("no_period")], [tell("partner"), context.partner],
    [tell("genre"), context.genre]];
  const model = context.model.map(([code, value]) => `${nameOf(code)} ${value.toFixed(2)}`).join(", ");
  at("where").replaceChildren(...[...from, [tell("model"), model || tell("no_model")]].flatMap(
    ([name, value]) => [element("dt", name), element("dd", value)]));
  at("withheld").hidden = Boolean(from.length);
  at("withheld").textContent = from.length ? "" : tell("origin_withheld");
  at("context-heading").textContent = tell(ofCard ? "details" : "details_previous");
  at("others").replaceChildren(...context.codings.map(codingBox));
  at("context").hidden = false;
}

function showNeighbours(found, ofCard) {
  const none = { before: "article_begins", after: "article_ends" };
  for (const side of ["before", "after"]) {
    const text = found[side];
    at(side).textContent = text === null ? tell(found.withheld.includes(side) ? "neighbour_withheld" : none[side]) : text;
    at(side).classList.toggle("quiet", text === null);
    at(side).lang = text === null ? document.documentElement.lang : at("text").lang;
  }
  at("neighbours-heading").textContent = tell(ofCard ? "neighbours" : "neighbours_previous");
  at("neighbours").hidden = false;
  bring("neighbours");
}

function toggle(panel, button) {
  const open = at(panel).hidden;
  at(panel).hidden = !open;
  at(button).setAttribute("aria-expanded", open);
  if (open) bring(panel);
  return open;
}

function define() { toggle("book", "define"); }

function search() {
  if (at("book").hidden) define();
  at("search").focus();
}

function filter() {
  const words = at("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const entries = [...at("book").querySelectorAll(".entry")];
  for (const entry of entries) entry.hidden = !words.every((word) => entry.textContent.toLowerCase().includes(word));
  at("no-match").hidden = entries.some((entry) => !entry.hidden);
  at("no-match").textContent = at("no-match").hidden ? "" : tell("no_match");
}

function codedRow(coding) {
  const row = document.createElement("li");
  const button = element("button", "", "jump");
  button.type = "button";
  button.dataset.code = coding.primary;
  button.append(element("span", said(coding), "said"), " ", element("span", coding.text, "quiet"));
  button.lastChild.lang = at("text").lang;
  button.addEventListener("click", () => { if (!busy) go({ paragraph: coding.paragraph }); });
  row.append(button);
  return row;
}

const tally = (codes) => Object.keys(names[first]).filter((code) => codes[code]).map(
  (code) => `${nameOf(code)} ${codes[code]}`);

function showSitting(found) {
  at("tally").textContent = [tell("sitting", found.sitting), ...tally(found.sitting.codes)].join(" · ");
  at("recent").replaceChildren(...found.recent.map(codedRow));
  if (!found.recent.length) at("tally").textContent = tell("nothing_coded");
}

async function recall() {
  if (busy || !toggle("history", "recall")) return;
  await refreshHistory();
  bring("history");
  (at("recent").querySelector("button") || at("recall")).focus();
}

async function refreshHistory() {
  if (at("history").hidden) return;
  try { showSitting(await ask("/sitting", {})); } catch (error) { complain(error.message); }
}

// What was coded of the queue, when it is at its end: counts, time, and what to look at again.
async function showSummary() {
  let found;
  try { found = await ask("/sitting", {}); } catch (error) { complain(error.message); return; }
  const { queue, doubts } = found;
  at("counts").replaceChildren(...(queue.count ? [element("p", tally(queue.codes).join(" · ")),
    element("p", tell("time", { minutes: queue.minutes, count: found.longest }), "quiet")] : []));
  const list = element("ol", "", "recent");
  list.append(...doubts.map(codedRow));
  at("doubts").replaceChildren(...(doubts.length ? [element("p", tell("doubts")), list] : []));
}

function explain() { at("help").showModal(); }

at("search").addEventListener("input", filter);
for (const [id, act] of [["define", define], ["compare", compare], ["recall", recall], ["explain", explain]]) {
  at(id).addEventListener("click", act);
}
at("beside").addEventListener("click", () => reveal("/neighbours", showNeighbours));
at("help").addEventListener("keydown", (event) => {
  event.stopPropagation();  // or the key that closes it would open it again
  if (event.key === "?") at("help").close();
});
