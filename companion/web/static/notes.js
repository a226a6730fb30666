// The state line: everything that the facilitator should know of the machine and of the séance.

import { hears } from "./fold.js";
import { byId, element, has, language, t } from "./page.js";

export function drawNotes(state, link) {
  const notes = [...ofMachine(state, link), ...ofSeance(state)];
  const area = byId("notes");
  const text = notes.flat().join("\n");
  if (area.dataset.text === text) return;
  area.dataset.text = text;
  for (const old of area.querySelectorAll(".live")) old.remove();
  area.prepend(...notes.map(([note, kind]) => element("p", { className: `note live ${kind}` }, note)));
}

function ofMachine(state, link) {
  const notes = [];
  if (link !== "open") notes.push([t(["expired", "gone"].includes(link) ? link : "reconnecting"), "link"]);
  if (state.heard && state.audioLost) notes.push([lostText(state.audioLost.reason), "grave"]);
  if (state.gap && !state.audioLost) notes.push([gapText(state), ""]);
  if (state.wordsLost) notes.push([t("words_lost", { seconds: Math.max(1, Math.round(state.wordsLost)) }), ""]);
  for (const failed of Object.values(state.failed)) notes.push([partText(failed), "grave"]);
  if (state.lag) notes.push([t("lag", { seconds: Math.round(state.lag) }), ""]);
  return notes;
}

function ofSeance(state) {
  const notes = [];
  if (state.phase === "running" && !state.heard) notes.push([t("note_timer"), ""]);
  if (state.pausedAt !== null && !state.offTheRecord) {
    notes.push([t(hears(state) ? "note_paused" : "note_paused_timer"), ""]);
  }
  if (state.silent) notes.push([t("note_silence"), ""]);
  if (state.shared && state.phase === "running") notes.push([t("note_shared"), ""]);
  for (const { code, message, values } of state.notices) {
    notes.push([has(`notice_${code}`) ? t(`notice_${code}`, Object.fromEntries(values)) : message, "notice"]);
  }
  return notes;
}

/** In French the house's own sentence, which may name a device. */
function partText({ code, message }) {
  const other = !language.startsWith("fr") && has(`failure_${code}`);
  return other ? t(`failure_${code}`) : message || t("part_failed");
}

/** Each loss is counted: one may be a cable, ten are a machine that does not keep up. */
function gapText({ gap, gaps }) {
  return t(gaps > 1 ? "audio_gaps" : "audio_gap", { count: gaps, seconds: Math.max(1, Math.round(gap)) });
}

function lostText(reason) {
  return t(has(`lost_${reason}`) ? `lost_${reason}` : "lost_other");
}
