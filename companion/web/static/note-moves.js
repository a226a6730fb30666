// What is done to the current line, by key or by button: each key presses the button that shows it.

import { onYes } from "./course.js";
import { openEditor } from "./note-edit.js";
import { currentRow, editing, order, step } from "./note-list.js";
import { byId, say, t } from "./page.js";

const { seance } = document.body.dataset;

/** The lines of the current one's section, rejected ones too. */
function peers(actions, row) {
  const places = order();
  const rows = actions.notes().rows.filter((one) => one.section === row.section);
  return rows.sort((a, b) => places.indexOf(a.id) - places.indexOf(b.id)).map((one) => one.id);
}

function shift(actions, row, by) {
  const lines = peers(actions, row);
  const place = lines.indexOf(row.id);
  if (place + by < 0 || place + by >= lines.length) return;
  const other = by < 0 ? lines[place - 1] : (lines[place + 2] ?? "");
  actions.edit({ action: "move", line: row.id, section: row.section, other });
}

function join(actions, row) {
  const lines = peers(actions, row);
  const other = lines[lines.indexOf(row.id) + 1];
  if (other) actions.edit({ action: "merge", line: row.id, other });
}

async function reword(row) {
  byId("reword-dialog").dataset.line = row.id;
  say(byId("reword-source"), row.text);
  say(byId("reword-text"), t("review_reworded_waiting"));
  byId("reword-yes").disabled = true;
  byId("reword-dialog").showModal();
  const answer = await fetch(`/seances/${encodeURIComponent(seance)}/rewording`, { method: "POST", body: new URLSearchParams({ line: row.id }) });
  const { text, refused } = await answer.json();
  if (byId("reword-dialog").dataset.line !== row.id) return;
  say(byId("reword-text"), text ?? refused);
  byId("reword-yes").disabled = !text;
}

const moves = {
  edit: openEditor,
  keep: (actions, row) => actions.edit({ action: "accept", line: row.id }),
  reject: (actions, row) => actions.edit({ action: row.rejected ? "restore" : "reject", line: row.id }),
  down: (actions, row) => shift(actions, row, 1),
  up: (actions, row) => shift(actions, row, -1),
  move: (_, row) => {
    byId("move-section").value = row.section;
    byId("move-dialog").showModal();
  },
  merge: join,
  evidence: (actions, row) => actions.evidence(row),
  reword: (_, row) => reword(row),
};

export function watchMoves(actions, { goTo }) {
  byId("tools").addEventListener("click", (event) => {
    const what = event.target.closest("[data-do]")?.dataset.do;
    const row = currentRow();
    if (what && row && !editing()) moves[what](actions, row);
  });
  document.addEventListener("keydown", (event) => {
    if (editing() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, dialog, #said, summary")) return;
    const line = event.target.closest(".note");
    if (event.key === "Enter" && line) openEditor(actions);
    else if (event.key === "ArrowDown") step(line ? 1 : 0);
    else if (event.key === "ArrowUp") step(line ? -1 : 0);
    else return;
    event.preventDefault();
  });
  byId("add").addEventListener("click", () => {
    byId("add-text").value = "";
    byId("add-section").value = currentRow()?.section ?? byId("add-section").value;
    byId("add-dialog").showModal();
    byId("add-text").focus();
  });
  onYes("add-dialog", () => {
    const text = byId("add-text").value.trim();
    if (text) actions.edit({ action: "add", section: byId("add-section").value, text });
  });
  onYes("move-dialog", () => {
    const row = currentRow();
    const section = byId("move-section").value;
    if (row && section !== row.section) actions.edit({ action: "move", line: row.id, section });
  });
  if (byId("reword-dialog")) {
    onYes("reword-dialog", () => {
      const { line } = byId("reword-dialog").dataset;
      actions.edit({ action: "text", line, text: byId("reword-text").textContent });
      goTo(line);
    });
    byId("reword-dialog").addEventListener("close", () => { delete byId("reword-dialog").dataset.line; });
  }
}
