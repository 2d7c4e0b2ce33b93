import {
  DescribePolicyCommand,
  ListPoliciesCommand,
  ListTargetsForPolicyCommand,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations';
import type { Looked } from '../../core/evidence/evidence';
import { lookUp } from '../lookup';
import { allPages } from '../pages';

/** A policy of the organization as a snapshot has it. */
export interface ControlPolicy {
  readonly arn: string;
  readonly name: string;
  /** An object; the text as AWS returned it where that is no JSON. */
  readonly document: unknown;
}

/** Policies by the id of the root, OU or account that they are attached to. */
export type PoliciesByNode = Readonly<Record<string, readonly ControlPolicy[]>>;

/** The two kinds of organization policies that authorize requests. */
export type ControlPolicyType = 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';

const WORDS: Readonly<Record<ControlPolicyType, string>> = {
  SERVICE_CONTROL_POLICY: 'service control policies',
  RESOURCE_CONTROL_POLICY: 'resource control policies',
};

/** `FullAWSAccess` is attached to every account: 10,000 at 20 a page. */
const MAX_PAGES = 2_000;

/**
 * Reads all policies of one kind with what they are attached to. Asked for by policy, not by account:
 * an organization has few policies and many accounts.
 *
 * Follows: AWS Organizations API Reference, ListPolicies, DescribePolicy, ListTargetsForPolicy.
 */
export function readControlPolicies(
  client: OrganizationsClient,
  type: ControlPolicyType,
): Promise<Looked<PoliciesByNode>> {
  const purpose = {
    what: `the ${WORDS[type]}`,
    permission:
      'organizations:ListPolicies, DescribePolicy and ListTargetsForPolicy in the management account or a delegated administrator account',
  };
  return lookUp(purpose, async () => {
    const byNode = new Map<string, ControlPolicy[]>();
    const summaries = await allPages(async (NextToken) => {
      const input = { Filter: type, ...(NextToken !== undefined && { NextToken }) };
      const page = await client.send(new ListPoliciesCommand(input));
      return { items: page.Policies, next: page.NextToken };
    }, MAX_PAGES);
    for (const { Id } of summaries) if (Id !== undefined) await addPolicy(client, Id, byNode);
    return Object.fromEntries(byNode);
  });
}

async function addPolicy(
  client: OrganizationsClient,
  PolicyId: string,
  byNode: Map<string, ControlPolicy[]>,
): Promise<void> {
  const targets = await allPages(async (NextToken) => {
    const input = { PolicyId, ...(NextToken !== undefined && { NextToken }) };
    const page = await client.send(new ListTargetsForPolicyCommand(input));
    return { items: page.Targets, next: page.NextToken };
  }, MAX_PAGES);
  if (targets.length === 0) return;
  const { Policy: policy } = await client.send(new DescribePolicyCommand({ PolicyId }));
  const { Arn: arn = PolicyId, Name: name = PolicyId } = policy?.PolicySummary ?? {};
  const document = parsed(policy?.Content ?? '');
  for (const { TargetId } of targets) {
    if (TargetId === undefined) continue;
    byNode.set(TargetId, [...(byNode.get(TargetId) ?? []), { arn, name, document }]);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
