"use strict";
// The page of the intrusion tests; frame.js, read before, has what both pages do.

const plain = (option) => option.replaceAll("_", " ");

function show(next) {
  card = next;
  at("text").textContent = next.text || "";
  at("text").hidden = !next.text;
  at("heading").textContent = tell("heading", { ...next, position: next.position + 1 });
  at("place").textContent = place(next);
  at("options").replaceChildren(...(next.options || []).map(button));
  stand(next);
}

function place(next) {
  if (ended(next)) return "";
  const parts = [tell("of", { ...next, position: next.position + 1 }), tell("done", next)];
  if (next.text) parts.push(tell(next.source));
  return parts.join(" · ");
}

function button(option, index) {
  const made = document.createElement("button");
  const key = document.createElement("kbd");
  const words = document.createElement("span");
  made.type = "button";
  made.className = "option";
  made.setAttribute("aria-pressed", Boolean(card.mine && card.mine.answer === option));
  made.setAttribute("aria-keyshortcuts", index + 1);
  key.textContent = index + 1;
  words.textContent = plain(option);
  words.lang = here.language;
  made.append(key, " ", words);
  made.addEventListener("click", () => answer(option));
  return made;
}

function answer(option, event) {
  if (ready(event)) save({ item: card.item, answer: option }, () => tell("saved", { answer: plain(option) }));
}

function choose(digit, event) {
  const option = card && !ended(card) && card.options[Number(digit) - 1];
  if (option) answer(option, event);
  return Boolean(option);
}

at("reopen").addEventListener("click", back);
listen({}, choose);
begin();
