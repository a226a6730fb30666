// Consentements: one person at a time. Between two people the page is neutral. Answers are never shown again,
// not even to whoever opens them: a change leaves « comme avant » what is not answered anew, and the list says
// when it was made, so that nobody's choices are read or changed behind their back.

import { commandDesk } from "./commands.js";
import { emptySetup, everybodyHeard, foldSetup } from "./fold-setup.js";
import { byId, element, language, say, t } from "./page.js";
import { openStream } from "./stream.js";

const CHOICES = ["hearing", "voiceprint", "notes", "keeping"];
let state = emptySetup;
let current = null; // the id of whoever holds the computer
let handed = null;  // the id of the command that waits for its answer

const stream = openStream(document.body.dataset.stream, {
  clock: () => {},
  reset: () => { state = emptySetup; },
  frames: (frames) => { state = foldSetup(state, frames); draw(); },
  answer: (frame) => {
    desk.answer(frame);
    if (frame.answer === handed) answered(!frame.refused);
  },
  link: (status) => {
    document.body.dataset.link = status;
    if (status === "open") desk.linked();
    draw();
  },
});
const desk = commandDesk(stream.send, () => state.turn);

function draw() {
  byId("people").replaceChildren(...state.people.map(row));
  byId("begin").disabled = state.people.length === 0;
  byId("begin").hidden = state.people.length > 0 && waiting().length === 0; // each has a button of their own
  const room = everybodyHeard(state) ? { ready: "listening", loading: "loading", failed: "failed" }[state.ear] ?? "closed" : "timer";
  document.body.dataset.room = room;
  say(byId("room-name"), t(`room_${room}`));
  say(byId("room-about"), t(room === "timer" && waiting().length ? "room_waiting_about" : `room_${room}_about`));
}

/** Choices that were written down came from that person. */
function hasChosen(person) {
  return person.id in state.chosen || Object.values(state.consents[person.id] ?? {}).length > 0;
}

function chosenText(id) {
  const { first, last } = state.chosen[id] ?? {};
  if (!first) return t("consents_done");
  return t(first === last ? "consents_done_at" : "consents_changed_at", { time: hour(last) });
}

function waiting() {
  return state.people.filter((person) => !hasChosen(person));
}

function row(person) {
  const done = hasChosen(person);
  const button = element("button", { type: "button" }, t(done ? "consents_change" : "consents_choose"));
  button.setAttribute("aria-label", t(done ? "consents_change_of" : "consents_choose_of", { name: person.name }));
  button.addEventListener("click", () => handOver(person.id));
  const about = element("span", { className: done ? "done" : "quiet" }, done ? chosenText(person.id) : t("consents_not_yet"));
  return element("li", {}, element("strong", {}, person.name), about, button);
}

function show(part) {
  for (const id of ["rules", "handover", "choices"]) byId(id).hidden = id !== part;
  document.body.dataset.part = part;
  scrollTo(0, 0);
  if (part !== "rules") byId(`${part}-name`).focus();
}

function handOver(id) {
  current = id;
  byId("choices").reset(); // nothing of the one before stays in the page
  const person = state.people.find((one) => one.id === id);
  say(byId("handover-name"), person.name);
  say(byId("mine"), t("consents_mine", { name: person.name }));
  show("handover");
}

function next() {
  const person = waiting().find((one) => one.id !== current);
  if (person) handOver(person.id);
  else stop();
}

function stop() {
  current = null;
  byId("choices").reset();
  show("rules");
  (byId("begin").hidden ? byId("onward") : byId("begin")).focus();
}

byId("begin").addEventListener("click", next);
byId("stop").addEventListener("click", stop);
byId("mine").addEventListener("click", () => {
  const form = byId("choices");
  const person = state.people.find((one) => one.id === current);
  const again = hasChosen(person);
  for (const label of form.querySelectorAll(".same")) label.hidden = !again;
  for (const name of CHOICES) form.elements[name].value = again ? "same" : "no";
  byId("choices-again").hidden = !again;
  say(byId("choices-name"), person.name);
  const last = waiting().every((person) => person.id === current);
  say(byId("pass"), t(last ? "consents_finish" : "consents_next"));
  show("choices");
});

byId("choices").addEventListener("submit", (event) => {
  event.preventDefault();
  if (document.body.dataset.link !== "open") {
    desk.answer({ refused: "offline", message: t("not_sent") });
    return;
  }
  const consents = CHOICES.filter((name) => {
    const answer = event.target.elements[name].value;
    return answer === "yes" || (answer === "same" && state.consents[current]?.[name]);
  });
  byId("pass").disabled = true;
  handed = desk.submit("MakeChoices", { person: current, consents }, crypto.randomUUID());
});

function answered(accepted) {
  handed = null;
  byId("pass").disabled = false;
  if (accepted) next();
}

function hour(moment) {
  return new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" }).format(new Date(moment));
}
