"use strict";
// The page on which paragraphs are coded; frame.js, read before, has what both pages do.

const PACE = 10;              // codings behind the pace shown

const names = JSON.parse(here.names);
const rows = [...document.querySelectorAll(".code")];
const nameOf = (code) => names[code] || code;
let draft = null;             // also, unsure: what the next primary will be saved with
let compared = "";            // key of the paragraph last saved, for comparison
const durations = [];

function show(next, entered) {
  const filled = entered || next.mine || { also: [], unsure: false, note: "", rule: "" };
  card = next;
  draft = { also: new Set(filled.also), unsure: filled.unsure };
  at("earlier").hidden = !next.codings;
  at("context").hidden = !next.context;
  at("text").textContent = next.text || "";
  at("note").value = filled.note;
  at("heading").textContent = `Paragraph ${next.position + 1} of ${next.total}`;
  at("place").textContent = place(next);
  if (next.codings) showCodings(next, filled.rule);
  if (next.context) showContext(next.context);
  press();
  stand(next);
}

function place(next) {
  if (ended(next)) return "";
  const parts = [`${next.position + 1} of ${next.total}`, `${next.done} done`];
  if (durations.length >= 3) {
    const sorted = durations.slice(-PACE).sort((one, other) => one - other);
    const each = sorted[Math.floor(sorted.length / 2)];
    const left = Math.round((next.total - next.done) * each / 60);
    parts.push(`${each < 10 ? each.toFixed(1) : Math.round(each)} s each`);
    parts.push(left < 1 ? "under a minute left" : left < 180 ? `about ${left} min left` : `about ${Math.round(left / 60)} h left`);
  }
  parts.push(next.source === "original" ? "original text" : "paraphrase");
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

function codingBox(coding) {
  const box = document.createElement("div");
  box.className = "earlier";
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

function showCodings(next, rule) {
  at("codings").replaceChildren(...next.codings.map(codingBox));
  const titles = Object.fromEntries([...document.querySelectorAll("#rules li")].map(
    (rule) => [rule.dataset.number, `${rule.dataset.number}. ${rule.dataset.title}`]));
  const options = [["", "no rule: a coder's slip"], ...next.rules.map((number) => [String(number), titles[number]])];
  at("rule").replaceChildren(...options.map(([value, text]) => new Option(text, value)));
  at("rule").value = rule;
}

function showContext(context) {
  const facts = [["Paragraph", context.paragraph_id], ["Outlet", context.outlet], ["Published", context.published],
    ["Period", context.period || "outside both periods"], ["Partner", context.partner], ["Genre", context.genre],
    ["Model", context.model.map(([code, value]) => `${nameOf(code)} ${value.toFixed(2)}`).join(", ") || "no model yet"]];
  at("where").replaceChildren(...facts.flatMap(([name, value]) => {
    const term = document.createElement("dt");
    const detail = document.createElement("dd");
    term.textContent = name;
    detail.textContent = value;
    return [term, detail];
  }));
  at("context-heading").textContent = card.mine || card.context ? "Article details" : "Article details of the previous paragraph";
  at("others").replaceChildren(...context.codings.map(codingBox));
  at("context").hidden = false;
}

function code(primary, event) {
  if (!ready(event)) return;
  if (primary === "none" && draft.also.size) {
    complain("None has no also: take the others out first (shift and their number).");
    return;
  }
  const seconds = Math.round(performance.now() - seenAt) / 1000;
  const also = [...draft.also].filter((pillar) => pillar !== primary);
  const { unsure } = draft;
  const { paragraph } = card;
  save({ paragraph, primary, also, unsure, note: at("note").value, rule: at("rule").value, seconds }, () => {
    durations.push(seconds);
    compared = paragraph;
    return `Saved: ${nameOf(primary)}${also.length ? `, also ${also.map(nameOf).join(", ")}` : ""}` +
      `${unsure ? ", unsure" : ""}.` + (durations.length % 25 ? "" :
      ` That is ${durations.length} in this session; a short break helps to keep codings consistent.`);
  });
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
  say(draft.also.size ? `Also: ${[...draft.also].map(nameOf).join(", ")}. Now choose what most of it is about.` : "");
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

function choose(digit, event) {
  const row = rows.find((each) => each.dataset.key === digit);
  if (!row) return false;
  if (!event.shiftKey) code(row.dataset.code, event);
  else if (row.querySelector(".also") && !event.repeat) toggleAlso(row.dataset.code);
  return true;
}

for (const row of rows) {
  row.querySelector(".primary").addEventListener("click", () => code(row.dataset.code));
  const also = row.querySelector(".also");
  if (also) also.addEventListener("click", () => toggleAlso(row.dataset.code));
}
at("unsure").addEventListener("click", toggleUnsure);
at("define").addEventListener("click", define);
listen({ "?": toggleUnsure, n: () => at("note").focus(), d: define, c: compare }, choose);
begin();
