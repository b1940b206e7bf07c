// Lets long work happen in slices, so that the page stays awake.

const SLICE = 16; // milliseconds: one frame

/** Somebody pressed Cancel. */
export class Cancelled extends Error {}

/** Run a generator to its end and return what it returns; `tell` hears what it yields, now and then. */
export async function run(generator, tell, signal) {
  let until = performance.now() + SLICE;
  for (;;) {
    const { done, value } = generator.next();
    if (done) return value;
    if (performance.now() < until) continue;
    tell(value);
    await new Promise((resume) => setTimeout(resume));
    if (signal.aborted) throw new Cancelled();
    until = performance.now() + SLICE;
  }
}
