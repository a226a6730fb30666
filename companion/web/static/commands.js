// Commands to the desk. The same button pressed twice, here or on two consoles, does one thing: the id
// says which command was asked at which point of the séance, and the desk carries out an id once.

import { byId, say, t } from "./page.js";

/** `send(frame)` returns false when the connection is down; `turn()` is the point of the séance. */
export function commandDesk(send, turn) {
  let refusals = 0; // after a refusal the same button may be tried again

  function submit(command, data = {}, about = "") {
    const id = `${command}${about && `:${about}`}@${turn()}.${refusals}`.slice(0, 100);
    if (!send({ id, command, data })) show(t("not_sent"));
  }

  /** Shows why a command was refused, until the next answer. */
  function answer(frame) {
    refusals += frame.refused ? 1 : 0;
    show(frame.refused ? frame.message : "");
  }

  return { submit, answer };
}

function show(message) {
  byId("answer").hidden = !message;
  say(byId("answer"), message);
}
