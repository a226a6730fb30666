// The séance as a pure fold of recorded events: (state, frames) -> state. What a page shows is this and
// nothing else, so that a reload, a second tab and a lost connection all show the same.
// Holes in the numbers and unknown events are no fault: an older page meets a newer log.

export const emptySession = Object.freeze({
  seq: 0,          // number of the last event folded
  turn: 0,         // number of the last event that changed the course of the séance
  phase: "waiting", // waiting, running, ended
  step: null,      // id of the step that is open
  stepSeq: 0,      // number of the event that opened it
  startedAt: 0,    // seconds on the séance's clock
  endsAt: 0,
  planned: 0,      // seconds given to the step, extensions included
  pausedAt: null,  // when the clock was stopped, or null
  offTheRecord: false,
  lasted: {},      // step id -> real seconds, all visits added
  visits: [],      // {seq, step, at}: each opening of a step
  heard: false,    // whether the room is heard: only while everyone present agrees
  ear: "loading",  // what the ear of this machine does: loading, ready, closed, failed
  lost: false,     // the microphone does not give sound although the room may be heard
  silent: false,   // « Silence »: no sound until lifted
  captions: false, // whether the table reads what is said
  shown: null,     // the contract that the client lets everybody read
  reminder: null,  // {key, at}: a neutral reminder, put up by hand
  announced: null, // {number, text, at, sound, outcome}: the last thing told to the room
  voiced: null,    // {command, minutes, outcome, seq, at}: the last command given aloud
  extended: null,  // {seq, minutes}: the last time that the group gave itself more
  added: {},       // step id -> minutes that it was given so
});

const course = {
  SessionStarted: () => ({ phase: "running" }),
  StepStarted: (state, data, frame) => ({
    phase: "running",
    step: data.step,
    stepSeq: number(frame),
    startedAt: frame.elapsed,
    endsAt: data.ends_at,
    planned: data.ends_at - frame.elapsed,
    pausedAt: state.pausedAt === null ? null : frame.elapsed,
    visits: [...state.visits, { seq: number(frame), step: data.step, at: frame.elapsed }],
    reminder: null,
  }),
  // In overrun the minutes count from now, not from the end that was missed: the ends say how much.
  StepExtended: (state, data, frame) => ({
    endsAt: data.ends_at,
    planned: state.planned + data.ends_at - state.endsAt,
    extended: { seq: number(frame), minutes: data.minutes },
    added: { ...state.added, [data.step]: (state.added[data.step] ?? 0) + data.minutes },
  }),
  StepEnded: (state, data) => ({
    lasted: { ...state.lasted, [data.step]: (state.lasted[data.step] ?? 0) + data.lasted },
  }),
  SessionPaused: (state, data, frame) => ({
    pausedAt: state.pausedAt ?? frame.elapsed,
    offTheRecord: data.off_the_record,
  }),
  SessionResumed: (_, data) => ({ pausedAt: null, offTheRecord: false, endsAt: data.ends_at }),
  ContractAgreed: () => ({}),
  ContractShown: (_, data) => ({ shown: data.text }),
  ContractHidden: () => ({ shown: null }),
  ReminderShown: (_, data, frame) => ({ reminder: { key: data.reminder, at: frame.elapsed } }),
  AnnouncementDue: (_, data, frame) => ({
    announced: { number: data.announcement, text: data.text, at: frame.elapsed, sound: null, outcome: null },
  }),
  AnnouncementStarted: (state, data) => told(state, data.announcement, { sound: data.sound }),
  AnnouncementFinished: (state, data) => told(state, data.announcement, { outcome: data.outcome }),
  VoiceCommandHeard: (_, data, frame) => ({ voiced: { ...data, seq: number(frame), at: frame.elapsed } }),
  ListeningChanged: (_, data) => ({ heard: data.listening }),
  SilenceChanged: (_, data) => ({ silent: data.on }),
  CaptionsChanged: (_, data) => ({ captions: data.on }),
  SessionEnded: () => ({ phase: "ended", pausedAt: null, offTheRecord: false }),
};

/** What happens by itself: the point of the séance at which a command was asked stays the same. */
const machine = {
  HearingChanged: (_, data) => ({ ear: data.hearing, lost: false }),
  AudioLost: () => ({ lost: true }),
  AudioRecovered: () => ({ lost: false }),
};

function told(state, number, change) {
  const { announced } = state;
  return announced?.number === number ? { announced: { ...announced, ...change } } : {};
}

const ANNOUNCED = 20; // seconds: as long as it may wait for a pause

/** What is being told to the room, or was just now: every sound is also read. Null when there is nothing. */
export function announcedNow(state, now) {
  const { announced } = state;
  const gone = !announced || announced.outcome === "outdated" || now >= announced.at + ANNOUNCED;
  return gone ? null : announced;
}

/** The number of a frame: the log's own for the facilitator, the table's count for the table. */
export function number(frame) {
  return frame.seq ?? frame.n ?? 0;
}

/** One event, in place: only for a state that nobody else holds. */
export function take(state, frame) {
  state.seq = number(frame) || state.seq;
  const rule = course[frame.event];
  if (rule) Object.assign(state, { turn: state.seq }, rule(state, frame.data, frame));
  Object.assign(state, machine[frame.event]?.(state, frame.data));
}

/** The state after one event. */
export function foldSession(state, frame) {
  return fold(state, [frame]);
}

/** Many events, in order; `state` itself is left as it was. Copied once: two hours are ten thousand events. */
export function fold(state, frames) {
  const next = { ...state };
  for (const frame of frames) take(next, frame);
  return next;
}

/** Whether what is said now reaches an ear. */
export function hears(state) {
  return state.heard && state.ear === "ready" && !state.lost && !state.offTheRecord && state.phase !== "ended";
}

/**
 * What the microphone does, one word for the whole room: "listening", "timer" (somebody does not wish to be
 * heard, or the microphone is off in a break: the companion only keeps time), "loading" (not yet), "lost" (the
 * microphone), "failed" (the ear), "paused", "off" (« hors micro ») or "ended".
 */
export function listening(state) {
  if (state.phase === "ended") return "ended";
  if (state.offTheRecord) return "off";
  const silent = { loading: "loading", failed: "failed" }[state.ear];
  if (state.heard && silent) return silent;
  if (state.heard && state.lost) return "lost";
  if (state.pausedAt !== null) return "paused";
  return hears(state) ? "listening" : "timer";
}

const VOICED = 8; // seconds

/** The command given aloud that is told now, or null: one that waited for a yes has been answered by a step. */
export function voicedNow(state, now) {
  const { voiced } = state;
  const answered = voiced?.outcome === "asked" && !askedNow(state);
  return voiced && !answered && now < voiced.at + VOICED ? voiced : null;
}

/** The command given aloud that waits for a yes: until then, or until the step changes by hand. */
export function askedNow(state) {
  const { voiced } = state;
  return voiced?.outcome === "asked" && voiced.seq > state.stepSeq ? voiced : null;
}

const REMINDED = 20; // seconds

/** The reminder that is up now, or null: it goes after some seconds, or with the step. */
export function reminderNow(state, now) {
  const { reminder, phase } = state;
  return reminder && phase === "running" && now < reminder.at + REMINDED ? reminder.key : null;
}
