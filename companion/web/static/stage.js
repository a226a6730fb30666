// What the table reads, and the facilitator's page above all else: step, rule, floor, time, microphone.

import { announcedNow, hears, listening, reminderNow, voicedNow } from "./fold.js";
import { byId, floorText, has, placeText, ruleText, say, stepOf, t } from "./page.js";
import { digits, remaining } from "./time.js";

/** `linked`: whether the page is up to date. One that is cut off does not know what the microphone does. */
export function drawStage(state, linked) {
  const step = state.phase === "running" ? stepOf(state.step) : null;
  const ended = state.phase === "ended";
  say(byId("place"), step ? placeText(step.id) : "");
  say(byId("step"), step ? step.name : t(ended ? "ended_step" : "waiting_step"));
  say(byId("floor"), step ? floorText(step) : "");
  say(byId("rule"), step ? ruleText(step) : t(ended ? "ended_rule" : "waiting_rule"));
  const heard = linked ? listening(state) : "unknown";
  document.body.dataset.listening = heard;
  document.body.dataset.phase = state.phase;
  say(byId("state-name"), t(`state_${heard}`));
  say(byId("state-about"), aboutText(state, heard));
  drawShown(state, Boolean(step));
}

function aboutText(state, heard) {
  if (["listening", "unknown"].includes(heard)) return "";
  return t(heard === "paused" && !hears(state) ? "state_paused_timer_about" : `state_${heard}_about`);
}

/** The contract that the client lets everybody read; smaller letters for a longer one. */
function drawShown(state, running) {
  const text = running ? state.shown : null;
  document.body.classList.toggle("with-contract", Boolean(text));
  byId("shown").hidden = !text;
  say(byId("shown-text"), text ?? "");
  byId("shown").dataset.length = (text ?? "").length < 110 ? "short" : text.length < 260 ? "medium" : "long";
}

/** What depends on the second. Returns the seconds left, or null. */
export function drawStageTime(state, now) {
  const left = remaining(state, now);
  const over = left !== null && Math.ceil(left) < 0;
  say(byId("remaining"), left === null ? "–" : digits(left));
  byId("remaining").classList.toggle("long", left !== null && digits(left).length > 6);
  say(byId("under"), state.pausedAt !== null ? t(state.offTheRecord ? "state_off" : "state_paused") : over ? t("overrun") : "");
  document.body.classList.toggle("overrun", over);
  const share = left === null ? 1 : Math.min(1, Math.max(0, left / (state.planned || 1)));
  byId("ring").setAttribute("stroke-dasharray", `${(share * 100).toFixed(2)} 100`);
  drawTold(state, now, left);
  return left;
}

/** One thing is told at a time, the latest: a reminder by hand, an announcement, a command given aloud. */
function drawTold(state, now, left) {
  const told = [
    [reminderNow(state, now), state.reminder?.at, drawReminder],
    [announcedNow(state, now), state.announced?.at, drawAnnounced],
    [voicedNow(state, now), state.voiced?.at, (voiced) => drawVoiced(voiced, left)],
  ];
  const latest = Math.max(...told.map(([what, at]) => (what === null ? -Infinity : at)));
  let up = true; // two of the same moment: the one a human asked for
  for (const [what, at, draw] of told.reverse()) {
    const shown = up && what !== null && at === latest;
    draw(shown ? what : null);
    up &&= !shown;
  }
}

/** The twin of every sound; its mark says whether it sounds now. */
function drawAnnounced(announced) {
  const line = byId("announced");
  line.classList.toggle("up", announced !== null);
  line.setAttribute("aria-hidden", String(announced === null));
  if (!announced) return;
  line.dataset.sound = announced.sound && !announced.outcome ? announced.sound : "none";
  say(byId("announced-text"), announced.text);
}

/** What was asked for aloud, and what became of it. */
function drawVoiced(voiced, left) {
  byId("voiced").classList.toggle("up", voiced !== null);
  byId("voiced").setAttribute("aria-hidden", String(voiced === null));
  if (!voiced) return;
  const key = voiced.outcome === "refused" ? "voiced_refused" : `voiced_${voiced.command}`;
  const time = left === null ? "–" : digits(left);
  say(byId("voiced-text"), t(key, { minutes: voiced.minutes, time }));
}

function drawReminder(key) {
  const known = key !== null && has(`reminder_${key}`);
  byId("reminder").classList.toggle("up", known);
  if (known) say(byId("reminder-text"), t(`reminder_${key}`));
  byId("reminder").setAttribute("aria-hidden", String(!known));
}
