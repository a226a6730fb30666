// Keyboard shortcuts: each presses the button that shows it, so that a key does what the eye reads.

import { byId } from "./page.js";

const BUTTONS = {
  n: () => command("NextStep"),
  p: () => command("PreviousStep"),
  "+": () => command("ExtendStep"),
  " ": () => [command("Pause"), command("Resume")].find((button) => !button.hidden),
  "?": () => byId("help"),
};

function command(name) {
  return document.querySelector(`[data-command="${name}"]`);
}

export function watchKeys() {
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, dialog");
    const presses = event.key === " " && event.target.closest("button, summary, a");
    if (typing || presses || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    const button = BUTTONS[event.key]?.();
    if (!button) return;
    event.preventDefault();
    if (!button.disabled && !button.hidden) button.click();
  });
}
