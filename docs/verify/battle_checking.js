// Checks the record of a battle value by value, against what follows from its inputs.

import { readRecord, ROLES } from "./battle_records.js";
import { battleCommitment, calculated } from "./battles.js";
import { hex, sha256 } from "./sha256.js";
import { writeJson } from "./whole_json.js";

const ENCODER = new TextEncoder();
/** What is checked of each side: the name of the line, and the values under `result`. */
const OF_SIDES = [
  ["chance", ["variance"]],
  ["strength of its units", ["base"]],
  ["terrain", ["modifiers", "terrain"]],
  ["support", ["modifiers", "support"]],
  ["stance", ["modifiers", "stance"]],
  ["fortification", ["modifiers", "fortification"]],
  ["final strength", ["final"]],
  ["rate of casualties", ["casualty_rate"]],
  ["units lost", ["losses"]],
  ["units of supporters lost", ["supporters"]],
];
const OF_SPOILS = [
  ["Resources that the loser loses", "resources_lost"],
  ["Resources for the winner", "plunder"],
  ["Land that the loser loses", "territory_lost"],
  ["Land for the winner", "captured"],
];

/**
 * Return `{ record, lines, winner, isRight }` for the text of a record. Throws NoRecord.
 *
 * Each line is `{ name, key, recorded, right, isRight }`: `recorded` is the value in the record, which may be anything, and
 * `right` the value that follows. `winner` is the side that wins by what follows.
 */
export function checkBattle(text) {
  const record = readRecord(text);
  const right = wholeRecord(record);
  const lines = [...compared(record, right), written(text, right)];
  const winner = right.get("result").get("winner");
  return { record, lines, winner, isRight: lines.every((line) => line.isRight) };
}

/** Return the record that follows from the inputs of a record. */
function wholeRecord(record) {
  const inputs = ["format", "war", "round", "secret"].map((key) => [key, record.get(key)]);
  const { result, spoils } = calculated(record);
  const whole = new Map([
    ...inputs,
    ["commitment", battleCommitment(record)],
    ["rules", record.get("rules")],
    ...ROLES.map((role) => [role, record.get(role)]),
    ["stakes", record.get("stakes")],
    ["result", result],
    ["spoils", spoils],
  ]);
  return whole.set("digest", hex(sha256(ENCODER.encode(writeJson(whole)))));
}

function* compared(record, right) {
  yield comparison("Commitment, of the secret and the number of the war", record, right, ["commitment"]);
  for (const role of ROLES) {
    const side = role === "aggressor" ? "Aggressor" : "Defender";
    for (const [name, path] of OF_SIDES) {
      yield comparison(`${side}: ${name}`, record, right, ["result", role, ...path]);
    }
  }
  yield comparison("Winner", record, right, ["result", "winner"]);
  for (const [name, key] of OF_SPOILS) yield comparison(name, record, right, ["spoils", key]);
  yield comparison("Digest of the record", record, right, ["digest"]);
}

function comparison(name, record, right, path) {
  const recorded = at(record, path);
  const follows = at(right, path);
  const isRight = recorded !== undefined && writeJson(recorded) === writeJson(follows);
  return { name, key: path.at(-1), recorded, right: follows, isRight };
}

function at(value, path) {
  return path.reduce((inner, key) => (inner instanceof Map ? inner.get(key) : undefined), value);
}

/** Compare the text itself, so that nothing is in the record beside what was checked. */
function written(text, right) {
  const isRight = text === writeJson(right);
  return { name: "Every byte of the record", key: "bytes", recorded: isRight, right: true, isRight };
}
