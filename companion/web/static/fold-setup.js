// What the pages before a séance show of it: people, their choices, their voices. A pure fold, as fold.js.

import { emptySession, take } from "./fold.js";

export const emptySetup = Object.freeze({
  ...emptySession,
  people: [],      // {id, name, role}
  consents: {},    // person -> {hearing, voiceprint, notes, keeping}: true when yes
  chosen: {},      // person -> {first, last}: when the four choices were answered
  voices: {},      // person -> {status: "enrolling" | "known" | "failed", closest, reason}
  found: {},       // person -> true while a voice kept since an earlier séance waits to be confirmed
  progress: {},    // person -> {speech, needed, noisy}: passing
  topic: "",
});

const rules = {
  SessionPrepared: (state, data) => ({ people: data.people, topic: data.topic ?? "", ...kept(state, data.people) }),
  PersonArrived: (state, data) => ({ people: [...state.people, data.person] }),
  ConsentGiven: (state, data) => consent(state, data, true),
  ConsentWithdrawn: (state, data) => ({ ...consent(state, data, false), ...(["voiceprint", "keeping"].includes(data.consent) ? lost(state, data.person) : {}) }),
  ChoicesMade: (state, { person }, { at }) => ({
    chosen: { ...state.chosen, [person]: { first: state.chosen[person]?.first ?? at, last: at } },
  }),
  ClientChosen: (state, data) => ({ people: withClient(state.people, data.person), topic: data.topic }),
  ClientSwapped: (state, data) => ({ people: withClient(state.people, data.person), topic: data.topic }),
  EnrolmentStarted: (state, data) => voice(state, data.person, { status: "enrolling" }),
  EnrolmentFailed: (state, data) => voice(state, data.person, { status: "failed", reason: data.reason }),
  VoiceFound: (state, data) => ({ found: { ...state.found, [data.person]: true } }),
  VoiceEnrolled: (state, data) => ({ ...lost(state, data.person), ...voice(state, data.person, { status: "known", closest: data.closest, confirmed: data.confirmed }) }),
  VoiceForgotten: (state, data) => ({ ...lost(state, data.person), ...voice(state, data.person, undefined) }),
};

function lost(state, person) {
  return { found: { ...state.found, [person]: undefined } };
}

/** Many frames, in order; `state` itself is left as it was. */
export function foldSetup(state, frames) {
  const next = { ...state };
  for (const frame of frames) takeOne(next, frame);
  return next;
}

function takeOne(state, frame) {
  if (frame.signal === "EnrolmentProgress") {
    state.progress = { ...state.progress, [frame.data.person]: frame.data };
  }
  if (frame.signal) return;
  take(state, frame);
  const rule = rules[frame.event];
  if (rule) Object.assign(state, { turn: state.seq }, rule(state, frame.data, frame));
}

/** Whoever keeps id and name keeps the choices, as on the server. */
function kept(state, people) {
  const same = new Set(people.filter((p) => state.people.some((old) => old.id === p.id && old.name === p.name)).map((p) => p.id));
  const only = (object) => Object.fromEntries(Object.entries(object).filter(([id]) => same.has(id)));
  return { consents: only(state.consents), chosen: only(state.chosen), voices: only(state.voices), found: only(state.found) };
}

function consent(state, { person, consent: name }, yes) {
  return { consents: { ...state.consents, [person]: { ...state.consents[person], [name]: yes } } };
}

function withClient(people, client) {
  return people.map((person) => {
    if (person.id === client) return { ...person, role: "client" };
    return person.role === "client" ? { ...person, role: "consultant" } : person;
  });
}

function voice(state, person, about) {
  return { voices: { ...state.voices, [person]: about }, progress: { ...state.progress, [person]: undefined } };
}

/** Whether everybody agrees to be heard. */
export function everybodyHeard(state) {
  return state.people.length > 0 && state.people.every((person) => state.consents[person.id]?.hearing);
}
