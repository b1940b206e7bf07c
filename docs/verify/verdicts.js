// What a check comes to, in the words of `nazh verify`: nothing is proven without a commitment that somebody saw.

const VERDICTS = {
  proven: [
    "Proven",
    "All dice follow from the secret behind your commitment, and from the words of the players.",
  ],
  consistent: [
    "Consistent, not proven",
    "The file agrees with itself, but anyone can invent such a file. Give the commitment that you saw " +
      "when the session was opened.",
  ],
  open: [
    "Consistent so far",
    "Links, counters and totals are right. The dice can be checked when the session is closed and its " +
      "secret is known.",
  ],
  not_as_seen: ["Not what you saw", "The file agrees with itself, but not with what you saw."],
  inconsistent: ["Inconsistent", ""],
};
const ONE_WRONG = "One entry is wrong.";
const MANY_WRONG = "entries are wrong. The first matters most: the others may follow from it.";
const NO_ROLL = "There is no roll in it.";
const NO_PROOF =
  "You gave no Proof of a roll: somebody who knows the secret could have invented other rolls, or cut off " +
  "the end.";

/** Return the verdict as `{ is, heading, words }`; `is` is a key of `VERDICTS`. */
export function verdictOf(report, seen) {
  const is = kindOf(report, seen);
  const [heading, words] = VERDICTS[is];
  return { is, heading, words: [...wordsBefore(is, report), words, ...wordsAfter(is, seen)].join(" ").trim() };
}

function kindOf(report, seen) {
  if (wrongEntries(report) > 0) return "inconsistent";
  if (seen.some((check) => !check.isSame)) return "not_as_seen";
  if (report.closed === null) return "open";
  return seen.some((check) => check.is === "commitment") ? "proven" : "consistent";
}

function wrongEntries({ links }) {
  return links.filter((link) => link.faults.length > 0).length;
}

function wordsBefore(is, report) {
  if (is === "inconsistent") {
    const wrong = wrongEntries(report);
    return [wrong === 1 ? ONE_WRONG : `${wrong.toLocaleString("en")} ${MANY_WRONG}`];
  }
  const isWhole = is === "proven" || is === "consistent";
  return isWhole && report.counts.rolled === 0 ? [NO_ROLL] : [];
}

function wordsAfter(is, seen) {
  return is === "proven" && seen.every((check) => check.is !== "mark") ? [NO_PROOF] : [];
}
