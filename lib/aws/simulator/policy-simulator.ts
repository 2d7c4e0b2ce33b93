import {
  SimulatePrincipalPolicyCommand,
  type EvaluationResult,
  type IAMClient,
  type SimulatePrincipalPolicyCommandInput,
} from '@aws-sdk/client-iam';
import type { LimitFunction } from 'p-limit';
import type { Looked, Simulation } from '../../core/evidence/evidence';
import type { PolicySimulator } from '../../core/evidence/sources';
import type { AuthorizationRequest, RequestPrincipal } from '../../core/policy/request';
import type { IamAccess, IamAccounts } from '../iam/accounts';
import type { IamPrincipal } from '../iam/principal';
import { ownerOf } from '../iam/owner';
import { gapOf, isNamed, shortMessage } from '../lookup';
import { allPages } from '../pages';
import { contextEntries } from './context-entries';
import { simulationOf } from './simulation-result';

/** A resource-based policy for one simulation. */
export interface SimulatedResourcePolicy {
  /** JSON text. */
  readonly document: string;
  readonly ownerAccountId: string;
}

const PERMISSION = 'iam:SimulatePrincipalPolicy';
/** Longest resource ARN that the API takes. */
const MAX_RESOURCE = 2_048;

/**
 * AWS's own evaluation of the caller's identity-based policies, boundary and SCPs. It sees no RCP, VPC endpoint policy
 * or session policy.
 *
 * Follows: IAM API Reference, SimulatePrincipalPolicy; IAM User Guide, "IAM policy testing with the IAM policy simulator".
 */
export class IamPolicySimulator implements PolicySimulator {
  private readonly accounts: IamAccounts;
  private readonly limit: LimitFunction;

  constructor(accounts: IamAccounts, limit: LimitFunction) {
    this.accounts = accounts;
    this.limit = limit;
  }

  /** @param resourcePolicy only where the resource is named by its ARN: the simulator takes none for `*` */
  async simulate(
    request: AuthorizationRequest,
    resourcePolicy: SimulatedResourcePolicy | null = null,
  ): Promise<Looked<Simulation>> {
    const source = sourceOf(request.principal);
    if (source === null) return gap('the simulator knows only IAM users, groups and roles');
    const { resource } = request;
    if (resource === null)
      return gap('the simulator was not asked: which resource was asked for is not known');
    if (resource.length > MAX_RESOURCE)
      return gap(`the simulator takes no resource ARN of ${resource.length} characters`);
    const access = await this.accounts.access(source.accountId);
    if (access.status !== 'found') return access;
    const lookup = await access.value.principals.read(source.arn);
    if (lookup.status === 'deleted') return gap(deleted(source.arn));
    const principal = lookup.status === 'found' ? lookup.principal : null;
    const input = inputFor({ ...request, resource }, principal?.arn ?? source.arn, resourcePolicy);
    return this.call(access.value, input, principal);
  }

  private async call(
    { iam }: IamAccess,
    input: SimulatePrincipalPolicyCommandInput,
    principal: IamPrincipal | null,
  ): Promise<Looked<Simulation>> {
    try {
      const results = await allPages((marker) => this.limit(() => page(iam, input, marker)));
      const [result] = results;
      const value = result === undefined ? null : simulationOf(result, input, principal);
      return value === null
        ? gap('the simulator returned no decision')
        : { status: 'found', value };
    } catch (error) {
      return gap(whyNot(error, input));
    }
  }
}

async function page(
  iam: IAMClient,
  input: SimulatePrincipalPolicyCommandInput,
  marker: string | undefined,
): Promise<{ items: readonly EvaluationResult[] | undefined; next: string | undefined }> {
  const marked = { ...input, ...(marker !== undefined && { Marker: marker }) };
  const out = await iam.send(new SimulatePrincipalPolicyCommand(marked));
  return { items: out.EvaluationResults, next: out.IsTruncated === true ? out.Marker : undefined };
}

/** Whose policies are simulated: never a session, which the API does not take. */
function sourceOf(
  principal: RequestPrincipal,
): { readonly arn: string; readonly accountId: string } | null {
  const arn = principal.kind === 'federatedUser' ? principal.userArn : arnOf(principal);
  if (arn === null || ownerOf(arn) === null || !('accountId' in principal)) return null;
  return { arn, accountId: principal.accountId };
}

function arnOf(principal: RequestPrincipal): string | null {
  return principal.kind === 'user' || principal.kind === 'role' ? principal.arn : null;
}

function inputFor(
  request: AuthorizationRequest & { readonly resource: string },
  sourceArn: string,
  resourcePolicy: SimulatedResourcePolicy | null,
): SimulatePrincipalPolicyCommandInput {
  const withResourcePolicy =
    resourcePolicy === null || request.resource === '*'
      ? {}
      : {
          ResourcePolicy: resourcePolicy.document,
          ResourceOwner: rootOf(sourceArn, resourcePolicy.ownerAccountId),
          CallerArn: sourceArn,
        };
  return {
    PolicySourceArn: sourceArn,
    ActionNames: [request.action],
    ...(request.resource !== '*' && { ResourceArns: [request.resource] }),
    ContextEntries: [...contextEntries(request.context)],
    ...withResourcePolicy,
  };
}

/** `ResourceOwner` must be an ARN; a bare account id is refused. */
function rootOf(sourceArn: string, accountId: string): string {
  return `arn:${sourceArn.split(':')[1] ?? 'aws'}:iam::${accountId}:root`;
}

function whyNot(error: unknown, input: SimulatePrincipalPolicyCommandInput): string {
  if (isNamed(error, 'NoSuchEntityException', 'NoSuchEntity'))
    return deleted(input.PolicySourceArn ?? '');
  if (isNamed(error, 'InvalidInputException', 'InvalidInput'))
    return `the simulator does not accept this request: ${shortMessage(error)}`;
  if (isNamed(error, 'PolicyEvaluationException', 'PolicyEvaluation'))
    return `the simulator could not evaluate the policies: ${shortMessage(error)}`;
  return gapOf(error, { what: "the simulator's answer", permission: PERMISSION });
}

function deleted(arn: string): string {
  return `the policies could not be simulated: ${arn} does not exist any more`;
}

function gap(text: string): Looked<never> {
  return { status: 'unavailable', gap: text };
}
