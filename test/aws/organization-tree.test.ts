import {
  DescribeOrganizationCommand,
  ListParentsCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { mockClient } from 'aws-sdk-client-mock';
import pLimit from 'p-limit';
import { OrganizationReader } from '../../lib/aws/policies/organization';

const ACCOUNT = '111122223333';

function reader(readsTree: boolean): {
  place: () => ReturnType<OrganizationReader['place']>;
  asked: () => number;
} {
  const client = new OrganizationsClient({ region: 'us-east-1' });
  const mock = mockClient(client);
  mock.on(DescribeOrganizationCommand).resolves({
    Organization: { Id: 'o-exampleorg1', MasterAccountId: '999999999999' },
  });
  mock.on(ListParentsCommand).resolves({ Parents: [{ Id: 'r-root', Type: 'ROOT' }] });
  const organization = new OrganizationReader({
    client,
    limit: pLimit(1),
    isOwnAccount: () => Promise.resolve(true),
    readsTree,
    now: () => 0,
  });
  return {
    place: () => organization.place(ACCOUNT),
    asked: () => mock.commandCalls(ListParentsCommand).length,
  };
}

describe('the tree of an organization', () => {
  it('is read where it may be read', async () => {
    const { place, asked } = reader(true);
    await expect(place()).resolves.toMatchObject({ status: 'found', value: { path: ['r-root'] } });
    expect(asked()).toBe(1);
  });

  it('is not asked for where the answer would be a denial of Denywatch itself', async () => {
    const { place, asked } = reader(false);
    await expect(place()).resolves.toEqual({
      status: 'unavailable',
      gap: 'the place of account 111122223333 in the organization: it takes the setting readOrganizationPolicies, in the management account or a delegated administrator account',
    });
    expect(asked()).toBe(0);
  });
});
