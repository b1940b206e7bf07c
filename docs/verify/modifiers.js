// What stands behind dice and groups: how it is read, how it is written, and when a comparison holds.

import { LIMITS, Unreadable } from "./limits.js";

const HOLDS = {
  ">=": (order) => order >= 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  "<": (order) => order < 0,
  "=": (order) => order === 0,
  "<>": (order) => order !== 0,
};
const MODIFIES = /[kd!eirmcfus><=≥≤≠]/y;
const COUNTS = "><=≥≤≠";
const FOR_GROUPS = ["keep", "keep if", "drop", "successes", "failures", "sorted"];
/** Longer words first. */
const EXPLOSIONS = [["!!", "!!"], ["!p", "!p"], ["!", "!"], ["ie", "!"], ["e", "!"]];
const REROLLS = [["rr", "r"], ["ro", "ro"], ["ra", "ra"], ["r", "r"]];
const BOUNDS = [["min", "least"], ["mi", "least"], ["max", "most"], ["ma", "most"]];

/** Whether a comparison holds; `order` is below, at or above zero as left is to right. */
export function holds(order, sign) {
  return HOLDS[sign](order);
}

/** Whether a plain number meets a condition. */
export function meets(value, condition) {
  return HOLDS[condition.sign](value - condition.number);
}

/** Whether these modifiers turn the value into a number of successes. */
export function countsSuccesses(modifiers) {
  return modifiers.some((modifier) => modifier.does === "successes");
}

/** Read what stands behind `count` dice of a kind, or behind a group, which has no kind. */
export function readModifiers(cursor, kind, count) {
  const modifiers = [];
  while (cursor.finds(MODIFIES)) {
    const modifier = readOne(cursor, modifiers);
    if (modifier === null) break;
    if (modifiers.length === LIMITS.modifiers) throw new Unreadable("too many modifiers");
    if (kind === null) checkGroup(modifier);
    else checkDice(modifier, kind, count, modifiers);
    modifiers.push(modifier);
  }
  return modifiers;
}

function readOne(cursor, before) {
  const here = cursor.here;
  if (here === "k") return readKeep(cursor);
  if (here === "d") return readDrop(cursor);
  if (here === "r") return cursor.startsWith("round") ? null : readReroll(cursor);
  if (here === "m") return readBound(cursor);
  if (here === "c") return readCritical(cursor);
  if (here === "f") return cursor.startsWith("floor") ? null : readFailures(cursor, before);
  if (here === "u") {
    cursor.go(cursor.at + 1);
    return { does: "unique" };
  }
  if (here === "s") return readSorted(cursor);
  if (!COUNTS.includes(here)) return readExplosion(cursor);
  // A second comparison compares the number of successes: 5d10>=8>=3.
  return countsSuccesses(before) ? null : { does: "successes", when: cursor.mustCondition(here) };
}

function readAmount(cursor) {
  const number = cursor.integer();
  if (number === 0) throw new Unreadable("nothing is kept or dropped");
  return number ?? 1;
}

function readKeep(cursor) {
  const letter = cursor.text[cursor.at + 1] ?? "";
  if (letter !== "" && "hlm".includes(letter)) {
    cursor.go(cursor.at + 2);
    return { does: "keep", end: letter, count: readAmount(cursor) };
  }
  cursor.go(cursor.at + 1);
  const sign = cursor.comparison();
  if (sign === null) return { does: "keep", end: "h", count: readAmount(cursor) };
  return { does: "keep if", when: { sign, number: cursor.mustInteger("k", true) } };
}

