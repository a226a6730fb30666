// The people: who is the client, another client, somebody who arrives late.

import { onYes } from "./course.js";
import { byId, changed, element, method, say, t } from "./page.js";
import { badge } from "./people.js";

export function drawGroup(state, known) {
  const client = state.people.find((person) => person.role === "client");
  if (changed("client", state.people)) {
    const who = client ? [badge(known.get(client.id)), element("span", {}, t("client_is", { name: client.name }))] : [t("client_none")];
    byId("client-line").replaceChildren(...who);
    byId("client-line").classList.toggle("missing", !client);
  }
  say(byId("client-action"), t(client ? "client_swap" : "client_choose"));
  // Once the contract is agreed the round is this client's.
  byId("client").hidden = state.phase === "ended" || state.people.length === 0 || Boolean(state.contract?.agreed);
  byId("client").classList.toggle("main", !client && state.phase === "running");
  byId("arrival").hidden = state.phase === "ended";
  const { seance } = document.body.dataset;
  byId("consents").hidden = !seance || state.phase === "ended";
  if (seance) {
    byId("consents").href = `/seances/${encodeURIComponent(seance)}/consents`;
    byId("to-end").href = `/seances/${encodeURIComponent(seance)}/end`;
  }
  byId("to-end").hidden = !seance;
  // Never before the synthèse is over: a draft would lead the client.
  const place = (id) => method.steps.findIndex((step) => step.id === id);
  byId("page-one").hidden = !seance || place("synthese") < 0 || !(state.phase === "ended" || place(state.step) > place("synthese"));
  if (seance) byId("page-one").href = `/seances/${encodeURIComponent(seance)}/page-one`;
  byId("consents").classList.toggle("pressing", state.arrived.length > 0 && !state.heard);
}

export function watchGroup(actions) {
  byId("client").addEventListener("click", () => openClient(actions.state()));
  onYes("client-dialog", () => {
    const person = byId("client-person").value;
    const command = byId("client-dialog").dataset.command;
    if (person) actions.submit(command, { person, topic: byId("client-topic").value }, person);
  });
  byId("arrival").addEventListener("click", () => {
    byId("arrival-name").value = "";
    byId("arrival-dialog").showModal();
    byId("arrival-name").focus();
  });
  onYes("arrival-dialog", () => {
    const name = byId("arrival-name").value.trim();
    if (name) actions.submit("AddPerson", { name }, crypto.randomUUID());
  });
}

/** Another client once somebody has begun to present erases the first exposé, and says so before. */
function openClient(state) {
  const client = state.people.find((person) => person.role === "client");
  const swap = Boolean(client) && state.visits.some((visit) => visit.step === method.exposition);
  const others = state.people.filter((person) => person.role !== "facilitator" && person !== client);
  byId("client-person").replaceChildren(...others.map((person) => element("option", { value: person.id }, person.name)));
  byId("client-dialog").dataset.command = swap ? "SwapClient" : "ChooseClient";
  say(byId("client-title"), t(client ? "client_swap_title" : "client_choose_title"));
  say(byId("client-yes"), t(swap ? "client_swap_yes" : "client_choose_yes"));
  byId("client-yes").className = swap ? "grave" : "main";
  byId("client-about").hidden = !swap;
  say(byId("client-about"), swap ? t("client_swap_about", { name: client.name }) : "");
  byId("client-dialog").showModal();
  byId("client-person").focus();
}
