// Checks a file of receipts from beginning to end, beside what somebody saw of it.

import { readChain } from "./chain.js";
import { Prover } from "./proving.js";
import { FORMAT } from "./receipts.js";
import { fromHex, hex, hmacKey, sha256 } from "./sha256.js";

const ENCODER = new TextEncoder();

/** Return the commitment that binds to a secret, both in hexadecimal digits. */
export function commitmentOf(secret, session) {
  return hex(sha256(joined(ENCODER.encode(`${FORMAT} commitment\n${session}\n`), fromHex(secret))));
}

/** Return the digest of a player's words, in hexadecimal digits. */
export function digestOfWords(words) {
  return hex(sha256(ENCODER.encode(words)));
}

/**
 * Check the bytes of a file, one line at each step, twice over all lines. Yields the lines that are done.
 *
 * Returns `{ links, opened, closed, players, joined, counts }`; what is wrong stands in the `faults` of the
 * links (see `readChain`), and `counts` says how often each kind of entry stands there.
 */
export function* check(bytes) {
  const links = yield* readChain(bytes);
  const first = links[0]?.entry ?? null;
  const closing = links.find(({ entry }) => entry?.kind === "closed");
  const report = {
    links,
    opened: first?.kind === "opened" ? first : null,
    closed: closing?.entry ?? null,
    players: 0,
    joined: [],
    counts: { opened: 0, joined: 0, rolled: 0, spoiled: 0, plot_die_added: 0, closed: 0 },
  };
  yield* prove(report, secretOf(report.opened, closing));
  return report;
}

/** Return the secret as a key, where it is disclosed and opens the commitment, otherwise null. */
function secretOf(opened, closing) {
  if (opened === null || closing === undefined) return null;
  const { secret } = closing.entry;
  if (commitmentOf(secret, opened.session) === opened.commitment) return hmacKey(fromHex(secret));
  closing.faults.push("Its secret is not the one that was promised when the session was opened.");
  return null;
}

function* prove(report, key) {
  const { links, opened, counts } = report;
  const session = opened?.session ?? "";
  const prover = new Prover(session, key);
  let mix = sha256(ENCODER.encode(`${FORMAT} mix\n${session}`));
  for (const { entry, faults, line } of links) {
    yield links.length + line;
    if (entry === null) continue;
    counts[entry.kind] += 1;
    if (entry.kind === "joined") {
      mix = mixed(mix, entry.player, entry.words);
      report.joined.push(entry);
    }
    if ("player" in entry) report.players = Math.max(report.players, entry.player);
    if ("counter" in entry) faults.push(...prover.faultsOf(entry, mix));
  }
}

/** Return the mix with one more contribution. */
function mixed(mix, player, words) {
  const number = new Uint8Array(4);
  new DataView(number.buffer).setUint32(0, player);
  return sha256(joined(mix, number, fromHex(words)));
}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
