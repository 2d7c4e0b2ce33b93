import type { ConditionExplanation } from '../policy/condition';
import { explainStatements } from '../policy/explain';
import type { StatementRef } from '../policy/layer';
import type { Evaluated } from './blockers';

/**
 * What a caller can do about a condition without any policy being changed. Keys are in lower case;
 * one that ends in `/` stands for its whole family. Keys that a caller cannot choose (the
 * organization, the account) are not here: there the policy's owner decides.
 *
 * Follows: IAM User Guide, "AWS global condition context keys".
 */
const ADVICE: readonly (readonly [key: string, advice: string])[] = [
  [
    'aws:multifactorauthpresent',
    'sign in with MFA (for the CLI: aws sts get-session-token with --serial-number and --token-code) and try again',
  ],
  ['aws:multifactorauthage', 'sign in with MFA again, the last sign-in is too old'],
  ['aws:requestedregion', 'make the request in a Region that the policy allows'],
  ['aws:sourceip', 'make the request from a network that the policy allows'],
  ['aws:vpcsourceip', 'make the request from a network that the policy allows'],
  ['aws:sourcevpce', 'make the request through the VPC endpoint that the policy asks for'],
  ['aws:sourcevpc', 'make the request from the VPC that the policy asks for'],
  ['aws:securetransport', 'use HTTPS'],
  ['aws:requesttag/', 'send the tag that the policy asks for with the request'],
  ['aws:tagkeys', 'send only the tags that the policy allows'],
  [
    'aws:principaltag/',
    'have the caller carry the tag that the policy asks for (on the user or role, or as a session tag)',
  ],
  ['aws:resourcetag/', 'see that the resource carries the tag that the policy asks for'],
  ['aws:currenttime', 'make the request at a time that the policy allows'],
  ['aws:useragent', 'use the client that the policy asks for'],
  [
    'aws:viaawsservice',
    'make the request in the way that the policy asks for (directly, or through an AWS service)',
  ],
  ['aws:calledvia', 'make the request through the AWS service that the policy asks for'],
  [
    'aws:sourceidentity',
    'set the source identity that the policy asks for when the session is made',
  ],
  ['sts:externalid', 'pass the external id that the trust policy asks for (--external-id)'],
  ['sts:rolesessionname', 'use a role session name that the trust policy allows'],
  ['sts:sourceidentity', 'set the source identity that the trust policy asks for'],
  ['sts:transitivetagkeys', 'pass the session tags that the trust policy asks for'],
];

/** Advice for one condition key; null when the caller cannot choose its value. */
export function adviceFor(conditionKey: string): string | null {
  const key = conditionKey.toLowerCase();
  const found = ADVICE.find(([name]) => (name.endsWith('/') ? key.startsWith(name) : key === name));
  if (found !== undefined) return found[1];
  if (key.endsWith(':sub') || key.endsWith(':aud'))
    return `come with a token whose ${key.slice(key.lastIndexOf(':') + 1)} claim the trust policy accepts (the branch, environment or service account that it names)`;
  return key.startsWith('aws:')
    ? null
    : `make the request with the ${conditionKey} that the policy asks for`;
}

/** What the caller can do about Deny statements: the advice for the first condition that the caller can choose. */
export function adviceForDenies(
  denies: readonly StatementRef[],
  evaluated: Evaluated | null,
): string | null {
  if (evaluated === null) return null;
  for (const condition of conditionsOf(denies, evaluated)) {
    const advice = adviceFor(condition.key);
    if (advice !== null) return advice;
  }
  return null;
}

/** The conditions of these statements, compared with the request. */
export function conditionsOf(
  statements: readonly StatementRef[],
  { policies, request }: Evaluated,
): readonly ConditionExplanation[] {
  return statements.flatMap((statement) => {
    const collected = policies[statement.layer];
    if (collected.status === 'missing' || collected.value === null) return [];
    const flat = [collected.value].flat(2);
    return flat
      .filter(({ ref }) => ref.arn === statement.arn && ref.name === statement.name)
      .flatMap((policy) => explainStatements(policy, request, policies))
      .filter((other) => other.statement.statementIndex === statement.statementIndex)
      .flatMap(({ conditions }) => conditions);
  });
}
