// The transcript beside the draft: what was said, and which of it carries the current line.

import { badge } from "./people.js";
import { byId, element, stepOf, t } from "./page.js";
import { clockText } from "./time.js";

const drawn = new Map(); // utterance -> {is, who, item}

/** Draws only what changed. The browser lays out no more than what is in view. */
export function drawWords(state, known, actions) {
  const list = byId("said");
  const lines = [...state.lines.values()].filter((line) => line.text).sort((a, b) => a.start - b.start);
  const wanted = new Set(lines.map((line) => line.utterance));
  for (const [id, old] of drawn) if (!wanted.has(id)) { old.item.remove(); drawn.delete(id); }
  let next = null;
  for (const line of lines.toReversed()) next = place(list, line, next, known, actions);
  byId("said-gone").hidden = lines.length > 0;
  list.hidden = lines.length === 0;
  titles(state, lines);
}

function place(list, line, next, known, actions) {
  const who = known.get(line.person);
  const old = drawn.get(line.utterance);
  let item = old?.item;
  if (!old || old.is !== line || old.who !== who?.name) {
    item = draw(line, who, actions);
    old?.item.replaceWith(item);
    drawn.set(line.utterance, { is: line, who: who?.name, item });
  }
  if (item.parentNode !== list || item.nextSibling !== next) list.insertBefore(item, next);
  return item;
}

function draw(line, who, actions) {
  const name = element("button", { type: "button", className: "name" }, who?.name ?? t("speaker_unknown"));
  name.setAttribute("aria-label", t("speaker_correct", { name: name.textContent, time: clockText(line.start) }));
  name.addEventListener("click", () => actions.mend(line.utterance));
  const item = element("li", { className: `line ${who?.style ?? "person-none"}` }, badge(who), element("div", {},
    element("p", { className: "who" }, name, element("small", { className: "step" })), element("p", {}, line.text)));
  item.dataset.utterance = line.utterance;
  return item;
}

/** The first line of each step says which step it is. */
function titles(state, lines) {
  const visits = [...state.visits].sort((a, b) => a.at - b.at);
  let before = null;
  for (const line of lines) {
    const visit = visits.findLast((one) => one.at <= line.start);
    const label = drawn.get(line.utterance).item.querySelector(".step");
    label.textContent = visit && visit !== before ? stepOf(visit.step)?.name ?? "" : "";
    before = visit;
  }
}

/** Marks these utterances and brings the first of them into view. */
export function showWords(utterances) {
  for (const item of byId("said").querySelectorAll(".evidence")) item.classList.remove("evidence");
  const items = utterances.map((id) => drawn.get(id)?.item).filter(Boolean);
  for (const item of items) item.classList.add("evidence");
  items[0]?.scrollIntoView({ block: "center" });
}
