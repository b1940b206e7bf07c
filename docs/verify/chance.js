// The dice of a fair session: the stream of bytes that secret, session, mix and counter of a throw give.

import { hmac } from "./sha256.js";

const WORD = 2 ** 32;
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

  /** Return the next integer below `bound`; words of the uneven rest are passed over. */
  below(bound) {
    const even = WORD - (WORD % bound);
    for (;;) {
      const word = this.word();
      if (word < even) return word % bound;
    }
  }

  word() {
    if (this.open === null || this.at === 32) {
      this.view.setUint32(this.message.length - 4, this.block);
      this.open = new DataView(hmac(this.key, this.message).buffer);
      this.block += 1;
      this.at = 0;
    }
    this.at += 4;
    return this.open.getUint32(this.at - 4);
  }
}
