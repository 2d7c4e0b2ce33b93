import {
  GetAccountAuthorizationDetailsCommand,
  type GetAccountAuthorizationDetailsResponse,
  type IAMClient,
} from '@aws-sdk/client-iam';
import type { Looked } from '../../core/evidence/evidence';
import { documentText } from '../iam/document-text';
import { lookUp } from '../lookup';
import { allPages } from '../pages';

/** The four lists that `aws iam get-account-authorization-details` prints. */
export type AuthorizationDetailLists = Required<
  Pick<
    GetAccountAuthorizationDetailsResponse,
    'UserDetailList' | 'GroupDetailList' | 'RoleDetailList' | 'Policies'
  >
>;

/** Entities on a page: larger pages take IAM longer than one try may last. */
const PAGE_SIZE = 200;
/** IAM allows 5,000 users, 1,000 roles (raised to 10,000) and 1,500 policies; pages may be short. */
const MAX_PAGES = 2_000;

const PURPOSE = {
  what: 'the users, groups, roles and policies of the account',
  permission: 'iam:GetAccountAuthorizationDetails',
};

/**
 * Reads all users, groups, roles and managed policies of the account. Policy documents, which the API
 * returns URL-encoded, become objects as in the output of the AWS CLI.
 *
 * Follows: IAM API Reference, GetAccountAuthorizationDetails.
 */
export function readAuthorizationDetails(
  iam: IAMClient,
): Promise<Looked<AuthorizationDetailLists>> {
  return lookUp(PURPOSE, async () => {
    const pages = await allPages(async (Marker) => {
      const input = { MaxItems: PAGE_SIZE, ...(Marker !== undefined && { Marker }) };
      const page = await iam.send(new GetAccountAuthorizationDetailsCommand(input));
      return { items: [page], next: page.IsTruncated === true ? page.Marker : undefined };
    }, MAX_PAGES);
    return {
      UserDetailList: pages.flatMap((page) => page.UserDetailList ?? []).map(withObjects),
      GroupDetailList: pages.flatMap((page) => page.GroupDetailList ?? []).map(withObjects),
      RoleDetailList: pages.flatMap((page) => page.RoleDetailList ?? []).map(withObjects),
      Policies: pages.flatMap((page) => page.Policies ?? []).map(withObjects),
    };
  });
}

const DOCUMENT_FIELDS: ReadonlySet<string> = new Set([
  'AssumeRolePolicyDocument',
  'Document',
  'PolicyDocument',
]);

/** A deep copy in which every policy document is an object; one that is no JSON stays as it is. */
function withObjects<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (name: string, field: unknown) =>
    typeof field === 'string' && DOCUMENT_FIELDS.has(name) ? parsedDocument(field) : field,
  ) as T;
}

function parsedDocument(encoded: string): unknown {
  try {
    return JSON.parse(documentText(encoded) ?? encoded);
  } catch {
    return encoded;
  }
}
