// The notes under review: the draft, its lines and their words. Ties the stream, the draft and the panels.
// Page one is the same page with fewer sections and no transcript.

import { commandDesk } from "./commands.js";
import { onYes } from "./course.js";
import { emptyRoom, foldRoom } from "./fold-room.js";
import { watchKeys } from "./keys.js";
import { openLine, watchLine } from "./line.js";
import { watchEditor } from "./note-edit.js";
import { drawLines, goTo, nextToCheck } from "./note-list.js";
import { watchMoves } from "./note-moves.js";
import { drawWords, showWords } from "./note-words.js";
import { byId, say, t } from "./page.js";
import { badges } from "./people.js";
import { openStream } from "./stream.js";

const { seance } = document.body.dataset;
// What makes the draft read otherwise.
const NEWS = new Set(["NotesDrafted", "NoteEdited", "NoteEditUndone", "PageOneConfirmed", "NotesAgreed", "NotesApproved",
  "UtteranceRedacted", "ConsentWithdrawn", "SpeakerCorrected", "UtteranceCorrected"]);
const nothing = { draft: false, approved: false, rows: [], caveats: [], contract: null, to_check: 0 };

let state = emptyRoom;
let known = new Map();
let notes = nothing;
let asked = false;   // a draft was asked for because there was none
let reading = false; // the draft is being fetched
let again = false;

const stream = openStream(document.body.dataset.stream, {
  clock: () => {},
  reset: () => { state = emptyRoom; },
  frames: (frames) => {
    state = foldRoom(state, frames);
    known = badges(state.people);
    if (byId("said")) drawWords(state, known, actions);
    if (frames.some((frame) => NEWS.has(frame.event))) read();
  },
  answer: (frame) => desk.answer(frame),
  link: (status) => {
    say(byId("link"), status === "open" ? "" : t(["expired", "gone"].includes(status) ? status : "reconnecting"));
    if (status !== "open") { keys.lost(); return; }
    desk.linked();
    read().then(keys.linked); // a key acts on the draft that its presser sees
  },
});
const desk = commandDesk(stream.send, () => state.turn);
const actions = {
  submit: (command, data = {}) => desk.submit(command, data, crypto.randomUUID()),
  edit: (edit) => desk.submit("EditNote", { edit }, crypto.randomUUID()),
  notes: () => notes,
  state: () => state,
  known: () => known,
  mend: (utterance) => openLine(utterance, state, known),
  evidence: (row) => byId("said") && showWords(row.utterances),
};

/** One at a time; what changed meanwhile is read once more. */
async function read() {
  again = reading;
  if (reading) return;
  reading = true;
  try {
    const answer = await fetch(`/seances/${encodeURIComponent(seance)}/notes.json`);
    if (answer.ok) notes = await answer.json();
  } catch {
    // the stream says that the connection is lost, and comes back
  }
  reading = false;
  if (again) return read();
  if (!notes.draft && !asked) {
    asked = true;
    actions.submit("DraftNotes");
  }
  draw();
}

function draw() {
  document.body.dataset.approved = notes.approved;
  byId("waiting").hidden = notes.draft;
  say(byId("waiting"), state.failed.notes ? t("failure_notes_failed") : t("review_waiting"));
  say(byId("caveats"), "");
  byId("caveats").replaceChildren(...notes.caveats.map((caveat) => Object.assign(document.createElement("li"), { textContent: t(`caveat_${caveat}`) })));
  drawLines(notes, known, actions);
  drawContract();
  const count = shownToCheck();
  say(byId("progress"), notes.approved ? t("review_approved") : !notes.draft ? "" :
    count ? t(count === 1 ? "review_to_check_one" : "review_to_check", { count }) : t("review_to_check_none"));
  byId("progress").classList.toggle("some", count > 0 && !notes.approved);
  byId("undo").disabled = !notes.undo;
  byId("add").disabled = notes.approved || !notes.draft;
  if (byId("next-check")) byId("next-check").disabled = !count;
  drawAgreement(count);
}

/** Page one counts what it shows. */
function shownToCheck() {
  const sections = new Set([...document.querySelectorAll("[data-section]")].map((part) => part.dataset.section));
  return notes.rows.filter((row) => row.doubts.length && !row.rejected && sections.has(row.section)).length;
}

function drawContract() {
  const form = byId("contract-parts");
  const { contract } = notes;
  form.hidden = !contract;
  if (!contract) return;
  for (const box of form.querySelectorAll("[name=types]")) {
    box.checked = contract.types.includes(box.value);
    box.disabled = notes.approved;
  }
  form.elements.agreed.checked = contract.agreed;
  form.elements.agreed.disabled = notes.approved;
  byId("written").hidden = !contract.written?.text;
  say(byId("written"), contract.written?.text ? `${t("review_written")}${t("colon")}« ${contract.written.text} »` : "");
}

function drawAgreement(count) {
  if (byId("confirm")) {
    byId("confirm").disabled = notes.confirmed || notes.approved || !notes.draft;
    say(byId("confirmed-said"), notes.confirmed ? t("one_confirmed") : "");
  }
  if (!byId("agree")) return;
  const open = notes.draft && !notes.approved;
  byId("agree").hidden = !open || notes.agreed;
  byId("agree").disabled = count > 0;
  byId("take-back").hidden = !open || !notes.agreed;
  byId("approve").hidden = !open || !notes.agreed;
  byId("to-handover").hidden = !notes.approved;
  say(byId("agreement-about"), t(notes.approved ? "review_approved_about" : "review_agreement_about"));
  say(byId("agreed-said"), notes.agreed ? t("review_agreed") : "");
}

byId("contract-parts").addEventListener("change", (event) => {
  const form = event.currentTarget;
  const part = event.target.name;
  const types = [...form.querySelectorAll("[name=types]:checked")].map((box) => box.value).join(" ");
  actions.edit({ action: "part", part, text: part === "types" ? types : event.target.checked ? "yes" : "" });
});
byId("undo").addEventListener("click", () => actions.submit("UndoNoteEdit"));
byId("next-check")?.addEventListener("click", () => nextToCheck(notes));
byId("help")?.addEventListener("click", () => byId("help-dialog").showModal());
byId("confirm")?.addEventListener("click", () => actions.submit("ConfirmPageOne"));
byId("agree")?.addEventListener("click", () => actions.submit("AgreeNotes", { on: true }));
byId("take-back")?.addEventListener("click", () => actions.submit("AgreeNotes", { on: false }));
byId("approve")?.addEventListener("click", () => byId("approve-dialog").showModal());
if (byId("approve-dialog")) onYes("approve-dialog", () => actions.submit("ApproveNotes"));
if (byId("line-dialog")) watchLine(actions);
watchEditor(actions);
watchMoves(actions, { goTo });
const keys = watchKeys(() => state.turn);
