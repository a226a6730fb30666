// The steps with their times: when each begins, how long it was given, how long it took.

import { byId, changed, element, language, method, say, t, timeOfDay } from "./page.js";

function place(state) {
  return method.steps.findIndex((step) => step.id === state.step);
}

/** Seconds planned for the steps that come after the open one. */
export function secondsAfter(state) {
  return method.steps.slice(place(state) + 1).reduce((sum, step) => sum + 60 * (state.minutes[step.id] ?? 0), 0);
}

export function drawSteps(state) {
  if (!changed("steps", state.phase, state.step, state.lasted, state.minutes, state.added)) return;
  byId("step-rows").replaceChildren(...method.steps.map((step) => stepRow(step, state)));
}

function stepRow(step, state) {
  const current = state.phase === "running" && step.id === state.step;
  const real = state.lasted[step.id] ?? null;
  const name = element("th", { scope: "row" }, step.name);
  const row = element(
    "tr",
    { className: real !== null && !current ? "done" : "" },
    name,
    element("td", { className: "at" }),
    element("td", {}, plannedText(step.id, state)),
    element("td", { className: "real" }, minutesText(real === null ? undefined : real / 60)),
  );
  if (current) row.setAttribute("aria-current", "step");
  if (current) name.append(element("span", { className: "visually-hidden" }, `, ${t("steps_current")}`));
  return row;
}

function plannedText(id, state) {
  const added = state.added[id];
  return added ? `${number(state.minutes[id])} + ${minutesText(added)}` : minutesText(state.minutes[id]);
}

/** The real time of the open step runs; the beginnings of those to come follow what is left of it. */
export function drawStepTimes(state, now, left) {
  const rows = byId("step-rows").rows;
  let ahead = left === null ? null : Math.max(0, left);
  method.steps.forEach((step, index) => {
    const row = rows[index];
    if (!row) return;
    const visit = state.visits.find((one) => one.step === step.id);
    let at = visit ? visit.at - now : null;
    if (left !== null && index > place(state) && !visit) {
      at = ahead;
      ahead += 60 * (state.minutes[step.id] ?? 0);
    }
    say(row.querySelector(".at"), at === null ? "–" : timeOfDay(at));
    if (row.hasAttribute("aria-current") && left !== null) {
      say(row.querySelector(".real"), minutesText(((state.lasted[step.id] ?? 0) + state.planned - left) / 60));
    }
  });
}

function number(minutes) {
  return new Intl.NumberFormat(language, { maximumFractionDigits: minutes < 10 ? 1 : 0 }).format(minutes ?? 0);
}

export function minutesText(minutes) {
  return minutes === undefined ? "–" : t("steps_minutes", { minutes: number(minutes) });
}
