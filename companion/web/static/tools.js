// What the facilitator does for everybody: reminders, silence, captions, sounds, the shared screen.

import { byId, say, t } from "./page.js";

let panel = false; // on a shared screen the facilitator opens the panel for a moment

export function drawTools(state, linked) {
  const running = state.phase === "running";
  for (const button of document.querySelectorAll("[data-reminder]")) button.disabled = !linked || !running;
  press("silence", state.silent, linked);
  press("captions-on", state.captions, linked);
  press("share", state.shared, linked);
  byId("silence").hidden = state.phase === "ended";
  byId("sounds").disabled = !linked;
  if (document.activeElement !== byId("sounds")) byId("sounds").value = state.sounds;
  byId("for-table").hidden = state.phase === "ended";
  byId("panel").hidden = !state.shared || !running;
  byId("panel").setAttribute("aria-pressed", String(panel));
  document.body.classList.toggle("stage-only", state.shared && running && !panel);
  document.body.classList.toggle("shared", state.shared);
  say(byId("cues-about"), t(state.shared ? "cues_waiting" : "cues_private"));
}

function press(id, on, linked) {
  byId(id).setAttribute("aria-pressed", String(on));
  byId(id).disabled = !linked;
}

export function watchTools(actions) {
  for (const button of document.querySelectorAll("[data-reminder]")) {
    const { reminder } = button.dataset;
    button.addEventListener("click", () => actions.submit("ShowReminder", { reminder }, crypto.randomUUID()));
  }
  toggle("silence", "SetSilence", (state) => state.silent, actions);
  toggle("captions-on", "SetCaptions", (state) => state.captions, actions);
  toggle("share", "ShareScreen", (state) => state.shared, actions);
  byId("sounds").addEventListener("change", () => {
    actions.submit("SetSounds", { sounds: byId("sounds").value }, byId("sounds").value);
    byId("sounds").blur(); // shortcuts work again, and the log says what is chosen
  });
  byId("share").addEventListener("click", () => { panel = false; });
  byId("panel").addEventListener("click", () => { panel = !panel; actions.redraw(); });
}

function toggle(id, command, now, actions) {
  byId(id).addEventListener("click", () => {
    const on = !now(actions.state());
    actions.submit(command, { on }, String(on));
  });
}
