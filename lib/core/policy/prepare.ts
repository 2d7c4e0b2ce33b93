import { ActionIndex } from './action-index';
import { decodeDocument, readDocument, type PolicyVersion } from './document';
import { shown } from './json-reader';
import type { PolicyRef } from './layer';
import { namesPrincipals, prepareStatement, type PreparedStatement } from './prepared-statement';
import type { StatementDocument } from './statement';

/** A policy document that was parsed, validated and indexed once, to be evaluated many times. */
export interface PreparedPolicy {
  readonly ref: PolicyRef;
  /** The document as written (decoded, where it was text). */
  readonly document: object;
  readonly version: PolicyVersion;
  /** In the order of the document. */
  readonly statements: readonly PreparedStatement[];
  /** What is odd in the document but does not keep it from being evaluated. */
  readonly issues: readonly string[];
  /** The statements by action. */
  readonly index: ActionIndex<PreparedStatement>;
}

/** A prepared policy, or one sentence that names the policy, the place and what is wrong there. */
export type PreparedOrError =
  | { readonly ok: true; readonly policy: PreparedPolicy }
  | { readonly ok: false; readonly error: string };

/**
 * Prepares a policy document: an object, JSON text, or URL-encoded JSON text.
 *
 * A document that AWS would not have stored (a wrong effect, no action, no resource where its kind
 * needs one) is an error and not half a policy: whoever collected it reports a gap.
 *
 * Follows: IAM User Guide, "Grammar of the IAM JSON policy language".
 */
export function preparePolicy(ref: PolicyRef, document: unknown): PreparedOrError {
  const fail = (error: string): PreparedOrError => ({
    ok: false,
    error: `${describePolicy(ref)} cannot be read: ${error}`,
  });
  const decoded = decodeDocument(document);
  if (!decoded.ok) return fail(decoded.error);
  const read = readDocument(decoded.value);
  if (!read.ok) return fail(read.error);
  const { version } = read.value;
  const issues = [...read.value.issues, ...oddities(ref, read.value.statements)];
  const statements: PreparedStatement[] = [];
  for (const statement of read.value.statements) {
    const prepared = prepareStatement(ref, statement, version === '2012-10-17');
    if (!prepared.ok) return fail(prepared.error);
    statements.push(prepared.value);
  }
  const index = new ActionIndex(statements);
  return {
    ok: true,
    policy: { ref, document: decoded.value, version, statements, issues, index },
  };
}

/**
 * The same policy attached to something else: a managed policy is read and prepared once, however
 * many users, groups and roles have it. Equals what `preparePolicy` gives for the other reference.
 *
 * @param ref differs from that of the policy in `attachedTo` only
 */
export function attachPolicy(policy: PreparedPolicy, ref: PolicyRef): PreparedPolicy {
  const statements = policy.statements.map((statement) => statement.of(ref));
  const written = statements.map((statement) => statement.written);
  const ofDocument = policy.issues.length - oddities(policy.ref, written).length;
  const issues = [...policy.issues.slice(0, ofDocument), ...oddities(ref, written)];
  return { ...policy, ref, statements, issues, index: new ActionIndex(statements) };
}

/** What AWS would not have stored, but what has only one meaning. */
function oddities(ref: PolicyRef, statements: readonly StatementDocument[]): readonly string[] {
  if (namesPrincipals(ref.layer)) return [];
  return statements
    .filter(({ principal }) => principal !== null)
    .map(
      ({ index }) => `Statement[${index}] names a principal, which ${describePolicy(ref)} cannot`,
    );
}

const LAYER_WORDS = {
  identity: 'identity-based policy',
  boundary: 'permissions boundary',
  session: 'session policy',
  scp: 'service control policy',
  rcp: 'resource control policy',
  resource: 'resource-based policy',
  vpcEndpoint: 'VPC endpoint policy',
} as const;

/** A policy in words, for errors and gaps: `the identity-based policy "deploy" of arn:…`. */
export function describePolicy(ref: PolicyRef): string {
  const name = ref.arn ?? ref.name;
  const called = name === null ? '' : ` ${shown(name)}`;
  const where = ref.attachedTo === null ? '' : ` of ${ref.attachedTo}`;
  return `the ${LAYER_WORDS[ref.layer]}${called}${where}`;
}
