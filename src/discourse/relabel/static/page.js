"use strict";
// One paragraph at a time. A key codes only what has been seen: keys are passed over while a coding is on its way,
// while the next paragraph is not yet painted, for a moment after it is, and while a key is held down.

const LOOK = 200;             // milliseconds a paragraph stands before keys count
const PAUSES = [300, 800, 2000, 5000];
const PACE = 10;              // codings behind the pace shown

const here = document.body.dataset;
const names = JSON.parse(here.names);
const at = (id) => document.getElementById(id);
const rows = [...document.querySelectorAll(".code")];
const rowOf = (code) => rows.find((row) => row.dataset.code === code);
const nameOf = (code) => names[code] || code;
const outboxKey = (id) => `discourse ${here.study} ${here.coder} ${id}`;

let card = null;
let draft = null;             // also, unsure: what the next primary will be saved with
let busy = true;              // a request is on its way
let seenAt = Infinity;        // when the paragraph was painted
let compared = "";            // key of the paragraph last saved, for comparison
const durations = [];

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function say(text) { at("problem").textContent = ""; at("status").textContent = text; }
function complain(text) { at("status").textContent = ""; at("problem").textContent = text; }
function hold() { busy = true; at("paragraph").setAttribute("aria-busy", "true"); }
function release() { busy = false; at("paragraph").setAttribute("aria-busy", "false"); }
function seat() { return { coder: here.coder, queue: here.queue, mode: here.mode }; }
function wait(time) { return new Promise((done) => setTimeout(done, time)); }

async function ask(path, body) {
  const options = { headers: { "x-discourse-token": here.token } };
  if (body && path !== "/card" && path !== "/context") {
    options.method = "POST";
    options.headers["content-type"] = "application/json";
    options.body = JSON.stringify({ ...seat(), ...body });
  } else {
    path += "?" + new URLSearchParams({ ...seat(), ...body });
  }
  const answer = await fetch(path, options);
  if (answer.status === 403 || answer.status === 421) throw Object.assign(new Error(await answer.text()), { final: true });
  if (answer.status >= 500) throw new Error("the server cannot answer");
  const found = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(found.error), { final: true, status: answer.status });
  return found;
}

// Ask until there is an answer: a server that was killed may come back, and a coding has one id, so it is saved once.
async function insist(path, body) {
  for (let turn = 0; ; turn += 1) {
    try {
      return await ask(path, body);
    } catch (error) {
      if (error.final) throw error;
      complain("The program does not answer. Your coding is kept in this browser and sent again; if the program was " +
        "stopped, start it and open the address that it prints.");
      await wait(PAUSES[Math.min(turn, PAUSES.length - 1)]);
    }
  }
}

function show(next) {
  card = next;
  draft = { also: new Set(next.mine ? next.mine.also : []), unsure: Boolean(next.mine && next.mine.unsure) };
  const ended = !next.paragraph;
  for (const id of ["paragraph", "coding"]) at(id).hidden = ended;
  at("end").hidden = !ended;
  at("said").hidden = !next.codings;
  at("context").hidden = !next.context;
  at("undo").disabled = !next.last;
  at("progress").max = Math.max(next.total, 1);
  at("progress").value = next.done;
  at("text").textContent = next.text || "";
  at("note").value = next.mine ? next.mine.note : "";
  at("heading").textContent = `Paragraph ${next.position + 1} of ${next.total}`;
  at("place").textContent = place(next);
  if (ended) at("summary").textContent = next.total ? `${next.done} of ${next.total} paragraphs are done.` :
    "This queue is empty.";
  if (next.codings) showSaid(next);
  if (next.context) showContext(next.context);
  press();
  hold();
  seenAt = Infinity;
  scrollTo(0, 0);
  (ended ? at("end-heading") : at("paragraph")).focus({ preventScroll: true });
  requestAnimationFrame(() => requestAnimationFrame(() => {
    seenAt = performance.now();
    setTimeout(() => card === next && release(), LOOK);
  }));
}

