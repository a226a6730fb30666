// The WebSocket that comes back by itself, with the number of the last event seen.

import { number } from "./fold.js";

const RETRY = [200, 400, 800, 1000]; // milliseconds before each new attempt, the last one for ever
const SILENCE = 40000;               // the server tells the time every 15 s: beyond this it is gone

/**
 * Opens `path` and keeps it open. `on` receives:
 *   clock(elapsed)   the séance's clock;
 *   reset()          forget everything: the replay begins from nothing;
 *   frames(list)     events and signals, in order, each event once;
 *   answer(frame)    what became of a command;
 *   link(status)     "open", "lost" or "expired".
 */
export function openStream(path, on) {
  const stream = { last: 0, log: "", until: 0, socket: null, attempts: 0, waiting: [], due: 0, silence: 0 };
  connect(stream, path, on);
  return {
    /** Sends a frame; false when the connection is down. */
    send(frame) {
      if (stream.socket?.readyState !== WebSocket.OPEN) return false;
      stream.socket.send(JSON.stringify(frame));
      return true;
    },
  };
}

function connect(stream, path, on) {
  const query = new URLSearchParams({ after: stream.last, lang: document.documentElement.lang });
  if (stream.log) query.set("log", stream.log);
  const socket = new WebSocket(`ws://${location.host}${path}?${query}`);
  let opened = false;
  stream.socket = socket;
  socket.addEventListener("message", (message) => {
    opened = true;
    listenForSilence(stream);
    receive(stream, JSON.parse(message.data), on);
  });
  socket.addEventListener("close", async () => {
    clearTimeout(stream.silence);
    on.link(opened || !(await isExpired()) ? "lost" : "expired");
    const wait = RETRY[Math.min(stream.attempts, RETRY.length - 1)];
    stream.attempts += 1;
    setTimeout(() => connect(stream, path, on), wait);
  });
}

function receive(stream, frame, on) {
  if ("clock" in frame) on.clock(frame.clock);
  if ("log" in frame) {
    flush(stream, on);
    if (frame.after !== stream.last || (stream.log && frame.log !== stream.log)) on.reset();
    stream.last = frame.after;
    stream.until = frame.last;
    stream.log = frame.log;
    stream.attempts = 0;
    on.link("open");
  } else if ("answer" in frame) {
    flush(stream, on);
    on.answer(frame);
  } else if (frame.signal || number(frame) > stream.last) {
    stream.last = frame.signal ? stream.last : number(frame);
    stream.waiting.push(frame);
    if (stream.last >= stream.until && !stream.due) stream.due = setTimeout(() => flush(stream, on), 0);
  }
}

/** Frames that came together are folded together, a whole replay too: two hours are drawn once. */
function flush(stream, on) {
  clearTimeout(stream.due);
  stream.due = 0;
  const frames = stream.waiting;
  stream.waiting = [];
  if (frames.length) on.frames(frames);
}

function listenForSilence(stream) {
  clearTimeout(stream.silence);
  stream.silence = setTimeout(() => stream.socket.close(), SILENCE);
}

/** The server answers, but does not know this browser any more. */
async function isExpired() {
  try {
    return (await fetch(location.pathname, { method: "HEAD" })).status === 403;
  } catch {
    return false;
  }
}
