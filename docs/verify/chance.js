// The dice of a fair session: the stream of bytes that secret, session, mix and counter of a throw give.

import { hmac } from "./sha256.js";

const BYTE = 256;
const HEAD = new TextEncoder().encode("nazh-fair-1 roll\n");

export class Stream {
  /** `key` is the secret for `hmac`, `session` its name in bytes, `mix` 32 bytes, `counter` a whole number. */
  constructor(key, session, mix, counter) {
    this.key = key;
    this.message = new Uint8Array(HEAD.length + session.length + mix.length + 12);
    this.message.set(HEAD);
    this.message.set(session, HEAD.length);
    this.message.set(mix, HEAD.length + session.length);
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
