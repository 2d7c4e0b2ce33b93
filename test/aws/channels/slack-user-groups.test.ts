import { SlackApi } from '../../../lib/aws/channels/slack-api';
import { SlackUserGroups } from '../../../lib/aws/channels/slack-user-groups';
import { startSlackReceiver, type SlackReceiver } from '../../support/receivers/slack';

const opened: SlackReceiver[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((slack) => slack.close()));
});

interface World {
  readonly slack: SlackReceiver;
  readonly clock: { now: number };
  readonly refusal: (user: string) => Promise<string | null>;
}

async function world(
  groups: readonly string[] | null,
  userGroups: Record<string, readonly string[]>,
): Promise<World> {
  const slack = await startSlackReceiver({ userGroups });
  opened.push(slack);
  const clock = { now: 0 };
  const api = new SlackApi({
    token: { get: () => Promise.resolve(slack.token), forget: () => undefined },
    apiUrl: slack.apiUrl,
    timeoutMs: 1_000,
  });
  const users = new SlackUserGroups({ api, groups, now: () => clock.now });
  return { slack, clock, refusal: (user) => users.refusal(user) };
}

describe('who may answer from Slack', () => {
  it('is everybody where no user group is named: Slack is not asked', async () => {
    const { refusal, slack } = await world(null, {});
    await expect(refusal('U1')).resolves.toBeNull();
    expect(slack.requests).toHaveLength(0);
  });

  it('are the members of any of the groups, and nobody else', async () => {
    const { refusal } = await world(['S1', 'S2'], { S1: ['U1'], S2: ['U2'], S3: ['U3'] });
    await expect(refusal('U1')).resolves.toBeNull();
    await expect(refusal('U2')).resolves.toBeNull();
    for (const user of ['U3', '', '__proto__'])
      await expect(refusal(user)).resolves.toBe(
        'Only members of certain user groups may answer here.',
      );
  });

  it('is asked once a minute, not for every answer', async () => {
    const groups = { S1: ['U1'] };
    const { refusal, slack, clock } = await world(['S1'], groups);
    await refusal('U1');
    await refusal('U9');
    expect(slack.requests).toHaveLength(1);
    groups.S1 = [];
    clock.now = 60_001;
    await expect(refusal('U1')).resolves.not.toBeNull();
    expect(slack.requests).toHaveLength(2);
  });

  it('is nobody by a group of which Slack says nothing, and the answer says why', async () => {
    const { refusal } = await world(['S9', 'S1'], { S1: ['U1'] });
    await expect(refusal('U1')).resolves.toBeNull();
    await expect(refusal('U2')).resolves.toBe(
      'Who may answer could not be looked up: Slack refused usergroups.users.list: no_such_subteam.',
    );
  });
});