function readDrop(cursor) {
  const start = cursor.at;
  const letter = cursor.text[start + 1] ?? "";
  if (letter !== "" && "hl".includes(letter)) {
    cursor.go(start + 2);
    return { does: "drop", end: letter, count: readAmount(cursor) };
  }
  cursor.go(start + 1);
  if (/^[\p{L}%[]$/u.test(cursor.here)) {
    cursor.go(start);
    return null;
  }
  return { does: "drop", end: "l", count: readAmount(cursor) };
}

function readExplosion(cursor) {
  const found = EXPLOSIONS.find(([word]) => cursor.takes(word));
  return found === undefined ? null : { does: "explode", style: found[1], when: cursor.condition(found[0]) };
}

function readReroll(cursor) {
  const found = REROLLS.find(([word]) => cursor.takes(word));
  return { does: "reroll", style: found[1], when: cursor.mustCondition(found[0]) };
}

function readBound(cursor) {
  const found = BOUNDS.find(([word]) => cursor.takes(word));
  return found === undefined ? null : { does: found[1], value: cursor.mustInteger(found[0], true) };
}

function readCritical(cursor) {
  const word = ["cs", "cf"].find((each) => cursor.takes(each));
  return word === undefined ? null : { does: "critical", word, when: cursor.mustCondition(word) };
}

function readFailures(cursor, before) {
  cursor.go(cursor.at + 1);
  const when = cursor.mustCondition("f");
  if (!countsSuccesses(before)) throw new Unreadable("failures are counted, but no successes");
  return { does: "failures", when };
}

function readSorted(cursor) {
  const isDescending = cursor.finds(/sd(?![hl]| *[0-9])/y) !== null;
  cursor.go(cursor.at + (isDescending ? 2 : 1));
  return { does: "sorted", isDescending };
}

function checkGroup(modifier) {
  if (!FOR_GROUPS.includes(modifier.does)) throw new Unreadable("a group can only keep, drop, sort and count");
}

function checkDice(modifier, kind, count, before) {
  if (modifier.does === "explode") {
    const never = modifier.when === null ? kind.lowest === kind.highest : always(modifier.when, kind);
    if (never) throw new Unreadable("an explosion that never ends");
  } else if (modifier.does === "reroll" && modifier.style === "r") {
    // Once and adding throw once more and stop, whatever falls.
    if (always(modifier.when, kind)) throw new Unreadable("a reroll that never ends");
  } else if (modifier.does === "unique") {
    checkUnique(kind, count, before);
  }
}

/** Whether every face of a die meets a condition. */
function always(condition, kind) {
  if (kind.faces !== null) return kind.faces.every((face) => meets(face, condition));
  const hasHole = condition.sign === "<>" && condition.number >= 1 && condition.number <= kind.sides;
  return meets(kind.lowest, condition) && meets(kind.highest, condition) && !hasHole;
}

function checkUnique(kind, count, before) {
  const values = kind.faces === null ? kind.sides : new Set(kind.faces).size;
  let left = count;
  for (const modifier of before) {
    if (modifier.does === "keep") left = Math.min(left, modifier.count);
    if (modifier.does === "drop") left = Math.max(0, left - modifier.count);
    if (modifier.does === "keep if") left = 0;
  }
  if (left > values) throw new Unreadable("more dice than different faces");
}

/** Return modifiers as they are written. */
export function writeModifiers(modifiers) {
  let text = "";
  modifiers.forEach((modifier, place) => {
    const before = modifiers[place - 1];
    // `! !` explodes twice; `!!` compounds.
    const isApart = modifier.does === "explode" && before?.does === "explode" && before.style === "!" && !before.when;
    text += isApart ? ` ${writeOne(modifier)}` : writeOne(modifier);
  });
  return text;
}

function writeOne(modifier) {
  const when = modifier.when ? `${modifier.when.sign}${modifier.when.number}` : "";
  switch (modifier.does) {
    case "keep":
      return `k${modifier.end}${modifier.count}`;
    case "keep if":
      return `k${when}`;
    case "drop":
      return `d${modifier.end}${modifier.count}`;
    case "explode":
    case "reroll":
      return `${modifier.style}${when}`;
    case "least":
      return `mi${modifier.value}`;
    case "most":
      return `ma${modifier.value}`;
    case "successes":
      return when;
    case "failures":
      return `f${when}`;
    case "critical":
      return `${modifier.word}${when}`;
    case "unique":
      return "u";
    default:
      return modifier.isDescending ? "sd" : "s";
  }
}
