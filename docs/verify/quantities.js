// Exact numbers: fractions of integers of any size, always in lowest terms, the divisor positive.

/** Return the fraction `top / bottom`; `bottom` is not zero. */
export function fraction(top, bottom = 1n) {
  if (bottom === 1n) return { top, bottom };
  const sign = bottom < 0n ? -1n : 1n;
  let [a, b] = [top < 0n ? -top : top, bottom * sign];
  while (b) [a, b] = [b, a % b];
  return { top: (top * sign) / a, bottom: (bottom * sign) / a };
}

/** Return a whole number as a quantity. */
export function whole(number) {
  return { top: BigInt(number), bottom: 1n };
}

export function add(a, b) {
  if (a.bottom === 1n && b.bottom === 1n) return { top: a.top + b.top, bottom: 1n };
  return fraction(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom);
}

export function negated(a) {
  return { top: -a.top, bottom: a.bottom };
}

export function times(a, b) {
  return fraction(a.top * b.top, a.bottom * b.bottom);
}

/** Return `a / b`; `b` is not zero. */
export function over(a, b) {
  return fraction(a.top * b.bottom, a.bottom * b.top);
}

/** Return the whole number that is next below, or the same. */
export function floor(a) {
  const down = a.top / a.bottom;
  return whole(a.top < 0n && down * a.bottom !== a.top ? down - 1n : down);
}

/** Return the whole number that is next above, or the same. */
export function ceil(a) {
  return negated(floor(negated(a)));
}

/** Return what remains of `a` beside whole times `b`, with the sign of `b`; `b` is not zero. */
export function remainder(a, b) {
  return add(a, negated(times(b, floor(over(a, b)))));
}

/** Return the whole part as a BigInt, rounded toward zero. */
export function truncated(a) {
  return a.top / a.bottom;
}

/** Return a number below, at or above zero as `a` is below, at or above `b`. */
export function compare(a, b) {
  const [left, right] = [a.top * b.bottom, b.top * a.bottom];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Return a quantity as it is typed; exact, because only decimals can be written. */
export function written(a) {
  if (a.bottom === 1n) return String(a.top);
  let digits = 0;
  let scale = 1n;
  while ((a.top * scale) % a.bottom !== 0n) {
    digits += 1;
    scale *= 10n;
  }
  const shifted = String((a.top * scale) / a.bottom).padStart(digits + 1, "0");
  return `${shifted.slice(0, -digits)}.${shifted.slice(-digits)}`;
}
