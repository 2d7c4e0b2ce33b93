/** Words longer than this are not compared letter by letter: no AWS name is as long. */
const LONGEST = 128;

/**
 * The number of letters to insert, delete, replace or swap with their neighbour to turn one word
 * into the other; `limit + 1` when it takes more than `limit`. Time: length times limit.
 */
export function editDistance(from: string, to: string, limit: number): number {
  const beyond = limit + 1;
  if (Math.abs(from.length - to.length) > limit) return beyond;
  if (from.length > LONGEST || to.length > LONGEST) return from === to ? 0 : beyond;
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let i = 1; i <= from.length; i += 1) {
    const next = nextRow(from, to, i, limit, row, before);
    before = row;
    row = next;
    if (next.every((cost) => cost > limit)) return beyond;
  }
  return Math.min(row[to.length] ?? beyond, beyond);
}

/** Costs of the first `i` letters against every start of `to`; only the cells near the diagonal can stay within the limit. */
function nextRow(
  from: string,
  to: string,
  i: number,
  limit: number,
  above: readonly number[],
  twoAbove: readonly number[],
): readonly number[] {
  const far = limit + 1;
  const row = new Array<number>(to.length + 1).fill(far);
  row[0] = Math.min(i, far);
  const last = Math.min(to.length, i + limit);
  for (let j = Math.max(1, i - limit); j <= last; j += 1) {
    const same = from[i - 1] === to[j - 1];
    let cost = Math.min(
      (above[j - 1] ?? far) + (same ? 0 : 1),
      (above[j] ?? far) + 1,
      (row[j - 1] ?? far) + 1,
    );
    if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) {
      cost = Math.min(cost, (twoAbove[j - 2] ?? far) + 1);
    }
    row[j] = cost;
  }
  return row;
}

/**
 * The candidate that a misspelled word most likely stands for: differing only in case, or by at
 * most one letter in four (three at most). Null when none is near enough.
 */
export function closestWord(word: string, candidates: readonly string[]): string | null {
  const lowered = word.toLowerCase();
  let limit = Math.min(3, Math.floor(word.length / 4));
  let best: string | null = null;
  for (const candidate of candidates) {
    const distance = editDistance(lowered, candidate.toLowerCase(), limit);
    if (distance > limit || (best !== null && distance === limit)) continue;
    best = candidate;
    limit = distance;
  }
  return best;
}
