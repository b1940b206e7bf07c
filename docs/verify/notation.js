// The notation: text in, a checked roll out.

import { plainCharacters } from "./characters.js";
import { bounded, Cursor } from "./cursor.js";
import { spaced } from "./dice_terms.js";
import { ExpressionReader, plotDice } from "./expressions.js";
import { LIMITS, Unreadable } from "./limits.js";
import { writeRoll } from "./writing.js";

// 6x4d6 and 6 4d6; but 2 d6 is two d6, because white space between tokens is free.
const REPEAT = new RegExp(
  String.raw`([0-9]+)(?: *x| +(?=[\p{L}\p{N}_(@$\{])` +
    String.raw`(?!d *(?:[0-9]+(?![0-9]| *d *[0-9%fp\[])|[%fp\[]))(?!vs *[0-9]))`,
  "uy",
);
const LABEL = /([^:,;#[\]{}@$]*):/y;

/** Read a text whole and check it against every rule and limit. Throws Unreadable. */
export function readRoll(text) {
  const { plain, typed } = plainCharacters(text);
  const cursor = new Cursor(plain.split("#", 1)[0]);
  if (cursor.here === "") throw new Unreadable("there is no roll");
  const repeats = readRepeats(cursor);
  const pools = readPools(cursor, typed);
  if (cursor.here !== "") throw new Unreadable(`“${cursor.here}” means nothing here`);
  const dice = pools.flatMap((pool) => pool.terms).reduce((sum, term) => sum + term.count, 0);
  const plotDie = pools.some((pool) => pool.plotDice > 0) ? 1 : 0;
  if (repeats * (dice - plotDie) > LIMITS.diceInAll) throw new Unreadable("too many dice in all");
  const notation = writeRoll(pools, repeats);
  if (Array.from(notation).length > LIMITS.characters) throw new Unreadable("it is longer than a roll can be");
  return { pools, repeats, notation, hasPlotDie: plotDie > 0 };
}

function readRepeats(cursor) {
  const found = cursor.finds(REPEAT);
  if (found === null) return 1;
  const repeats = bounded(found[1]);
  if (repeats === 0 || repeats > LIMITS.repeats) throw new Unreadable("no such number of repeats is allowed");
  cursor.go(cursor.at + found[0].length);
  return repeats;
}

function readPools(cursor, typed) {
  const reader = new ExpressionReader(cursor, typed);
  const pools = [];
  do {
    if (pools.length > 0) cursor.go(cursor.at + 1);
    pools.push(readPool(cursor, reader));
    // The plot die may come on top of five pools.
    if (pools.filter((pool) => pool.kind !== "plot").length > LIMITS.pools) throw new Unreadable("too many pools");
    if (pools.reduce((sum, pool) => sum + pool.plotDice, 0) > 1) throw new Unreadable("a second plot die");
  } while (cursor.here === "," || cursor.here === ";");
  return pools;
}

function readPool(cursor, reader) {
  const found = cursor.finds(LABEL);
  let label = null;
  if (found !== null) {
    label = spaced(reader.typed.slice(cursor.at, cursor.at + found[1].length));
    if (label === "") throw new Unreadable("a label is missing before the colon");
    cursor.go(cursor.at + found[0].length);
  }
  reader.startPool();
  const expression = reader.expression();
  const target = cursor.takes("vs") ? cursor.mustInteger("vs") : null;
  const { terms, counts } = reader;
  const plots = terms.reduce((sum, term) => sum + plotDice(term), 0);
  return { expression, label, target, terms, counts, kind: kindOf(expression, terms), plotDice: plots };
}

/** Skill with a d20, plot when it is only the plot die, which has no total. */
function kindOf(expression, terms) {
  if (terms.some((term) => term.kind.sides === 20 && term.kind.faces === null)) return "skill";
  const isOnlyPlotDie = expression.is === "dice" && expression.count === 1 && plotDice(expression) === 1;
  return isOnlyPlotDie ? "plot" : "pool";
}
