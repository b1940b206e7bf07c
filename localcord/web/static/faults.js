// The panel of faults: break something, see what is broken, read what happened.

import { $, h } from "./dom.js";
import { act, onChange, state } from "./state.js";

const panel = $("faults"), opener = $("open-faults");
const active = h("ul", { class: "active" }), diary = h("ol", { class: "diary" });
const error = h("div", { class: "problem", role: "alert", hidden: true });

function number(label, value, low, high, step = 1) {
  const input = h("input", { type: "number", value: String(value), min: String(low), max: String(high), step: String(step) });
  return { input, element: h("label", { class: "number" }, label, input) };
}

function button(label, kind, fields = () => ({}), style = "secondary") {
  return h("button", { type: "button", class: `button ${style} small`, onclick: () => cause({ kind, ...fields() }) }, label);
}

async function cause(fields) {
  error.hidden = true;
  try {
    await act("faults", fields);
  } catch (problem) {
    error.textContent = problem.message;
    error.hidden = false;
  }
}

function group(title, text, ...controls) {
  return h("fieldset", {}, h("legend", {}, title), h("p", {}, text), h("div", { class: "controls" }, controls));
}

const limited = number("Requests", 1, 1, 100), wait = number("Retry after, seconds", 2, 0, 60, 0.5);
const failing = number("Requests", 1, 1, 100), delay = number("Seconds", 2, 0, 60, 0.5);

panel.append(
  h("div", { class: "panel-head" }, h("h2", {}, "Faults"), h("button", { type: "button", class: "icon", "aria-label": "Close faults", onclick: () => toggle(false) }, "✕")),
  h(
    "div",
    { class: "scroll", tabindex: "0", role: "group", "aria-label": "Faults to cause" },
    h("h3", {}, "Active now"), active,
    group("Lost gateway", "Cut the bot’s connection.", button("Cut, can resume", "drop", () => ({ resumable: true })), button("Cut, session lost", "drop", () => ({ resumable: false }))),
    group("Slow network", "Every request of the bot takes longer.", delay.element, button("Slow down", "slow", () => ({ seconds: Number(delay.input.value) }))),
    group("429 Too Many Requests", "For the bot’s next requests.", limited.element, wait.element, button("Limit", "too_many_requests", () => ({ times: Number(limited.input.value), retry_after: Number(wait.input.value) }))),
    group("500 Server Error", "For the bot’s next requests.", failing.element, button("Fail", "error", () => ({ times: Number(failing.input.value) }))),
    error,
    button("Clear all faults", "clear", undefined, "danger"),
    h("h3", {}, "What happened"), diary,
  ),
);

function toggle(open) {
  panel.hidden = !open;
  document.body.classList.remove("sidebar-open");
  $("open-sidebar").setAttribute("aria-expanded", "false");
  opener.setAttribute("aria-expanded", String(open));
  if (open) panel.querySelector("button").focus();
  else (opener.checkVisibility({ visibilityProperty: true }) ? opener : $("open-sidebar")).focus();
}

opener.addEventListener("click", () => toggle(panel.hidden));
panel.addEventListener("keydown", (event) => event.key === "Escape" && toggle(false));

onChange((changed) => {
  if (!changed.faults && !changed.bot) return;
  const lines = [...(state.faults?.active ?? [])];
  if (state.bot && !state.bot.connected) lines.unshift("The bot is not connected");
  active.replaceChildren(...(lines.length ? lines.map((line) => h("li", {}, line)) : [h("li", { class: "faint" }, "Nothing: all is well.")]));
  const happened = state.faults?.happenings ?? [];
  diary.replaceChildren(...(happened.length ? happened.map((one) => h("li", {}, h("time", { datetime: one.at }, new Date(one.at).toLocaleTimeString()), " ", one.text)) : [h("li", { class: "faint" }, "Nothing yet.")]));
  $("fault-count").textContent = String(lines.length);
  $("fault-count").hidden = lines.length === 0;
  opener.setAttribute("aria-label", lines.length ? `Faults, ${lines.length} active` : "Faults");
});
