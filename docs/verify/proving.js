// What an entry that took chance must have shown: faces from the secret, totals from the faces.

import { Stream } from "./chance.js";
import { PLOT_DIE } from "./dice_terms.js";
import { Drawing, judge, layPools, Reading, RULESETS, WrongFaces } from "./judging.js";
import { DividedByZero } from "./evaluating.js";
import { LIMITS, Unreadable } from "./limits.js";
import { readRoll } from "./notation.js";

const MAX_CACHED_PLANS = 2000;
const PLOT_TAIL = ", dp";
const PLOT_POOL = {
  expression: { is: "dice", count: 1, kind: PLOT_DIE, tags: [], modifiers: [], notes: [] },
  kind: "plot",
  counts: false,
};

/** Checks one entry after the other. `key` is the secret for `hmac`, or null where it is not disclosed. */
export class Prover {
  constructor(session, key) {
    this.session = new TextEncoder().encode(session);
    this.key = key;
    this.plans = new Map();
    this.rolled = new Map();
    this.withPlotDie = new Set();
  }

  /** Return what is wrong with an entry, in sentences. `mix` is that of the words before it. */
  faultsOf(entry, mix) {
    const stream = this.key === null ? null : new Stream(this.key, this.session, mix, entry.counter);
    if (entry.kind === "rolled") this.rolled.set(entry.n, entry);
    if (entry.kind === "plot_die_added") return this.faultsOfPlotDie(entry, stream);
    const roll = this.plan(entry.notation);
    if (roll.trouble) return [`Its notation “${entry.notation}” is no roll: ${roll.trouble}.`];
    const faults = [];
    if (roll.notation !== entry.notation) faults.push("Its notation is not written as Nazh writes it.");
    if (!Object.hasOwn(RULESETS, entry.ruleset)) return [...faults, unknownRuleset(entry.ruleset)];
    const more = entry.kind === "spoiled" ? faultsOfSpoiled : faultsOfRoll;
    return [...faults, ...more(entry, roll, stream)];
  }

  /** Return the roll that a receipt tells, or its `trouble`. The same few come again and again. */
  plan(notation) {
    let roll = this.plans.get(notation);
    if (roll === undefined) {
      roll = readPlan(notation);
      if (this.plans.size === MAX_CACHED_PLANS) this.plans.clear();
      this.plans.set(notation, roll);
    }
    return roll;
  }

  faultsOfPlotDie(entry, stream) {
    const before = this.rolled.get(entry.of);
    if (before === undefined) return [`It adds a plot die to entry ${entry.of}, which is no roll before it.`];
    const faults = stream === null ? [] : unlike(entry.faces, plotFaces(stream, entry.faces.length));
    const roll = this.plan(before.notation);
    // What is wrong with the roll itself was said of the roll.
    if (roll.trouble || !fits(roll, before.faces)) return faults;
    const isSecond = roll.hasPlotDie || this.withPlotDie.has(entry.of);
    if (isSecond) return [...faults, `Entry ${entry.of} has a plot die already.`];
    this.withPlotDie.add(entry.of);
    if (entry.notation !== roll.notation + PLOT_TAIL) faults.push(`Its notation is not that of entry ${entry.of}.`);
    if (!Object.hasOwn(RULESETS, before.ruleset)) return [...faults, unknownRuleset(before.ruleset)];
    return [...faults, ...faultsOfBoth(entry, before, roll)];
  }
}

/** Return what is wrong with the totals of a roll and the plot die that fell beside it. */
function faultsOfBoth(entry, before, roll) {
  const [fell, plot] = [new Reading(before.faces), new Reading(entry.faces)];
  const lay = () => [...layPools(roll, fell), ...layPools({ pools: [PLOT_POOL] }, plot)];
  return faultsOfTotals(entry, () => totalsOf(withPlotDie(roll), before.ruleset, lay), plot);
}

