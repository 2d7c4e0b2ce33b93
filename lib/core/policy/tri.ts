import type { Tri } from './evaluation';

/** Both: `no` as soon as one is certainly not, `unknown` when it still depends. */
export function and(a: Tri, b: Tri): Tri {
  if (a === 'no' || b === 'no') return 'no';
  return a === 'yes' && b === 'yes' ? 'yes' : 'unknown';
}

/** Either: `yes` as soon as one certainly is, `unknown` when it still depends. */
export function or(a: Tri, b: Tri): Tri {
  if (a === 'yes' || b === 'yes') return 'yes';
  return a === 'no' && b === 'no' ? 'no' : 'unknown';
}

/** The opposite; the opposite of unknown is unknown. */
export function not(a: Tri): Tri {
  if (a === 'unknown') return 'unknown';
  return a === 'yes' ? 'no' : 'yes';
}

/** `yes` chooses `then`, `no` chooses `otherwise`; an unknown choice is known only where both agree. */
export function choose(condition: Tri, then: Tri, otherwise: Tri): Tri {
  if (condition === 'yes') return then;
  if (condition === 'no') return otherwise;
  return then === otherwise ? then : 'unknown';
}

/** A certain answer. */
export function certain(value: boolean): Tri {
  return value ? 'yes' : 'no';
}
