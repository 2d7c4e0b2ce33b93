import { isObject, own, shown, stringList, type Budget, InvalidPolicy } from './json-reader';

/** A list of values with its negation: `Action` or `NotAction`, `Resource` or `NotResource`. */
export interface ListElement {
  /** True for `NotAction`, `NotResource`. */
  readonly negated: boolean;
  readonly values: readonly string[];
}

/** The four kinds of principal that a policy can name. */
export const PRINCIPAL_KINDS = ['AWS', 'Service', 'Federated', 'CanonicalUser'] as const;

/** See {@link PRINCIPAL_KINDS}. */
export type PrincipalKind = (typeof PRINCIPAL_KINDS)[number];

/** One principal as the policy writes it. `Principal: "*"` is kind `AWS`, value `*`: AWS treats both alike. */
export interface PrincipalValue {
  readonly kind: PrincipalKind;
  readonly value: string;
}

/** `Principal` or `NotPrincipal`. */
export interface PrincipalElement {
  readonly negated: boolean;
  readonly values: readonly PrincipalValue[];
}

/** One statement, read and checked; lists are lists, whatever the policy wrote. */
export interface StatementDocument {
  /** Zero-based position in `Statement`. */
  readonly index: number;
  readonly sid: string | null;
  readonly effect: 'Allow' | 'Deny';
  readonly principal: PrincipalElement | null;
  readonly action: ListElement;
  /** Null where there is none: a trust policy has no `Resource`. */
  readonly resource: ListElement | null;
  /** The `Condition` element as written; undefined when there is none. */
  readonly condition: unknown;
  /** The statement as written. */
  readonly source: object;
}

const ELEMENTS: ReadonlySet<string> = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

/**
 * Reads one statement. Element names and the two effects are exact, as AWS has them; what is not an
 * element is reported through `issue` and otherwise left alone.
 *
 * Follows: IAM User Guide, "IAM JSON policy elements reference", "Grammar of the IAM JSON policy language".
 *
 * @throws InvalidPolicy with the place and what was expected there.
 */
export function readStatement(
  value: unknown,
  index: number,
  budget: Budget,
  issue: (text: string) => void,
): StatementDocument {
  const bare = `Statement[${index}]`;
  if (!isObject(value)) throw new InvalidPolicy(`${bare} must be an object, found ${shown(value)}`);
  const sid = own(value, 'Sid');
  const place = typeof sid === 'string' && sid !== '' ? `${bare} (Sid ${shown(sid)})` : bare;
  const unknown = Object.keys(value).filter((name) => !ELEMENTS.has(name));
  for (const name of unknown) issue(`${place} has ${shown(name)}, which is no policy element`);
  const action = listElement(value, 'Action', place, budget);
  if (action === null) {
    throw new InvalidPolicy(`${place} has neither Action nor NotAction${alsoHas(unknown)}`);
  }
  return {
    index,
    sid: typeof sid === 'string' ? sid : null,
    effect: readEffect(own(value, 'Effect'), place),
    principal: readPrincipal(value, place, budget, issue),
    action,
    resource: listElement(value, 'Resource', place, budget),
    condition: own(value, 'Condition'),
    source: value,
  };
}

function alsoHas(unknown: readonly string[]): string {
  return unknown.length === 0 ? '' : `, but it has ${unknown.slice(0, 3).map(shown).join(', ')}`;
}

function readEffect(value: unknown, place: string): 'Allow' | 'Deny' {
  if (value === 'Allow' || value === 'Deny') return value;
  throw new InvalidPolicy(`${place}: Effect must be "Allow" or "Deny", found ${shown(value)}`);
}

function listElement(
  statement: Readonly<Record<string, unknown>>,
  name: 'Action' | 'Resource',
  place: string,
  budget: Budget,
): ListElement | null {
  const [found, negated] = eitherOf(statement, name, place);
  if (found === undefined) return null;
  const element = negated ? `Not${name}` : name;
  return { negated, values: stringList(found, `${place}: ${element}`, budget) };
}

/** The value of `X` or `NotX` and which of the two it was; undefined when there is neither. */
function eitherOf(
  statement: Readonly<Record<string, unknown>>,
  name: 'Action' | 'Resource' | 'Principal',
  place: string,
): readonly [unknown, boolean] {
  const plain = own(statement, name);
  const negated = own(statement, `Not${name}`);
  if (plain !== undefined && negated !== undefined) {
    throw new InvalidPolicy(`${place} has both ${name} and Not${name}; AWS accepts one of them`);
  }
  return plain === undefined ? [negated, true] : [plain, false];
}

function readPrincipal(
  statement: Readonly<Record<string, unknown>>,
  place: string,
  budget: Budget,
  issue: (text: string) => void,
): PrincipalElement | null {
  const [found, negated] = eitherOf(statement, 'Principal', place);
  if (found === undefined) return null;
  const where = `${place}: ${negated ? 'NotPrincipal' : 'Principal'}`;
  if (found === '*') return { negated, values: [{ kind: 'AWS', value: '*' }] };
  if (!isObject(found)) {
    throw new InvalidPolicy(
      `${where} must be "*" or an object with ${PRINCIPAL_KINDS.join(', ')}, found ${shown(found)}`,
    );
  }
  for (const name of Object.keys(found)) {
    if (!PRINCIPAL_KINDS.some((kind) => kind === name)) {
      issue(`${where} has ${shown(name)}, which is no kind of principal`);
    }
  }
  const values = PRINCIPAL_KINDS.flatMap((kind) => {
    const listed = own(found, kind);
    if (listed === undefined) return [];
    return stringList(listed, `${where}.${kind}`, budget).map((value) => ({ kind, value }));
  });
  return { negated, values };
}
