// The opening round: people and whether their voice is known.

import { badge } from "./people.js";
import { byId, changed, element, has, t } from "./page.js";

/** Before the start the round is in the middle of the page; afterwards it is folded away. */
export function drawVoices(state, known, actions) {
  if (!changed("voices", state.phase, state.people, state.voices)) return;
  const before = state.phase === "waiting";
  byId("people").hidden = !before;
  byId("voices").hidden = state.phase !== "running" || state.people.length === 0;
  const rows = state.people.map((person) => personRow(person, state, known, actions));
  if (before && rows.length === 0) rows.push(element("li", { className: "empty" }, t("people_none")));
  const focused = document.activeElement?.dataset?.person;
  for (const id of ["people", "voices"]) {
    byId(id).querySelector("ul").replaceChildren(...((id === "people") === before ? rows : []));
  }
  if (focused) document.querySelector(`button[data-person="${CSS.escape(focused)}"]`)?.focus();
}

function personRow(person, state, known, actions) {
  const voice = state.voices[person.id];
  const enrolling = voice?.status === "enrolling";
  const action = t(enrolling ? "enrol_finish" : voice?.status === "known" ? "enrol_again" : voice?.status === "found" ? "enrol_confirm" : "enrol");
  const button = element("button", { type: "button", className: enrolling ? "main" : "" }, action);
  button.setAttribute("aria-label", t("enrol_aria", { action, name: person.name }));
  button.dataset.person = person.id;
  const command = enrolling ? "FinishEnrolment" : "EnrolVoice";
  button.addEventListener("click", () => actions.submit(command, { person: person.id }, person.id));
  return element(
    "li",
    { className: `voice ${voice?.status ?? "missing"}` },
    badge(known.get(person.id)),
    element(
      "span",
      {},
      element("strong", {}, person.name),
      " ",
      element("small", {}, t(`role_${person.role}`)),
      element("br"),
      element("span", { className: "quiet" }, status(voice, known)),
    ),
    button,
  );
}

function status(voice, known) {
  if (voice?.status === "failed") {
    return t(has(`voice_failed_${voice.reason}`) ? `voice_failed_${voice.reason}` : "voice_failed_other");
  }
  const closest = known.get(voice?.closest)?.name;
  return closest ? t("voice_close", { name: closest }) : t(`voice_${voice?.status ?? "missing"}`);
}
