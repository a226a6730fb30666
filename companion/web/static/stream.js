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
 *   link(status)     "open" once everything missed is there, "lost", "expired" (this browser is not known any
 *                    more) or "gone" (the séance is not on this machine any more).
 */
export function openStream(path, on) {
  const stream = { last: 0, log: "", until: 0, socket: null, attempts: 0, waiting: [], due: 0, silence: 0, caught: true };
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
  const url = new URL(path, location.origin.replace(/^http/, "ws"));
  url.searchParams.set("after", stream.last);
  url.searchParams.set("lang", document.documentElement.lang);
  if (stream.log) url.searchParams.set("log", stream.log);
  let opened = false;
  const take = (message) => {
    opened = true;
    listenForSilence(stream);
    for (const frame of [JSON.parse(message.data)].flat()) receive(stream, frame, on);
  };
  const socket = earlySocket(path, take) ?? freshSocket(url, take);
  stream.socket = socket;
  socket.addEventListener("close", async () => {
    clearTimeout(stream.silence);
    const status = opened ? "lost" : await answered();
    if (status === "gone") on.reset(); // nothing of it stays on an open page
    on.link(status);
    const wait = RETRY[Math.min(stream.attempts, RETRY.length - 1)];
    stream.attempts += 1;
    setTimeout(() => connect(stream, path, on), wait);
  });
}

function freshSocket(url, take) {
  const socket = new WebSocket(url);
  socket.addEventListener("message", take);
  return socket;
}

/** The stream that early.js opened while the modules were on their way, once, if it still is one. */
function earlySocket(path, take) {
  const { early } = globalThis;
  if (early?.path !== path) return null;
  const { socket, messages, keep } = early;
  early.path = null;
  if (socket.readyState > WebSocket.OPEN) return null;
  setTimeout(() => { // after openStream has returned; what comes until then waits behind the others
    socket.removeEventListener("message", keep);
    messages.forEach(take);
    socket.addEventListener("message", take);
  }, 0);
  return socket;
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
    stream.caught = false;
    catchUp(stream, on);
  } else if ("answer" in frame) {
    flush(stream, on);
    on.answer(frame);
  } else if (frame.signal || number(frame) > stream.last) {
    stream.last = frame.signal ? stream.last : number(frame);
    stream.waiting.push(frame);
    if (stream.last >= stream.until && !stream.due) stream.due = setTimeout(() => flush(stream, on), 0);
  }
}

/** The page is not called up to date, nor drawn, before it is: an old state would show for an instant. */
function catchUp(stream, on) {
  if (stream.caught || stream.last < stream.until) return;
  stream.caught = true;
  on.link("open");
}

/** Frames that came together are folded together, a whole replay too: two hours are drawn once. */
function flush(stream, on) {
  clearTimeout(stream.due);
  stream.due = 0;
  const frames = stream.waiting;
  stream.waiting = [];
  if (frames.length) on.frames(frames);
  catchUp(stream, on);
}

function listenForSilence(stream) {
  clearTimeout(stream.silence);
  stream.silence = setTimeout(() => stream.socket.close(), SILENCE);
}

/** The server may answer, and not know this browser or this séance any more. */
async function answered() {
  try {
    const { status } = await fetch(location.pathname, { method: "HEAD" });
    return { 403: "expired", 404: "gone" }[status] ?? "lost";
  } catch {
    return "lost";
  }
}