function place(next) {
  if (!next.paragraph) return "";
  const parts = [`${next.position + 1} of ${next.total}`, `${next.done} done`];
  if (durations.length >= 3) {
    const sorted = durations.slice(-PACE).sort((one, other) => one - other);
    const each = sorted[Math.floor(sorted.length / 2)];
    const left = Math.round((next.total - next.done) * each / 60);
    parts.push(`${each < 10 ? each.toFixed(1) : Math.round(each)} s each`);
    parts.push(left < 1 ? "under a minute left" : left < 180 ? `about ${left} min left` : `about ${Math.round(left / 60)} h left`);
  }
  parts.push(next.source === "original" ? "the article's own words" : "restated in other words");
  return parts.join(" · ");
}

function press() {
  for (const row of rows) {
    const mine = Boolean(card.mine && card.mine.primary === row.dataset.code);
    row.querySelector(".primary").setAttribute("aria-pressed", mine);
    const also = row.querySelector(".also");
    if (also) also.setAttribute("aria-pressed", draft.also.has(row.dataset.code));
  }
  at("unsure").setAttribute("aria-pressed", draft.unsure);
}

function saidBy(coding) {
  const box = document.createElement("div");
  box.className = "said";
  box.dataset.code = coding.primary;
  const lines = [["who", coding.coder], ["", nameOf(coding.primary) +
    (coding.also.length ? `, also ${coding.also.map(nameOf).join(", ")}` : "") + (coding.unsure ? " (unsure)" : "")]];
  if (coding.note) lines.push(["who", coding.note]);
  for (const [kind, text] of lines) {
    const line = document.createElement("p");
    line.className = kind;
    line.textContent = text;
    box.append(line);
  }
  return box;
}

function showSaid(next) {
  at("codings").replaceChildren(...next.codings.map(saidBy));
  const titles = Object.fromEntries([...document.querySelectorAll("#rules li")].map(
    (rule) => [rule.dataset.number, `${rule.dataset.number}. ${rule.dataset.title}`]));
  const options = [["", "none: a slip"], ...next.rules.map((number) => [String(number), titles[number]])];
  at("rule").replaceChildren(...options.map(([value, text]) => new Option(text, value)));
  at("rule").value = next.mine ? next.mine.rule : "";
}

function showContext(context) {
  const facts = [["Paragraph", context.paragraph_id], ["Outlet", context.outlet], ["Published", context.published],
    ["Period", context.period || "neither"], ["Partner", context.partner], ["Genre", context.genre],
    ["Model", context.model.map(([code, value]) => `${nameOf(code)} ${value.toFixed(2)}`).join(", ") || "no model yet"]];
  at("where").replaceChildren(...facts.flatMap(([name, value]) => {
    const term = document.createElement("dt");
    const detail = document.createElement("dd");
    term.textContent = name;
    detail.textContent = value;
    return [term, detail];
  }));
  at("context-heading").textContent = card.mine || card.context ? "What was hidden" : "What was hidden of the one before";
  at("others").replaceChildren(...context.codings.map(saidBy));
  at("context").hidden = false;
}

function ready(event) {
  return card && card.paragraph && !busy && !(event && event.repeat);
}

async function code(primary, event) {
  if (!ready(event)) return;
  if (primary === "none" && draft.also.size) {
    complain("None has no also: take the other pillars out first (shift and their number).");
    return;
  }
  const seconds = Math.round(performance.now() - seenAt) / 1000;
  const coding = {
    coding_id: newId(), paragraph: card.paragraph, primary, also: [...draft.also].filter((pillar) => pillar !== primary),
    unsure: draft.unsure, note: at("note").value, rule: at("rule").value, seconds, next: card.position + 1,
    replaces: card.mine ? card.mine.coding_id : "",
  };
  hold();
  keep(coding);
  try {
    const answer = await insist("/codings", coding);
    forget(coding.coding_id);
    durations.push(seconds);
    compared = coding.paragraph;
    show(answer.card);
    say(`Saved: ${nameOf(primary)}${coding.also.length ? `, also ${coding.also.map(nameOf).join(", ")}` : ""}` +
      `${coding.unsure ? ", unsure" : ""}.` + (durations.length % 25 ? "" :
      ` That is ${durations.length} in this sitting; a short pause keeps codings steady.`));
  } catch (error) {
    if (error.status) forget(coding.coding_id);
    await (error.status === 409 ? go(card.position) : release());
    complain(error.message);
  }
}

