import type { Group } from './group';
import type { StoredDiagnosis } from './store';

/**
 * Longest text inside a stored group: everything from a record is hostile, and a group must stay
 * small enough for one item of a table. 40 names, a dozen labels and a fingerprint of this length
 * stay under 350 KB even when each character takes the six bytes of an escape.
 */
export const LONGEST_TEXT = 1_000;

/** A group as JSON; texts longer than {@link LONGEST_TEXT} are cut. */
export function groupText(group: Group): string {
  return jsonOf(group, LONGEST_TEXT);
}

/**
 * Reads what {@link groupText} wrote.
 *
 * @throws SyntaxError when it is no JSON
 */
export function groupFromText(text: string): Group {
  return JSON.parse(text) as Group;
}

/**
 * A diagnosis as JSON. The request's context is a Map, which JSON does not know: it is written as its
 * entries.
 *
 * @param longest longer texts are cut, where they would not fit otherwise
 * @throws TypeError for a Map or Set anywhere else, which JSON would silently empty
 */
export function diagnosisText(diagnosis: StoredDiagnosis, longest = Infinity): string {
  const { denial } = diagnosis;
  return jsonOf({ ...diagnosis, denial: { ...denial, context: [...denial.context] } }, longest);
}

/** What {@link diagnosisText} writes. */
type Written = Omit<StoredDiagnosis, 'denial'> & {
  readonly denial: Omit<StoredDiagnosis['denial'], 'context'> & {
    readonly context: readonly (readonly [string, ContextValue])[];
  };
};

type ContextValue =
  StoredDiagnosis['denial']['context'] extends ReadonlyMap<string, infer V> ? V : never;

/**
 * Reads what {@link diagnosisText} wrote.
 *
 * @throws SyntaxError when it is no JSON
 */
export function diagnosisFromText(text: string): StoredDiagnosis {
  const { denial, ...rest } = JSON.parse(text) as Written;
  return { ...rest, denial: { ...denial, context: new Map(denial.context) } };
}

function jsonOf(value: object, longest: number): string {
  return JSON.stringify(value, (key: string, part: unknown) => {
    if (part instanceof Map || part instanceof Set) {
      throw new TypeError(`'${key}' is a Map or a Set: say how it is to be written as JSON`);
    }
    return typeof part === 'string' && part.length > longest ? cut(part, longest) : part;
  });
}

/** Never between the two halves of a character. */
function cut(text: string, longest: number): string {
  const end = longest - 1;
  const halved = /[\uD800-\uDBFF]/.test(text.charAt(end - 1));
  return `${text.slice(0, halved ? end - 1 : end)}…`;
}
