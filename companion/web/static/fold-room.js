// What the facilitator sees besides the course of the séance: people, words, cues, parts.
// Pure as fold.js: the map of lines is copied once a batch, then lines are replaced, never changed.

import { emptySession, number, take } from "./fold.js";

export const emptyRoom = Object.freeze({
  ...emptySession,
  title: "",
  round: 1,
  people: [],          // {id, name, role}, in the order of the opening round
  minutes: {},         // step id -> minutes planned
  voices: {},          // person -> {status: "enrolling" | "known" | "failed", closest, reason}
  lines: new Map(),    // utterance -> line, in the order they were first heard
  passing: {},         // utterance -> words of an unfinished turn: passing
  unassigned: {},      // utterance -> words of a « voix inconnue »: passing
  struck: new Set(),   // utterances that were struck: what comes late for them is not shown
  shared: false,       // everyone sees this screen: no cue on it
  sounds: "voice",
  notices: [],         // {code, message, values}: passing, sent by the server
  noted: new Set(),    // people whose words may be written down
  arrived: [],         // people who joined late, in order
  cues: [],            // {seq, person, step, start, rule, utterance, dismissed, kept}, and {first, last, at_step_end}: wording
  counted: [],         // {rule, step, utterance, start}: words that a rule counts, nobody named
  contract: null,      // {text, type, agreed}
  audioLost: null,     // {start, reason}
  gap: null,           // seconds not heard, said until the next step
  gaps: 0,             // how often that was
  wordsLost: 0,        // seconds heard that could not be written, said until the next step
  closed: null,        // {utterances, cues}: what was said is erased, these counts are left
  lag: 0,
  failed: {},          // part -> {code, message}
});

const rules = {
  SessionPrepared: (_, data) => ({
    title: data.title,
    round: data.round ?? 1,
    people: data.people,
    minutes: Object.fromEntries(data.minutes),
    sounds: data.sounds,
    captions: data.captions,
    shared: data.shared_screen ?? false,
  }),
  PersonArrived: (state, data) => ({
    people: [...state.people, data.person],
    arrived: [...state.arrived, data.person.id],
    turn: state.seq,
  }),
  ConsentGiven: (state, data) => data.consent !== "notes" ? {} : { noted: new Set([...state.noted, data.person]) },
  ConsentWithdrawn: (state, data) => (data.consent === "notes" ? unnoted(state, data.person) : {}),
  ClientChosen: client,
  ClientSwapped: (state, data) => {
    const erased = (line) => line.start >= data.since;
    for (const line of [...state.lines.values()].filter(erased)) {
      state.lines.delete(line.utterance);
      state.struck.add(line.utterance);
    }
    return { ...client(state, data), passing: {}, unassigned: {}, cues: state.cues.filter((cue) => !erased(cue)), counted: state.counted.filter((one) => !erased(one)) };
  },
  ScreenShared: (state, data) => ({ shared: data.on, turn: state.seq }),
  SoundsChanged: (state, data) => ({ sounds: data.sounds, turn: state.seq }),
  EnrolmentStarted: (state, data) => voice(state, data.person, { status: "enrolling" }),
  EnrolmentFailed: (state, data) => voice(state, data.person, { status: "failed", reason: data.reason }),
  VoiceFound: (state, data) => (state.voices[data.person] ? {} : voice(state, data.person, { status: "found" })),
  VoiceEnrolled: (state, data) => voice(state, data.person, { status: "known", closest: data.closest }),
  VoiceForgotten: (state, data) => voice(state, data.person, undefined),
  StepStarted: () => ({ gap: null, gaps: 0, wordsLost: 0 }),
  StepEnded: () => ({ passing: {}, unassigned: {} }),
  SessionPaused: (state, data) => (data.off_the_record ? { passing: {} } : {}),
  ListeningChanged: (state, data) => (data.listening ? {} : { passing: {} }),
  SessionEnded: () => ({ passing: {}, unassigned: {}, lag: 0 }),
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
  UtteranceRedacted: (state, data) => {
    state.lines.delete(data.utterance);
    state.struck.add(data.utterance);
    const gone = (id) => id === data.utterance;
    return {
      passing: without(state.passing, gone),
      unassigned: without(state.unassigned, gone),
      cues: state.cues.filter((cue) => cue.utterance !== data.utterance),
      counted: state.counted.filter((one) => one.utterance !== data.utterance),
    };
  },
  // Everything that was said has been erased; the counts stay in the log.
  SessionClosed: (state, data) => {
    state.lines.clear();
    return { passing: {}, unassigned: {}, cues: [], counted: [], contract: null, shown: null, closed: data };
  },
  SpeakerCorrected: (state, data) =>
    line(state, data.utterance, { person: data.person, final: true, corrected: true }),
  UtteranceCorrected: (state, data) => line(state, data.utterance, { text: data.text, confidence: 1, mended: true }),
  SpokeOutOfTurn: (state, data, frame) => ({
    cues: [...state.cues, { ...data, seq: number(frame), dismissed: false, kept: false }],
  }),
  WordingCue: (state, data, frame) => ({
    cues: [...state.cues, { ...data, seq: number(frame), dismissed: false, kept: false }],
  }),
  TurnTakingCue: (state, data, frame) => ({
    cues: [...state.cues, { ...data, seq: number(frame), dismissed: false }],
  }),
  WordingCounted: (state, data) => ({ counted: [...state.counted, data] }),
  CueDismissed: (state, data) => ({ cues: cueChanged(state, data.cue, { dismissed: true }) }),
  CueKept: (state, data) => ({ cues: cueChanged(state, data.cue, { kept: true }) }),
  HearingChanged: () => ({ audioLost: null }),
  AudioLost: (_, data) => ({ audioLost: data }),
  AudioRecovered: (state, data) => ({ audioLost: null, gap: (state.gap ?? 0) + data.gap, gaps: state.gaps + 1 }),
  WordsLost: (state, data) => ({ wordsLost: state.wordsLost + data.end - data.start }),
  LagChanged: (_, data) => ({ lag: data.seconds }),
  PartFailed: (state, data) => ({ failed: { ...state.failed, [data.part]: data } }),
  PartRecovered: (state, data) => ({ failed: without(state.failed, (part) => part === data.part) }),
};

