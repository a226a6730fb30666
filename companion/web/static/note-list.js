// The lines of the draft, by section. One of them is the current one: it has the focus and the tools.
// A line is drawn anew only when what it shows has changed, and never while it is being edited.

import { badge } from "./people.js";
import { byId, dayText, element, say, t } from "./page.js";

const drawn = new Map(); // id -> {text, item}
let current = null;      // id of the current line
let edited = null;       // id of the line that is being edited
let latest = { rows: [], approved: false };

export function drawLines(notes, known, actions) {
  latest = notes;
  const before = order();
  const focused = document.activeElement?.closest(".note") !== null;
  const place = before.indexOf(current);
  for (const part of document.querySelectorAll(".part")) drawPart(part, notes, known, actions);
  const wanted = new Set(notes.rows.map((row) => row.id));
  for (const [id, old] of drawn) if (!wanted.has(id)) { old.item.remove(); drawn.delete(id); }
  const now = order();
  if (current && !now.includes(current)) current = now[Math.min(place, now.length - 1)] ?? null;
  if (!current) current = now[0] ?? null;
  mark(focused && !editing());
}

function drawPart(part, notes, known, actions) {
  const list = part.querySelector(".lines");
  const rows = notes.rows.filter((row) => row.section === part.dataset.section);
  part.querySelector(".empty").hidden = rows.length > 0;
  let next = null;
  for (const row of rows.toReversed()) next = place(list, row, next, notes, known, actions);
}

function place(list, row, next, notes, known, actions) {
  const old = drawn.get(row.id);
  const text = JSON.stringify([row, known.get(row.person)?.name, known.get(row.parts?.owner)?.name, notes.approved]);
  let item = old?.item;
  if (!old || (old.text !== text && editing() !== row.id)) {
    item = draw(row, known, actions);
    old?.item.replaceWith(item);
    drawn.set(row.id, { text, item });
  }
  if (item.parentNode !== list || item.nextSibling !== next) list.insertBefore(item, next);
  return item;
}

function draw(row, known, actions) {
  const who = known.get(row.person);
  const item = element("li", { className: `note ${who?.style ?? "person-none"}`, tabIndex: -1 });
  item.dataset.line = row.id;
  for (const name of ["held", "rejected", "by_hand"]) item.classList.toggle(name, row[name]);
  item.classList.toggle("doubtful", row.doubts.length > 0 && !row.rejected);
  item.append(head(row, who), element("p", { className: "text" }, row.text));
  if (row.answer) item.append(element("p", { className: "text answer" }, `→ ${row.answer}`));
  if (row.parts) item.append(parts(row.parts, known));
  if (row.edited && row.said && row.said !== row.text) {
    item.append(element("p", { className: "quiet source" }, `${t("review_source")}${t("colon")}« ${row.said} »`));
  }
  item.addEventListener("focus", () => { current = row.id; mark(false); });
  item.addEventListener("click", () => { goTo(row.id); actions.evidence(row); });
  return item;
}

function head(row, who) {
  const line = element("p", { className: "who" });
  if (who) line.append(badge(who), element("strong", {}, who.name));
  if (row.kind) line.append(element("small", {}, t(`note_kind_${row.kind}`)));
  if (row.by_hand) line.append(tag(t("review_by_hand")));
  else if (row.edited) line.append(tag(t("review_edited")));
  if (row.changed) line.append(tag(t("review_changed"), "warn"));
  if (row.rejected) line.append(tag(t("review_rejected")));
  else if (row.doubts.length) {
    const why = row.doubts.map(({ reason, words }) => t(`review_doubt_${reason}`) + (words ? ` « ${words} »` : "")).join(", ");
    line.append(tag(`${t(row.held ? "review_held" : "review_doubt")}${t("colon")}${why}`, "warn"));
  }
  return line;
}

function tag(text, kind = "") {
  return element("small", { className: `tag ${kind}` }, text);
}

/** What was not said of an action shows as such. */
function parts(said, known) {
  const day = said.day && (said.assumed ? t("paper_assumed", { day: dayText(said.day) }) : dayText(said.day));
  const rows = [
    ["owner", known.get(said.owner)?.name], ["due", [said.due, day && `(${day})`].filter(Boolean).join(" ")],
    ["with_whom", said.with_whom], ["first_step", said.first_step], ["sign", said.sign],
    ...["obstacle", "support"].filter((name) => said[name]).map((name) => [name, said[name]]),
  ];
  return element("dl", { className: "parts-said" }, ...rows.map(([name, text]) => element("div", {},
    element("dt", {}, t(`note_part_${name}`)), element("dd", { className: text ? "" : "quiet" }, text || t("paper_unsaid")))));
}

/** The id of the line that is being edited, or null. */
export function editing() {
  return edited;
}

/** The line of that id is being edited: it is left as it is. */
export function setEditing(id) {
  edited = id;
}

/** The lines as they stand on the page. */
export function order() {
  return [...document.querySelectorAll(".note")].map((item) => item.dataset.line);
}

export function currentRow() {
  return latest.rows.find((row) => row.id === current) ?? null;
}

export function itemOf(id) {
  return drawn.get(id)?.item ?? null;
}

/** Makes that line the current one, in view and focused. */
export function goTo(id) {
  if (!drawn.has(id)) return;
  current = id;
  mark(true);
}

export function step(by) {
  const lines = order();
  const place = lines.indexOf(current);
  goTo(lines[Math.min(Math.max(place + by, 0), lines.length - 1)]);
}

/** The next doubtful line after the current one, round to the first. */
export function nextToCheck(notes) {
  const lines = order();
  const start = lines.indexOf(current) + 1;
  const rows = new Map(notes.rows.map((row) => [row.id, row]));
  const wanted = [...lines.slice(start), ...lines.slice(0, start)].find((id) => rows.get(id).doubts.length && !rows.get(id).rejected);
  if (wanted) goTo(wanted);
}

function mark(focus) {
  for (const { item } of drawn.values()) {
    item.tabIndex = item.dataset.line === current ? 0 : -1;
    item.classList.toggle("current", item.dataset.line === current);
  }
  const item = itemOf(current);
  byId("tools").hidden = !item || latest.approved;
  say(byId("reject-name"), t(currentRow()?.rejected ? "review_restore" : "review_reject"));
  if (item && focus && document.activeElement !== item) item.focus();
}
