import { z } from 'zod';

/**
 * The snapshot file of the explain contract: policies of several accounts and their organization,
 * in the shapes that the AWS CLI prints. Unknown fields are kept out of the way, not refused, since
 * `get-account-authorization-details` grows new ones.
 */

/** A policy document: an object, or the URL-encoded string that the IAM API returns. Parsed later, by the policy code. */
const document = z.custom<Readonly<Record<string, unknown>> | string>(
  (value) => typeof value === 'string' || isJsonObject(value),
  'a policy document (an object, or its URL-encoded text)',
);

function isJsonObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const attachedPolicy = z.object({ PolicyName: z.string().optional(), PolicyArn: z.string() });
const inlinePolicy = z.object({ PolicyName: z.string(), PolicyDocument: document });
const tag = z.object({ Key: z.string(), Value: z.string() });
const boundary = z.object({ PermissionsBoundaryArn: z.string() });

const user = z.object({
  UserName: z.string(),
  Arn: z.string(),
  UserPolicyList: z.array(inlinePolicy).default([]),
  GroupList: z.array(z.string()).default([]),
  AttachedManagedPolicies: z.array(attachedPolicy).default([]),
  PermissionsBoundary: boundary.optional(),
  Tags: z.array(tag).default([]),
});

const group = z.object({
  GroupName: z.string(),
  Arn: z.string(),
  GroupPolicyList: z.array(inlinePolicy).default([]),
  AttachedManagedPolicies: z.array(attachedPolicy).default([]),
});

const role = z.object({
  RoleName: z.string(),
  Arn: z.string(),
  AssumeRolePolicyDocument: document.optional(),
  RolePolicyList: z.array(inlinePolicy).default([]),
  AttachedManagedPolicies: z.array(attachedPolicy).default([]),
  PermissionsBoundary: boundary.optional(),
  Tags: z.array(tag).default([]),
});

const managedPolicy = z.object({
  PolicyName: z.string(),
  Arn: z.string(),
  DefaultVersionId: z.string().optional(),
  PolicyVersionList: z
    .array(
      z.object({
        Document: document.optional(),
        VersionId: z.string().optional(),
        IsDefaultVersion: z.boolean().optional(),
        CreateDate: z.string().optional(),
      }),
    )
    .default([]),
});

const authorizationDetails = z.object({
  UserDetailList: z.array(user).optional(),
  GroupDetailList: z.array(group).default([]),
  RoleDetailList: z.array(role).optional(),
  Policies: z.array(managedPolicy).default([]),
});

const account = z.object({
  authorizationDetails: authorizationDetails.optional(),
  resourcePolicies: z.record(z.string(), document).optional(),
  vpcEndpointPolicies: z.record(z.string(), document).optional(),
  sessionPolicies: z.record(z.string(), z.array(document)).optional(),
  resources: z
    .record(z.string(), z.object({ tags: z.record(z.string(), z.string()).optional() }))
    .optional(),
});

const organizationPolicy = z.object({ arn: z.string(), name: z.string(), document });
const policiesByNode = z.record(z.string(), z.array(organizationPolicy));

const organization = z.object({
  id: z.string(),
  managementAccountId: z.string().optional(),
  accounts: z.record(z.string(), z.object({ path: z.array(z.string()) })),
  serviceControlPolicies: policiesByNode.optional(),
  resourceControlPolicies: policiesByNode.optional(),
});

const snapshot = z.object({
  version: z.literal(1),
  takenAt: z.string().optional(),
  organization: organization.nullable().optional(),
  accounts: z.record(z.string(), account),
});

/** A validated snapshot. Documents are not parsed yet. */
export type Snapshot = z.infer<typeof snapshot>;
/** One account of a snapshot. */
export type SnapshotAccount = z.infer<typeof account>;
/** The organization of a snapshot. */
export type SnapshotOrganization = z.infer<typeof organization>;
/** A user of `UserDetailList`. */
export type SnapshotUser = z.infer<typeof user>;
/** A group of `GroupDetailList`. */
export type SnapshotGroup = z.infer<typeof group>;
/** A role of `RoleDetailList`. */
export type SnapshotRole = z.infer<typeof role>;
/** A managed policy of `Policies`. */
export type SnapshotManagedPolicy = z.infer<typeof managedPolicy>;
/** A policy document as a snapshot holds it. */
export type SnapshotDocument = z.infer<typeof document>;

/** The schema of the whole file; `parse-snapshot.ts` puts its problems into words. */
export const snapshotSchema = snapshot;
