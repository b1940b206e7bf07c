// Forms of the bot: a modal dialog that keeps the focus until it is sent or closed.

import { h } from "./dom.js";
import { field } from "./fields.js";
import { closePopup } from "./popups.js";
import { act, onChange, state } from "./state.js";

let dialog = null;
let openId = null;
let before = null;

onChange((changed) => {
  if (!("modal" in changed) || (state.modal?.id ?? null) === openId) return;
  close();
  // As on Discord, a form does not outlive the page, nor does it follow the user to another tab.
  if (state.modal && !changed.whole) open(state.modal);
});

function close() {
  closePopup();
  openId = null;
  dialog?.close();
  dialog?.remove();
  dialog = null;
  if (before?.isConnected) before.focus();
  else if (before) document.getElementById("entry").focus();
  before = null;
}

function open(modal) {
  closePopup();
  openId = modal.id;
  before = document.activeElement;
  const values = {};
  const error = h("div", { class: "problem", role: "alert", hidden: true });
  const send = h("button", { type: "submit", class: "button primary" }, "Submit");
  const cancel = () => act("cancel", { modal: modal.id }).catch(() => close());
  const form = h(
    "form",
    { novalidate: true, autocomplete: "off" },
    h("div", { class: "dialog-head" }, h("h2", { id: "dialog-title" }, modal.title), h("button", { type: "button", class: "icon", "aria-label": "Close", onclick: cancel }, "✕")),
    h("div", { class: "dialog-body" }, modal.components.map((part) => field(part, values)), error),
    h("div", { class: "dialog-foot" }, h("button", { type: "button", class: "button secondary", onclick: cancel }, "Cancel"), send),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    error.hidden = true;
    send.setAttribute("aria-disabled", "true");
    try {
      const read = Object.fromEntries(Object.entries(values).map(([id, get]) => [id, get()]));
      await act("submit", { values: read });
    } catch (problem) {
      error.textContent = problem.message;
      error.hidden = false;
    } finally {
      send.removeAttribute("aria-disabled");
    }
  });
  dialog = h("dialog", { "aria-labelledby": "dialog-title" }, form);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    cancel();
  });
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector("input, textarea, .select")?.focus();
}
