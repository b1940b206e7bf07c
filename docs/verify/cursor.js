// A place in a text: what stands there, and how to go on. Knows characters, not dice.

import { LIMITS, Unreadable } from "./limits.js";

const COMPARISONS = { "≥": ">=", "≤": "<=", "≠": "<>", "==": "=" };

export class Cursor {
  /** `text` is plain; `at` always stands on no white space; `here` is the character there, or empty. */
  constructor(text) {
    this.text = text;
    this.go(0);
  }

  go(to) {
    while (this.text[to] === " ") to += 1;
    this.at = to;
    this.here = this.text[to] ?? "";
  }

  /** Return what a sticky pattern matches here, or null. */
  finds(pattern) {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text);
  }

  startsWith(word) {
    return this.text.startsWith(word, this.at);
  }

  /** Go over `word` if it stands here; say whether it did. */
  takes(word) {
    const stands = this.startsWith(word);
    if (stands) this.go(this.at + word.length);
    return stands;
  }

  /** Read an integer; null if none is here. */
  integer() {
    const found = this.finds(/[0-9]+/y);
    if (found === null) return null;
    const number = bounded(found[0]);
    this.go(this.at + found[0].length);
    return number;
  }

  /** Read an integer, perhaps with a minus, or refuse: what stands `behind` it needs one. */
  mustInteger(behind, signed = false) {
    const minus = signed && this.takes("-");
    const number = this.integer();
    if (number === null) throw new Unreadable(`a number is missing behind “${behind}”`);
    return minus ? -number : number;
  }

  /** Read a comparison sign; null if none is here. */
  comparison() {
    const found = this.finds(/>=|<=|<>|==|[><=≥≤≠]/y);
    if (found === null) return null;
    this.go(this.at + found[0].length);
    return COMPARISONS[found[0]] ?? found[0];
  }

  /** Read a comparison with a number, or a bare number that is meant exactly; null if neither is here. */
  condition(behind) {
    const sign = this.comparison();
    if (sign !== null) return { sign, number: this.mustInteger(behind, true) };
    const number = this.integer();
    return number === null ? null : { sign: "=", number };
  }

  mustCondition(behind) {
    const condition = this.condition(behind);
    if (condition === null) throw new Unreadable(`a comparison is missing behind “${behind}”`);
    return condition;
  }
}

/** Return the number that digits write; refuse one beyond the limit. */
export function bounded(digits) {
  const stripped = digits.replace(/^0+/, "");
  if (stripped.length > 10 || Number(stripped) > LIMITS.number) throw new Unreadable("a number is too large");
  return Number(stripped);
}
