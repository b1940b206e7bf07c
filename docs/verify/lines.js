// A file of receipts as lines of bytes: digests are those of the bytes as they stand.

const NEWLINE = 10;
const RETURN = 13;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** Whether there are more than `most` lines; looks no further than it has to. */
export function hasMoreLines(bytes, most) {
  let at = -1;
  for (let line = 0; line < most; line += 1) {
    at = bytes.indexOf(NEWLINE, at + 1);
    if (at < 0) return false;
  }
  return at + 1 < bytes.length;
}

/** Return where each line begins and ends, without its end, as any editor may have saved it. */
export function linesOf(bytes) {
  const lines = [];
  const hasMark = BYTE_ORDER_MARK.every((byte, place) => bytes[place] === byte);
  for (let start = hasMark ? BYTE_ORDER_MARK.length : 0; start < bytes.length; ) {
    const found = bytes.indexOf(NEWLINE, start);
    const end = found < 0 ? bytes.length : found;
    lines.push([start, end > start && bytes[end - 1] === RETURN ? end - 1 : end]);
    start = end + 1;
  }
  while (lines.length > 0 && lines.at(-1)[0] === lines.at(-1)[1]) lines.pop();
  return lines;
}

/** Return bytes as a text if all of them are ASCII, otherwise null. */
export function ascii(bytes) {
  for (const byte of bytes) if (byte > 127) return null;
  return DECODER.decode(bytes);
}

const DECODER = new TextDecoder();
