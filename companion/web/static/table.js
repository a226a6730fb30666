// The table's page: the step, its rule, the time. It is sent nothing else.

import { emptySession, fold, listening } from "./fold.js";
import { byId, floorText, placeText, ruleText, say, stepOf, t } from "./page.js";
import { openStream } from "./stream.js";
import { SeanceClock, digits, everySecond, remaining } from "./time.js";

const clock = new SeanceClock();
let state = emptySession;

function drawStep() {
  const step = state.phase === "running" ? stepOf(state.step) : null;
  say(byId("place"), step ? placeText(step.id) : "");
  say(byId("step"), step ? step.name : t(state.phase === "ended" ? "ended_step" : "waiting_step"));
  say(byId("floor"), step ? floorText(step) : "");
  say(byId("rule"), step ? ruleText(step) : t(state.phase === "ended" ? "ended_rule" : "waiting_rule"));
  const heard = listening(state);
  document.body.dataset.listening = heard;
  document.body.dataset.phase = state.phase;
  say(byId("state-name"), t(`state_${heard}`));
  say(byId("state-about"), heard === "listening" ? "" : t(`state_${heard}_about`));
}

function drawTime() {
  const left = remaining(state, clock.now());
  const over = left !== null && Math.ceil(left) < 0;
  say(byId("remaining"), left === null ? "–" : digits(left));
  byId("remaining").classList.toggle("long", left !== null && digits(left).length > 6);
  const halted = state.pausedAt !== null;
  say(byId("under"), halted ? t(`state_${listening(state)}`) : over ? t("overrun") : "");
  document.body.classList.toggle("overrun", over);
  const share = left === null ? 1 : Math.min(1, Math.max(0, left / (state.planned || 1)));
  byId("ring").setAttribute("stroke-dasharray", `${(share * 100).toFixed(2)} 100`);
  return left;
}

function draw() {
  drawStep();
  drawTime();
}

openStream("/stream/table", {
  clock: (elapsed) => clock.set(elapsed),
  reset: () => { state = emptySession; },
  frames: (frames) => { state = fold(state, frames); draw(); },
  answer: () => {},
  link: (status) => {
    say(byId("link"), status === "open" ? "" : t("reconnecting"));
    document.body.dataset.link = status;
    if (status === "open") draw();
  },
});
everySecond(drawTime);
