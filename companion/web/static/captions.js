// What is said, for eyes, on the table's page: two lines at most, the newest last, no name.

import { byId, element } from "./page.js";

const SENTENCES = 2;

/** `captions`: {line, text}, oldest first. */
export function drawCaptions(captions) {
  const area = byId("captions");
  area.hidden = captions.length === 0;
  const spans = captions.slice(-SENTENCES).map(({ text }) => element("span", {}, text, " "));
  area.firstElementChild.replaceChildren(...spans);
}

/** The captions after a frame of the table's stream. */
export function foldCaptions(captions, frame) {
  const { line, text } = frame.data ?? {};
  const others = () => captions.filter((old) => old.line !== line);
  if (frame.signal === "Caption") {
    const list = [...others(), { line, text }].sort((a, b) => a.line - b.line);
    return list.slice(-SENTENCES);
  }
  if (frame.signal === "CaptionStruck") return others();
  const over = ["StepEnded", "SessionEnded"].includes(frame.event);
  const silenced = (frame.event === "CaptionsChanged" && !frame.data.on) ||
    (frame.event === "ListeningChanged" && !frame.data.listening) ||
    (frame.event === "SessionPaused" && frame.data.off_the_record);
  return over || silenced ? [] : captions;
}
