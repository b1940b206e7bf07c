// The page: takes a file or pasted lines, has them checked, and shows what came of it.

import { checkBattle } from "./battle_checking.js";
import { isBattle, NoRecord } from "./battle_records.js";
import { battleVerdict, toldBattle } from "./battle_report.js";
import { check } from "./checking.js";
import { byId } from "./dom.js";
import { ascii, hasMoreLines, linesOf } from "./lines.js";
import { Cancelled, run } from "./running.js";
import { beside, readSeen, Unclear } from "./seen.js";
import { reportParts } from "./report_text.js";
import { verdictOf } from "./verdicts.js";

const MAX_FILE_BYTES = 256 * 2 ** 20;
// More than fit into so many bytes, if they are receipts. They are found in one go, which no reader can cancel.
const MAX_LINES = 1_600_000;
const asked = { file: null, running: null };

byId("asked").addEventListener("submit", (event) => {
  event.preventDefault();
  begin();
});
byId("file").addEventListener("change", () => take(byId("file").files[0] ?? null));
byId("pasted").addEventListener("input", () => {
  asked.file = null;
  byId("file").value = "";
});
byId("cancel").addEventListener("click", () => asked.running?.abort());
for (const kind of ["dragenter", "dragover"]) {
  addEventListener(kind, (event) => {
    event.preventDefault();
    document.body.classList.add("dropping");
  });
}
addEventListener("dragleave", (event) => {
  if (event.relatedTarget === null) document.body.classList.remove("dropping");
});
addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("dropping");
  const [file] = event.dataTransfer.files;
  if (file !== undefined) take(file);
});

function take(file) {
  asked.file = file;
  if (file === null) return;
  byId("pasted").value = "";
  begin();
}

async function begin() {
  asked.running?.abort();
  const running = new AbortController();
  asked.running = running;
  byId("report").hidden = true;
  byId("report").replaceChildren();
  byId("state").classList.remove("unseen");
  try {
    const seen = readSeen(byId("commitment").value, byId("marks").value, byId("words").value);
    const bytes = await bytesAsked();
    const battle = battleIn(bytes);
    if (battle !== null) {
      const checkedBattle = checkBattle(battle);
      const verdict = battleVerdict(checkedBattle, seen.commitment);
      if (asked.running === running) show(verdict, toldBattle(checkedBattle, verdict));
      return;
    }
    const report = await checked(bytes, running.signal);
    const compared = beside(seen, report);
    if (asked.running === running) show(verdictOf(report, compared), reportParts(report, compared));
  } catch (error) {
    if (asked.running === running) say(sentenceOf(error));
  } finally {
    if (asked.running === running) byId("work").hidden = true;
  }
}

/** What is wrong with what was put in. The message is a sentence. */
class Useless extends Error {}

async function bytesAsked() {
  const { file } = asked;
  if (file === null) {
    const pasted = byId("pasted").value.trim();
    if (pasted === "") throw new Useless("Choose a file with receipts or a battle, or paste it.");
    return new TextEncoder().encode(pasted);
  }
  if (file.size > MAX_FILE_BYTES) throw new Useless("The file is too large for a page. Use nazh verify.");
  return new Uint8Array(await file.arrayBuffer());
}

/** Return the one line of a file if it is meant to be the record of a battle, otherwise null. */
function battleIn(bytes) {
  if (hasMoreLines(bytes, MAX_LINES)) return null;
  const lines = linesOf(bytes);
  if (lines.length !== 1) return null;
  const text = ascii(bytes.subarray(...lines[0]));
  return text !== null && isBattle(text) ? text : null;
}

async function checked(bytes, signal) {
  if (hasMoreLines(bytes, MAX_LINES)) throw new Useless("The file has more lines than receipts can have.");
  const steps = 2 * linesOf(bytes).length;
  if (steps === 0) throw new Useless("The file is empty.");
  byId("work").hidden = false;
  byId("progress").value = 0;
  say("Checking …");
  const report = await run(check(bytes), (done) => (byId("progress").value = done / steps), signal);
  if (report.links.every((link) => link.entry === null)) {
    throw new Useless(`No line of this is a receipt of a fair session. ${report.links[0].faults[0]}`);
  }
  return report;
}

function sentenceOf(error) {
  if (error instanceof Cancelled) return "Cancelled. Nothing was checked to the end.";
  if (error instanceof NoRecord) return `This is not the record of a battle. ${error.message}`;
  if (error instanceof Unclear || error instanceof Useless) return error.message;
  if (error instanceof DOMException) return "The file cannot be read. Choose it once more.";
  console.error(error);
  return "This page has a fault and could not finish. Use nazh verify.";
}

function show(verdict, parts) {
  byId("report").replaceChildren(...parts);
  byId("report").hidden = false;
  // Before the report is scrolled to, as it moves the report up.
  byId("work").hidden = true;
  // The report says the same to the eye.
  byId("state").classList.add("unseen");
  say(`${verdict.heading}. ${verdict.words}`);
  byId("verdict-heading").focus({ preventScroll: true });
  byId("report").scrollIntoView();
}

function say(words) {
  byId("state").textContent = words;
}
