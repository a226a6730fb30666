// What every page shares: its words, the method, and small ways with the document.

const language = document.documentElement.lang;
const words = load(`/catalogue/${language}.json`);
let method = await load(document.body.dataset.method);
const texts = await words;

export { language, method };

/** Another séance may have come into the room, with another method. */
export async function renewMethod() {
  method = await load(document.body.dataset.method);
}

async function load(path) {
  return (await fetch(path)).json();
}

/** The text of that key, with {word} replaced from `values`. */
export function t(key, values = {}) {
  return (texts[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** Whether the catalogue has that key: for codes that come from elsewhere. */
export function has(key) {
  return Object.hasOwn(texts, key);
}

export function byId(id) {
  return document.getElementById(id);
}

/** Sets a text only if it changed, so that nothing is announced or laid out for nothing. */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** An element; children are nodes or plain text, never markup. */
export function element(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children.filter((child) => child !== null));
  return node;
}

const seen = new Map();

/** Whether one of these values is another object than last time: what did not change is not redrawn. */
export function changed(key, ...values) {
  const old = seen.get(key);
  seen.set(key, values);
  return !old || values.some((value, index) => value !== old[index]);
}

export function stepOf(id) {
  return method.steps.find((step) => step.id === id) ?? null;
}

/** What a rule of wording says, {what, hint}: what was heard, and what may be done of it; null for another rule. */
export function wordingOf(rule) {
  const tell = method.wording?.[rule];
  if (!tell) return null;
  const [what, ...rest] = tell.split(/\s?: /);
  const hint = rest.join(" : ");
  return { what: what.replace(/\.$/, ""), hint: hint ? hint[0].toUpperCase() + hint.slice(1) : "" };
}

/** « Étape 2 sur 7 ». */
export function placeText(id) {
  const index = method.steps.findIndex((step) => step.id === id);
  return index < 0 ? "" : t("step_of", { place: index + 1, total: method.steps.length });
}

/** Whose floor it is, by role. */
export function floorText(step) {
  const roles = ["client", "consultant", "facilitator"].filter((role) => step.holders.includes(role));
  return roles.length === 3 ? t("floor_all") : roles.length ? t(`floor_${roles.join("_")}`) : "";
}

/** The rule less what the floor says already, and the aim when nothing is left of it. */
export function ruleText(step) {
  const floor = floorText(step);
  if (!floor || !step.rule.startsWith(floor)) return step.rule;
  const rest = step.rule.slice(floor.length).replace(/^[\s,.;:]+/, "");
  return rest ? rest[0].toUpperCase() + rest.slice(1) : step.aim;
}

/** « lundi 23 novembre 2026 » for « 2026-11-23 ». */
export function dayText(iso) {
  const format = new Intl.DateTimeFormat(language, { dateStyle: "full", timeZone: "UTC" });
  return format.format(new Date(`${iso}T00:00Z`));
}

/** « 14 h 32 », in `seconds` from now. */
export function timeOfDay(seconds) {
  const format = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
  return format.format(new Date(Date.now() + seconds * 1000));
}
