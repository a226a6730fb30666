// The facilitator's page: ties the stream, the fold and the panels.

import { drawCaptions } from "./captions.js";
import { commandDesk } from "./commands.js";
import { drawContract, watchContract } from "./contract.js";
import { drawCommands, drawTime, watchCommands } from "./course.js";
import { cueTitle, drawCues, drawPeek } from "./cues.js";
import { emptyRoom, foldRoom } from "./fold-room.js";
import { drawGroup, watchGroup } from "./group.js";
import { holdKey, watchKeys } from "./keys.js";
import { openLine, watchLine } from "./line.js";
import { drawNotes } from "./notes.js";
import { byId, say, stepOf, t } from "./page.js";
import { badges } from "./people.js";
import { drawStage } from "./stage.js";
import { drawSteps } from "./steps.js";
import { openStream } from "./stream.js";
import { drawTools, watchTools } from "./tools.js";
import { SeanceClock, everySecond } from "./time.js";
import { drawTranscript, seeLine, watchTranscript } from "./transcript.js";
import { drawVoices } from "./voices.js";

const clock = new SeanceClock();
let state = emptyRoom;
let known = new Map();
let link = "lost";
let peeking = false;

const stream = openStream(document.body.dataset.stream, {
  clock: (elapsed) => clock.set(elapsed),
  reset: () => { state = emptyRoom; },
  frames: (frames) => {
    const before = state;
    state = foldRoom(state, frames);
    draw();
    keys.drawn();
    speak(before);
  },
  answer: (frame) => desk.answer(frame),
  link: (status) => {
    link = status;
    draw();
    if (status !== "open") { keys.lost(); return; }
    desk.linked();
    keys.linked();
  },
});
const desk = commandDesk(stream.send, () => state.turn);
const actions = {
  submit: desk.submit,
  see: seeLine,
  state: () => state,
  known: () => known,
  redraw: () => draw(),
  mend: (utterance) => openLine(utterance, state, known),
};

function draw() {
  known = badges(state.people);
  const linked = link === "open";
  drawStage(state, linked);
  drawCommands(state, linked);
  drawSteps(state);
  drawTime(state, clock.now());
  drawCues(state, known, actions);
  drawPeek(state, known, peeking);
  drawContract(state);
  drawVoices(state, known, actions);
  drawGroup(state, known);
  drawTools(state, linked);
  drawTranscript(state, known, actions);
  drawCaptions(state.captions ? spoken() : []);
  drawNotes(state, link);
}

/** What the table reads of what is said, for when everyone sees this very page. */
function spoken() {
  if (!state.shared || state.phase !== "running" || state.offTheRecord) return [];
  const now = [...state.lines.values()].filter((line) => line.text && line.start >= state.startedAt);
  return now.slice(-2).map(({ text }) => ({ text }));
}

/** Told to a screen reader: a new step and a new cue, not each line. Nothing on a replay. */
function speak(before) {
  if (before.seq === 0) return;
  const news = [];
  if (state.stepSeq !== before.stepSeq) news.push(t("say_step", { step: stepOf(state.step)?.name ?? "" }));
  const cue = state.cues.at(-1);
  if (cue && cue.seq > before.seq && !state.shared) news.push(t("say_cue", { cue: cueTitle(cue, known) }));
  if (news.length) say(byId("said"), news.join(" "));
}

watchCommands(actions);
watchContract(actions);
watchGroup(actions);
watchLine(actions);
watchTools(actions);
watchTranscript(actions);
const keys = watchKeys(() => state.turn);
holdKey("r", (held) => { peeking = held; drawPeek(state, known, peeking); });
everySecond(() => drawTime(state, clock.now()));
