// The last page: what the séance took, who had the floor by role, and what becomes of it.

import { emptyRoom, foldRoom } from "./fold-room.js";
import { byId, changed, element, method, say, t } from "./page.js";
import { openStream } from "./stream.js";
import { minutesText } from "./steps.js";
import { talkByRole } from "./talk.js";

let state = emptyRoom;

function draw() {
  const ended = state.phase === "ended";
  document.body.dataset.phase = state.phase;
  say(byId("title"), state.title || t("product"));
  say(byId("ended"), t(ended ? "ended_step" : "not_ended"));
  byId("next-round").disabled = !ended;
  if (!changed("end", state.seq)) return;
  drawSteps();
  drawTalk();
}

function drawSteps() {
  const opened = method.steps.filter((step) => state.lasted[step.id] !== undefined);
  const real = opened.reduce((sum, step) => sum + state.lasted[step.id], 0);
  const planned = method.steps.reduce((sum, step) => sum + (state.minutes[step.id] ?? 0), 0);
  byId("step-rows").replaceChildren(...method.steps.map((step) => row(step.name, plannedText(step.id), state.lasted[step.id])));
  byId("step-total").replaceChildren(row(t("total"), minutesText(planned), opened.length ? real : undefined));
}

function plannedText(id) {
  const added = state.added[id];
  return `${minutesText(state.minutes[id])}${added ? ` + ${minutesText(added)}` : ""}`;
}

function row(name, planned, seconds) {
  return element(
    "tr", {},
    element("th", { scope: "row" }, name),
    element("td", {}, planned),
    element("td", {}, minutesText(seconds === undefined ? undefined : seconds / 60)),
  );
}

/** Always in the same order of roles: this is no ranking, and nobody is named. */
function drawTalk() {
  const talk = talkByRole(state);
  const total = Object.values(talk).reduce((sum, seconds) => sum + seconds, 0);
  const rows = ["client", "consultant", "facilitator", "unknown"].filter((role) => talk[role] || (total && role !== "unknown"));
  byId("talk").replaceChildren(...rows.map((role) => element(
    "div", {},
    element("dt", {}, t(role === "unknown" ? "speaker_unknown" : `talk_${role}`)),
    element("dd", {},
      element("progress", { max: 100, value: Math.round(100 * (talk[role] ?? 0) / total), ariaHidden: "true" }),
      ` ${t("talk_share", { percent: Math.round(100 * (talk[role] ?? 0) / total), minutes: minutesText((talk[role] ?? 0) / 60) })}`),
  )));
  say(byId("talk-about"), t(total ? "talk_about" : state.closed ? "talk_closed" : "talk_none"));
}

openStream(document.body.dataset.stream, {
  clock: () => {},
  reset: () => { state = emptyRoom; },
  frames: (frames) => { state = foldRoom(state, frames); draw(); },
  answer: () => {},
  link: (status) => {
    say(byId("link"), status === "open" ? "" : t(["expired", "gone"].includes(status) ? status : "reconnecting"));
    if (status === "open") draw();
  },
});
