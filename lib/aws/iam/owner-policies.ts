import {
  GetGroupPolicyCommand,
  GetRolePolicyCommand,
  GetUserPolicyCommand,
  ListAttachedGroupPoliciesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupPoliciesCommand,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
  type AttachedPolicy,
  type IAMClient,
} from '@aws-sdk/client-iam';
import type { Page } from '../pages';
import type { PolicyOwner } from './principal';

interface Marked {
  readonly IsTruncated?: boolean | undefined;
  readonly Marker?: string | undefined;
}

/** The three calls that read the policies of one kind of owner, with the permission each takes. */
export interface OwnerPolicyCalls {
  readonly listInline: {
    readonly permission: string;
    readonly page: (iam: IAMClient, name: string, marker?: string) => Promise<Page<string>>;
  };
  readonly getInline: {
    readonly permission: string;
    /** The URL-encoded document. */
    readonly document: (
      iam: IAMClient,
      name: string,
      policy: string,
    ) => Promise<string | undefined>;
  };
  readonly listAttached: {
    readonly permission: string;
    readonly page: (iam: IAMClient, name: string, marker?: string) => Promise<Page<AttachedPolicy>>;
  };
}

function page<Item>(
  items: readonly Item[] | undefined,
  { IsTruncated, Marker }: Marked,
): Page<Item> {
  return { items, next: IsTruncated === true ? Marker : undefined };
}

/** The marker of a page, absent for the first. */
function from(marker: string | undefined): { Marker?: string } {
  return marker === undefined ? {} : { Marker: marker };
}

/**
 * How the policies of a user, group or role are read.
 *
 * Follows: IAM API Reference, ListUserPolicies and its siblings.
 */
export const OWNER_POLICY_CALLS: Readonly<Record<PolicyOwner['kind'], OwnerPolicyCalls>> = {
  user: {
    listInline: {
      permission: 'iam:ListUserPolicies',
      page: async (iam, UserName, marker) => {
        const out = await iam.send(new ListUserPoliciesCommand({ UserName, ...from(marker) }));
        return page(out.PolicyNames, out);
      },
    },
    getInline: {
      permission: 'iam:GetUserPolicy',
      document: async (iam, UserName, PolicyName) =>
        (await iam.send(new GetUserPolicyCommand({ UserName, PolicyName }))).PolicyDocument,
    },
    listAttached: {
      permission: 'iam:ListAttachedUserPolicies',
      page: async (iam, UserName, marker) => {
        const input = { UserName, ...from(marker) };
        const out = await iam.send(new ListAttachedUserPoliciesCommand(input));
        return page(out.AttachedPolicies, out);
      },
    },
  },
  group: {
    listInline: {
      permission: 'iam:ListGroupPolicies',
      page: async (iam, GroupName, marker) => {
        const out = await iam.send(new ListGroupPoliciesCommand({ GroupName, ...from(marker) }));
        return page(out.PolicyNames, out);
      },
    },
    getInline: {
      permission: 'iam:GetGroupPolicy',
      document: async (iam, GroupName, PolicyName) =>
        (await iam.send(new GetGroupPolicyCommand({ GroupName, PolicyName }))).PolicyDocument,
    },
    listAttached: {
      permission: 'iam:ListAttachedGroupPolicies',
      page: async (iam, GroupName, marker) => {
        const input = { GroupName, ...from(marker) };
        const out = await iam.send(new ListAttachedGroupPoliciesCommand(input));
        return page(out.AttachedPolicies, out);
      },
    },
  },
  role: {
    listInline: {
      permission: 'iam:ListRolePolicies',
      page: async (iam, RoleName, marker) => {
        const out = await iam.send(new ListRolePoliciesCommand({ RoleName, ...from(marker) }));
        return page(out.PolicyNames, out);
      },
    },
    getInline: {
      permission: 'iam:GetRolePolicy',
      document: async (iam, RoleName, PolicyName) =>
        (await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))).PolicyDocument,
    },
    listAttached: {
      permission: 'iam:ListAttachedRolePolicies',
      page: async (iam, RoleName, marker) => {
        const input = { RoleName, ...from(marker) };
        const out = await iam.send(new ListAttachedRolePoliciesCommand(input));
        return page(out.AttachedPolicies, out);
      },
    },
  },
};
