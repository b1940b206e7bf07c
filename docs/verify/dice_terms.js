// Kinds of dice, and what belongs to one term of them: sides, tags, and the notes behind it.

import { bounded } from "./cursor.js";
import { LIMITS, Unreadable } from "./limits.js";

function die(sides, written, faces = null, isPlot = false) {
  const lowest = faces === null ? 1 : Math.min(...faces);
  const highest = faces === null ? sides : Math.max(...faces);
  return Object.freeze({ sides, written, faces, lowest, highest, isPlot });
}

export const PLOT_DIE = die(6, "p", null, true);
const FUDGE = die(3, "F", [-1, 0, 1]);

/** Whether a die can show a face. */
export function shows(kind, face) {
  if (kind.faces !== null) return kind.faces.includes(face);
  return Number.isInteger(face) && face >= 1 && face <= kind.sides;
}

/** Return the die whose sides are `written`; the cursor stands behind them. */
export function readDie(cursor, written) {
  if (/^[0-9]/.test(written)) {
    const sides = bounded(written);
    if (sides === 0) throw new Unreadable("dice without sides");
    if (sides > LIMITS.sides) throw new Unreadable("dice with too many sides");
    return die(sides, String(sides));
  }
  if (written === "%") return die(100, "100");
  if (written === "f") return FUDGE;
  return written === "p" ? PLOT_DIE : readCustomDie(cursor);
}

function readCustomDie(cursor) {
  const faces = [];
  do faces.push(cursor.mustInteger("[", true));
  while (cursor.takes(","));
  if (!cursor.takes("]")) throw new Unreadable("a list of faces is not closed");
  return die(faces.length, `[${faces.join(",")}]`, faces);
}

/** Return the tags of the first dice; trailing plain ones say nothing and are left out. */
export function readTags(written, count, kind) {
  if (written.length > count) throw new Unreadable("more tags than dice");
  const tags = [...written.replace(/n+$/, "")];
  const isSixSided = kind.sides === 6 && kind.faces === null;
  if (tags.includes("p") && !isSixSided) throw new Unreadable("a plot die has six sides");
  return tags;
}

/** Read the remarks between brackets that stand here, as they were `typed`. */
export function readNotes(cursor, typed) {
  const notes = [];
  while (cursor.here === "[") {
    const close = cursor.text.indexOf("]", cursor.at);
    const words = spaced(typed.slice(cursor.at + 1, close));
    if (close < 0 || words === "" || words.includes("[")) throw new Unreadable("a note is not closed, or empty");
    notes.push(words);
    cursor.go(close + 1);
  }
  return notes;
}

/** Return characters as a text without white space around it, and single spaces within. */
export function spaced(characters) {
  return characters.join("").trim().replace(/\s+/gu, " ");
}
