// Writes the canonical notation: what was understood, in a form that reads back the same.

import { countsSuccesses, writeModifiers } from "./modifiers.js";
import { written } from "./quantities.js";

// How tightly a node binds; one that binds more loosely than its place asks for gets parentheses.
const COMPARISON = 0;
const SUM = 1;
const PRODUCT = 2;
const ATOM = 3;

/** Return the notation of a list of pools, thrown `repeats` times over. */
export function writeRoll(pools, repeats) {
  const text = pools.map(writePool).join(", ");
  // A first label such as "2 swords" would read as a repeat.
  const misleads = /^\p{Nd}+[ xXＸｘ]/u.test(pools[0].label ?? "");
  return repeats === 1 && !misleads ? text : `${repeats}x${text}`;
}

function writePool(pool) {
  const label = pool.label === null ? "" : `${pool.label}: `;
  const target = pool.target === null ? "" : ` vs ${pool.target}`;
  return `${label}${write(pool.expression, COMPARISON)}${target}`;
}

function write(node, place) {
  switch (node.is) {
    case "dice":
      return writeDice(node);
    case "number":
      return written(node.value);
    case "group":
      return writeGroup(node);
    case "function":
      return `${node.name}(${node.of.map((each) => write(each, COMPARISON)).join(",")})`;
    case "negative":
      // A second minus right behind the first would take it back.
      return node.of.is === "negative" ? `-(${write(node.of, ATOM)})` : `-${write(node.of, ATOM)}`;
    case "product": {
      const steps = node.steps.map((step) => step.operator + write(step.node, ATOM)).join("");
      return inPlace(write(node.first, ATOM) + steps, PRODUCT, place);
    }
    case "sum": {
      const terms = node.terms.map((term) => term.sign + write(term.node, PRODUCT)).join("");
      return inPlace(terms.slice(1), SUM, place);
    }
    default: {
      const left = write(node.left, SUM) + (wouldCount(node.left) ? "+0" : "");
      return inPlace(left + node.sign + write(node.right, SUM), COMPARISON, place);
    }
  }
}

function writeDice(dice) {
  const isPlain = dice.kind.isPlot && dice.count === 1 && dice.tags.length === 0;
  const head = isPlain ? "dp" : `${dice.tags.join("")}${dice.count}d${dice.kind.written}`;
  return head + writeModifiers(dice.modifiers) + dice.notes.map((note) => `[${note}]`).join("");
}

function writeGroup(group) {
  const inner = group.members.map((member) => write(member, COMPARISON)).join(",");
  const enclosed = group.members.length === 1 && group.modifiers.length ? `(${inner})` : `{${inner}}`;
  return enclosed + writeModifiers(group.modifiers);
}

/** Whether a comparison right behind the node would be read as a success count of its last dice. */
function wouldCount(node) {
  switch (node.is) {
    case "dice":
      return node.notes.length === 0 && !countsSuccesses(node.modifiers);
    case "group":
      return !countsSuccesses(node.modifiers);
    case "negative":
      return ["sum", "product"].includes(node.of.is) || wouldCount(node.of);
    case "product": {
      const last = node.steps.at(-1).node;
      return ["sum", "product"].includes(last.is) || wouldCount(last);
    }
    case "sum": {
      const last = node.terms.at(-1).node;
      return last.is === "sum" || wouldCount(last);
    }
    default:
      return node.is === "compare";
  }
}

function inPlace(text, binds, place) {
  return binds < place ? `(${text})` : text;
}
