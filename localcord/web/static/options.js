// Options of a command: one field each, its candidates, and what its text means.

import { avatar, h } from "./dom.js";
import { act, localized, state } from "./state.js";

const STRING = 3, INTEGER = 4, BOOLEAN = 5, USER = 6, CHANNEL = 7, ROLE = 8, MENTIONABLE = 9, NUMBER = 10;

/** Commands as they are typed: subcommands are commands of two or three words. */
export function flatten(commands) {
  const found = [];
  const walk = (one, path, title) => {
    const nested = (one.options ?? []).filter((option) => option.type <= 2);
    if (nested.length) for (const option of nested) walk(option, `${path} ${option.name}`, `${title} ${localized(option)}`);
    else found.push({ path, title, description: localized(one, "description"), options: one.options ?? [] });
  };
  for (const command of commands) if (command.type === 1) walk(command, command.name, localized(command));
  return found;
}

/**
 * Read a whole command, as one is pasted: "/roll dice:2d6+1 note:to hit". Returns null for anything
 * else. The text of an option goes on until the next name of one; without a name it is the first's.
 */
export function readTyped(text, commands) {
  for (const command of commands) {
    const name = [command.title, command.path].find((one) => text.startsWith(`/${one} `));
    const named = new Map(command.options.flatMap((option) => [[localized(option), option], [option.name, option]]));
    if (!name || !named.size) continue;
    const pattern = new RegExp(`(?:^|\\s)(${[...named.keys()].map(escaped).join("|")}):`, "g");
    const rest = text.slice(name.length + 2);
    const found = [...rest.matchAll(pattern)];
    if (!rest.trim()) return null;
    if (found[0]?.index !== 0) return { command, given: new Map([[command.options[0], rest.trim()]]) };
    const given = new Map(found.map((one, at) => [named.get(one[1]), rest.slice(one.index + one[0].length, found[at + 1]?.index).trim()]));
    return { command, given };
  }
  return null;
}

const escaped = (text) => text.replace(/[-\\^$*+?.()|[\]{}]/g, "\\$&");

/** A field for one option. `value()` throws an Error with a sentence when its text is no value. */
export class Field {
  constructor(option, command) {
    this.option = option;
    this.command = command;
    this.picked = null;
    this.asked = 0;
    this.input = h("input", { type: "text", role: "combobox", "aria-expanded": "false", "aria-controls": "suggestions", "aria-autocomplete": "list", "aria-label": `${localized(option)}${option.required ? ", required" : ""}`, autocomplete: "off", spellcheck: "false", inputmode: [INTEGER, NUMBER].includes(option.type) ? "decimal" : null, size: "6" });
    this.element = h("label", { class: "option" }, h("span", { class: "option-name", "aria-hidden": "true" }, localized(option)), this.input);
    this.input.addEventListener("input", () => {
      this.picked = null;
      this.grow();
    });
  }

  grow() {
    this.input.size = Math.min(40, Math.max(6, this.input.value.length + 1));
  }

  write(text) {
    this.input.value = text;
    this.grow();
  }

  get text() {
    return this.input.value;
  }

  /** Whether a value must be one of the candidates. */
  get closed() {
    return Boolean(this.option.choices?.length) || [BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE].includes(this.option.type);
  }

  pick(candidate) {
    this.picked = candidate;
    this.input.value = candidate.label;
    this.input.removeAttribute("aria-invalid");
    this.grow();
  }

  candidates() {
    const { option } = this;
    if (option.choices?.length) return option.choices.map((choice) => ({ label: localized(choice), value: choice.value }));
    if (option.type === BOOLEAN) return [{ label: "True", value: true }, { label: "False", value: false }];
    const people = [...state.people, state.bot].map((one) => ({ label: one.name, value: one.id, description: one.about, icon: avatar(one.name, "small") }));
    if (option.type === USER) return people;
    if (option.type === CHANNEL) return state.places.filter((place) => place.guild).map((place) => ({ label: `#${place.name}`, value: place.id }));
    const roles = [{ label: "@everyone", value: "@everyone" }, ...state.roles.map((role) => ({ label: `@${role.name}`, value: role.id }))];
    if (option.type === ROLE) return roles;
    return option.type === MENTIONABLE ? [...people, ...roles] : [];
  }

  /** Return candidates for what is typed; null when a later question has overtaken this one. */
  async suggest(others) {
    if (this.option.autocomplete) {
      const mine = (this.asked += 1);
      const answer = await act("complete", { command: this.command.path, option: this.option.name, typed: this.text, options: others });
      if (mine !== this.asked) return null;
      if (answer.failure) throw new Error(answer.failure);
      this.offered = answer.choices.map((choice) => ({ label: localized(choice), value: choice.value }));
      return this.offered;
    }
    if (this.picked) return this.candidates();
    const typed = this.text.toLowerCase();
    return this.candidates().filter((one) => one.label.toLowerCase().includes(typed));
  }

  get empty() {
    return this.text.trim() === "";
  }

  value() {
    const { option } = this;
    const name = localized(option);
    if (this.picked) return this.picked.value;
    const typed = this.text.trim();
    const known = this.closed ? this.candidates() : this.offered ?? [];
    const same = known.find((one) => one.label.toLowerCase() === typed.toLowerCase());
    if (same) return same.value;
    if (this.closed) throw new Error(`“${typed}” is none of the choices of ${name}.`);
    if (option.type === STRING) return this.text;
    const number = Number(typed.replace(",", "."));
    if (option.type === INTEGER && !Number.isInteger(number)) throw new Error(`${name} must be a whole number.`);
    if (option.type === NUMBER && !Number.isFinite(number)) throw new Error(`${name} must be a number.`);
    return [INTEGER, NUMBER].includes(option.type) ? number : typed;
  }
}
