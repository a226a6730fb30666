// Tour de table: each voice in turn. Progress counts speech, not seconds; a human goes on to the next.

import { commandDesk } from "./commands.js";
import { emptySetup, everybodyHeard, foldSetup } from "./fold-setup.js";
import { byId, changed, element, has, say, t } from "./page.js";
import { badge, badges } from "./people.js";
import { openStream } from "./stream.js";

const SENTENCES = ["tour_say_1", "tour_say_2", "tour_say_3"];
let state = emptySetup;
let current = null; // the id of whoever is to speak
let leaving = false;
const passed = new Set(); // this page's own: whoever was passed over may come back to it

const stream = openStream(document.body.dataset.stream, {
  clock: () => {},
  reset: () => { state = emptySetup; },
  frames: (frames) => { state = foldSetup(state, frames); draw(); },
  answer: (frame) => desk.answer(frame),
  link: (status) => {
    document.body.dataset.link = status;
    if (status === "open") desk.linked();
    draw();
  },
});
const desk = commandDesk(stream.send, () => state.turn);

function status(id) {
  return state.voices[id]?.status ?? "missing";
}

/** Whoever is being heard, else whoever was chosen, else the first without a voice. */
function turn() {
  const enrolling = state.people.find((person) => status(person.id) === "enrolling");
  if (enrolling) return enrolling;
  return state.people.find((person) => person.id === current) ?? nextPerson() ?? null;
}

function nextPerson() {
  const agreed = (person) => state.consents[person.id]?.voiceprint;
  return state.people.find((person) => agreed(person) && status(person.id) !== "known" && !passed.has(person.id));
}

function draw() {
  const person = turn();
  current = person?.id ?? null;
  document.body.dataset.phase = state.phase;
  drawTurn(person, everybodyHeard(state));
  drawPeople();
  drawClient();
  byId("start").classList.toggle("main", !person || !everybodyHeard(state));
  if (state.phase === "running") say(byId("start"), t("tour_to_live"));
  byId("to-consents").hidden = everybodyHeard(state);
  leave();
}

function drawTurn(person, heard) {
  const now = person ? status(person.id) : "none";
  const place = state.people.indexOf(person) + 1;
  const mayBeKnown = Boolean(person && heard && state.consents[person.id]?.voiceprint);
  byId("ring-box").dataset.status = now;
  say(byId("turn-place"), person ? t("tour_place", { place, total: state.people.length }) : "");
  say(byId("turn-name"), person ? person.name : t(heard ? "tour_over" : "room_timer"));
  say(byId("turn-say"), sentence(person, heard, mayBeKnown, now, place));
  drawRing(person, now);
  say(byId("turn-told"), told(person, now));
  const found = Boolean(person && state.found[person.id]);
  say(byId("enrol"), t(found ? "tour_confirm" : "tour_start"));
  const shown = {
    enrol: mayBeKnown && now === "missing",
    finish: now === "enrolling",
    cancel: now === "enrolling",
    again: mayBeKnown && (now === "known" || now === "failed"),
    anew: mayBeKnown && found && (now === "missing" || now === "failed"),
    next: now === "known" && Boolean(nextPerson()),
    skip: Boolean(person) && heard && (now === "missing" || now === "failed") && Boolean(nextPerson()),
  };
  for (const [id, visible] of Object.entries(shown)) byId(id).hidden = !visible;
  for (const id of ["enrol", "again", "anew"]) byId(id).disabled = ["loading", "failed"].includes(state.ear);
  byId("again").classList.toggle("main", now === "failed");
  byId("finish").classList.toggle("main", enough(person));
}

function sentence(person, heard, mayBeKnown, now, place) {
  if (!heard) return t("tour_no_listening");
  if (!person) return t("tour_over_about");
  if (!mayBeKnown) return t("tour_by_hand");
  if (state.found[person.id] && now !== "known") return t("tour_say_again", { name: person.name });
  return now === "known" ? "" : t(SENTENCES[(place - 1) % SENTENCES.length], { name: person.name });
}

function enough(person) {
  const progress = person && state.progress[person.id];
  return Boolean(progress && progress.speech >= progress.needed);
}

function drawRing(person, now) {
  const progress = person && state.progress[person.id];
  const share = now === "known" ? 1 : progress ? Math.min(1, progress.speech / progress.needed) : 0;
  byId("ring").setAttribute("stroke-dasharray", `${Math.round(share * 100)} 100`);
  const seconds = (value) => t("tour_seconds", { seconds: Math.floor(value) });
  say(byId("ring-text"), now === "known" ? "✓" : progress ? seconds(progress.speech) : now === "enrolling" ? seconds(0) : "–");
}

