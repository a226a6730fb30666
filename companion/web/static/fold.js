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
  }),
  // In overrun the minutes count from now, not from the end that was missed: the ends say how much.
  StepExtended: (state, data) => ({ endsAt: data.ends_at, planned: state.planned + data.ends_at - state.endsAt }),
  StepEnded: (state, data) => ({
    lasted: { ...state.lasted, [data.step]: (state.lasted[data.step] ?? 0) + data.lasted },
  }),
  SessionPaused: (state, data, frame) => ({
    pausedAt: state.pausedAt ?? frame.elapsed,
    offTheRecord: data.off_the_record,
  }),
  SessionResumed: (_, data) => ({ pausedAt: null, offTheRecord: false, endsAt: data.ends_at }),
  ContractAgreed: () => ({}),
  SessionEnded: () => ({ phase: "ended", pausedAt: null, offTheRecord: false }),
};

/** The number of a frame: the log's own for the facilitator, the table's count for the table. */
export function number(frame) {
  return frame.seq ?? frame.n ?? 0;
}

/** One event. */
export function foldSession(state, frame) {
  const seq = number(frame) || state.seq;
  const rule = course[frame.event];
  if (!rule) return seq === state.seq ? state : { ...state, seq };
  return { ...state, seq, turn: seq, ...rule(state, frame.data, frame) };
}

/** Many events, in order. */
export function fold(state, frames) {
  return frames.reduce(foldSession, state);
}

/** Whether the room is heard: "listening", "paused", "off" or "ended". */
export function listening(state) {
  if (state.phase === "ended") return "ended";
  if (state.pausedAt === null) return "listening";
  return state.offTheRecord ? "off" : "paused";
}
