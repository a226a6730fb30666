// The live transcript. Folded, it is not built at all; opened, its last lines are, and older ones in small
// pieces as they are scrolled to. Final lines stay as they are; captions in progress are grey and come last
// to rest.

import { badge, personSelect } from "./people.js";
import { byId, element, say, stepOf, t } from "./page.js";
import { clockText } from "./time.js";

const AT_ONCE = 60; // rows built in one go: some milliseconds
const NEAR = 3000;  // pixels from the first row built at which older ones are wanted
const OPEN = "companion.transcript";

const drawn = new Map(); // key -> {is, people, item}
let following = true;
let open = localStorage.getItem(OPEN) === "open";
let older = 0;           // the frame that builds older rows, or 0
let built = 0;           // how many rows, counted from the end, may be on the page
let total = 0;           // how many rows there are
let reaching = false;    // whether a line of long ago is being looked for
let latest = null;       // [state, known, actions] of the last drawing

export function drawTranscript(state, known, actions) {
  latest = [state, known, actions];
  let count = 0;
  for (const line of state.lines.values()) if (line.text) count += 1;
  say(byId("line-count"), count ? t(count === 1 ? "line_count_one" : "line_count", { count }) : "");
  if (open) drawRows();
}

/** Draws only what changed. */
function drawRows() {
  const [state, known, actions] = latest;
  const all = rowsOf(state);
  built = following ? AT_ONCE : Math.max(built + all.length - total, AT_ONCE); // a new row is always shown
  total = all.length;
  const rows = all.slice(-built);
  const list = byId("lines");
  const wanted = new Set(rows.map((row) => row.key));
  for (const [key, old] of drawn) if (!wanted.has(key)) { old.item.remove(); drawn.delete(key); }
  let next = null;
  for (const row of rows.reverse()) next = place(list, row, next, state, known, actions);
  byId("no-line").hidden = all.length > 0;
  if (following) toEnd();
}

/** Some more rows before the first, as long as that one is near. What is read stays where it is. */
function buildOlder() {
  if (older || following || built >= total) return;
  older = requestAnimationFrame(() => {
    older = 0;
    const area = scrolled();
    if (!open || following || area.scrollTop > NEAR) return;
    const below = area.scrollHeight - area.scrollTop;
    built += AT_ONCE;
    drawRows();
    if (area.scrollTop < 2) area.scrollTop = area.scrollHeight - below; // no anchor at the very top
    buildOlder();
  });
}

function scrolled() {
  return byId("transcript").querySelector(".scroll");
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
  for (const words of Object.values(state.passing)) {
    rows.push({ key: words.utterance, at: words.start, is: words, draw: drawPassing });
  }
  return rows.sort((a, b) => a.at - b.at);
}

/** Puts a row before `next`, drawing it anew if what it shows is another object than before. */
function place(list, row, next, state, known, actions) {
  const old = drawn.get(row.key);
  let item = old?.item;
  if (!old || old.is !== row.is || old.people !== state.people) {
    item = row.draw(row.line ?? row.is, state, known, actions);
    old?.item.replaceWith(item);
    drawn.set(row.key, { is: row.is, people: state.people, item });
  }
  if (item.parentNode !== list || item.nextSibling !== next) list.insertBefore(item, next);
  return item;
}

function drawVisit(visit) {
  return element("li", { className: "visit" }, stepOf(visit.step)?.name ?? visit.step);
}

function drawPassing(words, state, known) {
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
  if (line.confidence !== undefined && line.confidence < 0.995) head.append(" ", confidence(line));
  const item = element(
    "li",
    { className: `line ${who?.style ?? "person-none"} ${line.final ? "" : "unsure"}` },
    badge(who),
    element("div", {}, head, element("p", {}, line.text)),
  );
  item.dataset.utterance = line.utterance;
  return item;
}

/** The name is the button that puts the line right; a « voix inconnue » is given a name at once. */
function name(line, who, state, actions) {
  if (!who) {
    const label = element("span", { className: "unknown" }, t("speaker_unknown"), " ");
    const choose = (person) => actions.submit("CorrectSpeaker", { utterance: line.utterance, person }, crypto.randomUUID());
    label.append(personSelect(state.people, `${t("speaker_assign")} ${clockText(line.start)}`, choose));
    return label;
  }
  const button = element("button", { type: "button", className: "name" }, who.name);
  button.setAttribute("aria-label", t("speaker_correct", { name: who.name, time: clockText(line.start) }));
  return button;
}

function confidence(line) {
  const percent = Math.round(100 * line.confidence);
  const said = t("confidence_text", { percent });
  const voice = line.likeness === undefined || line.corrected ? "" :
    `, ${t("confidence_voice", { percent: Math.round(100 * line.likeness) })}`;
  const node = element("small", { className: "confidence", title: said + voice }, `${percent} %`);
  node.append(element("span", { className: "visually-hidden" }, ` (${said}${voice})`));
  return node;
}

/** Brings an utterance into view and marks it; one of long ago is reached piece by piece. */
export async function seeLine(utterance) {
  setOpen(true);
  follow(false);
  reaching = true;
  await reach(utterance);
  reaching = false;
  const item = byId("lines").querySelector(`[data-utterance="${CSS.escape(utterance)}"]`);
  if (!item) return;
  item.tabIndex = -1;
  item.scrollIntoView({ block: "center" });
  item.focus({ preventScroll: true });
}

async function reach(utterance) {
  const all = rowsOf(latest[0]);
  const needed = all.length - all.findIndex((row) => row.key === utterance) + 20;
  while (open && built < Math.min(needed, all.length)) {
    built += 3 * AT_ONCE;
    drawRows();
    await new Promise((next) => setTimeout(next)); // keys and frames of the stream come in between
  }
}

function setOpen(yes) {
  open = yes;
  localStorage.setItem(OPEN, yes ? "open" : "folded");
  byId("unfold").setAttribute("aria-expanded", String(yes));
  byId("transcript-body").hidden = !yes;
  document.body.classList.toggle("reading-along", yes);
  if (!yes) {
    byId("lines").replaceChildren();
    drawn.clear();
    built = 0;
    return;
  }
  follow(true);
  if (latest) drawRows();
}

export function watchTranscript(actions) {
  const area = scrolled();
  let last = 0;
  area.addEventListener("scroll", () => {
    if (reaching) return;
    // Only going up by hand leaves the end: lines that grow under it do not.
    if (area.scrollHeight - area.scrollTop - area.clientHeight < 60) follow(true);
    else if (area.scrollTop < last - 4) follow(false);
    last = area.scrollTop;
    if (last < NEAR) buildOlder();
  }, { passive: true });
  const sizes = new ResizeObserver(() => following && toEnd());
  sizes.observe(area);
  sizes.observe(byId("lines"));
  byId("follow").addEventListener("click", () => { follow(true); toEnd(); });
  byId("unfold").addEventListener("click", () => setOpen(!open));
  byId("lines").addEventListener("click", (event) => {
    if (event.target.closest(".name")) actions.mend(event.target.closest(".line").dataset.utterance);
  });
  setOpen(open);
}

function follow(yes) {
  following = yes;
  byId("follow").hidden = yes;
}

function toEnd() {
  const area = scrolled();
  area.scrollTop = area.scrollHeight;
}
