// Dice as they lie on the table, and what the modifiers do to them one after the other.

import { PLOT_DIE } from "./dice_terms.js";
import { LIMITS } from "./limits.js";
import { meets } from "./modifiers.js";

/** One die; `faces` are what it showed, the one that counts first. A further one came by another die. */
function fallen(kind, faces, isFurther = false) {
  return { kind, faces, value: faces[0], isKept: true, isFurther };
}

/** Where one pool falls: faces come from `source`; further dice are counted and bounded. */
export class Table {
  constructor(source) {
    this.source = source;
    this.further = 0;
  }

  /** Return a further face of the same die; null at the limit. */
  throwAgain(die) {
    if (this.further >= LIMITS.furtherDice) return null;
    this.further += 1;
    return this.source.take(die.kind);
  }
}

/** Throw the dice of one term and apply its modifiers in the order written. */
export function layDice(dice, table) {
  let row = Array.from({ length: dice.count }, (_, place) => layTagged(dice.kind, dice.tags[place], table.source));
  for (const modifier of dice.modifiers) row = modify(row, modifier, table);
  return row;
}

function layTagged(kind, tag, source) {
  if (tag === "p") return fallen(PLOT_DIE, [source.take(PLOT_DIE)]);
  if (tag !== "a" && tag !== "d") return fallen(kind, [source.take(kind)]);
  const [first, second] = [source.take(kind), source.take(kind)];
  // The plot die keeps draw order: which of its faces counts is a choice, not a maximum.
  const turns = !kind.isPlot && second > first === (tag === "a");
  return { ...fallen(kind, turns ? [second, first] : [first, second]), edge: tag };
}

function modify(row, modifier, table) {
  switch (modifier.does) {
    case "keep":
    case "keep if":
    case "drop":
      dropDice(row, modifier);
      return row;
    case "explode":
      if (modifier.style !== "!!") return followed(row, (die) => explode(die, modifier, table));
      for (const die of inPlay(row)) compound(die, modifier, table);
      return row;
    case "reroll":
      if (modifier.style === "ra") return followed(row, (die) => rerollAdding(die, modifier, table));
      for (const die of inPlay(row)) reroll(die, modifier, table);
      return row;
    case "least":
      for (const die of inPlay(row)) die.value = Math.max(die.value, modifier.value);
      return row;
    case "most":
      for (const die of inPlay(row)) die.value = Math.min(die.value, modifier.value);
      return row;
    case "unique":
      makeUnique(inPlay(row), table);
      return row;
    case "sorted":
      return row.toSorted((a, b) => (modifier.isDescending ? b.value - a.value : a.value - b.value));
    default:
      return row; // counting is done on the dice that are kept in the end
  }
}

function inPlay(row) {
  return row.filter((die) => die.isKept && !die.kind.isPlot);
}

/** Drop what `modifier` does not keep; plot dice and dropped dice are left alone. */
export function dropDice(row, modifier) {
  const playing = inPlay(row);
  const values = playing.map((die) => die.value);
  const keeps = keptPlaces(values, modifier, (a, b) => a - b, meets);
  playing.forEach((die, place) => {
    if (!keeps.has(place)) die.isKept = false;
  });
}

/** Return which places of `values` stay; in a tie the one further left. */
export function keptPlaces(values, modifier, order, meetsCondition) {
  const places = [...values.keys()];
  if (modifier.does === "keep if") {
    return new Set(places.filter((place) => meetsCondition(values[place], modifier.when)));
  }
  let { end, count } = modifier;
  if (modifier.does === "drop") {
    end = end === "h" ? "l" : "h";
    count = Math.max(0, values.length - count);
  }
  const rising = places.toSorted((a, b) => order(values[a], values[b]));
  if (end === "l") return new Set(rising.slice(0, count));
  if (end === "h") return new Set(places.toSorted((a, b) => order(values[b], values[a])).slice(0, count));
  // Of an odd surplus the higher end loses one more.
  const start = Math.floor(Math.max(0, values.length - count) / 2);
  return new Set(rising.slice(start, start + count));
}

function followed(row, further) {
  return row.flatMap((die) => (die.isKept && !die.kind.isPlot ? [die, ...further(die)] : [die]));
}

function explodes(kind, value, modifier) {
  return modifier.when === null ? value === kind.highest : meets(value, modifier.when);
}

function explode(die, modifier, table) {
  const chain = [];
  let value = die.value;
  while (explodes(die.kind, value, modifier)) {
    const face = table.throwAgain(die);
    if (face === null) break;
    const next = fallen(die.kind, [face], true);
    if (modifier.style === "!p") next.value = face - 1;
    chain.push(next);
    value = face;
  }
  return chain;
}

function compound(die, modifier, table) {
  let value = die.value;
  while (explodes(die.kind, value, modifier)) {
    const face = table.throwAgain(die);
    if (face === null) break;
    die.value += face;
    value = face;
  }
}

function rerollAdding(die, modifier, table) {
  if (!meets(die.value, modifier.when)) return [];
  const face = table.throwAgain(die);
  return face === null ? [] : [fallen(die.kind, [face], true)];
}

function reroll(die, modifier, table) {
  while (meets(die.value, modifier.when)) {
    if (!throwAnew(die, table) || modifier.style === "ro") return;
  }
}

function throwAnew(die, table) {
  const face = table.throwAgain(die);
  if (face === null) return false;
  die.value = face;
  return true;
}

function makeUnique(playing, table) {
  const seen = new Set();
  for (const die of playing) {
    while (seen.has(die.value)) {
      if (!throwAnew(die, table)) return;
    }
    seen.add(die.value);
  }
}
