import { exampleId } from './random';
import { iamArn } from './week';

const CREATED = '2026-02-03T09:30:00+00:00';

/** A policy document. */
export interface Document {
  readonly Version: '2012-10-17';
  readonly Statement: readonly object[];
}

export function document(...statements: readonly object[]): Document {
  return { Version: '2012-10-17', Statement: statements };
}

export function allow(
  sid: string,
  action: string | readonly string[],
  resource: string | readonly string[],
  condition?: object,
): object {
  return {
    Sid: sid,
    Effect: 'Allow',
    Action: action,
    Resource: resource,
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}

/** A trust policy for one AWS service. */
export function trustService(label: string): Document {
  return document({
    Effect: 'Allow',
    Principal: { Service: `${label}.amazonaws.com` },
    Action: 'sts:AssumeRole',
  });
}

/** A trust policy for principals by ARN. */
export function trustArn(arn: string | readonly string[], condition?: object): Document {
  return document({
    Effect: 'Allow',
    Principal: { AWS: arn },
    Action: 'sts:AssumeRole',
    ...(condition === undefined ? {} : { Condition: condition }),
  });
}

interface RoleOptions {
  readonly path?: string;
  readonly trust: Document;
  readonly policies?: Readonly<Record<string, Document>>;
  readonly attached?: readonly string[];
  readonly boundary?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A role as `aws iam get-account-authorization-details` prints it. */
export function roleDetail(name: string, options: RoleOptions): object {
  const path = options.path ?? '/';
  return {
    Path: path,
    RoleName: name,
    RoleId: exampleId('AROA', name),
    Arn: iamArn(`role${path}${name}`),
    CreateDate: CREATED,
    AssumeRolePolicyDocument: options.trust,
    InstanceProfileList: [],
    RolePolicyList: inline(options.policies),
    AttachedManagedPolicies: attachments(options.attached),
    ...boundaryOf(options.boundary),
    Tags: tagsOf(options.tags),
    RoleLastUsed: {},
  };
}

interface UserOptions {
  readonly groups?: readonly string[];
  readonly policies?: Readonly<Record<string, Document>>;
  readonly attached?: readonly string[];
}

/** A user as `aws iam get-account-authorization-details` prints it. */
export function userDetail(name: string, options: UserOptions): object {
  return {
    Path: '/',
    UserName: name,
    UserId: exampleId('AIDA', name),
    Arn: iamArn(`user/${name}`),
    CreateDate: CREATED,
    ...(options.policies === undefined ? {} : { UserPolicyList: inline(options.policies) }),
    GroupList: options.groups ?? [],
    AttachedManagedPolicies: attachments(options.attached),
    Tags: [],
  };
}

/** A group as `aws iam get-account-authorization-details` prints it. */
export function groupDetail(
  name: string,
  policies: Readonly<Record<string, Document>>,
  attached: readonly string[] = [],
): object {
  return {
    Path: '/',
    GroupName: name,
    GroupId: exampleId('AGPA', name),
    Arn: iamArn(`group/${name}`),
    CreateDate: CREATED,
    GroupPolicyList: inline(policies),
    AttachedManagedPolicies: attachments(attached),
  };
}

/** A managed policy as `aws iam get-account-authorization-details` prints it. */
export function managedPolicy(arn: string, content: Document, asBoundary = false): object {
  return {
    PolicyName: arn.slice(arn.lastIndexOf('/') + 1),
    PolicyId: exampleId('ANPA', arn),
    Arn: arn,
    Path: arn.includes(':policy/service-role/') ? '/service-role/' : '/',
    DefaultVersionId: 'v1',
    AttachmentCount: asBoundary ? 0 : 1,
    PermissionsBoundaryUsageCount: asBoundary ? 1 : 0,
    IsAttachable: true,
    CreateDate: CREATED,
    UpdateDate: CREATED,
    PolicyVersionList: [
      { Document: content, VersionId: 'v1', IsDefaultVersion: true, CreateDate: CREATED },
    ],
  };
}

function inline(policies: Readonly<Record<string, Document>> = {}): readonly object[] {
  return Object.entries(policies).map(([PolicyName, PolicyDocument]) => ({
    PolicyName,
    PolicyDocument,
  }));
}

function attachments(arns: readonly string[] = []): readonly object[] {
  return arns.map((arn) => ({ PolicyName: arn.slice(arn.lastIndexOf('/') + 1), PolicyArn: arn }));
}

function boundaryOf(arn: string | undefined): object {
  if (arn === undefined) return {};
  return {
    PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: arn },
  };
}

function tagsOf(tags: Readonly<Record<string, string>> = {}): readonly object[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
