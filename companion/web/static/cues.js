// Cues, for the facilitator's eyes: the newest of the present step in full, the others folded.

import { badge } from "./people.js";
import { byId, changed, element, has, say, stepOf, t } from "./page.js";
import { clockText } from "./time.js";

/** What a cue says, in one line. */
export function cueTitle(cue, known) {
  const name = known.get(cue.person)?.name ?? t("speaker_unknown");
  return t(has(`cue_${cue.rule}`) ? `cue_${cue.rule}` : "cue_other", { name });
}

export function drawCues(state, known, actions) {
  const open = state.cues.filter((cue) => !cue.dismissed).reverse();
  const first = open[0]?.seq > state.stepSeq && state.phase === "running" ? open[0] : null;
  const older = open.filter((cue) => cue !== first);
  if (first && !changed("cue", first, state.people)) {
    quote(byId("cue").querySelector("q"), first, state);
  } else if (first || changed("cue", null)) {
    byId("cue").replaceChildren(first ? fullCue(first, state, known, actions) : nothing());
  }
  if (!changed("older", state.cues, first, state.people)) return;
  byId("older").hidden = older.length === 0;
  say(byId("older").querySelector("summary"), t("cues_older", { count: older.length }));
  byId("older").querySelector("ul").replaceChildren(...older.map((cue) => shortCue(cue, known, actions)));
}

function nothing() {
  return element("p", { className: "empty" }, t("cues_none"));
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
      element("p", { className: "quiet" }, step ? t("cue_rule", { rule: step.rule }) : ""),
    ),
    buttons(cue, known, actions),
  );
}

/** The words may come after the cue: a flag does not wait for them. */
function quote(node, cue, state) {
  const text = state.lines.get(cue.utterance)?.text ?? "";
  node.hidden = !text;
  say(node, text);
}

function shortCue(cue, known, actions) {
  const step = stepOf(cue.step)?.name ?? cue.step;
  return element(
    "li",
    {},
    element("span", {}, `${cueTitle(cue, known)}, ${t("cue_step", { step })}, ${at(cue)}`),
    buttons(cue, known, actions),
  );
}

function at(cue) {
  return t("cue_at", { time: clockText(cue.start) });
}

function buttons(cue, known, actions) {
  const dismiss = element("button", { type: "button" }, t("cue_dismiss"));
  dismiss.setAttribute("aria-label", t("cue_dismiss_this", { cue: cueTitle(cue, known) }));
  dismiss.addEventListener("click", () => actions.submit("DismissCue", { cue: cue.seq }, String(cue.seq)));
  const see = element("button", { type: "button", className: "quiet" }, t("cue_see"));
  see.addEventListener("click", () => actions.see(cue.utterance));
  return element("p", { className: "row" }, dismiss, see);
}
