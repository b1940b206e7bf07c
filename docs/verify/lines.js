// A file of receipts as lines of bytes: digests are those of the bytes as they stand.

const NEWLINE = 10;

/** Return where each line begins and ends, without its newline. A newline at the very end begins no line. */
export function linesOf(bytes) {
  const lines = [];
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(NEWLINE, start);
    const end = found < 0 ? bytes.length : found;
    lines.push([start, end]);
    start = end + 1;
  }
  return lines;
}

/** Return bytes as a text if all of them are ASCII, otherwise null. */
export function ascii(bytes) {
  for (const byte of bytes) if (byte > 127) return null;
  return DECODER.decode(bytes);
}

const DECODER = new TextDecoder();
