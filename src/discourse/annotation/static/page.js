"use strict";
// The page on which paragraphs are coded; frame.js and panels.js are read before.

const PACE = 10;              // codings behind the pace shown
const BREAK = 25;             // codings after which a break is advised

const questions = [...document.querySelectorAll(".question")].map((box) => ({
  box, variable: box.dataset.variable, rows: [...box.querySelectorAll(".code")],
}));
let drafts = {};              // variable to primary and also, as far as they are chosen
let flags = {};               // unsure, unclear
let current = questions[0];   // the question that keys answer
const durations = [];

function show(next, entered) {
  const filled = entered || next.mine || {};
  const others = Object.fromEntries((entered && entered.further || []).map((each) => [each.variable, each]));
  card = next;
  drafts = {};
  for (const { variable } of questions) {
    const from = variable === first ? filled : others[variable] || (next.further || {})[variable] || {};
    drafts[variable] = { primary: from.primary || "", also: new Set(from.also) };
  }
  if (entered) drafts[first].primary = next.mine ? next.mine.primary : "";
  flags = { unsure: Boolean(filled.unsure), unclear: Boolean(filled.unclear) };
  current = questions.find(({ variable }) => !drafts[variable].primary) || questions[0];
  at("earlier").hidden = !next.codings;
  at("context").hidden = !next.context;
  at("neighbours").hidden = true;
  at("text").textContent = next.text || "";
  at("note").value = filled.note || "";
  at("heading").textContent = next.aside ? tell("aside") : tell("heading", { ...next, position: next.position + 1 });
  at("place").textContent = place(next);
  at("settles").textContent = next.settles || "";
  at("settles").hidden = !next.settles;
  if (next.codings) showCodings(next, filled.rule);
  if (next.context) showContext(next.context, true);
  press();
  stand(next);
  if (ended(next)) showSummary();
  else refreshHistory();
}

function place(next) {
  if (ended(next)) return "";
  const parts = [next.aside ? tell("aside") : tell("of", { ...next, position: next.position + 1 }), tell("done", next)];
  if (durations.length >= 3) {
    const sorted = durations.slice(-PACE).sort((one, other) => one - other);
    const each = sorted[Math.floor(sorted.length / 2)];
    const left = Math.round((next.total - next.done) * each / 60);
    parts.push(tell("pace", { seconds: each < 10 ? each.toFixed(1) : Math.round(each) }));
    parts.push(left < 1 ? tell("soon") : left < 180 ? tell("minutes_left", { count: left }) :
      tell("hours_left", { count: Math.round(left / 60) }));
  }
  parts.push(tell(next.source));
  return parts.join(" · ");
}

function press() {
  for (const { box, variable, rows } of questions) {
    const draft = drafts[variable];
    const answer = box.querySelector(".answer");
    if (answer) answer.textContent = draft.primary ? nameOf(draft.primary, variable) : "";
    box.classList.toggle("current", box === current.box);
    for (const row of rows) {
      row.querySelector(".primary").setAttribute("aria-pressed", draft.primary === row.dataset.code);
      const also = row.querySelector(".also");
      if (also) also.setAttribute("aria-pressed", draft.also.has(row.dataset.code));
    }
  }
  for (const flag of ["unsure", "unclear"]) at(flag).setAttribute("aria-pressed", flags[flag]);
}

function showCodings(next, rule) {
  at("codings").replaceChildren(...next.codings.map(codingBox));
  const titles = Object.fromEntries([...document.querySelectorAll("#rules li")].map(
    (item) => [item.dataset.number, `${item.dataset.number}. ${item.dataset.title}`]));
  const options = [["", tell("rule_empty")], ...next.rules.map((number) => [String(number), titles[number]]),
    ["slip", tell("rule_slip")]];
  at("rule").replaceChildren(...options.map(([value, text]) => new Option(text, value)));
  at("rule").value = rule || (next.mine ? "slip" : "");
}

