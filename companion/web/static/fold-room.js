// What the facilitator sees besides the course of the séance: people, words, cues, parts.
// Pure as fold.js: the map of lines is copied once a batch, then lines are replaced, never changed.

import { emptySession, foldSession, number } from "./fold.js";

export const emptyRoom = Object.freeze({
  ...emptySession,
  title: "",
  people: [],          // {id, name, role}, in the order of the opening round
  minutes: {},         // step id -> minutes planned
  voices: {},          // person -> {status: "enrolling" | "known" | "failed", closest, reason}
  lines: new Map(),    // utterance -> line, in the order they were first heard
  captions: {},        // utterance -> words of an unfinished turn: passing
  unassigned: {},      // utterance -> words of a « voix inconnue »: passing
  cues: [],            // {seq, person, step, start, rule, utterance, dismissed}
  contract: null,      // {text, type, agreed}
  audioLost: null,     // {start, reason}
  gap: null,           // seconds not heard, said until the next step
  lag: 0,
  failed: {},          // part -> message
});

const rules = {
  SessionPrepared: (_, data) => ({
    title: data.title,
    people: data.people,
    minutes: Object.fromEntries(data.minutes),
  }),
  EnrolmentStarted: (state, data) => voice(state, data.person, { status: "enrolling" }),
  EnrolmentFailed: (state, data) => voice(state, data.person, { status: "failed", reason: data.reason }),
  VoiceEnrolled: (state, data) => voice(state, data.person, { status: "known", closest: data.closest }),
  StepStarted: () => ({ gap: null }),
  StepEnded: () => ({ captions: {}, unassigned: {} }),
  SessionPaused: (state, data) => (data.off_the_record ? { captions: {} } : {}),
  SessionEnded: () => ({ captions: {}, unassigned: {}, lag: 0 }),
  ContractProposed: (_, data) => ({ contract: { ...data, agreed: false } }),
  ContractAgreed: (state) => ({ contract: state.contract && { ...state.contract, agreed: true } }),
  SpeakerIdentified: (state, data) => {
    if (state.lines.get(data.utterance)?.corrected) return {};
    const { utterance, person, start, end, confidence, final } = data;
    return line(state, utterance, { person, start, end, likeness: confidence, final });
  },
  UtteranceTranscribed: (state, data) => {
    const { utterance, start, end, text, confidence } = data;
    return { ...line(state, utterance, { start, end, text, confidence }), ...overtaken(state, data) };
  },
  SpeakerCorrected: (state, data) =>
    line(state, data.utterance, { person: data.person, final: true, corrected: true }),
  UtteranceCorrected: (state, data) => line(state, data.utterance, { text: data.text, confidence: 1 }),
  SpokeOutOfTurn: (state, data, frame) => ({
    cues: [...state.cues, { ...data, seq: number(frame), dismissed: false }],
  }),
  CueDismissed: (state, data) => ({
    cues: state.cues.map((cue) => (cue.seq === data.cue ? { ...cue, dismissed: true } : cue)),
  }),
  AudioLost: (_, data) => ({ audioLost: data, gap: null }),
  AudioRecovered: (_, data) => ({ audioLost: null, gap: data.gap }),
  LagChanged: (_, data) => ({ lag: data.seconds }),
  PartFailed: (state, data) => ({ failed: { ...state.failed, [data.part]: data.message } }),
  PartRecovered: (state, data) => ({ failed: without(state.failed, (part) => part === data.part) }),
};

const signals = {
  WordsHeard: (state, data) => (state.phase === "ended" || state.offTheRecord ? {} : {
    captions: {
      ...without(state.captions, (_, old) => old.end < data.start - 15),
      ...(state.lines.get(data.utterance)?.text ? {} : { [data.utterance]: data }),
    },
  }),
  PartFailed: (state, data) => rules.PartFailed(state, data), // a store that cannot write cannot record it
  UnassignedWords: (state, data) => ({
    ...overtaken(state, data),
    unassigned: { ...state.unassigned, [data.utterance]: data },
  }),
};

/** Many frames, in order; `state` itself is left as it was. */
export function foldRoom(state, frames) {
  return frames.reduce(foldOne, { ...state, lines: new Map(state.lines) });
}

function foldOne(state, frame) {
  if (frame.signal) return { ...state, ...signals[frame.signal]?.(state, frame.data) };
  const next = foldSession(state, frame);
  return { ...next, ...rules[frame.event]?.(next, frame.data, frame) };
}

function voice(state, person, about) {
  return { voices: { ...state.voices, [person]: about }, turn: state.seq };
}

function line(state, utterance, change) {
  const known = state.lines.get(utterance) ?? { utterance, person: null, final: false, text: null };
  state.lines.set(utterance, { ...known, ...change });
  return {};
}

/** Final words take the place of the captions of that time, even when the utterance was cut in two. */
function overtaken(state, data) {
  return {
    captions: without(state.captions, (id, old) => id === data.utterance || old.start < data.end - 0.2),
    unassigned: without(state.unassigned, (id) => id === data.utterance),
  };
}

function without(object, gone) {
  return Object.fromEntries(Object.entries(object).filter(([key, value]) => !gone(key, value)));
}
