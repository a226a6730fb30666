// The row of commands, and what runs with the time.

import { askedNow } from "./fold.js";
import { byId, changed, method, say, stepOf, t, timeOfDay } from "./page.js";
import { drawStageTime } from "./stage.js";
import { drawStepTimes, secondsAfter } from "./steps.js";

/** Which commands have a meaning now. */
function possible(state) {
  const running = state.phase === "running";
  const paused = running && state.pausedAt !== null;
  const place = method.steps.findIndex((step) => step.id === state.step);
  return {
    StartSession: state.phase === "waiting",
    NextStep: running && !paused && place < method.steps.length - 1,
    PreviousStep: running && !paused && place > 0,
    ExtendStep: running,
    Pause: running && !paused,
    Resume: paused,
    OffTheRecord: running && !state.offTheRecord,
  };
}

let declined = 0; // the last command given aloud that was answered no, by its number

export function nextStep(state) {
  return method.steps[method.steps.findIndex((step) => step.id === state.step) + 1] ?? null;
}

/** Whether the next step rests on a contract that is not agreed: it is not proposed, only possible. */
export function contractMissing(state) {
  return Boolean(nextStep(state)?.needs_contract) && !state.contract?.agreed;
}

export function drawCommands(state, linked) {
  const can = possible(state);
  for (const button of document.querySelectorAll(".controls [data-command]")) {
    const { command } = button.dataset;
    button.hidden = hiddenNow(command, can, state);
    button.disabled = !linked || !can[command];
  }
  byId("asked").hidden = (askedNow(state)?.seq ?? 0) <= declined;
  const next = byId("next");
  next.hidden = state.phase !== "running" || !nextStep(state);
  next.disabled = !linked || !can.NextStep;
  next.classList.toggle("main", !contractMissing(state));
  say(byId("next-name"), nextStep(state) ? `${t("colon")}${nextStep(state).name}` : "");
  const end = byId("end");
  end.hidden = state.phase !== "running";
  end.disabled = !linked;
  end.classList.toggle("main", state.phase === "running" && !nextStep(state));
  const step = state.phase === "running" ? stepOf(state.step) : null;
  byId("script-panel").hidden = !step;
  if (step) say(byId("script"), step.script);
  byId("off-banner").hidden = !state.offTheRecord;
  byId("finished").hidden = state.phase !== "ended";
}

/** A row of buttons that stays in place: only what replaces another is hidden. */
function hiddenNow(command, can, state) {
  if (state.phase === "ended") return true;
  if (command === "StartSession") return !can.StartSession;
  if (command === "Resume") return !can.Resume;
  if (command === "Pause") return can.Resume || can.StartSession;
  if (command === "OffTheRecord") return !can.OffTheRecord;
  return can.StartSession;
}

/** Returns the seconds left, or null. */
export function drawTime(state, now) {
  const left = drawStageTime(state, now);
  byId("bar").value = left === null ? 0 : Math.round(100 * Math.min(1, Math.max(0, left / (state.planned || 1))));
  const ahead = Math.max(0, left ?? 0);
  const ends = {
    step: timeOfDay(ahead),
    session: timeOfDay(ahead + secondsAfter(state)),
  };
  const still = left === null || state.pausedAt !== null;
  say(byId("ends"), still ? "" : `${t("ends_step", { time: ends.step })} · ${t("ends_session", { time: ends.session })}`);
  drawStepTimes(state, now, left);
  if (changed("extended", state.extended) && state.extended?.seq === state.turn && left !== null) tell(state, ends);
  return left;
}

let quiet = 0;

/** The group gave itself more time: the new end, for some seconds. */
function tell(state, ends) {
  const text = t("extended", { minutes: state.extended.minutes, step: ends.step, session: ends.session });
  say(byId("news"), text);
  say(byId("said"), text);
  byId("news").hidden = false;
  clearTimeout(quiet);
  quiet = setTimeout(() => { byId("news").hidden = true; }, 8000);
}

export function watchCommands(actions) {
  for (const button of document.querySelectorAll(".controls [data-command]")) {
    const { command, minutes } = button.dataset;
    button.addEventListener("click", () => actions.submit(command, minutes ? { minutes: Number(minutes) } : {}));
  }
  byId("asked-yes").addEventListener("click", () => byId("next").click());
  byId("asked-no").addEventListener("click", () => {
    declined = askedNow(actions.state())?.seq ?? declined;
    byId("asked").hidden = true;
  });
  byId("next").addEventListener("click", () => {
    const state = actions.state();
    say(byId("next-title"), t("next_question", { step: stepOf(nextStep(state).id).name }));
    if (contractMissing(state)) byId("next-dialog").showModal();
    else actions.submit("NextStep");
  });
  onYes("next-dialog", () => actions.submit("NextStep"));
  byId("end").addEventListener("click", () => byId("end-dialog").showModal());
  onYes("end-dialog", () => actions.submit("EndSession"));
  byId("help").addEventListener("click", () => byId("help-dialog").showModal());
}

/** What a dialog's answers do: a function for « yes », or one for each value. */
export function onYes(id, act) {
  byId(id).addEventListener("close", (event) => {
    const answer = event.target.returnValue;
    event.target.returnValue = "";
    if (answer && answer !== "no") act(answer);
  });
}
