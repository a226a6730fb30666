// The contract, live: the client's own words are offered, mended, noted, agreed, and shown to the table.

import { byId, changed, element, has, method, say, t } from "./page.js";

const OFFERED = 4; // sentences

/** Shown in the step before one that needs a contract, and in that step. */
export function drawContract(state) {
  const place = method.steps.findIndex((step) => step.id === state.step);
  const near = [method.steps[place], method.steps[place + 1]].some((step) => step?.needs_contract);
  byId("contract").hidden = state.phase !== "running" || !near;
  const contract = state.contract;
  const status = !contract ? "contract_missing" : contract.agreed ? "contract_agreed" : "contract_waiting";
  say(byId("contract-state"), t(status));
  byId("contract-state").classList.toggle("agreed", Boolean(contract?.agreed));
  byId("contract-quote").hidden = !contract;
  if (contract) say(byId("contract-quote"), quoteText(contract));
  if (changed("contract", contract)) {
    reopened = false;
    if (contract && document.activeElement !== byId("contract-text")) {
      byId("contract-text").value = contract.text; // to be mended rather than typed again
      byId("contract-type").value = contract.type;
    }
  }
  drawButtons(contract, state);
  if (near && !byId("contract-form").hidden) drawOffered(state);
}

let reopened = false;

function drawButtons(contract, state) {
  byId("contract-form").hidden = Boolean(contract?.agreed) && !reopened;
  byId("contract-agree").hidden = !contract || contract.agreed;
  byId("contract-again").hidden = !contract?.agreed || reopened;
  byId("contract-show").hidden = !contract?.agreed || !contract.text;
  const client = state.people.find((person) => person.role === "client");
  const noted = !client || state.noted.has(client.id);
  byId("contract-text").disabled = !noted; // that client does not wish the words to be written down
  byId("contract-not-noted").hidden = noted;
  byId("contract-show").setAttribute("aria-pressed", String(state.shown !== null));
  say(byId("contract-show"), t(state.shown === null ? "contract_show" : "contract_hide"));
}

function quoteText(contract) {
  const type = typeText(contract.type);
  return contract.text ? t("contract_quote", { text: contract.text, type }) : t("contract_unnoted", { type });
}

function typeText(type) {
  return has(`contract_type_${type}`) ? t(`contract_type_${type}`) : type;
}

/** What the client said last, sentence by sentence: pressing one puts it into the field. */
function drawOffered(state) {
  const client = state.people.find((person) => person.role === "client");
  const sentences = client ? lastSentences(state.lines, client.id) : [];
  if (!changed("offered", sentences.join("\n"))) return;
  byId("said-by-client").hidden = sentences.length === 0;
  byId("said-by-client").querySelector("ul").replaceChildren(...sentences.map((text) => {
    const button = element("button", { type: "button" }, text);
    button.addEventListener("click", () => take(text));
    return element("li", {}, button);
  }));
}

function lastSentences(lines, client) {
  const found = [];
  for (const line of [...lines.values()].reverse()) {
    if (line.person !== client || !line.text) continue;
    found.unshift(...(line.text.match(/[^.?!…]+[.?!…]*/g) ?? []).map((text) => text.trim()).filter(Boolean));
    if (found.length >= OFFERED) break;
  }
  return found.slice(-OFFERED);
}

function take(text) {
  const field = byId("contract-text");
  field.value = field.value.trim() ? `${field.value.trim()} ${text}` : text;
  field.focus();
}

export function watchContract(actions) {
  byId("contract-text").setAttribute("aria-keyshortcuts", "c");
  byId("contract-show").setAttribute("aria-keyshortcuts", "m");
  byId("contract-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = byId("contract-text").disabled ? "" : byId("contract-text").value.trim();
    if (text || byId("contract-text").disabled) actions.submit("ProposeContract", { text, type: byId("contract-type").value }, crypto.randomUUID());
  });
  byId("contract-agree").addEventListener("click", () => actions.submit("AgreeContract"));
  byId("contract-again").addEventListener("click", () => {
    reopened = true;
    actions.redraw();
    byId("contract-text").focus();
  });
  byId("contract-show").addEventListener("click", () => {
    const on = actions.state().shown === null;
    actions.submit("ShowContract", { on }, String(on));
  });
}
