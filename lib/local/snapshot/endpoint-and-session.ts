import type { Denial } from '../../core/denial/denial';
import type { Collected } from '../../core/policy/collected';
import type { PreparedPolicy } from '../../core/policy/prepare';
import type { AccountIndex } from './account-index';
import { missing, NOT_APPLICABLE, one, several } from './policies-of';

type Accounts = ReadonlyMap<string, AccountIndex>;

/** The session policies of the caller's session, by its access key id. */
export function sessionPolicies(
  denial: Denial,
  accounts: Accounts,
): Collected<readonly PreparedPolicy[] | null> {
  const { type, accessKeyId, accountId, sessionArn } = denial.principal;
  if (sessionArn === null || type === 'root') return NOT_APPLICABLE;
  const sessions = accounts.get(accountId ?? '')?.account.sessionPolicies;
  if (sessions === undefined)
    return missing(
      `the session policy, if any: the snapshot has no sessionPolicies for account ${accountId ?? 'unknown'}`,
    );
  if (Object.keys(sessions).length === 0) return NOT_APPLICABLE;
  if (accessKeyId === null)
    return missing(
      `the session policy of ${sessionArn}, if any: the access key id of the session is not known`,
    );
  const documents = Object.hasOwn(sessions, accessKeyId) ? (sessions[accessKeyId] ?? []) : [];
  if (documents.length === 0) return NOT_APPLICABLE;
  return several(
    documents.map((document) => ({
      ref: { layer: 'session', arn: null, name: 'sessionPolicy', attachedTo: sessionArn },
      document,
    })),
  );
}

/** The policy of the VPC endpoint that the request came through. */
export function endpointPolicy(
  denial: Denial,
  accounts: Accounts,
): Collected<PreparedPolicy | null> {
  const id = denial.vpcEndpointId;
  if (id === null) return unknownEndpoint(denial, accounts);
  const sections = [...accounts.values()].map(({ account }) => account.vpcEndpointPolicies);
  const holder = sections.find((policies) => policies !== undefined && Object.hasOwn(policies, id));
  const document = holder?.[id];
  if (document !== undefined)
    return one(
      { layer: 'vpcEndpoint', arn: null, name: 'endpointPolicy', attachedTo: id },
      document,
    );
  return missing(
    sections.some((policies) => policies !== undefined)
      ? `the policy of VPC endpoint ${id}: no account of the snapshot has it (the endpoint may belong to another account)`
      : `the policy of VPC endpoint ${id}: the snapshot has no vpcEndpointPolicies`,
  );
}

/** A record without an endpoint did not come through one; a pasted text may have. */
function unknownEndpoint(denial: Denial, accounts: Accounts): Collected<PreparedPolicy | null> {
  const cameThroughNone = denial.context.get('aws:sourcevpce')?.state === 'absent';
  const thereIsNone = [...accounts.values()].every(
    ({ account }) =>
      account.vpcEndpointPolicies !== undefined &&
      Object.keys(account.vpcEndpointPolicies).length === 0,
  );
  if (denial.said.policyType !== 'vpcEndpoint' && (cameThroughNone || thereIsNone))
    return NOT_APPLICABLE;
  return missing(
    'the VPC endpoint policy, if any: it is not known which VPC endpoint the request came through',
  );
}
