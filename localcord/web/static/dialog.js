// Forms of the bot: a modal dialog that keeps the focus until it is sent or closed.

import { h } from "./dom.js";
import { menuOptions, names, select } from "./components.js";
import { markdown } from "./markdown.js";
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

function field(part, values) {
  if (part.type === 10) return h("div", { class: "display" }, markdown(part.content, names()));
  if (part.type === 1) return part.components.map((child) => input(child, child.label, null, values));
  return input(part.component, part.label, part.description, values);
}

function input(part, label, description, values) {
  const id = `field-${part.custom_id}`;
  const required = part.required !== false;
  const name = h("span", {}, label ?? "", required ? h("span", { class: "required", "aria-hidden": "true" }, " *") : null);
  if (part.type !== 4) return menu(part, name, description, values);
  const props = { id, name: part.custom_id, placeholder: part.placeholder, maxlength: part.max_length ?? 4000, "aria-required": String(required), value: part.value ?? "" };
  const box = part.style === 2 ? h("textarea", { ...props, rows: "4" }) : h("input", { ...props, type: "text" });
  // Enter sends a form of one line; in a paragraph it is a new line, as everywhere.
  values[part.custom_id] = () => box.value;
  return h("label", { class: "field", for: id }, name, description ? h("small", {}, description) : null, box);
}

function menu(part, name, description, values) {
  let chosen = (part.options ?? []).filter((option) => option.default).map((option) => option.value);
  values[part.custom_id] = () => chosen;
  const holder = h("div", { class: "field" }, name, description ? h("small", {}, description) : null);
  const draw = () => {
    const opener = select(part, menuOptions(part), chosen, false, (picked) => {
      chosen = picked;
      opener.remove();
      draw().focus();
    });
    holder.append(opener);
    return opener;
  };
  draw();
  return holder;
}
