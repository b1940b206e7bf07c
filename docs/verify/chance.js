// Draws numbers from the stream of bytes that a secret, a session, a mix and a counter give.

import { hmac } from "./sha256.js";

const BYTE = 256;
const ENCODER = new TextEncoder();
const ROLL_HEAD = "nazh-fair-1 roll\n";

export class Stream {
  /**
   * `key` is the secret for `hmac`, `session` its name in bytes, `mix` 32 bytes, `counter` a whole number, and
   * `head` the text that keeps the use apart from others.
   */
  constructor(key, session, mix, counter, head = ROLL_HEAD) {
    const use = ENCODER.encode(head);
    this.key = key;
    this.message = new Uint8Array(use.length + session.length + mix.length + 12);
    this.message.set(use);
    this.message.set(session, use.length);
    this.message.set(mix, use.length + session.length);
    this.view = new DataView(this.message.buffer);
    this.view.setBigUint64(this.message.length - 12, BigInt(counter));
    this.block = 0;
    this.open = null;
    this.at = 0;
  }

  /** Return the next integer below `bound`, from 1 to 2^32; numbers of the uneven rest are passed over. */
  below(bound) {
    let every = BYTE;
    while (every < bound) every *= BYTE;
    const even = every - (every % bound);
    for (;;) {
      let number = 0;
      for (let more = every; more > 1; more /= BYTE) number = number * BYTE + this.byte();
      if (number < even) return number % bound;
    }
  }

  byte() {
    if (this.open === null || this.at === this.open.length) {
      this.view.setUint32(this.message.length - 4, this.block);
      this.open = hmac(this.key, this.message);
      this.block += 1;
      this.at = 0;
    }
    this.at += 1;
    return this.open[this.at - 1];
  }
}
