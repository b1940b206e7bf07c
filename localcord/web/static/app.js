// The page: where one is, who one is, light and dark; and the start of everything.

import { $, avatar, h } from "./dom.js";
import { flatten } from "./options.js";
import { openMenu } from "./popups.js";
import { userMenu } from "./messages.js";
import "./composer.js";
import "./dialog.js";
import "./faults.js";
import "./languages.js";
import { connect, lastPlace, onChange, state } from "./state.js";

// Light and dark

const THEMES = { auto: ["◐", "as the system"], dark: ["☾", "dark"], light: ["☀", "light"] };
let theme = localStorage.getItem("theme") ?? "auto";

function showTheme() {
  document.documentElement.dataset.theme = theme;
  $("theme").textContent = THEMES[theme][0];
  $("theme").setAttribute("aria-label", `Theme: ${THEMES[theme][1]}`);
}

$("theme").addEventListener("click", () => {
  const order = Object.keys(THEMES);
  theme = order[(order.indexOf(theme) + 1) % order.length];
  localStorage.setItem("theme", theme);
  showTheme();
});
showTheme();

// Who one is

$("who").addEventListener("click", () => {
  const items = state.people.map((one) => ({
    label: one.name,
    detail: one.about,
    icon: avatar(one.name, "small"),
    checked: one.id === state.me.id,
    run: () => connect(one.id, state.here.guild ? state.here.id : null),
  }));
  openMenu($("who"), "Be somebody else", [{ title: "Be somebody else", items }]);
});

// Where one is

/** The guilds in the order of their first channels, each with its channels and their threads. */
function guilds() {
  const found = new Map();
  for (const one of state.places) {
    if (!one.guild) continue;
    if (!found.has(one.guild.id)) found.set(one.guild.id, { guild: one.guild, places: [] });
    found.get(one.guild.id).places.push(one);
  }
  return [...found.values()];
}

function place(one) {
  const mark = h("span", { class: "hash", "aria-hidden": "true" }, one.parent ? "↳" : "#");
  const label = one.guild ? [mark, one.name, one.parent ? h("span", { class: "unseen" }, one.archived ? " archived thread" : " thread") : null] : [avatar(state.bot.name, "small"), state.bot.name];
  return h("li", {}, h("button", { type: "button", class: "place", "aria-current": one.id === state.here.id ? "page" : null, onclick: () => {
    sidebar(false);
    connect(state.me.id, one.id);
  } }, label));
}

function member(one, online) {
  const button = h("button", { type: "button", class: "place", "aria-haspopup": "menu", "aria-expanded": "false" }, avatar(one.name, "small"), h("span", { class: "grow" }, one.name, one.about ? h("small", {}, one.about) : null), online);
  button.addEventListener("click", () => userMenu(button, { id: one.id, global_name: one.name }));
  return h("li", {}, button);
}

onChange((changed) => {
  if (changed.me || changed.people) {
    const { me } = state;
    $("who").replaceChildren(avatar(me.name, "small"), h("span", { class: "grow" }, h("span", { class: "unseen" }, "You are "), me.name, me.about ? h("small", {}, me.about) : null), h("span", { "aria-hidden": "true" }, "▾"));
  }
  if (changed.here || changed.places || changed.bot || changed.people) {
    const { here, bot } = state;
    const title = here.guild ? `#${here.name}` : `@${bot.name}`;
    document.title = `${title} · localcord`;
    $("place").replaceChildren(...(here.guild ? [h("span", { class: "hash", "aria-hidden": "true" }, "#"), here.name] : [title]));
    $("messages").setAttribute("aria-label", `Messages in ${title}`);
    $("guild").textContent = here.guild?.name ?? state.places.find((one) => one.guild)?.guild.name ?? "localcord";
    $("places").replaceChildren(...guilds().flatMap(({ guild, places }, at, all) => [h("h2", {}, all.length > 1 ? guild.name : "Channels"), h("ul", {}, places.map(place))]));
    $("directs").replaceChildren(...state.places.filter((one) => !one.guild).map(place));
    const dot = h("span", { class: bot.connected ? "dot online" : "dot" }, h("span", { class: "unseen" }, bot.connected ? "online" : "offline"));
    $("members").replaceChildren(...state.people.map((one) => member(one, null)), member({ ...bot, about: "App" }, dot));
  }
  if (["here", "bot", "me", "people", "commands"].some((name) => name in changed)) welcome();
  if (changed.online !== undefined) {
    $("status").hidden = changed.online;
    $("status").textContent = changed.online ? "" : "Connection lost. Trying again…";
  }
});

/** What to type, and who the people are. */
function welcome() {
  const { here, bot, me, people } = state;
  const first = flatten(state.commands)[0];
  const others = people.filter((one) => one.id !== me.id).map((one) => h("li", {}, h("strong", {}, one.name), person(one)));
  const steps = first
    ? h("p", {}, "Type ", h("code", {}, `/${first.title}`), " and press Enter to start, or ", h("code", {}, "/"), ` to see everything that ${bot.name} can do.`)
    : h("p", {}, bot.connected ? `${bot.name} has no commands here.` : `${bot.name} is not connected yet; its commands appear here when it is.`);
  $("welcome").replaceChildren(
    h("p", { class: "big" }, here.guild ? `Welcome to #${here.name}!` : bot.name),
    steps,
    h("p", {}, "You are ", h("strong", {}, me.name), person(me), others.length && here.guild ? " Press your name at the top right to be somebody else:" : ""),
    here.guild ? h("ul", {}, others) : "",
  );
}

const person = (one) => `${one.about ? `, ${one.about.toLowerCase()}` : ""}${one.manages ? ", who may manage the server" : ""}.`;

// The sidebar on a phone

function sidebar(open) {
  document.body.classList.toggle("sidebar-open", open);
  $("open-sidebar").setAttribute("aria-expanded", String(open));
}

$("open-sidebar").addEventListener("click", () => {
  const open = !document.body.classList.contains("sidebar-open");
  sidebar(open);
  if (open) $("sidebar").querySelector("button")?.focus();
});
$("sidebar").addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.body.classList.contains("sidebar-open")) {
    sidebar(false);
    $("open-sidebar").focus();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const stops = [...$("sidebar").querySelectorAll("button")];
    const now = stops.indexOf(document.activeElement);
    event.preventDefault();
    stops[(now + (event.key === "ArrowDown" ? 1 : -1) + stops.length) % stops.length].focus();
  }
});
document.querySelector(".column").addEventListener("pointerdown", (event) => {
  if (!event.target.closest("#open-sidebar")) sidebar(false);
});
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  $("entry").focus();
});

const last = lastPlace();
connect(last.user, last.channel);
