// Reads the record of a battle (docs/battles.md) without trust: every value has its kind and its limits.

import { NotJson, readJson } from "./whole_json.js";

export const BATTLE_FORMAT = "nazh-battle-1";
export const ROLES = ["aggressor", "defender"];
export const UNIT_TYPES = ["infantry", "armor", "aircraft", "naval"];

const LONGEST_RECORD = 262_144;
const MAX_NUMBER = 2n ** 63n - 1n;
const MAX_SUPPORTERS = 100;
const LONGEST_NONCE = 64;
const ALL = 10_000n;
/** The least and the most of each value of the rules. */
const RULES = {
  variance: [0n, ALL - 1n],
  terrain: [0n, ALL],
  fortification: [0n, ALL],
  aggressive_bonus: [0n, ALL],
  defensive_bonus: [0n, ALL],
  defensive_penalty: [0n, ALL - 1n],
  aggressive_casualties: [0n, 2n * ALL],
  defensive_casualties: [0n, 2n * ALL],
  support: [0n, ALL],
  most_support: [0n, ALL],
  bloc_size: [1n, 1_000n],
  loser_casualties: [0n, ALL],
  most_winner_casualties: [0n, ALL],
  least_winner_casualties: [0n, ALL],
  vault: [0n, 1_000_000n],
  resources_lost: [0n, ALL],
  plunder: [0n, ALL],
  territory_lost: [0n, ALL],
  capture: [0n, ALL],
  capture_difficulty: [ALL, 10n * ALL],
  least_territory: [0n, 100_000n],
  inactive_gains: [0n, ALL],
  rewarded_victories: [0n, 1_000n],
  supporters_gains: [0n, ALL],
  upgrade_bonus: [0n, MAX_NUMBER],
};

/** The text is no record. The message says why in a sentence. */
export class NoRecord extends Error {}

/** Whether a text is meant to be the record of a battle, and not receipts. */
export function isBattle(text) {
  return text.startsWith('{"aggressor":') || text.includes(`"${BATTLE_FORMAT}"`);
}

/** Return the values of a record, an object as a map. Its inputs are valid. Throws NoRecord. */
export function readRecord(text) {
  if (text.length > LONGEST_RECORD) throw new NoRecord("It is far longer than any record of a battle.");
  let record;
  try {
    record = readJson(text);
  } catch (error) {
    if (error instanceof NotJson) throw new NoRecord("It is not JSON as records of battles are.");
    throw error;
  }
  if (!(record instanceof Map)) throw new NoRecord("It is no JSON object.");
  checkInputs(record);
  return record;
}

function checkInputs(record) {
  expect(record.get("format") === BATTLE_FORMAT, "format");
  checkNumber(record.get("war"), "war", 1n);
  checkNumber(record.get("round"), "round", 1n);
  expect(/^[0-9a-f]{64}$/.test(record.get("secret")), "secret");
  const rules = object(record, "rules");
  for (const [name, [least, most]] of Object.entries(RULES)) checkNumber(rules.get(name), `rules.${name}`, least, most);
  const strengths = object(rules, "strengths", "rules.");
  for (const [type, strength] of strengths) {
    checkType(type, "rules.strengths");
    checkNumber(strength, `rules.strengths.${type}`);
  }
  for (const role of ROLES) checkSide(object(record, role), role, strengths);
  checkStakes(object(record, "stakes"));
}

function checkSide(side, path, strengths) {
  checkNumber(side.get("nation"), `${path}.nation`, 1n);
  expect(["aggressive", "balanced", "defensive"].includes(side.get("stance")), `${path}.stance`);
  expect(typeof side.get("is_fortified") === "boolean", `${path}.is_fortified`);
  const nonce = side.get("nonce");
  expect(nonce === null || (typeof nonce === "string" && [...nonce].length <= LONGEST_NONCE), `${path}.nonce`);
  expect(nonce === null || !/\p{Surrogate}/u.test(nonce), `${path}.nonce`);
  checkUnits(object(side, "units", `${path}.`), `${path}.units`, strengths);
  const supporters = side.get("supporters");
  expect(Array.isArray(supporters) && supporters.length <= MAX_SUPPORTERS, `${path}.supporters`);
  supporters.forEach((supporter, place) => {
    const where = `${path}.supporters.${place}`;
    expect(supporter instanceof Map, where);
    checkNumber(supporter.get("nation"), `${where}.nation`, 1n);
    checkNumber(supporter.get("bloc"), `${where}.bloc`, 1n);
    if (supporter.has("commits")) checkNumber(supporter.get("commits"), `${where}.commits`, 0n, ALL);
    checkUnits(object(supporter, "units", `${where}.`), `${where}.units`, strengths);
  });
}

function checkUnits(units, path, strengths) {
  for (const [type, values] of units) {
    checkType(type, path);
    expect(strengths.has(type), "rules.strengths");
    expect(Array.isArray(values) && values.length === 2, `${path}.${type}`);
    checkNumber(values[0], `${path}.${type}`);
    checkNumber(values[1], `${path}.${type}`, 0n, 1_000n);
  }
}

function checkStakes(stakes) {
  checkNumber(stakes.get("resources"), "stakes.resources");
  checkNumber(stakes.get("territory"), "stakes.territory");
  checkNumber(stakes.get("captures"), "stakes.captures", 0n, 1_000n);
  checkNumber(stakes.get("victories"), "stakes.victories", 0n, 1_000n);
  expect(typeof stakes.get("is_inactive") === "boolean", "stakes.is_inactive");
}

function checkType(type, path) {
  expect(UNIT_TYPES.includes(type), `${path}.${type}`);
}

function checkNumber(value, path, least = 0n, most = MAX_NUMBER) {
  expect(typeof value === "bigint" && value >= least && value <= most, path);
}

function object(parent, key, path = "") {
  const value = parent.get(key);
  expect(value instanceof Map, `${path}${key}`);
  return value;
}

function expect(isValid, path) {
  if (!isValid) throw new NoRecord(`The value of ${path.slice(0, 60)} is not valid.`);
}
