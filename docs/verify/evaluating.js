// Lays an expression out on the table, the one place that walks the tree while dice fall, and adds it up.

import { dropDice, keptPlaces, layDice } from "./thrown_dice.js";
import { countsSuccesses, holds, meets } from "./modifiers.js";
import { add, ceil, compare, floor, fraction, negated, over, remainder, times, whole } from "./quantities.js";

const HALF = fraction(1n, 2n);

/** How dice are read: as they fell, without flat terms beside them, or every die at its maximum. */
export const AS_FALLEN = "as fallen";
export const DICE_ALONE = "dice alone";
export const AT_MOST = "at most";

/** A divisor fell zero, so there is no value. */
export class DividedByZero extends Error {}

/** Let the dice of a node fall in draw order and apply every modifier. */
export function lay(node, table) {
  switch (node.is) {
    case "dice":
      return { node, row: layDice(node, table) };
    case "number":
      return { node };
    case "sum":
      return { node, parts: node.terms.map((term) => lay(term.node, table)) };
    case "product":
      return { node, parts: [node.first, ...node.steps.map((step) => step.node)].map((each) => lay(each, table)) };
    case "negative":
      return { node, parts: [lay(node.of, table)] };
    case "function":
      return { node, parts: node.of.map((each) => lay(each, table)) };
    case "compare":
      return { node, parts: [lay(node.left, table), lay(node.right, table)] };
    default:
      return layGroup(node, table);
  }
}

/** Return every die of what lies there. */
export function diceOf(laid) {
  return laid.row ?? (laid.parts ?? []).flatMap(diceOf);
}

/** Return the exact value of what lies there, read in one of three ways. Throws DividedByZero. */
export function valueOf(laid, reading = AS_FALLEN) {
  const { node } = laid;
  if (node.is === "number") return node.value;
  if (node.is === "dice") return valueOfDice(laid, reading);
  if (node.is === "group") return valueOfGroup(laid, reading);
  if (node.is === "sum") return added(laid, reading);
  const values = laid.parts.map((part) => valueOf(part, reading));
  switch (node.is) {
    case "product":
      return values.reduce((left, right, place) => multiplied(left, node.steps[place - 1].operator, right));
    case "negative":
      return negated(values[0]);
    case "function":
      return applied(node.name, values);
    default:
      return whole(holds(compare(values[0], values[1]), node.sign));
  }
}

function layGroup(node, table) {
  const parts = node.members.map((member) => lay(member, table));
  const group = { node, parts, chosen: parts.map(() => true) };
  for (const modifier of node.modifiers) {
    const chooses = ["keep", "keep if", "drop"].includes(modifier.does);
    if (chooses && parts.length === 1) dropDice(diceOf(group), modifier);
    else if (chooses) dropMembers(group, modifier);
    else if (modifier.does === "sorted" && parts.length > 1) sortMembers(group, modifier.isDescending);
  }
  return group;
}

function dropMembers(group, modifier) {
  const places = [...group.parts.keys()].filter((place) => group.chosen[place]);
  const totals = places.map((place) => valueOf(group.parts[place]));
  const keeps = keptPlaces(totals, modifier, compare, meetsExactly);
  places.forEach((place, index) => {
    if (keeps.has(index)) return;
    group.chosen[place] = false;
    for (const die of diceOf(group.parts[place])) die.isKept &&= die.kind.isPlot;
  });
}

function sortMembers(group, isDescending) {
  const totals = group.parts.map((part) => valueOf(part));
  const rising = (a, b) => compare(totals[a], totals[b]);
  const order = [...totals.keys()].sort(isDescending ? (a, b) => rising(b, a) : rising);
  group.parts = order.map((place) => group.parts[place]);
  group.chosen = order.map((place) => group.chosen[place]);
}

function valueOfDice(laid, reading) {
  const kept = laid.row.filter((die) => die.isKept && !die.kind.isPlot);
  const values =
    reading === AT_MOST
      ? kept.filter((die) => !die.isFurther).map((die) => die.kind.highest)
      : kept.map((die) => die.value);
  if (countsSuccesses(laid.node.modifiers)) return whole(counted(laid.node.modifiers, values, meets));
  return whole(values.reduce((sum, value) => sum + value, 0));
}

function valueOfGroup(group, reading) {
  const skips = skipsFlat(group.parts, reading);
  const chosen = group.parts.filter((part, place) => group.chosen[place] && (!skips || hasDice(part)));
  const values = chosen.map((part) => valueOf(part, reading));
  if (countsSuccesses(group.node.modifiers)) return whole(counted(group.node.modifiers, values, meetsExactly));
  return values.reduce(add, whole(0));
}

function added({ node, parts }, reading) {
  const skips = skipsFlat(parts, reading);
  let sum = whole(0);
  parts.forEach((part, place) => {
    if (skips && !hasDice(part)) return;
    const value = valueOf(part, reading);
    sum = add(sum, node.terms[place].sign === "-" ? negated(value) : value);
  });
  return sum;
}

/** Whether flat parts are looked away from. A sum without any dice is none: in 2d6*(1+1) it is a factor. */
function skipsFlat(parts, reading) {
  return reading === DICE_ALONE && parts.some(hasDice);
}

function hasDice(laid) {
  return diceOf(laid).length > 0;
}

/** Return successes less failures among values. */
function counted(modifiers, values, meetsCondition) {
  let count = 0;
  for (const { does, when } of modifiers) {
    if (does !== "successes" && does !== "failures") continue;
    const met = values.filter((value) => meetsCondition(value, when)).length;
    count += does === "successes" ? met : -met;
  }
  return count;
}

function meetsExactly(value, condition) {
  return holds(compare(value, whole(condition.number)), condition.sign);
}

function multiplied(left, operator, right) {
  if (operator === "*") return times(left, right);
  if (right.top === 0n) throw new DividedByZero();
  if (operator === "/") return over(left, right);
  return operator === "//" ? floor(over(left, right)) : remainder(left, right);
}

function applied(name, values) {
  const [first] = values;
  switch (name) {
    case "floor":
      return floor(first);
    case "ceil":
      return ceil(first);
    case "round":
      return floor(add(first, HALF)); // halves go up
    case "abs":
      return first.top < 0n ? negated(first) : first;
    case "min":
      return values.reduce((least, value) => (compare(value, least) < 0 ? value : least));
    default:
      return values.reduce((most, value) => (compare(value, most) > 0 ? value : most));
  }
}
