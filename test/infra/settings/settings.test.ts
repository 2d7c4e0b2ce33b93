import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { settingsJsonSchema } from '../../../lib/infra/settings/json-schema';
import { parseSettings, SettingsError } from '../../../lib/infra/settings/settings';

const FILE = 'denywatch.config.json';
const HOME = 'eu-central-1';

/** What is said about settings that are refused; fails when they are accepted. */
function refusal(input: unknown, text = JSON.stringify(input)): string {
  try {
    parseSettings(text, FILE, HOME);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  throw new Error('expected the settings to be refused');
}

describe('settings', () => {
  it('have a default for everything, so that no file is needed', () => {
    expect(parseSettings(null, FILE, HOME)).toEqual({
      stackName: 'Denywatch',
      homeRegion: HOME,
      regions: [],
      alerts: {
        windowHours: 24,
        emails: [],
        escalateAt: [10, 100, 1000],
        storm: { newGroups: 20, minutes: 5, perCaller: 10 },
      },
      channels: {},
      routes: [],
      ownerTags: ['owner', 'team'],
      noise: [],
      alarmsTo: [],
      readOrganizationPolicies: false,
      diagnosis: { freshHours: 24 },
      retention: { logDays: 90, days: 90 },
      onDelete: 'retain',
    });
  });

  it('are taken from the file, the Region of the file before that of the command line', () => {
    const input = {
      $schema: './denywatch.config.schema.json',
      stackName: 'Denials',
      account: '111122223333',
      homeRegion: 'us-gov-east-1',
      regions: ['us-gov-west-1'],
      alerts: {
        windowHours: 6,
        emails: ['oncall@example.com'],
        slack: {
          webhookSecret: 'denywatch/slack-webhook',
          webhookSecretKey: 'arn:aws-us-gov:kms:us-gov-east-1:111122223333:key/0a1b2c3d',
        },
        escalateAt: [5, 50],
        storm: { newGroups: 5, minutes: 10, perCaller: 3 },
      },
      channels: { payments: { kind: 'slackWebhook', webhookSecret: 'payments/slack' } },
      routes: [{ when: { principalTag: { team: 'payments' } }, to: ['payments'] }],
      defaultChannels: ['sns'],
      ownerTags: ['squad'],
      noise: [
        {
          id: 'scanner',
          match: { 'userIdentity.userName': 'scanner', eventName: { prefix: 'Get' } },
          treatment: 'digestOnly',
          why: 'Reads everything.',
          expires: '2027-03-31',
        },
      ],
      alarmsTo: ['platform@example.com'],
      readOrganizationPolicies: true,
      diagnosis: { freshHours: 12 },
      retention: { logDays: 30, days: 30 },
      onDelete: 'destroy',
    };
    expect(parseSettings(JSON.stringify(input), FILE, HOME)).toEqual(input);
  });

  it('say every fault at once, where it is, what was expected and what was found', () => {
    expect(
      refusal({
        regoins: [],
        account: 123,
        regions: ['eu-centrl-1', 'eu-west-1'],
        alerts: { emials: [], emails: ['oncall', 3], windowHours: 0, slack: {} },
        retention: { logDays: 4 },
        onDelete: 'destory',
        alarmsTo: 'ops@example.com',
      }),
    ).toBe(`cannot use the settings in denywatch.config.json
  account: expected an AWS account id: 12 digits, in quotes; found 123
  regions[0]: expected an AWS Region that the installed aws-cdk-lib knows, such as "eu-central-1"; found "eu-centrl-1"; did you mean "eu-central-1"?
  alerts.windowHours: expected a whole number of hours from 1 to 720; found 0
  alerts.emails[0]: expected an e-mail address, such as "oncall@example.com"; found "oncall"
  alerts.emails[1]: expected an e-mail address, such as "oncall@example.com"; found 3
  alerts.slack.webhookSecret: expected the name or ARN of a Secrets Manager secret that holds the webhook URL, never the webhook URL itself; found nothing
  alerts.emials: is no setting; did you mean "emails"?
  alarmsTo: expected a list; found "ops@example.com"
  retention.logDays: expected one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653; found 4
  onDelete: expected one of "retain", "destroy"; found "destory"; did you mean "destroy"?
  regoins: is no setting; did you mean "regions"?`);
  });

  it('suggest nothing for a key that resembles none', () => {
    expect(refusal({ xylophone: 1 })).toContain('  xylophone: is no setting');
    expect(refusal({ xylophone: 1 })).not.toContain('did you mean');
  });

  it('never repeat a webhook URL that was put where the name of a secret belongs', () => {
    const said = refusal({
      alerts: { slack: { webhookSecret: 'https://hooks.slack.com/services/T0/B0/secret' } },
    });
    expect(said).toContain('alerts.slack.webhookSecret');
    expect(said).toContain('found a URL');
    expect(said).not.toContain('hooks.slack.com');
  });

  it.each([
    ['a Region of another partition', { regions: ['cn-north-1'] }, /regions\[0\].*aws-cn/],
    [
      'a secret in another Region',
      {
        alerts: {
          slack: {
            webhookSecret: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:slack-AbCdEf',
          },
        },
      },
      /alerts\.slack\.webhookSecret: expected an ARN in the home Region eu-central-1; found one in eu-west-1/,
    ],
    [
      'an address twice',
      { alarmsTo: ['a@example.com', 'a@example.com'] },
      /alarmsTo.*each address once/,
    ],
    ['a list in place of an object', [], /expected an object; found \[\]/],
  ])('refuse %s', (_, input, said) => {
    expect(refusal(input)).toMatch(said);
  });

  it('say that a file is no JSON, and where the parser stopped', () => {
    expect(refusal(null, '{ "regions": }')).toMatch(
      /denywatch\.config\.json\n {2}expected JSON; .*}/,
    );
  });

  it('need a home Region from somewhere', () => {
    expect(() => parseSettings('{}', FILE, undefined)).toThrow(/homeRegion: .*AWS_REGION/);
  });

  it('are refused or read, whatever the file holds', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        try {
          return parseSettings(text, FILE, HOME).homeRegion.length > 0;
        } catch (error) {
          return error instanceof SettingsError && error.problems.length > 0;
        }
      }),
    );
  });

  it('have a JSON schema for editors that is current', () => {
    const file = path.join(__dirname, '../../../denywatch.config.schema.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(settingsJsonSchema());
  });
});
