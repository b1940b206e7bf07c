// The chain of a file: each line follows from the one before it, and numbers go up without a gap.

import { ascii, linesOf } from "./lines.js";
import { NoReceipt, readEntry } from "./receipts.js";
import { hex, sha256 } from "./sha256.js";

/**
 * Read the chain, one line at each step.
 *
 * Returns its links: `{ line, digest, entry, faults }`, where `entry` is null if the line is no receipt,
 * `line` counts from 0, and each fault is a sentence.
 */
export function* readChain(bytes) {
  const links = [];
  const state = { n: 0, counter: 0, players: 0, closedAt: null, before: null };
  for (const [start, end] of linesOf(bytes)) {
    const line = bytes.subarray(start, end);
    const link = { line: links.length, digest: hex(sha256(line)), entry: null, faults: [] };
    try {
      const text = ascii(line);
      if (text === null) throw new NoReceipt("has letters that no receipt has");
      link.entry = readEntry(text);
      follow(link, state);
    } catch (error) {
      if (!(error instanceof NoReceipt)) throw error;
      link.faults.push(`This line ${error.message}.`);
      // What it stood for is unknown; the next line may go on from anything.
      state.n = null;
      state.counter = null;
    }
    state.before = link;
    links.push(link);
    yield links.length;
  }
  return links;
}

function follow(link, state) {
  const { entry, faults } = link;
  if (state.n !== null && entry.n !== state.n) {
    faults.push(`It says that it is entry ${entry.n}, but entry ${state.n} should stand here.`);
  }
  state.n = entry.n + 1;
  if (state.closedAt !== null) faults.push(`It stands behind entry ${state.closedAt}, which closed the session.`);
  if (entry.kind === "opened") {
    if (state.before !== null) faults.push("A session is opened in the midst of another.");
  } else if (state.before === null) {
    faults.push("The file does not begin with the opening of a session.");
  } else if (entry.before !== state.before.digest) {
    faults.push("It does not follow the line before it: that line was changed, or one was put in or taken out.");
  }
  if (entry.kind === "closed") state.closedAt = entry.n;
  if ("player" in entry) checkPlayer(entry, state, faults);
  if ("counter" in entry) checkCounter(entry, state, faults);
}

function checkPlayer(entry, state, faults) {
  const next = state.players + 1;
  if (entry.player > next) faults.push(`Player ${entry.player} comes before there is a player ${next}.`);
  state.players = Math.max(state.players, entry.player);
}

function checkCounter(entry, state, faults) {
  if (state.counter !== null && entry.counter !== state.counter) {
    faults.push(`It takes the chance of throw ${entry.counter}, but throw ${state.counter} comes next.`);
  }
  state.counter = entry.counter + 1;
}
