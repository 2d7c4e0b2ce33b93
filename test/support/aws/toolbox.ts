import type { Reply } from './fake-aws';
import type { Faults } from './faults';

/** What the toolbox knows of one denial. */
export interface KnownAuthorizationDetails {
  /** The answer of GetRequestAuthorizationDetails. */
  readonly details: object;
  /** Policy URI -> document, as it was at the denial. */
  readonly documents: ReadonlyMap<string, object>;
}

/** A call of the toolbox and what became of it. */
export interface ToolboxCall {
  /** The permission that it takes. */
  readonly action: 'iam:GetRequestAuthorizationDetails' | 'iam:GetRequestAuthorizationPolicy';
  /** Error name, or null. */
  readonly error: string | null;
  readonly reply: Reply;
}

/**
 * Answers one GET.
 *
 * Follows: IAM Toolbox API Reference, GetRequestAuthorizationDetails, GetRequestAuthorizationPolicy.
 */
export function callToolbox(
  path: string,
  known: ReadonlyMap<string, KnownAuthorizationDetails>,
  faults: Faults,
): ToolboxCall {
  const url = new URL(path, 'http://toolbox');
  const [, , id = '', what] = url.pathname.split('/');
  const action =
    what === 'policy' ? 'iam:GetRequestAuthorizationPolicy' : 'iam:GetRequestAuthorizationDetails';
  const fail = (error: string, status: number): ToolboxCall => ({
    action,
    error,
    reply: {
      status,
      headers: { ...JSON_TYPE, 'x-amzn-errortype': `${error}:http://internal.amazon.com/` },
      body: JSON.stringify({ message: error }),
    },
  });
  if (faults.throttlesNow()) return fail('ThrottlingException', 429);
  if (faults.denied.has(action)) return fail('AccessDeniedException', 403);
  const found = known.get(id);
  const isThere = what === 'policy' || faults.areRecorded(id);
  if (found === undefined || !isThere) return fail('ResourceNotFoundException', 404);
  const policyUri = url.searchParams.get('policyUri') ?? '';
  const answer =
    what === 'policy' ? { policyDocument: found.documents.get(policyUri) } : found.details;
  const reply = { status: 200, headers: JSON_TYPE, body: JSON.stringify(answer) };
  return { action, error: null, reply };
}

const JSON_TYPE = { 'content-type': 'application/json' };
