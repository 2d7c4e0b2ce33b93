import { isObject, own } from '../policy/json-reader';
import { byText } from './best';

/** An Allow statement of an identity policy that names its actions and resources. */
export interface Grant {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** As written; undefined when there is none. */
  readonly condition: unknown;
}

/**
 * A statement as a grant.
 *
 * @returns null for everything else (a Deny, `NotAction`, `NotResource`, a principal, no resource):
 *   such a statement is not merged, because its meaning is not the sum of what it lists
 */
export function grantOf(statement: object): Grant | null {
  if (!isObject(statement) || own(statement, 'Effect') !== 'Allow') return null;
  const others = Object.keys(statement).filter((name) => !MERGED.has(name));
  const actions = texts(own(statement, 'Action'));
  const resources = texts(own(statement, 'Resource'));
  if (others.length > 0 || actions === null || resources === null) return null;
  return { actions, resources, condition: own(statement, 'Condition') };
}

const MERGED: ReadonlySet<string> = new Set(['Sid', 'Effect', 'Action', 'Resource', 'Condition']);

function texts(value: unknown): readonly string[] | null {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const strings = list.filter((item) => typeof item === 'string');
  return strings.length === list.length && list.length > 0 ? strings : null;
}

/**
 * Fewer grants that allow exactly the same: those with the same resources and condition share their
 * actions, then those with the same actions and condition share their resources. Actions and resources
 * that were never together are never put together.
 */
export function mergeGrants(grants: readonly Grant[]): readonly Grant[] {
  const byResources = merged(
    grants.map(tidy),
    ({ resources }) => resources,
    (a, b) => ({ ...a, actions: union(a.actions, b.actions) }),
  );
  return merged(
    byResources,
    ({ actions }) => actions,
    (a, b) => ({ ...a, resources: union(a.resources, b.resources) }),
  );
}

function merged(
  grants: readonly Grant[],
  same: (grant: Grant) => readonly string[],
  join: (a: Grant, b: Grant) => Grant,
): readonly Grant[] {
  const byKey = new Map<string, Grant>();
  for (const grant of grants) {
    const key = JSON.stringify([same(grant), grant.condition ?? null]);
    const before = byKey.get(key);
    byKey.set(key, before === undefined ? grant : join(before, grant));
  }
  return [...byKey.values()];
}

function tidy({ actions, resources, condition }: Grant): Grant {
  return { actions: union(actions, []), resources: union(resources, []), condition };
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])].sort(byText);
}

/** A grant as a statement of a policy. */
export function statementOf({ actions, resources, condition }: Grant): object {
  return {
    Effect: 'Allow',
    Action: single(actions),
    Resource: single(resources),
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}

function single(list: readonly string[]): string | readonly string[] {
  return list.length === 1 && list[0] !== undefined ? list[0] : list;
}
