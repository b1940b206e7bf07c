// Tells what a check came to: the verdict, what was seen, what fails, and a summary.

import { h } from "./dom.js";
import { entriesList, item, markOf, when } from "./entries_list.js";

const MOST_FAILING = 20;

/** Return the verdict as `{ is, heading, words }`; `is` is proven, open or fails. */
export function verdictOf(report, seen) {
  const failing = report.links.filter((link) => link.faults.length > 0).length;
  const unlike = seen.filter((check) => !check.isSame).length;
  if (failing > 0) {
    const words = failing === 1 ? ONE_FAILS : `${failing} entries are not as they should be. ${FIRST}`;
    return { is: "fails", heading: "Not proven", words };
  }
  if (unlike > 0) {
    return { is: "fails", heading: "Not what you saw", words: UNLIKE };
  }
  if (report.closed === null) {
    return { is: "open", heading: "Nothing wrong so far", words: OPEN };
  }
  const { rolled } = report.counts;
  const rolls = rolled === 1 ? "The one roll" : `All ${rolled} rolls`;
  const proven = rolled === 0 ? "There is no roll in it." : `${rolls} fell as the promised secret says.`;
  return { is: "proven", heading: "Proven", words: `${proven} ${notCompared(seen)}`.trim() };
}

/** Return what a file could still hide from somebody who has put in no more than this. */
function notCompared(seen) {
  const kinds = seen.map((check) => check.is);
  if (kinds.includes("mark")) return "";
  return kinds.includes("commitment") ? NO_MARK : UNSEEN;
}

const OPEN =
  "The session is not closed, so that its secret is not told yet: the chain and the totals are right, " +
  "the faces can be proven once it is closed.";
const ONE_FAILS = "One entry is not as it should be.";
const FIRST = "The first one matters most: others may only follow from it.";
const UNLIKE = "The file holds together, but it does not agree with what you saw.";
const UNSEEN =
  "You have put in neither a commitment nor a proof of a roll: a file that was made up afterwards would look the same.";
const NO_MARK =
  "You have put in no proof of a roll: whoever has the secret could have made up other rolls, or left out the end.";
const SIGNS = { proven: "✓", open: "…", fails: "✗" };

/** Return the parts of the whole report. */
export function told(report, seen) {
  const verdict = verdictOf(report, seen);
  const failing = report.links.filter((link) => link.faults.length > 0);
  return [
    h(
      "section",
      { class: `outcome ${verdict.is}`, "aria-labelledby": "verdict-heading" },
      h("h2", { id: "verdict-heading", tabindex: "-1" }, sign(verdict.is), verdict.heading),
      h("p", {}, verdict.words),
    ),
    seen.length > 0 ? whatWasSeen(seen) : null,
    failing.length > 0 ? whatFails(failing) : null,
    summary(report),
    entriesList(report.links),
  ].filter((part) => part !== null);
}

function sign(is) {
  return h("span", { "aria-hidden": "true" }, `${SIGNS[is]} `);
}

function whatWasSeen(seen) {
  const one = ({ isSame, what, why }) =>
    h("li", { class: isSame ? null : "fails" }, sign(isSame ? "proven" : "fails"), `${what}: ${why}`);
  return h(
    "section",
    { "aria-labelledby": "beside-heading" },
    h("h2", { id: "beside-heading" }, "What you saw"),
    h("ul", { class: "plain" }, seen.map(one)),
  );
}

function whatFails(failing) {
  const more = failing.length - MOST_FAILING;
  return h(
    "section",
    { "aria-labelledby": "failing-heading" },
    h("h2", { id: "failing-heading" }, "What fails"),
    h("ol", { class: "entries" }, failing.slice(0, MOST_FAILING).map(item)),
    more > 0 ? h("p", {}, `And ${more} more: choose “What fails” in the list of all entries.`) : null,
  );
}

function summary(report) {
  const { links, opened, closed, players, counts } = report;
  const rows = [
    ["Session", opened?.session ?? "none"],
    ["Server", opened?.server ?? "unknown"],
    ["Opened", opened === null ? "unknown" : when(opened.at)],
    ["Closed", closed === null ? "not yet" : when(closed.at)],
    ["Rolls", counts.rolled],
    ["Plot dice added", counts.plot_die_added],
    ["Came to nothing", counts.spoiled],
    ["Players", players],
    ["Words added", counts.joined],
    ["Entries", links.length],
    ["Commitment", opened?.commitment ?? "unknown"],
    ["At the end", markOf(links.at(-1))],
  ];
  return h(
    "section",
    { "aria-labelledby": "summary-heading" },
    h("h2", { id: "summary-heading" }, "Summary"),
    h("dl", {}, rows.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, String(value))))),
  );
}
