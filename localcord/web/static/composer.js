// The composer: plain messages, and slash commands with their options.

import { $, h } from "./dom.js";
import { Field, flatten, readTyped } from "./options.js";
import { act, localized, onChange, state } from "./state.js";

const entry = $("entry"), box = $("suggestions"), hint = $("hint"), problem = $("problem"), strip = $("command");
let command = null;
let fields = [];
let shown = [];
let active = -1;
let owner = null;
let locale = null;

const names = () => [state.here?.guild ? `Message #${state.here.name}` : `Message @${state.bot?.name}`];

onChange((changed) => {
  if (changed.here || changed.bot) {
    const label = names()[0];
    entry.placeholder = label;
    entry.setAttribute("aria-label", label);
  }
  const other = changed.me && changed.me.locale !== locale;
  locale = state.me?.locale;
  if ((changed.whole || other) && command) leave(changed.whole);
  // The list of commands may have changed under what is being typed.
  else if ((other || changed.commands) && document.activeElement === entry && entry.value.startsWith("/")) offer();
});

// Suggestions

function suggest(items, input, first) {
  owner = input;
  shown = items;
  active = items.length ? first : -1;
  box.replaceChildren(
    ...items.map((item, index) =>
      h(
        "div",
        { class: "row", role: "option", id: `suggestion-${index}`, "aria-selected": "false", onpointerdown: (event) => event.preventDefault(), onclick: () => item.run() },
        item.icon ?? null,
        h("span", { class: "grow" }, h("span", { class: "label" }, item.label), item.description ? h("small", {}, item.description) : null),
      ),
    ),
  );
  box.hidden = items.length === 0;
  input.setAttribute("aria-expanded", String(items.length > 0));
  mark();
}

function mark() {
  [...box.children].forEach((row, index) => row.setAttribute("aria-selected", String(index === active)));
  if (active >= 0) {
    owner.setAttribute("aria-activedescendant", `suggestion-${active}`);
    box.children[active].scrollIntoView({ block: "nearest" });
  } else owner?.removeAttribute("aria-activedescendant");
}

function hush() {
  if (owner) {
    owner.setAttribute("aria-expanded", "false");
    owner.removeAttribute("aria-activedescendant");
  }
  shown = [];
  active = -1;
  box.hidden = true;
}

/** Keys of an open list of suggestions. Returns whether the key was one of them. */
function steer(event) {
  if (box.hidden) return false;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const step = event.key === "ArrowDown" ? 1 : -1;
    active = active < 0 ? (step > 0 ? 0 : shown.length - 1) : (active + step + shown.length) % shown.length;
    mark();
  } else if ((event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) && active >= 0) shown[active].run();
  else if (event.key === "Escape") hush();
  else return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}

function complain(sentence) {
  problem.textContent = sentence ?? "";
  problem.hidden = !sentence;
}

// The plain message, and the list of commands

entry.addEventListener("input", () => {
  complain(null);
  entry.style.height = "auto";
  entry.style.height = `${Math.min(entry.scrollHeight, 200)}px`;
  offer();
});

function offer() {
  if (!entry.value.startsWith("/") || entry.value.includes("\n")) return hush();
  const typed = entry.value.slice(1).toLowerCase();
  const all = flatten(state.commands);
  const whole = readTyped(entry.value, all);
  if (whole) return enter(whole.command, whole.given);
  const exact = all.find((one) => typed === `${one.title.toLowerCase()} ` || typed === `${one.path} `);
  if (exact) return enter(exact);
  // By the name in one's own language first; who knows only the default name finds it, too.
  const starts = all.filter((one) => one.title.toLowerCase().startsWith(typed));
  const named = all.filter((one) => !starts.includes(one) && one.path.startsWith(typed));
  const holds = all.filter((one) => !starts.includes(one) && !named.includes(one) && one.title.toLowerCase().includes(typed));
  return suggest([...starts, ...named, ...holds].map((one) => ({ label: `/${one.title}`, description: one.description, run: () => enter(one) })), entry, 0);
}

entry.addEventListener("keydown", (event) => {
  if (steer(event)) return;
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    $("composer").requestSubmit();
  } else if (event.key === "ArrowUp" && entry.value === "") {
    event.preventDefault();
    $("messages").lastElementChild?.focus();
  }
});
entry.addEventListener("blur", () => owner === entry && hush());

// A command and its options

function enter(one, given = null) {
  hush();
  command = one;
  fields = [];
  entry.value = "";
  entry.hidden = true;
  strip.hidden = false;
  for (const option of one.options.filter((each) => each.required || given?.has(each))) {
    const field = add(option);
    if (given?.has(option)) field.write(given.get(option));
  }
  draw();
  rest().focus();
}

/** Where the keyboard goes: the first field, what takes the first letter of one, or the send button. */
function rest() {
  return fields[0]?.input ?? strip.querySelector(".first-letter") ?? $("composer").querySelector(".send");
}

/**
 * Takes what is typed while no field is open. No optional field opens by itself, but what is typed
 * goes to the first one. Enter sends.
 */
