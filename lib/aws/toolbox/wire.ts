import type { AuthorizationDetails, Effect } from '../../core/evidence/evidence';
import type { Layer } from '../../core/policy/layer';

/** One page of GetRequestAuthorizationDetails. */
export interface DetailsPage {
  readonly requestContext: ReadonlyMap<string, readonly string[]>;
  readonly evaluations: AuthorizationDetails['evaluations'];
  readonly policies: AuthorizationDetails['policies'];
  readonly nextToken: string | null;
}

type JsonRecord = Readonly<Record<string, unknown>>;
type Evaluation = AuthorizationDetails['evaluations'][number];
type Policy = AuthorizationDetails['policies'][number];

const LAYERS: ReadonlyMap<unknown, Layer> = new Map([
  ['IDENTITY_BASED_POLICY', 'identity'],
  ['RESOURCE_BASED_POLICY', 'resource'],
  ['PERMISSIONS_BOUNDARY', 'boundary'],
  ['SESSION_POLICY', 'session'],
  ['SERVICE_CONTROL_POLICY', 'scp'],
  ['RESOURCE_CONTROL_POLICY', 'rcp'],
  ['VPC_ENDPOINT_POLICY', 'vpcEndpoint'],
]);
const EFFECTS: ReadonlyMap<unknown, Effect> = new Map([
  ['ALLOW', 'allow'],
  ['EXPLICIT_DENY', 'explicitDeny'],
  ['IMPLICIT_DENY', 'implicitDeny'],
]);
const STATEMENT_EFFECTS: ReadonlyMap<unknown, 'allow' | 'deny'> = new Map([
  ['ALLOW', 'allow'],
  ['DENY', 'deny'],
]);

/**
 * Reads one page of the answer. An item that is not shaped as documented is left out: the API is in preview.
 * Null when the whole is no JSON object with evaluations.
 *
 * Follows: IAM Toolbox API Reference, GetRequestAuthorizationDetails.
 */
export function readDetailsPage(body: string): DetailsPage | null {
  const page = parseRecord(body);
  if (page === null || !Array.isArray(own(page, 'evaluations'))) return null;
  return {
    requestContext: contextOf(own(page, 'requestContext')),
    evaluations: listOf(page, 'evaluations').flatMap(evaluationOf),
    policies: listOf(page, 'policies').flatMap(policyOf),
    nextToken: textOf(page, 'nextToken'),
  };
}

/**
 * The document in the answer of GetRequestAuthorizationPolicy, whose field names are not documented
 * yet: the first object, or JSON text, that holds a `Statement`; also one level down. Null when there is none.
 */
export function readPolicyDocument(body: string): object | null {
  const answer = parseRecord(body);
  if (answer === null) return null;
  const outer = documentIn(answer);
  if (outer !== null) return outer;
  for (const value of Object.values(answer)) {
    const inner = isRecord(value) ? documentIn(value) : null;
    if (inner !== null) return inner;
  }
  return null;
}

/** The record itself when it is a document, else the first value of it that is one. */
function documentIn(record: JsonRecord): object | null {
  if (own(record, 'Statement') !== undefined) return record;
  for (const value of Object.values(record)) {
    const candidate = typeof value === 'string' ? parseRecord(decoded(value)) : value;
    if (isRecord(candidate) && own(candidate, 'Statement') !== undefined) return candidate;
  }
  return null;
}

function decoded(text: string): string {
  if (!text.startsWith('%7B')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function evaluationOf(value: unknown): readonly Evaluation[] {
  if (!isRecord(value)) return [];
  const action = textOf(value, 'action');
  const effect = EFFECTS.get(own(value, 'evaluatedEffect'));
  if (action === null || effect === undefined) return [];
  const matched = listOf(value, 'matchedPolicies').flatMap((policy) => {
    const uri = textOf(policy, 'uri');
    if (uri === null) return [];
    return [{ uri, statements: listOf(policy, 'matchedStatements').flatMap(statementOf) }];
  });
  const context = contextOf(own(value, 'context'));
  return [{ action, resource: textOf(value, 'resource') ?? '', effect, matched, context }];
}

function statementOf(
  value: JsonRecord,
): readonly { readonly sid: string; readonly effect: 'allow' | 'deny' }[] {
  const effect = STATEMENT_EFFECTS.get(own(value, 'evaluatedEffect'));
  return effect === undefined ? [] : [{ sid: textOf(value, 'sid') ?? '', effect }];
}

function policyOf(value: JsonRecord): readonly Policy[] {
  const uri = textOf(value, 'uri');
  if (uri === null) return [];
  const attachedTo = listOf(value, 'attachedTo').flatMap((item) => textOf(item, 'arn') ?? []);
  const layer = LAYERS.get(own(value, 'type')) ?? null;
  return [{ layer, inline: own(value, 'inline') === true, uri, attachedTo, document: null }];
}

/** A context key holds any JSON value: its text, or the texts of a list. */
function contextOf(value: unknown): ReadonlyMap<string, readonly string[]> {
  if (!isRecord(value)) return new Map();
  return new Map(Object.entries(value).map(([key, found]) => [key, valuesOf(found)]));
}

function valuesOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => scalarText(item) ?? []);
  return [scalarText(value) ?? []].flat();
}

function scalarText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

function parseRecord(text: string): JsonRecord | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(record: JsonRecord, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function textOf(record: JsonRecord, name: string): string | null {
  const value = own(record, name);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The objects of a list; whatever else is in it is left out. */
function listOf(record: JsonRecord, name: string): readonly JsonRecord[] {
  const value = own(record, name);
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
