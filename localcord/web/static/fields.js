// Fields of the bot's forms: texts, menus, radio buttons and checkboxes.

import { menuOptions, names, select } from "./components.js";
import { h } from "./dom.js";
import { markdown } from "./markdown.js";

/** Return the elements of a top-level component. Adds to `values` a function for each custom_id that reads its value. */
export function field(part, values) {
  if (part.type === 10) return h("div", { class: "display" }, markdown(part.content, names()));
  if (part.type === 1) return part.components.map((child) => input(child, child.label, null, values));
  return input(part.component, part.label, part.description, values);
}

function input(part, label, description, values) {
  const required = part.required !== false && part.type !== 23;
  const name = h("span", {}, label ?? "", required ? h("span", { class: "required", "aria-hidden": "true" }, " *") : null);
  const about = description ? h("small", {}, description) : null;
  switch (part.type) {
    case 4: return text(part, name, about, required, values);
    case 19: return upload(part, name, about, values);
    case 21: return choices(part, "radio", name, about, values);
    case 22: return choices(part, "checkbox", name, about, values);
    case 23: return checkbox(part, name, about, values);
    default: return menu(part, name, about, values);
  }
}

function text(part, name, about, required, values) {
  const id = `field-${part.custom_id}`;
  const props = { id, name: part.custom_id, placeholder: part.placeholder, maxlength: part.max_length ?? 4000, "aria-required": String(required), value: part.value ?? "" };
  const box = part.style === 2 ? h("textarea", { ...props, rows: "4" }) : h("input", { ...props, type: "text" });
  // Enter sends a form of one line; in a paragraph it is a new line, as everywhere.
  values[part.custom_id] = () => box.value;
  return h("label", { class: "field", for: id }, name, about, box);
}

function upload(part, name, about, values) {
  values[part.custom_id] = () => [];
  return h("div", { class: "field" }, name, about, h("small", {}, "This page cannot upload files."));
}

function choices(part, type, name, about, values) {
  const boxes = part.options.map((option) => h("input", { type, name: part.custom_id, value: option.value, checked: option.default }));
  const chosen = () => boxes.filter((box) => box.checked).map((box) => box.value);
  values[part.custom_id] = type === "radio" ? () => chosen()[0] ?? null : chosen;
  const rows = part.options.map((option, index) => tick(boxes[index], option.label, option.description ? h("small", {}, option.description) : null));
  return h("fieldset", { class: "field" }, h("legend", {}, name), about, rows);
}

function checkbox(part, name, about, values) {
  const box = h("input", { type: "checkbox", name: part.custom_id, checked: part.default });
  values[part.custom_id] = () => box.checked;
  return h("div", { class: "field" }, tick(box, name, about));
}

function tick(box, name, about) {
  return h("label", { class: "tick" }, box, h("span", {}, name, about));
}

function menu(part, name, about, values) {
  let chosen = (part.options ?? []).filter((option) => option.default).map((option) => option.value);
  values[part.custom_id] = () => chosen;
  const holder = h("div", { class: "field" }, name, about);
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