function keep(coding) {
  try { localStorage.setItem(outboxKey(coding.coding_id), JSON.stringify({ ...seat(), ...coding })); } catch { /* full */ }
}
function forget(id) { localStorage.removeItem(outboxKey(id)); }

// A coding that was on its way when the program or the browser was stopped is sent again; its id keeps it single.
async function sendKept() {
  const kept = Object.keys(localStorage).filter((key) => key.startsWith(outboxKey("")));
  let sent = 0;
  for (const key of kept) {
    try {
      const coding = JSON.parse(localStorage.getItem(key));
      await insist("/codings", coding);
      sent += 1;
    } catch (error) {
      if (!error.status) throw error;
    }
    localStorage.removeItem(key);
  }
  return sent;
}

async function undo(event) {
  if (busy || !card || !card.last || (event && event.repeat)) return;
  hold();
  try {
    const answer = await insist("/undo", { undoes: card.last, coding_id: newId() });
    show(answer.card);
    say("Taken back; here is its paragraph again.");
  } catch (error) {
    await (error.status ? go(card.position) : release());
    complain(error.message);
  }
}

async function go(position) {
  if (position < 0 || position > card.total) return;
  hold();
  try {
    show(await ask("/card", { position }));
    say("");
  } catch (error) {
    release();
    complain(error.final ? error.message : "The program does not answer.");
  }
}

async function compare() {
  const paragraph = card.mine ? card.paragraph : compared;
  if (busy || !paragraph) return;
  try {
    showContext(await ask("/context", { paragraph }));
    at("context").scrollIntoView({ block: "nearest" });
  } catch (error) { complain(error.message); }
}

function toggleAlso(pillar) {
  if (!ready()) return;
  if (!draft.also.delete(pillar)) draft.also.add(pillar);
  press();
  say(draft.also.size ? `Also: ${[...draft.also].map(nameOf).join(", ")}. Now what most of it is about.` : "");
}

function toggleUnsure() {
  if (!ready()) return;
  draft.unsure = !draft.unsure;
  press();
}

function define() {
  const open = at("rules").hidden;
  at("rules").hidden = !open;
  for (const text of document.querySelectorAll(".definition")) text.hidden = !open;
  at("define").setAttribute("aria-expanded", open);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.matches("input, select, textarea")) {
    if (event.key === "Escape" || (event.key === "Enter" && event.target.id === "note")) {
      event.preventDefault();
      at("paragraph").focus({ preventScroll: true });
    }
    return;
  }
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code);
  const row = digit && rows.find((each) => each.dataset.key === digit[1]);
  const acts = { "?": toggleUnsure, n: () => at("note").focus(), u: () => undo(event), d: define, c: compare,
    ArrowLeft: () => ready(event) || (card && !card.paragraph && !busy) ? go(card.position - 1) : null,
    ArrowRight: () => ready(event) && go(card.position + 1) };
  if (row && event.shiftKey) {
    if (row.querySelector(".also") && !event.repeat) toggleAlso(row.dataset.code);
  } else if (row) {
    code(row.dataset.code, event);
  } else if (acts[event.key]) {
    if (!event.repeat) acts[event.key]();
  } else {
    return;
  }
  event.preventDefault();
});

for (const row of rows) {
  row.querySelector(".primary").addEventListener("click", () => code(row.dataset.code));
  const also = row.querySelector(".also");
  if (also) also.addEventListener("click", () => toggleAlso(row.dataset.code));
}
at("unsure").addEventListener("click", toggleUnsure);
at("define").addEventListener("click", define);
at("undo").addEventListener("click", () => undo());
at("back").addEventListener("click", () => !busy && go(card.position - 1));
at("forward").addEventListener("click", () => !busy && go(card.position + 1));

(async () => {
  const first = JSON.parse(here.card);
  if (first.error) {
    for (const id of ["paragraph", "coding"]) at(id).hidden = true;
    complain(first.error);
    return;
  }
  try {
    const sent = await sendKept();
    show(sent ? await ask("/card", {}) : first);
    if (sent) say("The coding that was on its way is saved.");
  } catch (error) { complain(error.message); }
})();
