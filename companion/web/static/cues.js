// Cues (« repères »), for the facilitator's eyes: the newest of the present step in full, the others folded.
// When everyone sees this screen, those of the open step are not on the page at all, unless a key is held.

import { badge } from "./people.js";
import { byId, changed, element, has, say, stepOf, t, wordingOf } from "./page.js";
import { clockText } from "./time.js";

/** What a cue says, in one line. */
export function cueTitle(cue, known) {
  const name = known.get(cue.person)?.name ?? t("speaker_unknown");
  const wording = wordingOf(cue.rule);
  if (wording) return t("cue_wording", { name, what: wording.what });
  return t(has(`cue_${cue.rule}`) ? `cue_${cue.rule}` : "cue_other", { name });
}

/** Cues not set aside, newest first: those of the open step that wait, and all the others. */
function sorted(state) {
  const open = state.cues.filter((cue) => !cue.dismissed).reverse();
  const fresh = (cue) => state.phase === "running" && cue.seq > state.stepSeq && !cue.at_step_end && !cue.kept;
  return { waiting: open.filter(fresh), others: open.filter((cue) => !fresh(cue)) };
}

/** What waited for the last step to end, and what is only counted in the open one. */
function drawStepEnd(state, known, actions) {
  const last = state.phase === "ended" ? state.step : state.visits.at(-2)?.step;
  const ended = state.cues.filter((cue) => cue.at_step_end && !cue.dismissed && cue.step === last);
  const rows = ended.map((cue) => shortCue(cue, state, known, actions));
  byId("step-end").hidden = rows.length === 0;
  byId("step-end").querySelector("ul").replaceChildren(...rows);
  const counts = Map.groupBy(state.counted.filter((one) => one.step === state.step), (one) => one.rule);
  const told = [...counts].map(([rule, all]) => t("cues_counted", { what: wordingOf(rule)?.what ?? rule, count: all.length }));
  byId("counted").hidden = told.length === 0;
  say(byId("counted"), told.join(", "));
}

export function drawCues(state, known, actions) {
  byId("cues").hidden = state.phase === "waiting";
  if (changed("step end", state.cues, state.counted, state.people, state.stepSeq, state.phase)) drawStepEnd(state, known, actions);
  const { waiting, others } = sorted(state);
  const first = state.shared ? null : waiting[0] ?? null;
  const older = state.shared ? others.filter((cue) => cue.seq < state.stepSeq || state.phase === "ended") :
    [...waiting.slice(1), ...others];
  if (first && !changed("cue", first, state.people)) {
    quote(byId("cue").querySelector("q"), first, state);
  } else if (first || changed("cue", null, state.shared)) {
    byId("cue").replaceChildren(first ? fullCue(first, state, known, actions) : nothing(state));
  }
  if (state.shared && changed("cue step", state.stepSeq)) byId("older").open = false;
  if (!changed("older", state.cues, first, state.people, state.shared, state.stepSeq)) return;
  byId("older").hidden = older.length === 0;
  say(byId("older").querySelector("summary"), t("cues_older", { count: older.length }));
  byId("older").querySelector("ul").replaceChildren(...older.map((cue) => shortCue(cue, state, known, actions)));
}

/** What waits, for as long as the key is held: no cue is on the page before or after. */
export function drawPeek(state, known, peeking) {
  const area = byId("peek");
  area.hidden = !(peeking && state.shared);
  const cues = area.hidden ? [] : sorted(state).waiting;
  const rows = cues.map((cue) => element("p", {}, badge(known.get(cue.person)), element("span", {}, `${cueTitle(cue, known)}, ${at(cue)}`)));
  if (!area.hidden && rows.length === 0) rows.push(nothing({}));
  area.querySelector("div").replaceChildren(...rows);
}

function nothing(state) {
  return element("p", { className: "empty" }, t(state.shared ? "cues_hidden" : "cues_none"));
}

function fullCue(cue, state, known, actions) {
  const step = stepOf(cue.step);
  const words = element("q");
  quote(words, cue, state);
  return element(
    "article",
    { className: "cue" },
    badge(known.get(cue.person)),
    element(
      "div",
      {},
      element("h3", {}, cueTitle(cue, known)),
      element("p", {}, `${t("cue_step", { step: step?.name ?? cue.step })}, ${at(cue)}`),
      words,
      element("p", { className: "quiet rule" }, wordingOf(cue.rule)?.hint ?? (step ? t("cue_rule", { rule: step.rule }) : "")),
    ),
    element("p", { className: "row" }, ...fullButtons(cue, known, actions)),
  );
}

/** The words may come after the cue: a flag does not wait for them. */
function quote(node, cue, state) {
  const line = state.lines.get(cue.utterance);
  const text = (line?.mended ? line.text : line?.text?.slice(cue.first, cue.last).trim()) ?? "";
  node.hidden = !text;
  say(node, text);
}

function shortCue(cue, state, known, actions) {
  const step = stepOf(cue.step)?.name ?? cue.step;
  return element(
    "li",
    {},
    element("span", {}, `${cueTitle(cue, known)}, ${t("cue_step", { step })}, ${at(cue)}`),
    element("p", { className: "row" }, dismissButton(cue, known, actions), seeButton(cue, actions)),
  );
}

function at(cue) {
  return t("cue_at", { time: clockText(cue.start) });
}

/** « Garder » puts the card down: the cue stays among the others. */
function fullButtons(cue, known, actions) {
  const keep = element("button", { type: "button" }, t("cue_keep"));
  keep.setAttribute("aria-label", t("cue_keep_this", { cue: cueTitle(cue, known) }));
  keep.addEventListener("click", () => actions.submit("KeepCue", { cue: cue.seq }, String(cue.seq)));
  return [
    withKey(keep, "g"),
    withKey(dismissButton(cue, known, actions), "e"),
    withKey(seeButton(cue, actions), "v"),
  ];
}

function withKey(button, key) {
  if (!button) return null;
  button.setAttribute("aria-keyshortcuts", key);
  button.append(" ", element("kbd", {}, key));
  return button;
}

function dismissButton(cue, known, actions) {
  const dismiss = element("button", { type: "button" }, t("cue_dismiss"));
  dismiss.setAttribute("aria-label", t("cue_dismiss_this", { cue: cueTitle(cue, known) }));
  dismiss.addEventListener("click", () => actions.submit("DismissCue", { cue: cue.seq }, String(cue.seq)));
  return dismiss;
}

function seeButton(cue, actions) {
  if (!cue.utterance) return null; // a silence, or nobody's words: there is no passage to see
  const see = element("button", { type: "button", className: "quiet" }, t("cue_see"));
  see.addEventListener("click", () => actions.see(cue.utterance));
  return see;
}