/** What went well or wrong, in words. */
function told(person, now) {
  if (!person) return "";
  if (everybodyHeard(state) && ["loading", "failed"].includes(state.ear)) return t(`tour_ear_${state.ear}`);
  const voice = state.voices[person.id];
  if (now === "enrolling") {
    if (state.progress[person.id]?.noisy) return t("tour_noisy");
    if (enough(person) && state.found[person.id]) return t("tour_enough_again");
    return t(enough(person) ? "tour_enough" : "tour_speak_on");
  }
  if (now === "known") {
    const closest = state.people.find((one) => one.id === voice.closest)?.name;
    return closest ? t("tour_close", { name: closest }) : t(voice.confirmed ? "tour_confirmed" : "tour_known");
  }
  if (now === "failed") return t(has(`tour_failed_${voice.reason}`) ? `tour_failed_${voice.reason}` : "tour_failed_other");
  if (state.found[person.id]) return t("tour_found");
  return "";
}

function drawPeople() {
  if (!changed("roster", state.people, state.voices, state.found, current, passed.size)) return;
  const known = badges(state.people);
  const focused = document.activeElement?.dataset?.person;
  byId("people").replaceChildren(...state.people.map((person) => row(person, known.get(person.id))));
  if (focused) document.querySelector(`button[data-person="${CSS.escape(focused)}"]`)?.focus();
}

/** « sans empreinte » is said alike of whoever was passed over and of whoever did not want one. */
function row(person, look) {
  const now = status(person.id);
  const about = now === "known" ? "tour_row_known" : now === "enrolling" ? "tour_row_now" : passed.has(person.id) ? "tour_row_without" : state.found[person.id] ? "tour_row_found" : "tour_row_missing";
  const button = element("button", { type: "button", className: "plain" }, element("strong", {}, person.name), element("span", { className: now === "known" ? "done" : "quiet" }, t(about)));
  button.dataset.person = person.id;
  if (person.id === current) button.setAttribute("aria-current", "true");
  button.disabled = state.people.some((one) => status(one.id) === "enrolling");
  button.addEventListener("click", () => { current = person.id; passed.delete(person.id); draw(); byId("turn-name").focus(); });
  return element("li", {}, badge(look), button);
}

function drawClient() {
  if (!changed("client", state.people, state.topic)) return;
  const select = byId("client");
  const client = state.people.find((person) => person.role === "client");
  const others = state.people.filter((person) => person.role !== "facilitator");
  select.replaceChildren(
    element("option", { value: "" }, t("tour_client_later")),
    ...others.map((person) => element("option", { value: person.id }, person.name)),
  );
  select.value = client?.id ?? "";
  byId("topic").value = state.topic;
  say(byId("client-said"), client ? t("tour_client_is", { name: client.name }) : "");
}

function forCurrent(command) {
  return () => desk.submit(command, { person: current }, current);
}

byId("enrol").addEventListener("click", forCurrent("EnrolVoice"));
byId("again").addEventListener("click", forCurrent("EnrolVoice"));
byId("anew").addEventListener("click", () => {
  desk.submit("ForgetVoice", { person: current }, current); // the kept one is destroyed first
  desk.submit("EnrolVoice", { person: current }, `${current}:anew`);
});
byId("finish").addEventListener("click", forCurrent("FinishEnrolment"));
byId("cancel").addEventListener("click", forCurrent("CancelEnrolment"));
byId("next").addEventListener("click", goOn);
byId("skip").addEventListener("click", () => { passed.add(current); goOn(); });

function goOn() {
  current = nextPerson()?.id ?? null;
  draw();
  byId("turn-name").focus();
}

byId("arrival").addEventListener("submit", (event) => {
  event.preventDefault();
  const name = byId("arrival-name").value.trim();
  if (!name) return;
  desk.submit("AddPerson", { name }, name);
  byId("arrival").reset();
});
byId("client-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const person = byId("client").value;
  if (person) desk.submit("ChooseClient", { person, topic: byId("topic").value }, person);
});
byId("start").addEventListener("click", () => {
  if (state.phase === "waiting") desk.submit("StartSession");
  leaving = true;
  leave();
});

/** To the séance's own page, once it has begun. */
function leave() {
  if (leaving && state.phase !== "waiting") location.assign(byId("start").dataset.live);
}
