// From what a keyboard sends to the characters of the notation; positions stay the same.

import { LIMITS, Unreadable } from "./limits.js";

const ORDINARY = /^[ -_a-~]*$/; // printable ASCII but the backtick
const WHITE = /^[\t\n\r]$/;
const JOINER = "\u200d"; // holds the parts of an emoji together, in labels and remarks
const INVISIBLE = /^[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]$/u;
const SIGNS = { "−": "-", "–": "-", "—": "-", "×": "*", "÷": "/" };
// What is longer than one unit of a string is only told apart as a letter or something else.
const LETTER = "一";
const OTHER = "\ufffc";

/** Return the plain form of a text, and its characters as they were typed, one for each unit of it. */
export function plainCharacters(text) {
  const typed = Array.from(text);
  if (typed.length > LIMITS.characters) throw new Unreadable("it is longer than a roll can be");
  if (ORDINARY.test(text)) return { plain: text.toLowerCase(), typed };
  return { plain: typed.map(plainOne).join(""), typed };
}

function plainOne(character) {
  if (WHITE.test(character)) return " ";
  if (character === JOINER) return character;
  if (character === "`" || INVISIBLE.test(character)) throw new Unreadable("it has a forbidden character");
  if (/^\p{Zs}$/u.test(character)) return " ";
  if (/^\p{Nd}$/u.test(character)) return digit(character);
  if (character in SIGNS) return SIGNS[character];
  if (character >= "\uff01" && character <= "\uff5e") return character.normalize("NFKC").toLowerCase();
  if (character.length > 1) return /^[\p{L}\p{N}]$/u.test(character) ? LETTER : OTHER;
  const lower = character.toLowerCase();
  // Nothing else becomes ASCII: no look-alike passes for a die.
  return lower.length === 1 && lower < "\x80" === character < "\x80" ? lower : character;
}

/** Digits of every script stand in tens, the zero first. */
function digit(character) {
  let zero = character.codePointAt(0);
  while (/^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((character.codePointAt(0) - zero) % 10);
}
