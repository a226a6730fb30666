// Keyboard shortcuts: each presses the button that shows it, so that a key does what the eye reads.
//
// A key acts on what its presser saw. One that comes while the page loads or is cut off waits for the stream,
// for a moment, and is carried out only if the séance is still where it was; else the page says so.

import { byId, say, t } from "./page.js";

const WAITS = 5000;  // milliseconds: whoever has waited longer has looked up again
const ALWAYS = ["h"]; // « hors micro » is what somebody asked for, however late it arrives
const LONGEST = 30000;

const SEEN = `companion.turn.${document.body.dataset.seance}`; // of this tab: what stood there before a reload

/** The name of a key in `aria-keyshortcuts`. The digits of a French keyboard need no shift here. */
function nameOf(event) {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
  if (event.key === " ") return "Space";
  return digit && !["+", "?"].includes(event.key) ? digit[1] : event.key.toLowerCase();
}

/** Whether the key belongs to what has the focus, or to the browser. */
function taken(event) {
  const typing = event.target.closest("input, textarea, select, dialog");
  const presses = event.key === " " && event.target.closest("button, summary, a");
  return typing || presses || event.ctrlKey || event.metaKey || event.altKey;
}

function buttonsOf(name) {
  return [...document.querySelectorAll(`[aria-keyshortcuts="${CSS.escape(name)}"]`)];
}

function press(name) {
  const button = buttonsOf(name).find((one) => !one.hidden && !one.closest("[hidden]"));
  if (!button) return false;
  if (button.matches("textarea")) button.focus();
  else if (!button.disabled) button.click();
  return true;
}

/** `turn()` is the point of the séance that the page shows. Returns what to call when the stream comes and goes. */
export function watchKeys(turn) {
  const { early } = globalThis;
  const seen = Number(sessionStorage.getItem(SEEN)); // 0 in a tab that has shown nothing yet
  let waiting = early.keys.map((event) => ({ name: nameOf(event), at: event.at, turn: seen }));
  let linked = false;
  document.removeEventListener("keydown", early.note);
  document.addEventListener("keydown", (event) => {
    if (taken(event) || event.repeat) return;
    const name = nameOf(event);
    if (linked ? press(name) : keep(name)) event.preventDefault();
  });

  function keep(name) {
    const buttons = buttonsOf(name);
    if (turn() && buttons.some((one) => !one.disabled) && press(name)) return true; // needs nobody but this page
    if (buttons.length) waiting.push({ name, at: performance.now(), turn: turn() || seen });
    return buttons.length > 0;
  }

  function release() {
    const kept = waiting.filter(({ name }) => buttonsOf(name).length);
    waiting = [];
    const now = performance.now();
    const late = kept.filter(({ name, at, turn: then }) => {
      const may = ALWAYS.includes(name) ? now - at < LONGEST : now - at < WAITS && then === turn();
      if (may) press(name);
      return !may;
    });
    tell(late.map(({ name }) => (name === "Space" ? t("keys_space") : name)));
  }

  return {
    linked() {
      linked = true;
      sessionStorage.setItem(SEEN, turn());
      release();
    },
    lost() { linked = false; },
    drawn() { if (linked) sessionStorage.setItem(SEEN, turn()); },
  };
}

/** What was pressed and not done: nothing is lost in silence. */
function tell(names) {
  if (!names.length) return;
  say(byId("answer"), t("key_late", { key: [...new Set(names)].join(", ") }));
  byId("answer").hidden = false;
  setTimeout(() => { byId("answer").hidden = true; }, 12000);
}

/** `act(true)` while that key is held down, `act(false)` when it is let go or the page is left. */
export function holdKey(key, act) {
  let held = false;
  const set = (now) => { if (held !== now) act(held = now); };
  document.addEventListener("keydown", (event) => { if (!taken(event) && nameOf(event) === key) set(true); });
  document.addEventListener("keyup", (event) => { if (event.key.toLowerCase() === key) set(false); });
  addEventListener("blur", () => set(false));
  document.addEventListener("visibilitychange", () => set(false));
}
