// Times rpg-dice-roller on request. One JSON object a line in, {"notation", "times", "text", "from"};
// one a line out, {"seconds"}. Its dice come from the system's entropy, as ours do.
//
//   node rpg_dice_roller.mjs /path/to/rpg-dice-roller/lib/esm/bundle.js

import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { DiceRoll, NumberGenerator } = await import(pathToFileURL(process.argv[2]));
// Its engine for Node's crypto calls `require`, which an ES module does not have.
globalThis.require = createRequire(import.meta.url);
NumberGenerator.generator.engine = NumberGenerator.engines.nodeCrypto;

let kept = 0; // what is computed must be used, or it may be optimised away

function seconds({ notation, times, text, from }) {
  const start = process.hrtime.bigint();
  for (let turn = 0; turn < times; turn += 1) {
    const roll = new DiceRoll(from === null ? notation : `${notation}+${from + turn}`);
    kept += text ? roll.output.length : roll.total;
  }
  return Number(process.hrtime.bigint() - start) / 1e9;
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify({ seconds: seconds(JSON.parse(line)) })}\n`);
}
