import type { Find } from './find';
import type { Flow } from './flow';
import { PHRASINGS, type Phrasing } from './phrasings';
import { WRAPPERS } from './wrappers';

/** Where the next occurrence of each word is. Each pointer only moves forward: the scan is linear. */
interface Pointer {
  readonly phrasing: Phrasing;
  next: number;
}

/** Finds everything that a text says about denials, in order, without overlap. */
export function scan(flow: Flow): readonly Find[] {
  const pointers = [...WRAPPERS, ...PHRASINGS].map((phrasing): Pointer => ({ phrasing, next: -1 }));
  for (const pointer of pointers) advance(flow, pointer, 0);
  const finds: Find[] = [];
  let from = 0;
  for (let first = earliest(pointers); first !== null; first = earliest(pointers)) {
    const at = first.next;
    const find = at < from ? null : first.phrasing.read(flow, at, from);
    if (find !== null && find.end > from) {
      finds.push(find);
      from = find.end;
    }
    advance(flow, first, Math.max(at + 1, from));
  }
  return finds;
}

function advance(flow: Flow, pointer: Pointer, from: number): void {
  const next = flow.lower.indexOf(pointer.phrasing.word, from);
  pointer.next = next < 0 ? Infinity : next;
}

function earliest(pointers: readonly Pointer[]): Pointer | null {
  let first: Pointer | null = null;
  for (const pointer of pointers) {
    if (pointer.next < (first?.next ?? Infinity)) first = pointer;
  }
  return first;
}
