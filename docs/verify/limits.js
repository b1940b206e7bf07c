// Every number that bounds a roll, and the one refusal of a text that is none.

export const LIMITS = Object.freeze({
  pools: 5,
  diceInPool: 20,
  diceInAll: 100,
  repeats: 10,
  sides: 10_000,
  furtherDice: 100,
  characters: 400,
  number: 1_000_000_000,
  modifiers: 12,
  nesting: 20,
});

/** The text is no roll. The message is one plain sentence. */
export class Unreadable extends Error {}
