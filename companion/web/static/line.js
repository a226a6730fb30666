// One line of the transcript put right: who spoke, what was said, or nothing of it at all.

import { onYes } from "./course.js";
import { byId, element, t } from "./page.js";
import { clockText } from "./time.js";

let opened = null; // {utterance, person, text} as they were when the dialog opened

export function openLine(utterance, state, known) {
  const line = state.lines.get(utterance) ?? state.unassigned[utterance];
  if (!line) return;
  const person = line.person ?? "";
  opened = { utterance, person, text: line.text };
  const nobody = person ? [] : [element("option", { value: "" }, t("speaker_unknown"))];
  byId("line-person").replaceChildren(...nobody, ...state.people.map(({ id, name }) => element("option", { value: id }, name)));
  byId("line-person").value = person;
  byId("line-text").value = line.text;
  byId("line-about").textContent = t("line_about", { name: known.get(person)?.name ?? t("speaker_unknown"), time: clockText(line.start) });
  byId("line-dialog").querySelector("[value=line]").checked = true;
  sure(false);
  byId("line-dialog").showModal();
}

function sure(yes) {
  byId("strike-sure").hidden = !yes;
  byId("strike").hidden = yes;
}

export function watchLine(actions) {
  byId("strike").addEventListener("click", () => { sure(true); byId("strike-no").focus(); });
  byId("strike-no").addEventListener("click", () => { sure(false); byId("strike").focus(); });
  onYes("line-dialog", (answer) => {
    const { utterance } = opened;
    if (answer === "strike") actions.submit("Strike", { utterance }, utterance);
    else save(actions);
  });
}

/** Only what was changed is sent. */
function save(actions) {
  const { utterance } = opened;
  const person = byId("line-person").value;
  const text = byId("line-text").value.trim();
  const whole = byId("line-dialog").querySelector("[value=voice]").checked;
  if (person && person !== opened.person) {
    actions.submit(whole ? "CorrectVoice" : "CorrectSpeaker", { utterance, person }, crypto.randomUUID());
  }
  if (text && text !== opened.text) actions.submit("CorrectText", { utterance, text }, crypto.randomUUID());
}
