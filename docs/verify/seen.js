// What somebody saw of a session in the chat, and whether a file agrees with it.

import { digestOfWords } from "./checking.js";

// Around the number and the digits may stand what the chat says, in any language.
const MARK = /([0-9]{1,9})[^0-9]{1,40}?\b([0-9a-f]{8,64})\b/giu;

/** What was typed as a commitment or proof is none. The message is a sentence. */
export class Unclear extends Error {}

/** Return `{ commitment, marks, words }` of what was typed; empty is null, or none. Throws Unclear. */
export function readSeen(commitment, marks, words) {
  const digits = commitment.trim().toLowerCase();
  if (digits !== "" && !/^[0-9a-f]{64}$/.test(digits)) {
    throw new Unclear("A commitment is 64 digits and letters from a to f. Copy all of it.");
  }
  const found = [...marks.matchAll(MARK)].map(([, n, digest]) => ({ n: Number(n), digest: digest.toLowerCase() }));
  const left = marks.replace(MARK, "").trim();
  const strange = found.length === 0 ? left : (/\S*[0-9]\S*/.exec(left)?.[0] ?? "");
  if (strange !== "") throw new Unclear(`“${strange.slice(0, 20)}” is no proof of a roll. Write each as 12:3f2a9c01.`);
  return { commitment: digits || null, marks: found, words: words.split("\n").filter((line) => line !== "") };
}

/** Return each thing that was seen as `{ is, what, isSame, why }`: `is` its kind, `why` a sentence. */
export function beside(seen, report) {
  const checks = seen.marks.map((mark) => besideMark(mark, report));
  if (seen.commitment !== null) checks.unshift(besideCommitment(seen.commitment, report));
  return [...checks, ...seen.words.map((words) => besideWords(words, report))];
}

function besideCommitment(commitment, { opened }) {
  const isSame = opened?.commitment === commitment;
  const other = "The file has another: it is not the session that you saw opened.";
  return { is: "commitment", what: "The commitment", isSame, why: isSame ? "It is the one in the file." : other };
}

function besideMark({ n, digest }, { links }) {
  const what = `Proof ${n} · ${digest}`;
  const link = links.find(({ entry }) => entry?.n === n);
  if (link === undefined) return { is: "mark", what, isSame: false, why: `The file has no entry ${n}.` };
  const isSame = link.digest.startsWith(digest);
  const why = isSame ? "It is in the file as you saw it." : `Entry ${n} is another one in the file.`;
  return { is: "mark", what, isSame, why };
}

function besideWords(words, report) {
  const digest = digestOfWords(words);
  const entry = report.joined.find((each) => each.words === digest);
  const what = `“${words}”`;
  if (entry === undefined) return { is: "words", what, isSame: false, why: "Nobody added exactly these words." };
  const later = report.joined.length - 1 - report.joined.indexOf(entry);
  const others = later === 0 ? "" : ` After them, words were added ${later === 1 ? "once" : `${later} times`}.`;
  const why = `Player ${entry.player} added them; they count from entry ${entry.n} on.${others}`;
  return { is: "words", what, isSame: true, why };
}
