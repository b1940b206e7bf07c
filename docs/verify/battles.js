// Calculates a battle from the inputs of its record, as docs/battles.md specifies it. All numbers are BigInts.

import { BATTLE_FORMAT, ROLES, UNIT_TYPES } from "./battle_records.js";
import { Stream } from "./chance.js";
import { fromHex, hex, hmacKey, sha256 } from "./sha256.js";

const ENCODER = new TextEncoder();
const ALL = 10_000n;
const ROLL_HEAD = `${BATTLE_FORMAT} roll\n`;

/** Return the commitment to the secret of a record, in hexadecimal digits. */
export function battleCommitment(record) {
  const head = ENCODER.encode(`${BATTLE_FORMAT} commitment\n${sessionOf(record)}\n`);
  return hex(sha256(Uint8Array.of(...head, ...fromHex(record.get("secret")))));
}

/** Return the `result` and the `spoils` that follow from the inputs of a record, as maps. */
export function calculated(record) {
  const rules = record.get("rules");
  const drawn = variances(record);
  const fared = new Map(ROLES.map((role, place) => [role, strengths(record.get(role), role, drawn[place], rules)]));
  const isAttackWon = fared.get("aggressor").get("final") > fared.get("defender").get("final");
  const [winner, loser] = isAttackWon ? ROLES : [...ROLES].reverse();
  const winning = winnerCasualties(fared.get(winner).get("final"), fared.get(loser).get("final"), rules);
  for (const role of ROLES) {
    const rate = role === winner ? winning : rules.get("loser_casualties");
    addCasualties(fared.get(role), record.get(role), rate, rules);
  }
  return { result: new Map([["winner", winner], ...fared]), spoils: spoils(record.get("stakes"), rules) };
}

function sessionOf(record) {
  return record.get("war").toString(16).padStart(16, "0");
}

/** Return the variance of the aggressor and that of the defender. */
function variances(record) {
  const session = ENCODER.encode(sessionOf(record));
  let mix = sha256(ENCODER.encode(`${BATTLE_FORMAT} mix\n${sessionOf(record)}`));
  ROLES.forEach((role, place) => {
    const nonce = record.get(role).get("nonce");
    if (nonce !== null) mix = sha256(Uint8Array.of(...mix, 0, 0, 0, place + 1, ...sha256(ENCODER.encode(nonce))));
  });
  const stream = new Stream(hmacKey(fromHex(record.get("secret"))), session, mix, record.get("round"), ROLL_HEAD);
  const most = Number(record.get("rules").get("variance"));
  return ROLES.map(() => BigInt(stream.below(2 * most + 1) - most));
}

function strengths(side, role, variance, rules) {
  const base = strengthOf(side.get("units"), rules);
  const modifiers = modifiersOf(side, role, base, rules);
  const total = [...modifiers.values()].reduce((sum, one) => sum + one, ALL);
  const final = base * total * (ALL + variance);
  return new Map([
    ["base", base],
    ["modifiers", modifiers],
    ["variance", variance],
    ["final", final],
  ]);
}

function strengthOf(units, rules) {
  let sum = 0n;
  for (const [type, [quantity, level]] of units) {
    sum += share(quantity * rules.get("strengths").get(type), ALL + rules.get("upgrade_bonus") * level);
  }
  return sum;
}

function modifiersOf(side, role, base, rules) {
  const defends = role === "defender";
  const stance = {
    aggressive: rules.get("aggressive_bonus"),
    balanced: 0n,
    defensive: defends ? rules.get("defensive_bonus") : -rules.get("defensive_penalty"),
  }[side.get("stance")];
  return new Map([
    ["terrain", defends ? rules.get("terrain") : 0n],
    ["support", supportOf(side, base, rules)],
    ["stance", stance],
    ["fortification", defends && side.get("is_fortified") ? rules.get("fortification") : 0n],
  ]);
}

function supportOf(side, base, rules) {
  if (base === 0n) return 0n;
  const size = rules.get("bloc_size");
  let committed = 0n;
  for (const supporter of side.get("supporters")) {
    const part = share(strengthOf(supporter.get("units"), rules), partOf(supporter, rules));
    committed += (part * size) / larger(size, supporter.get("bloc"));
  }
  return smaller(rules.get("most_support"), (committed * ALL) / base);
}

/** Return the part of its units that a supporter commits: that of allies, unless it has one of its own. */
function partOf(supporter, rules) {
  return supporter.has("commits") ? supporter.get("commits") : rules.get("support");
}

function winnerCasualties(winner, loser, rules) {
  const most = rules.get("most_winner_casualties");
  const least = rules.get("least_winner_casualties");
  const rate = winner === 0n ? most : squareRoot((most ** 2n * loser ** 3n) / winner ** 3n);
  return smaller(larger(rate, least), most);
}

function addCasualties(fared, side, rate, rules) {
  const stance = side.get("stance");
  const own = share(rate, stance === "balanced" ? ALL : rules.get(`${stance}_casualties`));
  const quantities = (units, part) => new Map([...units].map(([type, [quantity]]) => [type, share(quantity, part)]));
  fared.set("casualty_rate", own);
  fared.set("losses", lossesOf(quantities(side.get("units"), ALL), own));
  const committed = side.get("supporters").map((one) => quantities(one.get("units"), partOf(one, rules)));
  fared.set("supporters", committed.map((units) => lossesOf(units, own)));
}

/** Return the units lost of each type; what rounding leaves over is lost where the remainders are largest. */
function lossesOf(quantities, rate) {
  const part = smaller(rate, ALL);
  const types = UNIT_TYPES.filter((type) => quantities.has(type));
  const lost = new Map(types.map((type) => [type, share(quantities.get(type), part)]));
  const sum = (amounts) => [...amounts.values()].reduce((all, one) => all + one, 0n);
  const missing = Number(share(sum(quantities), part) - sum(lost));
  const remainder = (type) => Number((quantities.get(type) * part) % ALL);
  const largest = [...types].sort((one, other) => remainder(other) - remainder(one));
  for (const type of largest.slice(0, missing)) lost.set(type, lost.get(type) + 1n);
  return lost;
}

function spoils(stakes, rules) {
  const exposed = larger(0n, stakes.get("resources") - rules.get("vault"));
  const land = stakes.get("territory");
  const most = larger(0n, land - rules.get("least_territory"));
  const lost = smaller(share(land, rules.get("territory_lost")), most);
  const gains = stakes.get("is_inactive") ? rules.get("inactive_gains") : ALL;
  let captured = 0n;
  if (stakes.get("victories") < rules.get("rewarded_victories")) {
    const before = stakes.get("captures");
    const divisor = ALL * rules.get("capture_difficulty") ** before;
    captured = (land * rules.get("capture") * ALL ** before) / divisor;
  }
  return new Map([
    ["resources_lost", share(exposed, rules.get("resources_lost"))],
    ["plunder", share(share(exposed, rules.get("plunder")), gains)],
    ["territory_lost", lost],
    ["captured", smaller(share(captured, gains), lost)],
  ]);
}

function share(amount, basisPoints) {
  return (amount * basisPoints) / ALL;
}

function squareRoot(number) {
  if (number < 2n) return number;
  let root = 1n << BigInt(Math.ceil(number.toString(2).length / 2));
  for (;;) {
    const next = (root + number / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

const larger = (one, other) => (one > other ? one : other);
const smaller = (one, other) => (one < other ? one : other);
