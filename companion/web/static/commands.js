// Commands to the desk. The same button pressed twice, here or on two consoles, does one thing: the id
// says which command was asked at which point of the séance, and the desk carries out an id once.

import { byId, say, t } from "./page.js";

const SOON = 5000; // milliseconds in which a command that was cut off is asked again

/** `send(frame)` returns false when the connection is down; `turn()` is the point of the séance. */
export function commandDesk(send, turn) {
  const asked = new Map(); // id -> {frame, at, turn}: what has no answer yet
  let refusals = 0; // after a refusal the same button may be tried again

  function submit(command, data = {}, about = "") {
    const id = `${command}${about && `:${about}`}@${turn()}.${refusals}`.slice(0, 100);
    const frame = { id, command, data };
    if (send(frame)) asked.set(id, { frame, at: performance.now(), turn: turn() });
    else show(t("not_sent"));
    return id;
  }

  /** Shows why a command was refused, until the next answer. */
  function answer(frame) {
    asked.delete(frame.answer);
    refusals += frame.refused ? 1 : 0;
    show(frame.refused ? frame.message : "");
  }

  /** The stream is back: what had no answer is asked again under its id, or said to be lost. If the séance has
   * moved meanwhile, the page shows what became of it. */
  function linked() {
    const still = [...asked.values()].filter((one) => one.turn === turn());
    asked.clear();
    for (const one of still) {
      if (performance.now() - one.at < SOON && send(one.frame)) asked.set(one.frame.id, one);
      else show(t("not_sent"));
    }
  }

  return { submit, answer, linked };
}

let quiet = 0;

function show(message) {
  clearTimeout(quiet);
  if (message) quiet = setTimeout(show, 12000, "");
  byId("answer").hidden = !message;
  say(byId("answer"), message);
}