function unknownRuleset(name) {
  return `No ruleset is called “${name}”.`;
}

function fits(roll, faces) {
  const fell = new Reading(faces);
  try {
    for (let place = 0; place < roll.repeats; place += 1) layPools(roll, fell);
  } catch (error) {
    if (error instanceof WrongFaces || error instanceof DividedByZero) return false;
    throw error;
  }
  return fell.position === faces.length;
}

function readPlan(notation) {
  // A plot die may have made it longer than what a player may type.
  const isLonger = notation.endsWith(PLOT_TAIL);
  try {
    const roll = readRoll(isLonger ? notation.slice(0, -PLOT_TAIL.length) : notation);
    if (isLonger && roll.hasPlotDie) return { trouble: "a second plot die" };
    return isLonger ? withPlotDie(roll) : roll;
  } catch (error) {
    if (error instanceof Unreadable) return { trouble: error.message };
    throw error;
  }
}

function withPlotDie(roll) {
  return { ...roll, pools: [...roll.pools, PLOT_POOL], notation: roll.notation + PLOT_TAIL, hasPlotDie: true };
}

function plotFaces(stream, count) {
  return Array.from({ length: count }, () => stream.below(PLOT_DIE.sides) + 1);
}

function faultsOfSpoiled(entry, roll, stream) {
  if (stream === null) return [];
  const drawing = new Drawing(stream);
  try {
    totalsOf(roll, entry.ruleset, () => layPools(roll, drawing));
  } catch (error) {
    if (error instanceof DividedByZero) return [];
    throw error;
  }
  return ["It says that the roll divided by zero, but with these dice it does not."];
}

function faultsOfRoll(entry, roll, stream) {
  const faults = stream === null ? [] : faultsOfFaces(entry, roll, stream);
  const fell = new Reading(entry.faces);
  const totals = () => totalsOf(roll, entry.ruleset, () => layPools(roll, fell));
  return [...faults, ...faultsOfTotals(entry, totals, fell)];
}

function faultsOfFaces(entry, roll, stream) {
  const drawing = new Drawing(stream);
  try {
    for (let place = 0; place < roll.repeats; place += 1) layPools(roll, drawing);
  } catch (error) {
    if (!(error instanceof DividedByZero)) throw error;
    return ["The dice that the secret gives divide by zero, so that it can have no faces."];
  }
  return unlike(entry.faces, drawing.faces);
}

function faultsOfTotals(entry, totals, fell) {
  let expected;
  try {
    expected = totals();
  } catch (error) {
    if (error instanceof WrongFaces) return [`Its faces do not fit its dice: ${error.message}.`];
    if (error instanceof DividedByZero) return ["Its faces divide by zero, so that it can have no totals."];
    throw error;
  }
  if (fell.position < fell.faces.length) return ["Its faces do not fit its dice: there are more faces than dice."];
  const [recorded, right] = [entry.totals, expected].map(writeTotals);
  return recorded === right ? [] : [`Its total does not follow from its faces: it says ${recorded}, and it is ${right}.`];
}

/** Return the totals of each repeat; `lay` lets the dice of one fall. */
function totalsOf(roll, ruleset, lay) {
  return Array.from({ length: roll.repeats }, () => judge(roll, lay(), ruleset));
}

function unlike(recorded, expected) {
  const isSame = recorded.length === expected.length && recorded.every((face, place) => face === expected[place]);
  if (isSame) return [];
  return [`Its faces are not those that the secret gives: it says ${few(recorded)}, and they are ${few(expected)}.`];
}

function few(faces) {
  const most = LIMITS.diceInPool;
  return faces.length > most ? `${faces.slice(0, most).join(", ")} …` : faces.join(", ") || "none";
}

/** Return totals as people read them: pools apart by commas, repeats by strokes. */
export function writeTotals(totals) {
  return totals.map((pools) => pools.map((total) => total ?? "–").join(", ")).join(" | ");
}