function firstLetter() {
  const input = h("input", { type: "text", class: "first-letter", size: "1", "aria-label": `/${command.title}: type to fill in ${localized(command.options[0])}, or press Enter to send`, autocomplete: "off", spellcheck: "false" });
  input.addEventListener("input", () => {
    const field = add(command.options[0]);
    field.write(input.value);
    draw();
    field.input.focus();
    ask(field);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      $("composer").requestSubmit();
    } else if (event.key === "Backspace" && input.value === "") {
      event.preventDefault();
      leave();
    }
  });
  return input;
}

function leave(refocus = true) {
  hush();
  command = null;
  fields = [];
  strip.replaceChildren();
  strip.hidden = true;
  hint.hidden = true;
  entry.hidden = false;
  entry.style.height = "auto";
  if (refocus) entry.focus();
}

function add(option) {
  const field = new Field(option, command);
  fields.push(field);
  field.input.addEventListener("focus", () => {
    explain(option);
    ask(field);
  });
  field.input.addEventListener("input", () => ask(field));
  field.input.addEventListener("blur", () => owner === field.input && hush());
  field.input.addEventListener("keydown", (event) => keys(event, field));
  return field;
}

function draw() {
  const unused = command.options.filter((option) => !fields.some((field) => field.option === option));
  const more = unused.map((option) =>
    h("button", { type: "button", class: "more-option", title: localized(option, "description"), "aria-label": `Add option ${localized(option)}: ${localized(option, "description")}`, onfocus: () => explain(option), onclick: () => {
      const field = add(option);
      draw();
      field.input.focus();
    } }, `+ ${localized(option)}`),
  );
  const name = h("button", { type: "button", class: "command-name", title: "Leave this command (Escape)", "aria-label": `/${command.title}, leave this command`, onclick: () => leave() }, `/${command.title}`);
  const typed = fields.length === 0 && command.options.length ? firstLetter() : null;
  strip.replaceChildren(...[name, typed, ...fields.map((field) => field.element), ...more].filter(Boolean));
}

$("composer").addEventListener("keydown", (event) => {
  const back = event.key === "Backspace" && event.target.matches(".send");
  if (command && (event.key === "Escape" || back) && !event.defaultPrevented) {
    event.preventDefault();
    leave();
  }
});

function explain(option) {
  hint.replaceChildren(h("strong", {}, localized(option)), ` ${localized(option, "description")}`, option.required ? h("em", {}, " required") : "");
  hint.hidden = false;
}

function given(except = null) {
  const values = {};
  for (const field of fields) {
    if (field === except || field.empty) continue;
    try {
      values[field.option.name] = field.value();
    } catch {
      // Half-typed: not told while another option is being completed.
    }
  }
  return values;
}

async function ask(field) {
  try {
    const candidates = await field.suggest(given(field));
    if (candidates === null || document.activeElement !== field.input || !command) return;
    const items = candidates.map((one) => ({ ...one, run: () => {
      field.pick(one);
      hush();
      next(field);
    } }));
    suggest(items, field.input, field.closed ? Math.max(0, candidates.findIndex((one) => one.value === field.picked?.value)) : -1);
  } catch (error) {
    hush();
    complain(error.message);
  }
}

/** Go to the next field that is still empty and required, else stay. */
function next(field) {
  const later = [...fields.slice(fields.indexOf(field) + 1), ...fields];
  (later.find((one) => one.empty && one.option.required) ?? field).input.focus();
  hush();
}

function keys(event, field) {
  if (steer(event)) return;
  if (event.key === "Enter" && !event.isComposing) {
    event.preventDefault();
    $("composer").requestSubmit();
  } else if (event.key === "Backspace" && field.text === "") {
    event.preventDefault();
    const at = fields.indexOf(field);
    if (field.option.required && at === 0 && fields.length === 1) return leave();
    if (!field.option.required) {
      hush();
      fields.splice(at, 1);
      draw();
    }
    (fields[Math.max(0, at - 1)]?.input ?? rest()).focus();
  }
}

function read() {
  const values = {};
  for (const field of fields) {
    field.input.removeAttribute("aria-invalid");
    try {
      if (!field.empty) values[field.option.name] = field.value();
      else if (field.option.required) throw new Error(`${localized(field.option)} is required.`);
    } catch (error) {
      field.input.setAttribute("aria-invalid", "true");
      field.input.focus();
      throw error;
    }
  }
  return values;
}

$("composer").addEventListener("submit", async (event) => {
  event.preventDefault();
  complain(null);
  try {
    if (command) {
      const options = read();
      await act("slash", { command: command.path, options });
      leave();
    } else if (entry.value.startsWith("/") && flatten(state.commands).length) {
      complain(`There is no command ${entry.value.split(" ")[0]} here.`);
    } else if (entry.value.trim()) {
      const text = entry.value;
      entry.value = "";
      entry.style.height = "auto";
      await act("say", { text }).catch((error) => {
        entry.value = text;
        throw error;
      });
    }
  } catch (error) {
    complain(error.message);
  }
});