const signals = {
  Notices: (_, data) => ({ notices: data.notices }),
  WordsHeard: (state, data) => (state.phase === "ended" || state.offTheRecord ? {} : {
    passing: {
      ...without(state.passing, (_, old) => old.end < data.start - 15),
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
  const next = { ...state, lines: new Map(state.lines), struck: new Set(state.struck) };
  for (const frame of frames) {
    if (!frame.signal) take(next, frame);
    const rule = (frame.signal ? signals : rules)[frame.signal ?? frame.event];
    if (rule) Object.assign(next, rule(next, frame.data, frame));
  }
  return next;
}

function cueChanged(state, seq, change) {
  return state.cues.map((cue) => (cue.seq === seq ? { ...cue, ...change } : cue));
}

function voice(state, person, about) {
  return { voices: { ...state.voices, [person]: about }, turn: state.seq };
}

/** Somebody's words may not be written down any more: those that were are gone, from the log too. */
function unnoted(state, person) {
  for (const line of state.lines.values()) {
    if (line.person === person && line.text) state.lines.set(line.utterance, { ...line, text: null });
  }
  const noted = new Set([...state.noted].filter((id) => id !== person));
  const mine = state.people.some(({ id, role }) => id === person && role === "client");
  const contract = mine && state.contract ? { ...state.contract, text: "" } : state.contract;
  return { noted, contract, passing: without(state.passing, (_, words) => words.person === person) };
}

/** There is one client; whoever was it is a consultant again. */
function client(state, data) {
  const role = (person) => person.id === data.person ? "client" : person.role === "client" ? "consultant" : person.role;
  const people = state.people.map((person) => ({ ...person, role: role(person) }));
  return { people, contract: null, turn: state.seq };
}

function line(state, utterance, change) {
  if (state.struck.has(utterance)) return {};
  const known = state.lines.get(utterance) ?? { utterance, person: null, final: false, text: null };
  state.lines.set(utterance, { ...known, ...change });
  return {};
}

/** Final words take the place of the captions of that time, even when the utterance was cut in two. */
function overtaken(state, data) {
  return {
    passing: without(state.passing, (id, old) => id === data.utterance || old.start < data.end - 0.2),
    unassigned: without(state.unassigned, (id) => id === data.utterance),
  };
}

function without(object, gone) {
  return Object.fromEntries(Object.entries(object).filter(([key, value]) => !gone(key, value)));
}
