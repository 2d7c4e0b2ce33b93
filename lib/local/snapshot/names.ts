import type { Denial } from '../../core/denial/denial';
import type { AccountIndex, IamIndex } from './account-index';
import type { Entity } from './policies-of';

type Accounts = ReadonlyMap<string, AccountIndex>;

/** The ARN of a user, role or group by its name, which is unique in its account whatever its path. */
const ARN_BY_NAME: ReadonlyMap<string, (iam: IamIndex, name: string) => string | undefined> =
  new Map([
    ['role', (iam, name) => iam.roles.byName.get(name)?.Arn],
    ['user', (iam, name) => iam.users.byName.get(name)?.Arn],
    ['group', (iam, name) => iam.groups.get(name)?.Arn],
  ]);

/** The ARN of the requested resource: as AWS wrote it, or completed where AWS left out a name's path. */
export function resourceArn(denial: Denial, accounts: Accounts): string | null {
  const { arn, named, accountId } = denial.resource;
  if (arn !== null) return withPath(arn, accounts);
  if (named === null) return null;
  return arnByName(accounts.get(accountId ?? denial.accountId ?? ''), named.type, named.name);
}

/** `arn:aws:iam::111122223333:role/orders-api` may stand for a role in a path. */
function withPath(arn: string, accounts: Accounts): string {
  const [, , service, , accountId = '', rest = ''] = arn.split(':');
  const [type = '', name = '', ...more] = rest.split('/');
  if (service !== 'iam' || more.length > 0) return arn;
  return arnByName(accounts.get(accountId), type, name) ?? arn;
}

function arnByName(account: AccountIndex | undefined, type: string, name: string): string | null {
  const iam = account?.iam ?? null;
  return iam === null ? null : (ARN_BY_NAME.get(type)?.(iam, name) ?? null);
}

/** The user or role behind an ARN, whose path may be wrong or missing. */
export function findEntity(iam: IamIndex, arn: string): Entity | null {
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  if (arn.includes(':user/')) {
    const user = iam.users.byArn.get(arn) ?? iam.users.byName.get(name);
    return user === undefined ? null : { kind: 'user', user };
  }
  const role = iam.roles.byArn.get(arn) ?? iam.roles.byName.get(name);
  return role === undefined ? null : { kind: 'role', role };
}
