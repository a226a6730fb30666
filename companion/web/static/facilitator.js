// The facilitator's page: ties the stream, the fold and the panels.

import { commandDesk } from "./commands.js";
import { drawContract, watchContract } from "./contract.js";
import { drawCourse, drawSteps, drawTime } from "./course.js";
import { cueTitle, drawCues } from "./cues.js";
import { emptyRoom, foldRoom } from "./fold-room.js";
import { byId, element, say, stepOf, t } from "./page.js";
import { badges } from "./people.js";
import { watchKeys } from "./keys.js";
import { openStream } from "./stream.js";
import { SeanceClock, everySecond } from "./time.js";
import { drawTranscript, seeLine, watchScrolling } from "./transcript.js";
import { drawVoices } from "./voices.js";

const clock = new SeanceClock();
let state = emptyRoom;
let known = new Map();
let link = "lost";

const stream = openStream("/stream/facilitator", {
  clock: (elapsed) => clock.set(elapsed),
  reset: () => { state = emptyRoom; },
  frames: (frames) => {
    const before = state;
    state = foldRoom(state, frames);
    draw();
    speak(before);
  },
  answer: (frame) => desk.answer(frame),
  link: (status) => { link = status; draw(); },
});
const desk = commandDesk(stream.send, () => state.turn);
const actions = { submit: desk.submit, see: seeLine };

function draw() {
  known = badges(state.people);
  drawCourse(state, link === "open");
  drawSteps(state);
  drawTime(state, clock.now());
  drawCues(state, known, actions);
  drawContract(state);
  drawVoices(state, known, actions);
  drawTranscript(state, known, actions);
  drawNotes();
}

/** The state line: everything that the facilitator should know of the machine. */
function drawNotes() {
  const notes = [];
  if (link !== "open") notes.push([t(link === "expired" ? "expired" : "reconnecting"), "grave"]);
  if (state.offTheRecord) notes.push([t("note_off"), "off"]);
  else if (state.pausedAt !== null) notes.push([t("note_paused"), ""]);
  if (state.audioLost) notes.push([t("audio_lost"), "grave"]);
  if (state.gap) notes.push([t("audio_gap", { seconds: Math.round(state.gap) }), ""]);
  for (const message of Object.values(state.failed)) notes.push([message || t("part_failed"), "grave"]);
  if (state.lag) notes.push([t("lag", { seconds: Math.round(state.lag) }), ""]);
  const area = byId("notes");
  const text = notes.flat().join("\n");
  if (area.dataset.text === text) return;
  area.dataset.text = text;
  for (const old of area.querySelectorAll(".live")) old.remove();
  area.prepend(...notes.map(([note, kind]) => element("p", { className: `note live ${kind}` }, note)));
}

/** Told to a screen reader: a new step and a new cue, not each line. Nothing on a replay. */
function speak(before) {
  if (before.seq === 0) return;
  const news = [];
  if (state.stepSeq !== before.stepSeq) news.push(t("say_step", { step: stepOf(state.step)?.name ?? "" }));
  const cue = state.cues.at(-1);
  if (cue && cue.seq > before.seq) news.push(t("say_cue", { cue: cueTitle(cue, known) }));
  if (news.length) say(byId("said"), news.join(" "));
}

for (const button of document.querySelectorAll("[data-command]")) {
  const { command } = button.dataset;
  button.addEventListener("click", () => desk.submit(command, command === "ExtendStep" ? { minutes: 5 } : {}));
}
byId("end").addEventListener("click", () => byId("end-dialog").showModal());
byId("end-dialog").addEventListener("close", (event) => {
  if (event.target.returnValue === "yes") desk.submit("EndSession");
  event.target.returnValue = "";
});
byId("help").addEventListener("click", () => byId("help-dialog").showModal());
watchContract(actions);
watchKeys();
watchScrolling();
everySecond(() => drawTime(state, clock.now()));
