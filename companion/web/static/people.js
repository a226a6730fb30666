// A person is shown by colour and by initials, and the shape of the badge differs too.

import { element, t } from "./page.js";

const STYLES = 8;

/** person id -> {name, initials, style}; `style` is a class name. */
export function badges(people) {
  const taken = new Set();
  return new Map(
    people.map((person, index) => [
      person.id,
      { name: person.name, role: person.role, initials: initials(person.name, taken), style: `person-${index % STYLES}` },
    ]),
  );
}

function initials(name, taken) {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const letters = [...(words[0] ?? "?")];
  const wanted = [
    words.length > 1 ? letters[0] + [...words[1]][0] : letters.slice(0, 2).join(""),
    ...letters.slice(1).map((letter) => letters[0] + letter),
    ...[2, 3, 4, 5, 6, 7, 8, 9].map((digit) => letters[0] + digit),
  ];
  const found = wanted.find((text) => !taken.has(text.toUpperCase())) ?? letters[0];
  taken.add(found.toUpperCase());
  return found;
}

/** The badge of a person, or « ? » of a « voix inconnue ». The name stands beside it, in words. */
export function badge(known) {
  const node = element("span", { className: `badge ${known?.style ?? "person-none"}` }, known?.initials ?? "?");
  node.setAttribute("aria-hidden", "true");
  return node;
}

/** A select of everybody; `choose` is called with the person's id. */
export function personSelect(people, label, choose) {
  const select = element("select", { className: "assign" });
  select.setAttribute("aria-label", label);
  select.append(element("option", { value: "" }, t("speaker_assign")));
  select.append(...people.map((person) => element("option", { value: person.id }, person.name)));
  select.addEventListener("change", () => select.value && choose(select.value));
  return select;
}
