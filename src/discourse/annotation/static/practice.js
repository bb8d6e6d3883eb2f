"use strict";
// The page on which coders practise; frame.js, read before, has what all pages do. What it says comes with each card.

const rows = [...document.querySelectorAll(".code")];
let also = new Set();         // what the next primary will be answered with

function show(next, entered) {
  const filled = entered || next.mine || { also: [] };
  card = next;
  also = new Set(filled.also);
  at("text").textContent = next.text || "";
  if (next.heading) at("heading").textContent = next.heading;
  at("place").textContent = next.place || "";
  press();
  stand(next);
  if (next.summary) sumUp(next.summary);
  reveal(next.told);
  at("moves").hidden = ended(next);
}

function press() {
  for (const row of rows) {
    const mine = Boolean(card.mine && card.mine.primary === row.dataset.code);
    row.querySelector(".primary").setAttribute("aria-pressed", mine);
    const button = row.querySelector(".also");
    if (button) button.setAttribute("aria-pressed", also.has(row.dataset.code));
  }
}

// After the answer the codes make room for what is right, and why; Enter goes on.
function reveal(told) {
  at("told").hidden = !told;
  if (!told) return;
  at("coding").hidden = true;
  at("verdict").textContent = told.verdict;
  at("told").dataset.right = told.right ? "yes" : "no";
  at("asked").dataset.code = told.primary;
  at("yours").textContent = told.yours;
  at("yours").hidden = told.right;
  at("codes").textContent = told.asked;
  at("explanation").textContent = told.explanation;
  at("rule").hidden = !told.rule;
  at("rule-title").textContent = `${told.rule}.`;
  at("rule-text").textContent = told.rule_text;
  at("next").focus({ preventScroll: true });
}

function sumUp(summary) {
  at("summary").textContent = summary.sentence;
  at("missed").hidden = !summary.missed.length;
  at("missed-rules").replaceChildren(...summary.missed.map((rule) => {
    const line = document.createElement("li");
    const title = document.createElement("strong");
    title.textContent = `${rule.title}.`;
    line.append(title, " ", rule.text);
    return line;
  }));
  at("start").focus({ preventScroll: true });
}

function answer(primary, event) {
  if (!ready(event) || card.told) return;
  const seconds = Math.round(performance.now() - seenAt) / 1000;
  const others = [...also].filter((code) => code !== primary);
  save({ item: card.item, primary, also: others, seconds, next: card.position }, () => "");
}

function toggleAlso(code) {
  if (!ready() || card.told) return;
  if (!also.delete(code)) also.add(code);
  press();
}

function define() {
  const open = at("rules").hidden;
  at("rules").hidden = !open;
  for (const text of document.querySelectorAll(".definition")) text.hidden = !open;
  at("define").setAttribute("aria-expanded", open);
}

function choose(digit, event) {
  const row = rows.find((each) => each.dataset.key === digit);
  if (!row) return false;
  if (!event.shiftKey) answer(row.dataset.code, event);
  else if (row.querySelector(".also") && !event.repeat) toggleAlso(row.dataset.code);
  return true;
}

for (const row of rows) {
  row.querySelector(".primary").addEventListener("click", () => answer(row.dataset.code));
  const button = row.querySelector(".also");
  if (button) button.addEventListener("click", () => toggleAlso(row.dataset.code));
}
at("next").addEventListener("click", forward);
at("define").addEventListener("click", define);
at("reopen").addEventListener("click", back);
listen({ d: define }, choose);
begin();
