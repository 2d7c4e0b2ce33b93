import type { CloudTrailRecord } from '../record/record';
import type { ActionReference, ServiceReference } from '../service-reference/service-reference';
import { parseArn } from './arn';
import { fitsPattern } from './arn-pattern';
import { contextOfCaller } from './context-of-caller';
import { contextOfNetwork } from './context-of-network';
import { contextOfParameters } from './context-of-parameters';
import { known, type ContextEntry } from './context-value';
import type { ContextValue, DenialPrincipal, DenialResource } from './denial';

/** What is known of a request when its context is put together. */
export interface ContextQuestion {
  readonly principal: DenialPrincipal;
  /** The denied action; null when it is not in the reference. */
  readonly action: ActionReference | null;
  readonly resource: DenialResource;
  /** Null for pasted text. */
  readonly record: CloudTrailRecord | null;
  /** Whether the record's parameters are those of the denied action. */
  readonly ownParameters: boolean;
}

/**
 * Every condition key that a record proves, in lower case: known with its values, or certainly absent. A key
 * that is not in the map is unknown, as is one that stands there as unknown.
 *
 * A key that ends with `/` (`aws:requesttag/`) stands for all keys of its family that are not in the map.
 */
export function requestContext(
  question: ContextQuestion,
  reference: ServiceReference,
): ReadonlyMap<string, ContextValue> {
  const { principal, action, resource, record, ownParameters } = question;
  const entries: ContextEntry[] = [...contextOfCaller(principal, record)];
  if (record === null) entries.push(...ofText(resource, action));
  else entries.push(...contextOfNetwork(record, principal));
  if (record !== null && action !== null && (ownParameters || action.name === 'iam:PassRole')) {
    const resourceKeys = keysOfResource(action, resource, reference);
    entries.push(...contextOfParameters({ record, action, resource, resourceKeys }));
  }
  if (resource.accountId !== null) entries.push(['aws:resourceaccount', known(resource.accountId)]);
  return new Map(entries);
}

/** A regional service is called in the region of its resource. */
function ofText({ arn }: DenialResource, action: ActionReference | null): readonly ContextEntry[] {
  const parts = parseArn(arn ?? '');
  const isOwn = action?.name.startsWith(`${parts?.service ?? ''}:`) === true;
  const region = parts?.region ?? '';
  return isOwn && /^[a-z]{2,5}-[a-z-]{2,20}-\d{1,2}$/.test(region)
    ? [['aws:requestedregion', known(region)]]
    : [];
}

function keysOfResource(
  action: ActionReference,
  { arn }: DenialResource,
  reference: ServiceReference,
): ReadonlySet<string> | null {
  if (arn === null || arn === '*') return null;
  const prefix = action.name.slice(0, action.name.indexOf(':'));
  const types = action.resourceTypes.flatMap((name) => reference.resourceType(prefix, name) ?? []);
  const type = types.find(({ arnPatterns }) => arnPatterns.some((p) => fitsPattern(arn, p)));
  return type === undefined ? null : new Set(type.conditionKeys.map((key) => key.toLowerCase()));
}
