// The table's page: the step, its rule, the time, the microphone. It is sent nothing else.

import { drawCaptions, foldCaptions } from "./captions.js";
import { emptySession, fold } from "./fold.js";
import { byId, renewMethod, say, t } from "./page.js";
import { drawStage, drawStageTime } from "./stage.js";
import { openStream } from "./stream.js";
import { SeanceClock, everySecond } from "./time.js";

const { early } = globalThis;
const clock = new SeanceClock();
let state = emptySession;
let captions = [];
let linked = false;
let refusals = 0;
let wanted = 0; // when « hors micro » was pressed while the page was cut off

const WANTED = 30000; // milliseconds in which it is still asked for

function draw() {
  drawStage(state, linked);
  drawStageTime(state, clock.now());
  drawCaptions(captions);
  byId("off").hidden = state.phase !== "running" || state.offTheRecord;
}

const stream = openStream(document.body.dataset.stream, {
  clock: (elapsed) => clock.set(elapsed),
  reset: () => {
    state = emptySession;
    captions = [];
    renewMethod().then(draw, () => {}); // the server is gone: the stream will be told, and begin again
  },
  frames: (frames) => {
    state = fold(state, frames.filter((frame) => !frame.signal));
    captions = frames.reduce(foldCaptions, captions);
    draw();
  },
  answer: (frame) => {
    refusals += frame.refused ? 1 : 0;
    say(byId("link"), frame.refused ? frame.message : "");
  },
  link: (status) => {
    linked = status === "open";
    say(byId("link"), linked ? "" : t("reconnecting"));
    document.body.dataset.link = status;
    draw();
    if (linked && wanted) askAgain();
  },
});

/** Anyone may press it; twice does it once, since the name says at which point of the séance it was asked. */
byId("off").addEventListener("click", off);

function off() {
  if (linked && stream.send({ id: `off@${state.turn}.${refusals}`, command: "OffTheRecord", data: {} })) return;
  wanted = performance.now();
  say(byId("link"), t("off_wanted"));
}

/** Whoever pressed while the page was cut off wished not to be heard: that is asked as soon as it can be. */
function askAgain() {
  const still = performance.now() - wanted < WANTED && !byId("off").hidden;
  wanted = 0;
  if (still) off();
}

function key(event) {
  const other = event.repeat || event.ctrlKey || event.metaKey || event.altKey;
  if (!other && event.key.toLowerCase() === "h" && (!linked || !byId("off").hidden)) off();
}

document.removeEventListener("keydown", early.note);
document.addEventListener("keydown", key);
early.keys.forEach(key);
everySecond(() => drawStageTime(state, clock.now()));
