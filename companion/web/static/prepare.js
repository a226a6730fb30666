// Préparer: rows that come and go, the total of the minutes, and notices that stop nobody.
// The server checks everything again: this page only saves a round trip.

import { byId, say, t } from "./page.js";

const rows = byId("rows");
const form = byId("form");

byId("add").addEventListener("click", () => {
  rows.append(byId("row").content.cloneNode(true));
  rows.lastElementChild.querySelector("input[name=name]").focus();
  look();
});

rows.addEventListener("click", (event) => {
  const row = event.target.closest(".remove")?.closest("li");
  if (!row) return;
  const near = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  (near?.querySelector(".remove") ?? byId("add")).focus();
  look();
});

// Enter in a name goes to the next one, as in a list: it does not send the page off.
rows.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.name !== "name") return;
  event.preventDefault();
  const next = event.target.closest("li").nextElementSibling?.querySelector("input[name=name]");
  if (next) next.focus();
  else byId("add").click();
});

form.addEventListener("change", (event) => {
  if (event.target.dataset.minutes) fill(event.target);
  look();
});
form.addEventListener("input", look);

/** A total chosen fills in the minutes of each step. */
function fill(radio) {
  const minutes = radio.dataset.minutes.split(" ");
  const inputs = radio.closest(".plan").querySelectorAll(".minutes input");
  inputs.forEach((input, index) => { input.value = String(Number(minutes[index])); });
}

function look() {
  const method = byId("method").selectedOptions[0];
  for (const plan of document.querySelectorAll(".plan")) plan.hidden = plan.dataset.plan !== method.value;
  lookAtTime(method);
  lookAtPeople(method);
  const french = form.elements.spoken.value === "fr";
  for (const part of form.querySelectorAll(".french")) part.disabled = !french;
}

function lookAtTime(method) {
  const inputs = [...document.querySelectorAll(`[data-plan="${method.value}"] .minutes input`)];
  const total = inputs.reduce((sum, input) => sum + number(input.value), 0);
  const known = Number.isFinite(total);
  say(byId("total"), known ? duration(total) : "–");
  const short = Number(method.dataset.short);
  say(byId("time-hint"), known && total < short ? t("prepare_short", { minutes: short }) : "");
}

function number(text) {
  return text.trim() === "" ? 0 : Number(text.trim().replace(",", "."));
}

/** « 1 h 30 », « 45 min ». */
function duration(minutes) {
  const whole = Math.round(minutes);
  if (whole < 60) return t("prepare_minutes", { minutes: whole });
  return t("prepare_hours", { hours: Math.floor(whole / 60), minutes: String(whole % 60).padStart(2, "0") });
}

function lookAtPeople(method) {
  const people = [...rows.querySelectorAll("li")].filter((row) => row.querySelector("[name=name]").value.trim());
  const roles = people.map((row) => row.querySelector("[name=role]").value);
  const members = roles.filter((role) => role !== "facilitator").length;
  const { few, many } = method.dataset;
  const hints = [];
  if (people.length && (members < few || members > many)) hints.push(t("prepare_group", { few, many, count: members }));
  if (people.length > 1 && !roles.includes("facilitator")) hints.push(t("prepare_no_facilitator"));
  say(byId("people-hint"), hints.join(" "));
}

look();
document.querySelector("[aria-invalid]")?.focus();
