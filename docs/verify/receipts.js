// Reads lines of receipts; the only module that knows what may stand in one. Each entry is written in
// exactly one way, so that one pattern for each kind reads it, and anything else is refused.

export const FORMAT = "nazh-fair-1";

const LONGEST_LINE = 262_144;
const MAX_NUMBER = 2n ** 63n - 1n;
const MAX_PLAYERS = 2 ** 31 - 1;

const INSTANT = String.raw`"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)"`;
const DIGEST = `"([0-9a-f]{64})"`;
const COUNT = "(0|[1-9][0-9]*)";
const TEXT = String.raw`("(?:[ !#-[\]-~]|\\["\\bfnrt]|\\u[0-9a-f]{4})*")`;
const NUMBER = "(?:0|-?[1-9][0-9]*)";
const FACES = String.raw`(\[(?:${NUMBER}(?:,${NUMBER})*)?\])`;
const POOLS = String.raw`\[(?:(?:null|${NUMBER})(?:,(?:null|${NUMBER}))*)?\]`;
const TOTALS = String.raw`(\[(?:${POOLS}(?:,${POOLS})*)?\])`;

/** For each kind its keys in their one order, and how the value of each is written. */
const KINDS = {
  opened: {
    at: INSTANT,
    commitment: DIGEST,
    format: `"(${FORMAT})"`,
    kind: '"(opened)"',
    n: COUNT,
    server: '"(0|[1-9][0-9]{0,19})"',
    session: '"([0-9a-f]{16})"',
  },
  joined: { at: INSTANT, before: DIGEST, kind: '"(joined)"', n: COUNT, player: COUNT, words: DIGEST },
  rolled: {
    at: INSTANT,
    before: DIGEST,
    counter: COUNT,
    faces: FACES,
    kind: '"(rolled)"',
    n: COUNT,
    notation: TEXT,
    player: COUNT,
    ruleset: TEXT,
    totals: TOTALS,
  },
  spoiled: {
    at: INSTANT,
    before: DIGEST,
    counter: COUNT,
    kind: '"(spoiled)"',
    n: COUNT,
    notation: TEXT,
    player: COUNT,
    ruleset: TEXT,
  },
  plot_die_added: {
    at: INSTANT,
    before: DIGEST,
    counter: COUNT,
    faces: FACES,
    kind: '"(plot_die_added)"',
    n: COUNT,
    notation: TEXT,
    of: COUNT,
    totals: TOTALS,
  },
  closed: { at: INSTANT, before: DIGEST, kind: '"(closed)"', n: COUNT, secret: DIGEST },
};
const FORMS = Object.entries(KINDS).map(([kind, keys]) => ({
  kind,
  keys: Object.keys(keys),
  pattern: new RegExp(
    `^\\{${Object.entries(keys)
      .map(([key, value]) => `"${key}":${value}`)
      .join(",")}\\}$`,
  ),
}));

/** A line is no receipt. The message says why, as the rest of "This line …". */
export class NoReceipt extends Error {}

/** Return what a line of ASCII, without its newline, tells. Throws NoReceipt. */
export function readEntry(line) {
  if (line.length > LONGEST_LINE) throw new NoReceipt("is far longer than any receipt");
  for (const form of FORMS) {
    const match = line.includes(`,"kind":"${form.kind}",`) ? form.pattern.exec(line) : null;
    if (match !== null) return entryOf(form, match);
  }
  throw new NoReceipt(complaint(line));
}

function entryOf(form, match) {
  const entry = { kind: form.kind };
  form.keys.forEach((key, place) => {
    const read = READ[key];
    entry[key] = read === undefined ? match[place + 1] : read(match[place + 1], key);
  });
  return entry;
}

const READ = {
  at: instant,
  n: count,
  counter: count,
  of: count,
  player: (digits) => {
    const number = Number(digits);
    if (number < 1 || number > MAX_PLAYERS) throw new NoReceipt("has a number of a player that nobody can have");
    return number;
  },
  notation: text,
  ruleset: text,
  faces: JSON.parse,
  // A total may have more digits than a plain number holds.
  totals: (written) => (written === "[]" ? [] : written.slice(2, -2).split("],[").map(totalsOfPools)),
};

function count(digits, key) {
  if (digits.length > 15 && BigInt(digits) > MAX_NUMBER) throw new NoReceipt(`has a “${key}” beyond all counting`);
  return Number(digits);
}

function instant(written) {
  const read = new Date(written);
  // A browser takes the 30th of February for the 2nd of March.
  const isReal = !Number.isNaN(read.getTime()) && read.toISOString() === `${written.slice(0, -1)}.000Z`;
  if (!isReal || written.startsWith("0")) throw new NoReceipt("tells a time that does not exist");
  return written;
}

function text(written) {
  const read = JSON.parse(written);
  if (quoted(read) !== written) throw new NoReceipt("is not written as Nazh writes it");
  return read;
}

function totalsOfPools(written) {
  return written === "" ? [] : written.split(",").map((total) => (total === "null" ? null : BigInt(total)));
}

/** Return a text as JSON in ASCII. */
function quoted(text) {
  const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(text).replace(/[\x7f-\uffff]/g, escaped);
}

function complaint(line) {
  let parsed;
  try {
    parsed = JSON.parse(line);
  } catch {
    return "is no receipt: it is not JSON";
  }
  if (parsed === null || typeof parsed !== "object" || Array.isArray(parsed)) return "is no receipt: it is no JSON object";
  // An object has no text that can be looked up.
  const isKnown = typeof parsed.kind === "string" && Object.hasOwn(KINDS, parsed.kind);
  if (!isKnown) return "is no receipt: it is of no kind that is known here";
  if (parsed.kind === "opened" && parsed.format !== FORMAT) return `is of another format than ${FORMAT}`;
  const keys = Object.keys(KINDS[parsed.kind]);
  const [missing] = keys.filter((key) => !Object.hasOwn(parsed, key));
  if (missing !== undefined) return `lacks “${missing}”`;
  const [strange] = Object.keys(parsed).filter((key) => !keys.includes(key));
  if (strange !== undefined) return `has a “${strange}” that does not belong there`;
  return "is not written as Nazh writes it";
}
