// Shows what the check of a battle came to: the verdict, what was compared, and each value.

import { sign } from "./report_text.js";
import { h } from "./dom.js";

const SHARES = new Set(["variance", "terrain", "support", "stance", "fortification", "casualty_rate"]);
const UNSIGNED = new Set(["casualty_rate"]);
const VERDICTS = {
  proven: ["Proven", "The result follows from the secret behind your commitment, and from the nonces of both leaders."],
  consistent: [
    "Consistent, not proven",
    "The record agrees with itself, but anyone can invent such a record. Give the commitment that you saw when the war was accepted.",
  ],
  not_as_seen: [
    "Not what you saw",
    "The record agrees with itself, but its secret does not belong to the commitment that you saw.",
  ],
  inconsistent: ["Inconsistent", "The record is wrong: what is marked below does not follow from its inputs."],
};

/** Return the verdict as `{ is, heading, words }`. `commitment` is what was seen, or null. */
export function battleVerdict({ lines, isRight }, commitment) {
  let is = "inconsistent";
  if (isRight) is = commitment === null ? "consistent" : "proven";
  if (isRight && commitment !== null && commitment !== lines[0].right) is = "not_as_seen";
  const [heading, words] = VERDICTS[is];
  return { is, heading, words };
}

/** Return the parts of the whole report. */
export function toldBattle(report, verdict) {
  const { record, winner, lines } = report;
  const name = `War ${record.get("war")}, battle ${record.get("round")}: the ${winner} won.`;
  return [
    h("h2", { id: "verdict-heading", class: verdict.is, tabindex: "-1" }, sign(verdict.is), verdict.heading),
    h(
      "section",
      { class: `outcome ${verdict.is}`, "aria-labelledby": "verdict-heading" },
      verdict.is === "inconsistent" ? null : h("p", {}, h("strong", {}, name)),
      h("p", {}, verdict.words),
      verdict.is === "consistent" ? h("a", { href: "#commitment" }, "Enter the commitment") : null,
    ),
    inputs(record),
    h(
      "section",
      { "aria-labelledby": "checked-heading" },
      h("h2", { id: "checked-heading" }, "What was calculated again"),
      h("ol", { class: "entries" }, lines.map(checkedLine)),
    ),
  ];
}

function inputs(record) {
  const side = (role) => record.get(role);
  const nonce = (role) => (side(role).get("nonce") === null ? "none" : `“${side(role).get("nonce")}”`);
  const rows = ["aggressor", "defender"].flatMap((role) => [
    [role === "aggressor" ? "Aggressor" : "Defender", `nation ${side(role).get("nation")}, ${side(role).get("stance")}`],
    ["Its nonce", nonce(role)],
    ["Its units", unitsOf(side(role))],
  ]);
  return h(
    "section",
    { "aria-labelledby": "inputs-heading" },
    h("h2", { id: "inputs-heading" }, "What it follows from"),
    h("dl", {}, rows.map(row), row(["Secret", record.get("secret")])),
  );
}

function row([name, value]) {
  return h("div", {}, h("dt", {}, name), h("dd", {}, value));
}

function unitsOf(side) {
  const units = [...side.get("units")].map(([type, [quantity, level]]) => `${amount(quantity)} ${type} of level ${level}`);
  const supporters = side.get("supporters").length;
  const support = supporters === 0 ? [] : [supporters === 1 ? "1 supporter" : `${supporters} supporters`];
  return [...units, ...support].join(", ") || "none";
}

function checkedLine({ name, key, recorded, right, isRight }) {
  return h(
    "li",
    { class: isRight ? null : "fails" },
    h(
      "p",
      { class: "head" },
      h("span", {}, name),
      h("strong", {}, key === "bytes" ? null : shown(right, key)),
      h("span", { class: "verdict" }, isRight ? "✓" : "✗ fails"),
      isRight ? h("span", { class: "unseen" }, "right") : null,
    ),
    isRight ? null : h("ul", { class: "faults" }, h("li", {}, faultOf(key, recorded))),
  );
}

function faultOf(key, recorded) {
  if (key === "bytes") return "The record is not written as Nazh writes it, or has values that do not belong in it.";
  return recorded === undefined ? "The record does not have it." : `The record says ${shown(recorded, key)}.`;
}

/** Return a value as a reader writes it; one from a record may be anything. */
function shown(value, key) {
  if (typeof value === "bigint") return SHARES.has(key) ? percent(value, !UNSIGNED.has(key)) : amount(value);
  if (typeof value === "string") return value === "" ? "an empty text" : value;
  if (Array.isArray(value)) return value.map((item) => shown(item, key)).join("; ") || "none";
  if (value instanceof Map) return [...value].map(([name, item]) => `${shown(item, name)} ${name}`).join(", ") || "none";
  return String(value);
}

function amount(number) {
  return number.toLocaleString("en");
}

/** Return basis points as a percentage with two decimals, by whole numbers. */
function percent(basisPoints, isSigned) {
  const size = basisPoints < 0n ? -basisPoints : basisPoints;
  const plus = isSigned ? "+" : "";
  const sign = basisPoints < 0n ? "−" : plus;
  return `${sign}${amount(size / 100n)}.${String(size % 100n).padStart(2, "0")}%`;
}
