// The contract: the client's demand in the client's words, and everybody's agreement.

import { byId, changed, has, method, say, t } from "./page.js";

/** Shown in the step before one that needs a contract, and in that step. */
export function drawContract(state) {
  const place = method.steps.findIndex((step) => step.id === state.step);
  const near = [method.steps[place], method.steps[place + 1]].some((step) => step?.needs_contract);
  byId("contract").hidden = state.phase !== "running" || !near;
  const contract = state.contract;
  const status = !contract ? "contract_missing" : contract.agreed ? "contract_agreed" : "contract_waiting";
  say(byId("contract-state"), t(status));
  byId("contract-quote").hidden = !contract;
  if (contract) say(byId("contract-quote"), t("contract_quote", { text: contract.text, type: typeText(contract.type) }));
  if (changed("contract", contract) && contract && document.activeElement !== byId("contract-text")) {
    byId("contract-text").value = contract.text; // to be mended rather than typed again
    byId("contract-type").value = contract.type;
  }
  byId("contract-form").hidden = Boolean(contract?.agreed);
  byId("contract-agree").hidden = !contract || contract.agreed;
}

function typeText(type) {
  return has(`contract_type_${type}`) ? t(`contract_type_${type}`) : type;
}

export function watchContract(actions) {
  byId("contract-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = byId("contract-text").value.trim();
    if (text) actions.submit("ProposeContract", { text, type: byId("contract-type").value }, crypto.randomUUID());
  });
  byId("contract-agree").addEventListener("click", () => actions.submit("AgreeContract"));
}
