import type { IAMClient } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import type { Looked } from '../../core/evidence/evidence';
import { lookUp } from '../lookup';
import { SharedLookups } from '../shared-lookups';
import type { PrincipalReader } from './principal-reader';

/** Read access to the IAM of one account. */
export interface IamAccess {
  readonly iam: IAMClient;
  readonly principals: PrincipalReader;
}

/** Port of this folder: who can read which account. */
export interface IamAccounts {
  /** Access to the account, or the gap that says what access would take. */
  access(accountId: string): Promise<Looked<IamAccess>>;
}

const OWN_ACCOUNT_KEEP_MS = 24 * 3_600_000;
const OWN_ACCOUNT_RETRY_MS = 30_000;

/** The account that the credentials belong to, asked for once. */
export class OwnAccount implements IamAccounts {
  private readonly own: IamAccess;
  private readonly accountId: () => Promise<Looked<string>>;

  /** @param accountId where it is known already; null asks STS, which takes no permission */
  constructor(own: IamAccess, sts: STSClient, accountId: string | null, now: () => number) {
    this.own = own;
    const asked = new SharedLookups<Looked<string>>({
      maxSize: 1,
      keepMs: ({ status }) => (status === 'found' ? OWN_ACCOUNT_KEEP_MS : OWN_ACCOUNT_RETRY_MS),
      now,
    });
    this.accountId =
      accountId === null
        ? () => asked.get('own', () => askForAccount(sts))
        : () => Promise.resolve({ status: 'found', value: accountId });
  }

  /** Whether the credentials are those of that account; false also when STS cannot be asked. */
  async isOwn(accountId: string): Promise<boolean> {
    const own = await this.accountId();
    return own.status === 'found' && own.value === accountId;
  }

  async access(accountId: string): Promise<Looked<IamAccess>> {
    const own = await this.accountId();
    if (own.status !== 'found') return own;
    if (own.value === accountId) return { status: 'found', value: this.own };
    const gap = `account ${accountId} could not be looked at: the credentials are those of account ${own.value}, it takes a role in account ${accountId} that may read its IAM`;
    return { status: 'unavailable', gap };
  }
}

/** The account id of the credentials. */
export function askForAccount(sts: STSClient): Promise<Looked<string>> {
  const purpose = { what: 'the own account id', permission: 'sts:GetCallerIdentity' };
  return lookUp(purpose, async () => {
    const { Account: account } = await sts.send(new GetCallerIdentityCommand({}));
    if (account === undefined) throw new Error('sts:GetCallerIdentity returned no account');
    return account;
  });
}
