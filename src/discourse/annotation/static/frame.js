"use strict";
// What every page does: one thing at a time, and no answer is lost. A key answers only what has been seen: keys are
// passed over while an answer is on its way, while the next thing is not yet painted, for a moment after it is, and
// while a key is held down. The page's own script, which is read after this one, says how a card is shown:
// show(card, entered).

const SETTLE = 200;             // milliseconds a card stands before keys count
const PAUSES = [300, 800, 2000, 5000];

const here = document.body.dataset;
const who = JSON.parse(here.who);
const texts = JSON.parse(here.texts);
const at = (id) => document.getElementById(id);
const outboxKey = (id) => `discourse ${here.study} ${who.coder} ${id}`;

let card = null;
let busy = true;              // a request is on its way
let seenAt = Infinity;        // when the card was painted

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// What the page says in the reader's language, its fields filled.
function tell(name, fields) {
  return texts[name].replace(/\{(\w+)\}/g, (whole, field) => fields[field]);
}

function say(text) { at("problem").textContent = ""; at("status").textContent = text; }
function complain(text) { at("status").textContent = ""; at("problem").textContent = text; }
function hold() { busy = true; at("paragraph").setAttribute("aria-busy", "true"); }
function release() { busy = false; at("paragraph").setAttribute("aria-busy", "false"); }
function wait(time) { return new Promise((done) => setTimeout(done, time)); }
function ended(next) { return !next.aside && next.position >= next.total; }
function ready(event) { return card && !ended(card) && !busy && !(event && event.repeat); }

async function ask(path, body) {
  const options = { headers: { "x-discourse-token": here.token } };
  if (path === here.save || path === "/undo") {
    options.method = "POST";
    options.headers["content-type"] = "application/json";
    options.body = JSON.stringify({ ...who, ...body });
  } else {
    path += "?" + new URLSearchParams({ ...who, ...body });
  }
  const answer = await fetch((here.base || "") + path, options);
  if (answer.status === 403 || answer.status === 421) throw Object.assign(new Error(await answer.text()), { final: true });
  if (answer.status >= 500) throw new Error("the server cannot answer");
  const found = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(found.error), { final: true, status: answer.status });
  return found;
}

// Ask until there is an answer: a server that was killed may come back; what is sent has one id, so it is saved once.
async function insist(path, body) {
  for (let turn = 0; ; turn += 1) {
    try {
      return await ask(path, body);
    } catch (error) {
      if (error.final) throw error;
      complain(tell("no_answer"));
      await wait(PAUSES[Math.min(turn, PAUSES.length - 1)]);
    }
  }
}

// Put a card in place, its contents being there; no key counts before it has been looked at.
function stand(next) {
  for (const id of ["paragraph", "coding"]) at(id).hidden = ended(next);
  at("end").hidden = !ended(next);
  at("undo").disabled = !next.last;
  at("progress").max = Math.max(next.total, 1);
  at("progress").value = next.done;
  if (ended(next)) at("summary").textContent = tell(next.total ? "finished" : "empty", next);
  hold();
  seenAt = Infinity;
  scrollTo(0, 0);
  (ended(next) ? at("end-heading") : at("paragraph")).focus({ preventScroll: true });
  requestAnimationFrame(() => requestAnimationFrame(() => {
    seenAt = performance.now();
    setTimeout(() => card === next && release(), SETTLE);
  }));
}

// Save an answer to the card, then show the next; done() says what to tell. After a card that was looked at again, the
// queue goes on where it was left.
async function save(chosen, done) {
  const id = newId();
  const sent = { [here.id]: id, next: card.position + (card.aside ? 0 : 1), replaces: card.mine ? card.mine[here.id] : "", ...chosen };
  hold();
  keep(id, sent);
  try {
    const answer = await insist(here.save, sent);
    forget(id);
    const told = done();
    show(answer.card);
    say(told);
  } catch (error) {
    if (error.status) forget(id);
    await (error.status === 409 ? go(placeOf(card), chosen) : release());
    complain(error.message);
  }
}

function keep(id, sent) {
  try { localStorage.setItem(outboxKey(id), JSON.stringify({ ...who, ...sent })); } catch { /* full */ }
}
function forget(id) { localStorage.removeItem(outboxKey(id)); }

// What was on its way when the program or the browser was stopped is sent again; its id keeps it single.
async function sendKept() {
  const kept = Object.keys(localStorage).filter((key) => key.startsWith(outboxKey("")));
  const found = { sent: 0, refused: "" };
  for (const key of kept) {
    const answer = JSON.parse(localStorage.getItem(key));
    try {
      await insist(here.save, answer);
      found.sent += 1;
    } catch (error) {
      if (!error.status) throw error;
      const said = [answer.primary || answer.answer, answer.note].filter(Boolean).join(", ");
      found.refused = tell("refused", { answer: said, error: error.message });
    }
    localStorage.removeItem(key);
  }
  return found;
}

async function undo() {
  if (busy || !card || !card.last) return;
  hold();
  try {
    const answer = await insist("/undo", { undoes: card.last, [here.id]: newId() });
    show(answer.card);
    say(tell("undone"));
  } catch (error) {
    await (error.status ? go(placeOf(card)) : release());
    complain(error.message);
  }
}

// Where a card is: its place in the queue, or a paragraph that is looked at again.
function placeOf(shown) { return shown.aside ? { paragraph: shown.paragraph } : { position: shown.position }; }

// Show the card at a place; entered: what was entered on it and could not be saved, to stand there still.
async function go(place, entered) {
  if (place.position < 0 || place.position > card.total) return;
  hold();
  try {
    show(await ask("/card", place), entered);
    say("");
  } catch (error) {
    release();
    complain(error.final ? error.message : tell("no_program"));
  }
}

function back() { if (card && !busy) go({ position: card.position - 1 }); }
function forward() { if (ready()) go({ position: card.position + (card.aside ? 0 : 1) }); }

// acts: what other keys do; choose(digit, event): whether a digit means something, having done it.
function listen(acts, choose) {
  const all = { u: undo, ArrowLeft: back, ArrowRight: forward, ...acts };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
    if (event.target.matches("input, select, textarea")) {
      if (event.key === "Escape" || (event.key === "Enter" && ["note", "rule"].includes(event.target.id))) {
        event.preventDefault();
        at("paragraph").focus({ preventScroll: true });
      }
      return;
    }
    const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code);
    if (!(digit && choose(digit[1], event))) {
      if (!all[event.key]) return;
      if (!event.repeat) all[event.key]();
    }
    event.preventDefault();
  });
  for (const [id, act] of [["undo", undo], ["back", back], ["forward", forward]]) {
    at(id).addEventListener("click", () => act());
  }
}

async function begin() {
  const first = JSON.parse(here.card);
  if (first.error) {
    for (const id of ["paragraph", "coding"]) at(id).hidden = true;
    complain(first.error);
    return;
  }
  try {
    const { sent, refused } = await sendKept();
    show(sent ? await ask("/card", {}) : first);
    if (sent) say(tell("sent"));
    if (refused) complain(refused);
  } catch (error) { complain(error.message); }
}
