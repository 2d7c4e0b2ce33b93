import {
  GetGroupPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  IAMClient,
  IAMServiceException,
  ListAttachedGroupPoliciesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupPoliciesCommand,
  ListGroupsForUserCommand,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
} from '@aws-sdk/client-iam';
import { mockClient, type AwsClientStub } from 'aws-sdk-client-mock';

/** Policies of one user, group or role of a test account. */
export interface TestOwner {
  readonly arn: string;
  readonly id?: string;
  readonly createdAt?: string;
  /** Policy name -> document text. */
  readonly inline?: Readonly<Record<string, string>>;
  readonly attached?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
  readonly boundary?: string;
  readonly trust?: string;
  readonly groups?: readonly string[];
}

/** A whole test account, by name; managed policies by ARN. */
export interface TestAccount {
  readonly users?: Readonly<Record<string, TestOwner>>;
  readonly groups?: Readonly<Record<string, TestOwner>>;
  readonly roles?: Readonly<Record<string, TestOwner>>;
  readonly managed?: Readonly<
    Record<string, { readonly text: string; readonly changedAt?: string }>
  >;
}

type Input = Readonly<Record<string, unknown>>;
type Answer = (input: Input) => object;

/** The mocked IAM client; `denied` IAM actions answer AccessDenied. Every list comes in pages of one. */
export function mockIam(
  { users = {}, groups = {}, roles = {}, managed = {} }: TestAccount,
  denied: ReadonlySet<string> = new Set(),
): AwsClientStub<IAMClient> {
  const fake = (action: string, answer: Answer): Answer =>
    denied.has(action)
      ? () => {
          throw accessDenied();
        }
      : answer;
  const user = (input: Input): TestOwner => named(users, input['UserName']);
  const group = (input: Input): TestOwner => named(groups, input['GroupName']);
  const role = (input: Input): TestOwner => named(roles, input['RoleName']);
  const mock = mockClient(IAMClient);
  mock.on(GetUserCommand).callsFake(fake('GetUser', (i) => ({ User: entity(user(i), 'UserId') })));
  mock.on(GetRoleCommand).callsFake(fake('GetRole', (i) => ({ Role: entity(role(i), 'RoleId') })));
  mock.on(ListUserPoliciesCommand).callsFake(fake('ListUserPolicies', inlineNames(user)));
  mock.on(ListGroupPoliciesCommand).callsFake(fake('ListGroupPolicies', inlineNames(group)));
  mock.on(ListRolePoliciesCommand).callsFake(fake('ListRolePolicies', inlineNames(role)));
  mock.on(GetUserPolicyCommand).callsFake(fake('GetUserPolicy', inlineDocument(user)));
  mock.on(GetGroupPolicyCommand).callsFake(fake('GetGroupPolicy', inlineDocument(group)));
  mock.on(GetRolePolicyCommand).callsFake(fake('GetRolePolicy', inlineDocument(role)));
  mock
    .on(ListAttachedUserPoliciesCommand)
    .callsFake(fake('ListAttachedUserPolicies', attached(user)));
  mock
    .on(ListAttachedGroupPoliciesCommand)
    .callsFake(fake('ListAttachedGroupPolicies', attached(group)));
  mock
    .on(ListAttachedRolePoliciesCommand)
    .callsFake(fake('ListAttachedRolePolicies', attached(role)));
  mock.on(ListGroupsForUserCommand).callsFake(
    fake('ListGroupsForUser', (input) => {
      const names = user(input).groups ?? [];
      const found = names.map((name) => ({ GroupName: name, Arn: named(groups, name).arn }));
      return onePage('Groups', found, input);
    }),
  );
  mock.on(GetPolicyCommand).callsFake(
    fake('GetPolicy', (input) => {
      named(managed, input['PolicyArn']);
      return { Policy: { DefaultVersionId: 'v3' } };
    }),
  );
  mock.on(GetPolicyVersionCommand).callsFake(
    fake('GetPolicyVersion', (input) => {
      const { text, changedAt } = named(managed, input['PolicyArn']);
      const date = changedAt === undefined ? {} : { CreateDate: new Date(changedAt) };
      return { PolicyVersion: { Document: encodeURIComponent(text), ...date } };
    }),
  );
  return mock;
}

function named<T>(all: Readonly<Record<string, T>>, name: unknown): T {
  return (typeof name === 'string' ? all[name] : undefined) ?? missing();
}

function inlineNames(owner: (input: Input) => TestOwner): Answer {
  return (input) => onePage('PolicyNames', Object.keys(owner(input).inline ?? {}), input);
}

function inlineDocument(owner: (input: Input) => TestOwner): Answer {
  return (input) => ({
    PolicyDocument: encodeURIComponent(named(owner(input).inline ?? {}, input['PolicyName'])),
  });
}

function attached(owner: (input: Input) => TestOwner): Answer {
  return (input) => {
    const arns = owner(input).attached ?? [];
    const found = arns.map((arn) => ({ PolicyArn: arn, PolicyName: nameOf(arn) }));
    return onePage('AttachedPolicies', found, input);
  };
}

function entity(owner: TestOwner, idName: string): object {
  return {
    Arn: owner.arn,
    [idName]: owner.id ?? 'AROAEXAMPLE0000000001',
    ...(owner.createdAt !== undefined && { CreateDate: new Date(owner.createdAt) }),
    Tags: Object.entries(owner.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
    ...(owner.boundary !== undefined && {
      PermissionsBoundary: { PermissionsBoundaryArn: owner.boundary },
    }),
    ...(owner.trust !== undefined && { AssumeRolePolicyDocument: encodeURIComponent(owner.trust) }),
  };
}

/** Pages of one item, as IAM may hand them out. */
function onePage(name: string, all: readonly unknown[], input: Input): object {
  const at = Number(input['Marker'] ?? 0);
  const more = at + 1 < all.length;
  return {
    [name]: all.slice(at, at + 1),
    IsTruncated: more,
    ...(more && { Marker: String(at + 1) }),
  };
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

function missing(): never {
  throw iamError('NoSuchEntityException', 404, 'The role cannot be found.');
}

/** What IAM answers a caller without the permission. */
export function accessDenied(): Error {
  return iamError('AccessDenied', 403, 'User: … is not authorized to perform: iam:…');
}

/** An error as the SDK throws it. */
export function iamError(name: string, status: number, message: string): Error {
  return new IAMServiceException({
    name,
    message,
    $fault: status < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode: status },
  });
}
