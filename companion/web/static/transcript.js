// The live transcript: final lines stay as they are, captions in progress are grey and come last to rest.

import { badge, personSelect } from "./people.js";
import { byId, element, say, stepOf, t } from "./page.js";
import { clockText } from "./time.js";

const drawn = new Map(); // key -> {row, item}
let following = true;

/** Draws only what changed. */
export function drawTranscript(state, known, actions) {
  const rows = rowsOf(state);
  const list = byId("lines");
  const wanted = new Set(rows.map((row) => row.key));
  for (const [key, old] of drawn) if (!wanted.has(key)) { old.item.remove(); drawn.delete(key); }
  let next = null;
  for (const row of rows.reverse()) next = place(list, row, next, state, known, actions);
  byId("no-line").hidden = rows.length > 0;
  if (following) toEnd();
}

/** Steps, lines, captions, in the order in which they were said. */
function rowsOf(state) {
  const rows = [];
  for (const visit of state.visits) rows.push({ key: `step ${visit.seq}`, at: visit.at, is: visit, draw: drawVisit });
  for (const line of state.lines.values()) {
    if (line.text) rows.push({ key: line.utterance, at: line.start, is: line, draw: drawLine });
  }
  for (const words of Object.values(state.unassigned)) {
    const line = { ...words, person: state.lines.get(words.utterance)?.person ?? null, final: true };
    rows.push({ key: words.utterance, at: words.start, is: words, draw: drawLine, line });
  }
  for (const words of Object.values(state.captions)) {
    rows.push({ key: words.utterance, at: words.start, is: words, draw: drawCaption });
  }
  return rows.sort((a, b) => a.at - b.at);
}

/** Puts a row before `next`, drawing it anew if what it shows is another object than before. */
function place(list, row, next, state, known, actions) {
  const old = drawn.get(row.key);
  let item = old?.item;
  if (!old || old.row.is !== row.is || old.people !== state.people) {
    item = row.draw(row.line ?? row.is, state, known, actions);
    old?.item.replaceWith(item);
    drawn.set(row.key, { row, item, people: state.people });
  }
  if (item.parentNode !== list || item.nextSibling !== next) list.insertBefore(item, next);
  return item;
}

function drawVisit(visit) {
  return element("li", { className: "visit" }, stepOf(visit.step)?.name ?? visit.step);
}

function drawCaption(words, state, known) {
  const who = known.get(words.person);
  return element(
    "li",
    { className: `line caption ${who?.style ?? "person-none"}` },
    badge(who),
    element("div", {}, element("p", { className: "who" }, `${who?.name ?? ""} `, element("small", {}, t("in_progress"))),
      element("p", {}, words.text)),
  );
}

function drawLine(line, state, known, actions) {
  const who = known.get(line.person);
  const head = element("p", { className: "who" }, name(line, who, state, actions));
  if (!line.final) head.append(" ", element("small", { className: "provisional" }, t("speaker_provisional")));
  head.append(" ", element("small", {}, clockText(line.start)));
  if (line.confidence !== undefined) head.append(" ", confidence(line));
  const item = element(
    "li",
    { className: `line ${who?.style ?? "person-none"} ${line.final ? "" : "unsure"}` },
    badge(who),
    element("div", {}, head, element("p", {}, line.text)),
  );
  item.dataset.utterance = line.utterance;
  return item;
}

function name(line, who, state, actions) {
  const choose = (person) => actions.submit("CorrectSpeaker", { utterance: line.utterance, person }, crypto.randomUUID());
  if (!who) {
    const label = element("span", { className: "unknown" }, t("speaker_unknown"), " ");
    label.append(personSelect(state.people, `${t("speaker_assign")} ${clockText(line.start)}`, choose));
    return label;
  }
  const button = element("button", { type: "button", className: "name" }, who.name);
  button.setAttribute("aria-label", t("speaker_correct", { name: who.name }));
  button.addEventListener("click", () => {
    const select = personSelect(state.people, t("speaker_correct", { name: who.name }), choose);
    select.addEventListener("blur", () => select.replaceWith(button));
    button.replaceWith(select);
    select.focus();
  });
  return button;
}

function confidence(line) {
  const percent = Math.round(100 * line.confidence);
  const said = t("confidence_text", { percent });
  const voice = line.likeness === undefined || line.corrected ? "" :
    `, ${t("confidence_voice", { percent: Math.round(100 * line.likeness) })}`;
  const node = element("small", { className: "confidence", title: said + voice }, `${percent} %`);
  node.setAttribute("aria-label", said + voice);
  return node;
}

/** Brings an utterance into view and marks it. */
export function seeLine(utterance) {
  const item = byId("lines").querySelector(`[data-utterance="${CSS.escape(utterance)}"]`);
  if (!item) return;
  follow(false);
  item.tabIndex = -1;
  item.scrollIntoView({ block: "center" });
  item.focus({ preventScroll: true });
}

export function watchScrolling() {
  const area = byId("transcript").querySelector(".scroll");
  let last = 0;
  area.addEventListener("scroll", () => {
    // Only going up by hand leaves the end: lines that grow under it do not.
    if (area.scrollHeight - area.scrollTop - area.clientHeight < 60) follow(true);
    else if (area.scrollTop < last - 4) follow(false);
    last = area.scrollTop;
  }, { passive: true });
  const sizes = new ResizeObserver(() => following && toEnd());
  sizes.observe(area);
  sizes.observe(byId("lines"));
  byId("follow").addEventListener("click", () => { follow(true); toEnd(); });
}

function follow(yes) {
  following = yes;
  byId("follow").hidden = yes;
}

function toEnd() {
  const area = byId("transcript").querySelector(".scroll");
  area.scrollTop = area.scrollHeight;
}
