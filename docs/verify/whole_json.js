// Reads and writes JSON whose numbers are whole and of any size: as BigInt, so that no digit is lost.

const TOKEN = /"(?:[^"\\]|\\.)*"|-?[0-9]+|true|false|null|[{}[\],:]/y;
const MAX_NESTING = 20;

/** The text is not JSON of this kind. */
export class NotJson extends Error {}

/** Return the value of a text; objects are maps. Throws NotJson. */
export function readJson(text) {
  const reader = new Reader(text);
  const value = reader.value(0);
  if (reader.at !== text.length) throw new NotJson();
  return value;
}

/** Return a value as one line of ASCII without spaces, the keys of objects sorted. */
export function writeJson(value) {
  if (value instanceof Map) {
    const keys = [...value.keys()].sort();
    return `{${keys.map((key) => `${writeText(key)}:${writeJson(value.get(key))}`).join(",")}}`;
  }
  if (Array.isArray(value)) return `[${value.map(writeJson).join(",")}]`;
  return typeof value === "string" ? writeText(value) : String(value);
}

function writeText(text) {
  const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(text).replace(/[\x7f-\uffff]/g, escaped);
}

class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  token() {
    TOKEN.lastIndex = this.at;
    const found = TOKEN.exec(this.text);
    if (found === null) throw new NotJson();
    this.at = TOKEN.lastIndex;
    return found[0];
  }

  value(nesting) {
    const token = this.token();
    if (nesting > MAX_NESTING) throw new NotJson();
    if (token === "{") return this.object(nesting + 1);
    if (token === "[") return this.list(nesting + 1);
    if (token.startsWith('"')) return textOf(token);
    if (token === "true" || token === "false") return token === "true";
    if (token === "null") return null;
    if (/[0-9]$/.test(token)) return BigInt(token);
    throw new NotJson();
  }

  object(nesting) {
    const object = new Map();
    if (this.follows("}")) return object;
    do {
      const key = textOf(this.token());
      if (this.token() !== ":" || object.has(key)) throw new NotJson();
      object.set(key, this.value(nesting));
    } while (this.goesOn("}"));
    return object;
  }

  list(nesting) {
    const list = [];
    if (this.follows("]")) return list;
    do list.push(this.value(nesting));
    while (this.goesOn("]"));
    return list;
  }

  follows(token) {
    const isNext = this.text[this.at] === token;
    if (isNext) this.at += 1;
    return isNext;
  }

  goesOn(end) {
    const token = this.token();
    if (token !== "," && token !== end) throw new NotJson();
    return token === ",";
  }
}

function textOf(token) {
  try {
    if (token.startsWith('"')) return JSON.parse(token);
  } catch {
    // It has an escape that does not exist, or a character that must be escaped.
  }
  throw new NotJson();
}