// Choose the answer to a question. What is asked on the card is saved when all of it is answered.
function choose(question, primary, event) {
  if (!ready(event)) return;
  const draft = drafts[question.variable];
  if (primary === "none" && draft.also.size) {
    complain(tell("none_alone"));
    return;
  }
  if (card.codings && !at("rule").value) {
    at("rule").focus();
    complain(tell("rule_wanted"));
    return;
  }
  draft.primary = primary;
  const open = questions.find(({ variable }) => !drafts[variable].primary);
  if (!open) {
    saveCard();
    return;
  }
  current = open;
  press();
  say(tell("answered", { answer: nameOf(primary, question.variable), name: open.box.querySelector(".ask-this").textContent }));
}

function saveCard() {
  const seconds = Math.round(performance.now() - seenAt) / 1000;
  const { paragraph, further = {} } = card;
  const [own, ...others] = questions.map(({ variable }) => {
    const { primary, also } = drafts[variable];
    const before = further[variable];
    return { variable, primary, also: [...also].filter((code) => code !== primary),
      replaces: before ? before.coding_id : "" };
  });
  const chosen = { paragraph, primary: own.primary, also: own.also, ...flags, further: others, note: at("note").value,
    rule: card.codings ? at("rule").value : "", seconds };
  press();
  save(chosen, () => {
    durations.push(seconds);
    compared = paragraph;
    const answer = [said(chosen), ...others.map((each) => nameOf(each.primary, each.variable))].join("; ");
    const count = durations.length;
    return tell("saved", { answer }) + (count % BREAK ? "" : ` ${tell("rest", { count })}`);
  });
}

function toggleAlso(question, code) {
  if (!ready()) return;
  const { also } = drafts[question.variable];
  if (!also.delete(code)) also.add(code);
  current = question;
  press();
  const chosen = [...also].map((each) => nameOf(each, question.variable)).join(", ");
  say(also.size ? tell("also_chosen", { names: chosen }) : "");
}

function toggleFlag(flag) {
  if (!ready()) return;
  flags[flag] = !flags[flag];
  press();
}

function turnTo(question) {
  if (!ready()) return;
  current = question;
  press();
}

function nextQuestion() { turnTo(questions[(questions.indexOf(current) + 1) % questions.length]); }

function chooseDigit(digit, event) {
  const row = current.rows.find((each) => each.dataset.key === digit);
  if (!row) return false;
  if (!event.shiftKey) choose(current, row.dataset.code, event);
  else if (row.querySelector(".also") && !event.repeat) toggleAlso(current, row.dataset.code);
  return true;
}

// A rule once chosen, the keys are the page's again. Arrows and letters move through the list, so they keep it; a digit
// after them answers. A digit first of all is the rule's number, whole where there are fewer than ten.
let listKey = "";             // last key in the list of rules
const isDigit = (key) => /^[0-9]$/.test(key);
const leaveRules = () => at("paragraph").focus({ preventScroll: true });
at("rule").addEventListener("focus", () => { listKey = ""; });
at("rule").addEventListener("pointerdown", () => { listKey = ""; });
at("rule").addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.key === "Shift") return;
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code);
  if (digit && at("rule").value && listKey && !isDigit(listKey)) {
    event.preventDefault();
    event.stopPropagation();
    leaveRules();
    chooseDigit(digit[1], event);
  } else listKey = event.key;
});
at("rule").addEventListener("change", () => {
  const moves = isDigit(listKey) ? card.rules.length > 9 : listKey.length === 1 && listKey !== " ";
  if (!moves && !/^(Arrow|Home|End|Page)/.test(listKey)) leaveRules();
});

for (const question of questions) {
  const title = question.box.querySelector(".ask-this");
  if (title) title.addEventListener("click", () => turnTo(question));
  for (const row of question.rows) {
    row.querySelector(".primary").addEventListener("click", () => choose(question, row.dataset.code));
    const also = row.querySelector(".also");
    if (also) also.addEventListener("click", () => toggleAlso(question, row.dataset.code));
  }
}
for (const flag of ["unsure", "unclear"]) at(flag).addEventListener("click", () => toggleFlag(flag));
listen({
  "?": explain, "/": search, b: () => at("beside").click(), c: compare, d: define, h: recall, n: () => at("note").focus(),
  r: () => at("rule").focus(), s: () => toggleFlag("unsure"), v: nextQuestion, x: () => toggleFlag("unclear"),
}, chooseDigit);
begin();
