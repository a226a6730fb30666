// The hand-over: what each one lets go, saved as it is ticked; files are plain forms.

import { commandDesk } from "./commands.js";
import { byId, say, t } from "./page.js";
import { openStream } from "./stream.js";
import { number } from "./fold.js";

let seq = 0;
let waiting = false; // choices were sent, and are not in the log yet

const stream = openStream(document.body.dataset.stream, {
  clock: () => {},
  reset: () => { seq = 0; },
  frames: (frames) => {
    seq = Math.max(seq, ...frames.map(number));
    if (waiting && frames.some((frame) => frame.event === "SharingChosen")) {
      waiting = false;
      say(byId("saved"), t("hand_saved"));
    }
  },
  answer: (frame) => {
    desk.answer(frame);
    if (frame.accepted === 0) say(byId("saved"), t("hand_saved")); // as they were
  },
  link: (status) => { if (status === "open") desk.linked(); },
});
const desk = commandDesk(stream.send, () => seq);
const form = byId("sharing");

function chosen(name) {
  return [...form.querySelectorAll(`[name=${name}]:checked`)].map((box) => box.value);
}

function save() {
  const counts = [...form.querySelectorAll("[name=satisfaction]")].map((input) => input.value.trim());
  const sharing = {
    authors: form.elements.authors.checked,
    attendance: form.elements.attendance.checked,
    learnings: chosen("learnings"),
    released: chosen("released"),
    names: [...form.querySelectorAll("[name=role]")].filter((input) => input.value.trim()).map((input) => [input.dataset.name, input.value.trim()]),
    satisfaction: counts.some(Boolean) ? counts.map(Number) : [],
  };
  waiting = true;
  say(byId("saved"), "");
  desk.submit("ChooseSharing", { sharing }, crypto.randomUUID());
}

form.addEventListener("submit", (event) => { event.preventDefault(); save(); });
form.addEventListener("change", save);
