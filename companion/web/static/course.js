// The upper part of the facilitator's page: step, time, commands; and the list of steps.

import { listening } from "./fold.js";
import { byId, changed, element, floorText, language, method, placeText, say, stepOf, t, timeOfDay } from "./page.js";
import { digits, remaining } from "./time.js";

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

export function drawCourse(state, linked) {
  const step = state.phase === "running" ? stepOf(state.step) : null;
  say(byId("place"), step ? placeText(step.id) : state.title || t("product"));
  say(byId("step"), step ? step.name : t(state.phase === "ended" ? "ended_step" : "waiting_step"));
  say(byId("floor"), step ? floorText(step) : "");
  const heard = state.audioLost && listening(state) === "listening" ? "lost" : listening(state);
  document.body.dataset.listening = heard;
  document.body.dataset.phase = state.phase;
  say(byId("state-name"), t(`state_${heard}`));
  drawCommands(state, linked);
  byId("script-panel").hidden = !step;
  if (step) say(byId("script"), step.script);
}

function drawCommands(state, linked) {
  const can = possible(state);
  for (const button of document.querySelectorAll("[data-command]")) {
    const command = button.dataset.command;
    button.hidden = hiddenNow(command, can, state);
    button.disabled = !linked || !can[command];
  }
  byId("end").hidden = state.phase !== "running";
  byId("end").disabled = !linked;
}

/** A row of buttons that stays in place: only what replaces another is hidden. */
function hiddenNow(command, can, state) {
  if (state.phase === "ended") return true;
  if (command === "StartSession") return !can.StartSession;
  if (command === "Resume") return !can.Resume;
  if (command === "Pause") return can.Resume || can.StartSession;
  return can.StartSession;
}

/** Returns the seconds left, or null. */
export function drawTime(state, now) {
  const left = remaining(state, now);
  const over = left !== null && Math.ceil(left) < 0;
  say(byId("remaining"), left === null ? "–" : digits(left));
  byId("remaining").parentElement.hidden = left === null;
  byId("bar").value = left === null ? 0 : Math.round(100 * Math.min(1, Math.max(0, left / (state.planned || 1))));
  document.body.classList.toggle("overrun", over);
  const end = left === null || state.pausedAt !== null ? "" : endsText(state, Math.max(0, left));
  say(byId("ends"), end);
  const row = byId("step-rows").querySelector("[aria-current] .real");
  if (row && left !== null) say(row, minutesText(((state.lasted[state.step] ?? 0) + state.planned - left) / 60));
  return left;
}

function endsText(state, left) {
  const place = method.steps.findIndex((step) => step.id === state.step);
  const after = method.steps.slice(place + 1).reduce((sum, step) => sum + (state.minutes[step.id] ?? 0) * 60, 0);
  const session = t("ends_session", { time: timeOfDay(left + after) });
  return `${t("ends_step", { time: timeOfDay(left) })} · ${session}`;
}

export function drawSteps(state) {
  if (!changed("steps", state.phase, state.step, state.lasted, state.minutes)) return;
  const rows = method.steps.map((step) => {
    const current = state.phase === "running" && step.id === state.step;
    const real = state.lasted[step.id] ?? null;
    const name = element("th", { scope: "row" }, step.name);
    const row = element(
      "tr",
      { className: real !== null && !current ? "done" : "" },
      name,
      element("td", {}, minutesText(state.minutes[step.id])),
      element("td", { className: "real" }, minutesText(real === null ? undefined : real / 60)),
    );
    if (current) row.setAttribute("aria-current", "step");
    if (current) name.append(element("span", { className: "visually-hidden" }, `, ${t("steps_current")}`));
    return row;
  });
  byId("step-rows").replaceChildren(...rows);
}

function minutesText(minutes) {
  if (minutes === undefined) return "–";
  const digits = { maximumFractionDigits: minutes < 10 ? 1 : 0 };
  return t("steps_minutes", { minutes: new Intl.NumberFormat(language, digits).format(minutes) });
}
