// One line, edited in place. Saved on Enter and when it is left; Escape leaves it as it was.

import { currentRow, goTo, itemOf, setEditing } from "./note-list.js";
import { byId, element } from "./page.js";

const PARTS = ["owner", "due", "day", "with_whom", "first_step", "sign", "obstacle", "support"];
let opened = null; // {id, form, before: the values that it opened with}

export function openEditor(actions) {
  const row = currentRow();
  if (!row || opened || actions.notes().approved) return;
  const form = byId("editor").content.cloneNode(true).querySelector("form");
  const shown = { answer: row.answer !== null, person: row.by_hand, kind: row.kind !== null, parts: Boolean(row.parts) };
  for (const field of form.querySelectorAll("[data-for]")) field.hidden = !shown[field.dataset.for];
  for (const name of ["person", "owner"]) {
    form.elements[name].append(...actions.state().people.map((one) => element("option", { value: one.id }, one.name)));
  }
  const before = { text: row.text, answer: row.answer ?? "", person: row.person ?? "", kind: row.kind ?? "", ...(row.parts ?? {}) };
  for (const [name, value] of Object.entries(before)) if (form.elements[name]) form.elements[name].value = value;
  opened = { id: row.id, form, before, shown, actions };
  setEditing(row.id);
  itemOf(row.id).append(form);
  itemOf(row.id).classList.add("editing");
  form.elements.text.focus();
}

/** Only what was changed is sent. */
function save() {
  const { id, form, before, shown, actions } = opened;
  const values = Object.fromEntries(new FormData(form));
  const text = values.text.trim();
  const changed = (name) => values[name].trim() !== before[name];
  const part = (name) => actions.edit({ action: "part", line: id, part: name, text: values[name].trim() });
  if (!text) return false;
  if (changed("text")) actions.edit({ action: "text", line: id, text });
  for (const name of ["answer", "person", "kind"]) if (shown[name] && changed(name)) part(name);
  if (shown.parts) PARTS.filter(changed).forEach(part);
  return true;
}

function close(id) {
  const { form } = opened;
  opened = null;
  setEditing(null);
  form.closest(".note")?.classList.remove("editing");
  form.remove();
  goTo(id);
}

/** The line becomes two where the cursor stands. */
function cut() {
  const { id, form, actions } = opened;
  const area = form.elements.text;
  const text = area.value.slice(0, area.selectionStart).trim();
  const rest = area.value.slice(area.selectionStart).trim();
  if (!text || !rest) return;
  actions.edit({ action: "split", line: id, text, rest });
  close(id);
}

export function watchEditor(actions) {
  const draft = byId("draft");
  draft.addEventListener("submit", (event) => {
    if (!event.target.matches(".editor")) return;
    event.preventDefault();
    if (save()) close(opened.id);
  });
  draft.addEventListener("click", (event) => {
    const { do: what } = event.target.closest(".editor [data-do]")?.dataset ?? {};
    if (event.target.closest(".editor")) event.stopPropagation();
    if (what === "cut") cut();
    if (what === "leave") close(opened.id);
  }, true);
  draft.addEventListener("keydown", (event) => {
    if (!opened || !event.target.closest(".editor")) return;
    if (event.key === "Escape") close(opened.id);
    else if (event.key === "Enter" && event.ctrlKey) cut();
    else if (event.key === "Enter" && event.target.matches("textarea, input")) opened.form.requestSubmit();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  // Leaving the line saves it: nothing typed is lost.
  draft.addEventListener("focusout", (event) => {
    if (!opened || !event.target.closest(".editor")) return;
    const inside = event.relatedTarget?.closest(".editor");
    if (inside || event.relatedTarget === null) return;
    const { id } = opened;
    if (save()) { opened.form.remove(); itemOf(id)?.classList.remove("editing"); opened = null; setEditing(null); }
  });
  return actions;
}
