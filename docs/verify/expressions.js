// Reads an expression: arithmetic, dice, groups and functions, by recursive descent.

import { bounded } from "./cursor.js";
import { PLOT_DIE, readDie, readNotes, readTags } from "./dice_terms.js";
import { LIMITS, Unreadable } from "./limits.js";
import { countsSuccesses, readModifiers } from "./modifiers.js";
import { fraction, whole } from "./quantities.js";

const DICE = /(?:([adnp]+) *(?=[0-9]+ *d *[0-9%fp[]))?(?:([0-9]+) *)?d *([0-9]+|%|f(?!loor)|p|\[)/y;
const NUMBER = /([0-9]+)(?:\.([0-9]+))?/y;
const FUNCTION = /(floor|ceil|round|abs|min|max) *\(/y;
const WITH_SEVERAL = ["min", "max"];

/** Reads one pool after the other; of each it collects the dice, and whether anything is counted. */
export class ExpressionReader {
  constructor(cursor, typed) {
    this.cursor = cursor;
    this.typed = typed;
    this.depth = 0;
    this.startPool();
  }

  startPool() {
    this.terms = [];
    this.dice = 0;
    this.counts = false;
  }

  expression() {
    const left = this.sum();
    const sign = this.cursor.comparison();
    if (sign === null) return left;
    this.counts = true;
    return { is: "compare", left, sign, right: this.sum() };
  }

  sum() {
    const first = this.product();
    const cursor = this.cursor;
    if (cursor.here !== "+" && cursor.here !== "-") return first;
    const terms = [{ sign: "+", node: first }];
    while (cursor.here === "+" || cursor.here === "-") {
      const sign = cursor.here;
      cursor.go(cursor.at + 1);
      terms.push({ sign, node: this.product() });
    }
    return { is: "sum", terms };
  }

  product() {
    const first = this.unary();
    const cursor = this.cursor;
    const steps = [];
    for (let found = cursor.finds(/\/\/|[*/%]/y); found; found = cursor.finds(/\/\/|[*/%]/y)) {
      cursor.go(cursor.at + found[0].length);
      steps.push({ operator: found[0], node: this.unary() });
    }
    return steps.length === 0 ? first : { is: "product", first, steps };
  }

  unary() {
    const cursor = this.cursor;
    let isNegative = false;
    while (cursor.here === "+" || cursor.here === "-") {
      isNegative = isNegative !== (cursor.here === "-");
      cursor.go(cursor.at + 1);
    }
    const atom = this.atom();
    return isNegative ? { is: "negative", of: atom } : atom;
  }

  atom() {
    const cursor = this.cursor;
    const dice = cursor.finds(DICE);
    if (dice) return this.term(dice);
    if (/^[0-9]/.test(cursor.here)) return { is: "number", value: this.number() };
    if (cursor.here === "(" || cursor.here === "{") return this.group(cursor.here);
    const named = cursor.finds(FUNCTION);
    if (named) return this.function(named);
    throw new Unreadable(cursor.here === "" ? "it ends too early" : `“${cursor.here}” means nothing here`);
  }

  number() {
    const [all, integer, decimals] = this.cursor.finds(NUMBER);
    const number = bounded(integer);
    this.cursor.go(this.cursor.at + all.length);
    if (decimals === undefined) return whole(number);
    const scale = 10n ** BigInt(decimals.length);
    return fraction(BigInt(number) * scale + BigInt(decimals), scale);
  }

  term([all, tagsWritten, countWritten, sides]) {
    const cursor = this.cursor;
    const count = countWritten === undefined ? 1 : bounded(countWritten);
    if (count === 0) throw new Unreadable("no dice at all");
    this.dice += count;
    if (this.dice > LIMITS.diceInPool) throw new Unreadable("too many dice in a pool");
    cursor.go(cursor.at + all.length);
    let kind = readDie(cursor, sides);
    let tags = tagsWritten === undefined ? [] : readTags(tagsWritten, count, kind);
    if (count === 1 && tags.includes("p")) [kind, tags] = [PLOT_DIE, []];
    // Plot dice are left alone by every modifier.
    const modifiers = readModifiers(cursor, kind, count - tags.filter((tag) => tag === "p").length);
    const dice = { is: "dice", count, kind, tags, modifiers, notes: readNotes(cursor, this.typed) };
    this.terms.push(dice);
    this.counts ||= countsSuccesses(modifiers);
    return dice;
  }

  members(closing) {
    const cursor = this.cursor;
    this.depth += 1;
    if (this.depth > LIMITS.nesting) throw new Unreadable("parentheses are nested too deep");
    cursor.go(cursor.at + 1);
    const members = [];
    do members.push(this.expression());
    while (cursor.takes(","));
    if (!cursor.takes(closing)) throw new Unreadable(`a ${closing} is missing`);
    this.depth -= 1;
    return members;
  }

  group(opening) {
    const members = this.members(opening === "{" ? "}" : ")");
    const modifiers = readModifiers(this.cursor, null, 0);
    this.counts ||= countsSuccesses(modifiers);
    return members.length === 1 && modifiers.length === 0 ? members[0] : { is: "group", members, modifiers };
  }

  function([all, name]) {
    this.cursor.go(this.cursor.at + all.length - 1);
    const of = this.members(")");
    if (of.length > 1 && !WITH_SEVERAL.includes(name)) throw new Unreadable(`${name} takes one expression`);
    return { is: "function", name, of };
  }
}

/** Return how many of a term's dice are plot dice. */
export function plotDice(dice) {
  return dice.kind.isPlot ? dice.count : dice.tags.filter((tag) => tag === "p").length;
}
