// Components of messages and forms: rows, buttons, menus, and Components V2.

import { avatar, address, colour, h, outside } from "./dom.js";
import { inline, markdown } from "./markdown.js";
import { openList } from "./popups.js";
import { state } from "./state.js";

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "secondary" };

/** Return the elements of a component tree. `use` = {press(part), choose(part, values), busy(part), attached(url, description)?}. */
export function components(parts, use) {
  return parts.map((part) => component(part, use));
}

function component(part, use) {
  switch (part.type) {
    case 1: return h("div", { class: "controls" }, components(part.components, use));
    case 2: return button(part, use);
    case 3: case 5: case 6: case 7: case 8: return menu(part, use);
    case 9: return h("div", { class: "section" }, h("div", { class: "grow" }, components(part.components, use)), component(part.accessory, use));
    case 10: return h("div", { class: "display" }, markdown(part.content, names()));
    case 11: return media(part.media.url, part.description, use);
    case 12: return h("div", { class: "gallery" }, part.items.map((item) => media(item.media.url, item.description, use)));
    case 13: return h("div", { class: "file" }, part.file.url.replace("attachment://", ""));
    case 14: return separator(part);
    case 17: return container(part, use);
    default: return h("div", { class: "subtext" }, `[component ${part.type}]`);
  }
}

/** A picture that came with the message is shown; others are told. */
function media(url, description, use) {
  return use.attached?.(url, description) ?? picture(url, description);
}

export function names() {
  const roles = Object.fromEntries((state.roles ?? []).map((role) => [role.id, role.name]));
  return { users: state.names, channels: state.channels, roles };
}

function separator(part) {
  const size = part.spacing === 2 ? "large" : "";
  return part.divider === false ? h("div", { class: `space ${size}` }) : h("hr", { class: size });
}

function container(part, use) {
  const box = h("div", { class: "container" }, components(part.components, use));
  if (part.accent_color !== null && part.accent_color !== undefined) box.style.setProperty("--accent", colour(part.accent_color));
  if (!part.spoiler) return box;
  box.inert = true;
  box.classList.add("veiled");
  const shell = h("div", { class: "veil" }, box);
  shell.append(h("button", { type: "button", class: "button secondary small", onclick: (event) => {
    event.currentTarget.remove();
    box.inert = false;
    box.classList.remove("veiled");
  } }, "Show spoiler"));
  return shell;
}

/** Nothing is fetched from elsewhere: a picture is its description, and a link to it. */
export function picture(url, description) {
  return h("div", { class: "picture" }, "Picture: ", address(url) ? outside(url, description || "Picture") : description || url.replace("attachment://", ""));
}

function emoji(one) {
  if (!one?.name) return null;
  return h("span", { class: "emoji", "aria-hidden": "true" }, one.id ? `:${one.name}:` : one.name);
}

function button(part, use) {
  const style = STYLES[part.style] ?? "secondary";
  const label = [emoji(part.emoji), part.label ?? ""];
  const name = part.label ? null : part.emoji?.name;
  if (part.style === 5) {
    if (part.disabled || !address(part.url)) return h("button", { type: "button", class: "button link", disabled: true }, label, "↗");
    const link = outside(part.url, label, h("span", { "aria-hidden": "true" }, "↗"), h("span", { class: "unseen" }, " (opens a new tab)"));
    link.className = "button link";
    link.dataset.part = part.url;
    return link;
  }
  const busy = use.busy(part.custom_id);
  return h(
    "button",
    { type: "button", class: `button ${style} ${busy ? "busy" : ""}`, disabled: part.disabled, "aria-disabled": busy ? "true" : null, "aria-label": name, "data-part": part.custom_id, onclick: () => busy || use.press(part.custom_id) },
    label,
  );
}

/** The options of a menu, whatever it chooses from. */
export function menuOptions(part) {
  const person = (one) => ({ label: one.name, value: one.id, icon: avatar(one.name, "small") });
  const people = [...(state.people ?? []), state.bot].filter(Boolean).map(person);
  const places = (state.places ?? []).filter((place) => place.guild).map((place) => ({ label: `#${place.name}`, value: place.id }));
  if (part.type === 5 || part.type === 7) return people;
  if (part.type === 8) return places;
  if (part.type === 6) return (state.roles ?? []).map((role) => ({ label: `@${role.name}`, value: role.id }));
  return (part.options ?? []).map((option) => ({ label: option.label, value: option.value, description: option.description, icon: emoji(option.emoji) }));
}

function menu(part, use) {
  const options = menuOptions(part);
  const chosen = (part.options ?? []).filter((option) => option.default).map((option) => option.value);
  return select(part, options, chosen, use.busy(part.custom_id), (values) => use.choose(part.custom_id, values));
}

/** A button that opens a list of options. `ondone` gets the chosen values. */
export function select(part, options, chosen, busy, ondone) {
  const label = part.placeholder || "Make a selection";
  const shown = options.filter((option) => chosen.includes(option.value)).map((option) => option.label).join(", ");
  const opener = h(
    "button",
    { type: "button", class: `select ${busy ? "busy" : ""}`, "aria-haspopup": "listbox", "aria-expanded": "false", "aria-label": shown ? `${label}: ${shown}` : label, disabled: part.disabled, "data-part": part.custom_id },
    h("span", { class: shown ? "grow" : "grow faint" }, shown || label),
    h("span", { "aria-hidden": "true" }, "▾"),
  );
  opener.addEventListener("click", () => {
    if (opener.getAttribute("aria-expanded") === "true") return;
    openList(opener, { label, options, chosen, most: part.max_values ?? 1, least: part.min_values ?? 1, ondone });
  });
  return opener;
}

/** Return an embed as an article with its colour at the side. */
export function embed(one, use = {}) {
  const all = names();
  const box = h("article", { class: "embed" });
  if (one.color !== undefined && one.color !== null) box.style.setProperty("--accent", colour(one.color));
  if (one.author?.name) box.append(h("div", { class: "author" }, one.author.icon_url ? avatar(one.author.name, "small") : null, one.author.url ? outside(one.author.url, one.author.name) : one.author.name));
  if (one.title) box.append(h("div", { class: "title", role: "heading", "aria-level": "3" }, one.url ? outside(one.url, inline(one.title, all)) : inline(one.title, all)));
  if (one.description) box.append(h("div", { class: "description" }, markdown(one.description, all)));
  if (one.fields?.length) {
    box.append(h("dl", { class: "fields" }, one.fields.map((field) => h("div", { class: field.inline ? "field inline" : "field" }, h("dt", {}, inline(field.name, all)), h("dd", {}, markdown(field.value, all))))));
  }
  for (const part of [one.image, one.thumbnail]) if (part?.url) box.append(media(part.url, part.description, use));
  const footer = [one.footer?.text, one.timestamp ? new Date(one.timestamp).toLocaleString() : null].filter(Boolean);
  if (footer.length) box.append(h("div", { class: "footer" }, footer.join(" • ")));
  return box;
}
