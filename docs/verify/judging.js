// Judges what fell: the same faces give the same totals, for ever. Rulesets and the plot die are here.

import { shows } from "./dice_terms.js";
import { Table } from "./thrown_dice.js";
import { AT_MOST, DICE_ALONE, diceOf, lay, valueOf } from "./evaluating.js";
import { truncated } from "./quantities.js";

/** The least that a total of each ruleset can be; null where there is none. "nazh" is its first edition. */
export const RULESETS = Object.freeze({ nazh: 1n, "nazh-2": 1n, cosmere: null, plain: null });

/** The rulesets that tell of damage what a graze and a critical hit would deal. */
const TELL_DAMAGE = ["cosmere"];
const BONUS = { 1: 2n, 2: 4n };
/** From the least to the most welcome: nothing, +2 with a Threat, +4 with a Threat, Opportunity. */
const WELCOME = { 3: 0, 4: 0, 1: 1, 2: 2, 5: 3, 6: 3 };

/** There are fewer faces than dice, or one that its die does not have. */
export class WrongFaces extends Error {}

/** Reads faces that have fallen, in draw order. `position` counts how many were used. */
export class Reading {
  constructor(faces) {
    this.faces = faces;
    this.position = 0;
  }

  take(kind) {
    if (this.position >= this.faces.length) throw new WrongFaces("more dice fall than there are faces");
    const face = this.faces[this.position];
    this.position += 1;
    if (!shows(kind, face)) throw new WrongFaces(`a d${kind.written} has no face ${face}`);
    return face;
  }
}

/** Draws faces from the stream of a throw and remembers them. */
export class Drawing {
  constructor(stream) {
    this.stream = stream;
    this.faces = [];
  }

  take(kind) {
    const place = this.stream.below(kind.sides);
    const face = kind.faces === null ? place + 1 : kind.faces[place];
    this.faces.push(face);
    return face;
  }
}

/** Let the pools of a roll fall once, from left to right, and return them as they lie. */
export function layPools(roll, source) {
  return roll.pools.map((pool) => lay(pool.expression, new Table(source)));
}

/**
 * Return the total of each pool as a BigInt, null for one that is only the plot die.
 *
 * Until somebody picks a face of an edged plot die, the suggested one counts. Throws DividedByZero,
 * also where only a graze or a critical hit would divide by zero.
 */
export function judge(roll, laid, ruleset) {
  const bonus = roll.hasPlotDie ? (BONUS[plotFace(laid.flatMap(diceOf))] ?? 0n) : 0n;
  const tellsDamage = TELL_DAMAGE.includes(ruleset) && roll.pools.some((pool) => pool.kind === "skill");
  return roll.pools.map((pool, place) => {
    if (pool.kind === "plot") return null;
    if (tellsDamage && isDamage(pool)) for (const reading of [DICE_ALONE, AT_MOST]) valueOf(laid[place], reading);
    const total = truncated(valueOf(laid[place])) + (pool.kind === "skill" ? bonus : 0n);
    const lowest = lowestTotal(pool, ruleset);
    return lowest !== null && total < lowest ? lowest : total;
  });
}

/** The first edition of "nazh" also lifts Fate dice and plain arithmetic. */
function lowestTotal(pool, ruleset) {
  const canBeLow = pool.terms.length === 0 || pool.terms.some((term) => term.kind.lowest < 1);
  return pool.counts || (ruleset === "nazh-2" && canBeLow) ? null : RULESETS[ruleset];
}

function isDamage(pool) {
  return pool.label !== null && pool.label.toLowerCase().includes("damage");
}

function plotFace(dice) {
  const { faces, edge } = dice.find((die) => die.kind.isPlot);
  if (edge === undefined) return faces[0];
  const [first, second] = faces;
  const firstIsBetter = edge === "a" ? WELCOME[first] >= WELCOME[second] : WELCOME[first] <= WELCOME[second];
  return firstIsBetter ? first : second;
}
