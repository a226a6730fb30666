// Essai du son: what the microphone makes of the room, in words. No sound comes here, only levels.

import { byId, has, say, t } from "./page.js";

const FLOOR = -70; // dBFS at the left end of the meter
const RETRY = 1000;

function listen() {
  const url = new URL("/stream/sound", location.origin.replace(/^http/, "ws"));
  url.searchParams.set("seance", document.body.dataset.seance);
  url.searchParams.set("lang", document.documentElement.lang);
  const socket = new WebSocket(url);
  socket.addEventListener("message", (message) => receive(JSON.parse(message.data)));
  socket.addEventListener("close", () => setTimeout(listen, RETRY));
  addEventListener("pagehide", () => socket.close(), { once: true });
}

function receive(frame) {
  if (frame.missing) {
    tell("missing", frame.missing, "");
    draw(null);
    return;
  }
  if (frame.signal !== "RoomSound") return;
  const { verdict } = frame.data;
  tell(verdict, t(has(`verdict_${verdict}`) ? `verdict_${verdict}` : "verdict_waiting"), t(has(`verdict_${verdict}_about`) ? `verdict_${verdict}_about` : "verdict_waiting_about"));
  draw(frame.data);
}

function tell(verdict, name, about) {
  byId("verdict").dataset.verdict = verdict;
  say(byId("verdict-name"), name);
  say(byId("verdict-about"), about);
}

function draw(sound) {
  byId("level").style.setProperty("--at", place(sound?.level));
  byId("noise").style.setProperty("--at", place(sound?.noise));
  say(byId("level-text"), decibels(sound?.level));
  say(byId("noise-text"), decibels(sound?.noise));
  say(byId("speech-text"), decibels(sound?.speech));
}

function place(level) {
  return Number.isFinite(level) ? Math.min(1, Math.max(0, (level - FLOOR) / -FLOOR)) : 0;
}

function decibels(level) {
  return Number.isFinite(level) && level > -110 ? t("sound_decibels", { level: String(Math.round(level)).replace("-", "−") }) : "–";
}

byId("chime").addEventListener("click", async (event) => {
  const button = event.target;
  button.disabled = true;
  say(byId("chime-said"), t("sound_playing"));
  try {
    const answer = await (await fetch(button.dataset.path, { method: "POST" })).json();
    say(byId("chime-said"), answer.refused ?? t("sound_played"));
  } catch {
    say(byId("chime-said"), t("not_sent"));
  }
  button.disabled = false;
});

if (byId("verdict").dataset.verdict !== "missing") listen();
