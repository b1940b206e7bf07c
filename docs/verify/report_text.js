// Tells what a check came to: the verdict, what was seen, what fails, and a summary.

import { h } from "./dom.js";
import { entriesList, item, markOf, when } from "./entries_list.js";
import { verdictOf } from "./verdicts.js";

const MAX_SHOWN_FAULTS = 20;
const SIGNS = { proven: "✓", consistent: "≈", open: "…", not_as_seen: "✗", inconsistent: "✗" };

/** Return the parts of the whole report. */
export function reportParts(report, seen) {
  const verdict = verdictOf(report, seen);
  const failing = report.links.filter((link) => link.faults.length > 0);
  return [
    // It sticks to the top of the window while the report is scrolled, so it is a child of the report itself.
    h("h2", { id: "verdict-heading", class: verdict.is, tabindex: "-1" }, sign(verdict.is), verdict.heading),
    h(
      "section",
      { class: `outcome ${verdict.is}`, "aria-labelledby": "verdict-heading" },
      h("p", {}, verdict.words),
      verdict.is === "consistent" ? h("a", { href: "#commitment" }, "Enter the commitment") : null,
    ),
    seen.length > 0 ? whatWasSeen(seen) : null,
    failing.length > 0 ? whatFails(failing) : null,
    summary(report),
    entriesList(report.links),
  ].filter((part) => part !== null);
}

/** Return the sign of a verdict, which its words say to readers who do not see it. */
export function sign(is) {
  return h("span", { "aria-hidden": "true" }, `${SIGNS[is]} `);
}

function whatWasSeen(seen) {
  const line = ({ isSame, what, why }) =>
    h("li", { class: isSame ? null : "fails" }, sign(isSame ? "proven" : "not_as_seen"), `${what}: ${why}`);
  return h(
    "section",
    { "aria-labelledby": "beside-heading" },
    h("h2", { id: "beside-heading" }, "What you saw"),
    h("ul", { class: "plain" }, seen.map(line)),
  );
}

function whatFails(failing) {
  const more = failing.length - MAX_SHOWN_FAULTS;
  return h(
    "section",
    { "aria-labelledby": "failing-heading" },
    h("h2", { id: "failing-heading" }, "What fails"),
    h("ol", { class: "entries" }, failing.slice(0, MAX_SHOWN_FAULTS).map(item)),
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
