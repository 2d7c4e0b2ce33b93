import { parseSettings, SettingsError } from '../../../lib/infra/settings/settings';
import { parseRoutingSettings } from '../../../lib/settings/parse';
import { channelsOf, routingOf } from '../../../lib/settings/routing';

const FILE = 'denywatch.config.json';

/** What is wrong with the settings, line by line; empty when they are accepted. */
function problems(input: unknown): readonly string[] {
  try {
    parseSettings(JSON.stringify(input), FILE, 'eu-central-1');
    return [];
  } catch (error) {
    if (error instanceof SettingsError)
      return error.problems.map(({ path, says }) => `${path}: ${says}`);
    throw error;
  }
}

const bot = { kind: 'slackBot', tokenSecret: 'denywatch/slack', channel: 'C0123456789' };
const noise = {
  id: 'scanner',
  match: { 'userIdentity.userName': 'scanner' },
  treatment: 'hide',
  why: 'Reads everything.',
  expires: '2027-03-31',
};

describe('channels', () => {
  it('of every kind are accepted', () => {
    const channels = {
      oncall: bot,
      hook: { kind: 'slackWebhook', webhookSecret: 'a' },
      cards: { kind: 'teams', webhookSecret: 'b' },
      q: { kind: 'amazonQ' },
      siem: { kind: 'webhook', url: 'https://siem.example.com/in?x=1', signingSecret: 'c' },
      mail: { kind: 'sns' },
    };
    expect(problems({ channels })).toEqual([]);
  });

  it('are refused with the place, what was expected and what may have been meant', () => {
    const channels = {
      Oncall: bot,
      a: { ...bot, kind: 'slackbot' },
      b: { ...bot, chanel: 'C0123456789', channel: '#alerts' },
      c: { kind: 'webhook', url: 'http://siem.example.com', signingSecret: 'c' },
      d: { kind: 'teams', webhookSecret: 'https://example.webhook.office.com/1' },
      e: 'sns',
    };
    expect(problems({ channels })).toEqual([
      'channels.Oncall: expected a name of small letters, digits and hyphens, at most 32, beginning with a letter; found "Oncall"',
      'channels.a.kind: expected one of "slackBot", "slackWebhook", "teams", "amazonQ", "webhook", "sns"; found "slackbot"; did you mean "slackBot"?',
      'channels.b.channel: expected the id of a Slack channel, such as "C0123456789" (in its details in Slack); found "#alerts"',
      'channels.b.chanel: is no setting; did you mean "channel"?',
      'channels.c.url: expected an https URL without user name, password and fragment; found a URL',
      'channels.d.webhookSecret: expected the name or ARN of a Secrets Manager secret that holds the webhook URL, never the webhook URL itself; found a URL',
      'channels.e: expected an object; found "sns"',
    ]);
  });

  it('have secrets in the home Region', () => {
    const far = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:slack-AbCdEf';
    const chat = { signingSecret: far, workspaces: ['T0123ABCD'] };
    expect(problems({ channels: { oncall: { ...bot, tokenSecret: far } }, chat })).toEqual([
      'channels.oncall.tokenSecret: expected an ARN in the home Region eu-central-1; found one in eu-west-1',
      'chat.signingSecret: expected an ARN in the home Region eu-central-1; found one in eu-west-1',
    ]);
  });

  it('have names of their own, and one topic of a kind', () => {
    const alerts = { slack: { webhookSecret: 'a' } };
    const channels = { slack: bot, sns: bot, a: { kind: 'amazonQ' }, b: { kind: 'amazonQ' } };
    expect(problems({ alerts, channels })).toEqual([
      'channels.sns: expected another name; "sns" is the alert topic, and this channel is of kind "slackBot"',
      'channels.slack: expected another name; alerts.slack makes a channel of this name: give this one another, or leave alerts.slack out',
      'channels.b: expected one channel of kind "amazonQ": a deployment has one such topic, and "a" is it',
    ]);
  });

  it('are the topic, the channel of alerts.slack and the named ones; and all of them by default', () => {
    const old = { alerts: { slack: { webhookSecret: 'a', webhookSecretKey: undefined } } };
    const settings = parseRoutingSettings(JSON.stringify({ ...old, channels: { x: bot } }), FILE);
    expect(channelsOf(settings)).toEqual([
      { kind: 'sns', name: 'sns' },
      { kind: 'slackWebhook', name: 'slack', webhookSecret: 'a' },
      { ...bot, name: 'x' },
    ]);
    expect(routingOf(settings).defaultChannels).toEqual(['sns', 'slack', 'x']);
    const mail = parseRoutingSettings('{"channels":{"mail":{"kind":"sns"}}}', FILE);
    expect(channelsOf(mail)).toEqual([{ kind: 'sns', name: 'mail' }]);
  });
});

describe('routes', () => {
  it('name channels that there are', () => {
    const routes = [
      { when: { service: 's3' }, to: ['sns', 'paymets'] },
      { when: {}, to: ['payments'] },
    ];
    expect(problems({ channels: { payments: bot }, routes, defaultChannels: ['x'] })).toEqual([
      'routes[0].to[1]: expected a channel: "sns", "payments"; found "paymets"; did you mean "payments"?',
      'defaultChannels[0]: expected a channel: "sns", "payments"; found "x"',
    ]);
  });

  it('are refused where a condition is none', () => {
    const routes = [
      {
        when: {
          acount: '111122223333',
          account: 111122223333,
          organizationalUnit: 'ou-1',
          principal: 'role/ci',
          principalTag: {},
          service: 'S3',
          layer: 'identty',
          severity: ['high', 'lo'],
        },
        to: [],
      },
    ];
    expect(problems({ routes })).toEqual([
      'routes[0].when.account: expected an AWS account id: 12 digits, in quotes, or a list of such; found 111122223333',
      'routes[0].when.organizationalUnit: expected the id of an organizational unit or root, such as "ou-ab12-cd34ef56" or "r-ab12"; found "ou-1"',
      'routes[0].when.principal: expected the ARN of a user or role, "*" and "?" allowed, such as "arn:aws:iam::111122223333:role/ci-*"; found "role/ci"',
      'routes[0].when.principalTag: expected at least one tag; found {}',
      'routes[0].when.service: expected an IAM service prefix in small letters, such as "s3"; found "S3"',
      'routes[0].when.layer: expected one of "identity", "boundary", "session", "scp", "rcp", "resource", "vpcEndpoint", "none", "unknown", or a list of such; found "identty"; did you mean "identity"?',
      'routes[0].when.severity: expected one of "high", "medium", "low", or a list of such; found ["high","lo"]',
      'routes[0].when.acount: is no setting; did you mean "account"?',
      'routes[0].to: expected at least one channel; found []',
    ]);
  });

  it('are refused where they never apply', () => {
    const routes = [
      { when: { service: 's3', severity: 'high' }, to: ['sns'] },
      { when: { severity: 'high', service: 's3' }, to: ['sns'] },
      { when: {}, to: ['sns'] },
      { when: { service: 'kms' }, to: ['sns'] },
    ];
    expect(problems({ routes })).toEqual([
      'routes[1]: never applies: routes[0] has the same conditions and stands before it',
      'routes[3]: never applies: routes[2] has no condition and stands before it',
    ]);
  });
});

describe('noise', () => {
  it('entries need a reason, a last day and an id of their own', () => {
    const bare = { ...noise, why: undefined, expires: undefined };
    expect(problems({ noise: [bare, { ...noise, why: ' ', expires: '31.3.2027' }] })).toEqual([
      'noise[0].why: expected a reason, for whoever finds the entry next year; found nothing',
      'noise[0].expires: expected the last day of the entry, such as "2027-03-31"; found nothing',
      'noise[1].why: expected a reason, for whoever finds the entry next year; found " "',
      'noise[1].expires: expected the last day of the entry, such as "2027-03-31"; found "31.3.2027"',
    ]);
    expect(problems({ noise: [noise, noise, { ...noise, id: 'head-bucket' }] })).toEqual([
      'noise[1].id: expected an id of its own, because hidden denials are counted by it; "scanner" is in noise[0] already',
      'noise[2].id: expected an id of its own, because hidden denials are counted by it; "head-bucket" is in the catalogue already',
    ]);
  });

  it('match fields of CloudTrail records, by a condition that there is', () => {
    const match = { evntName: 'GetObject', 'requestParameters.bucketName': { prefix: 'logs-' } };
    expect(problems({ noise: [{ ...noise, match }] })).toEqual([
      'noise[0].match: expected a field of CloudTrail records, such as "eventName" or "requestParameters.bucketName"; found "evntName"; did you mean "eventName"?',
    ]);
    const tests = [{ regex: '.*' }, ['a'], { prefix: 'a', suffix: 'b' }, ''];
    for (const condition of tests)
      expect(problems({ noise: [{ ...noise, match: { eventName: condition } }] })).toEqual([
        expect.stringMatching(/^noise\[0\]\.match\.eventName: expected a text, true or false, or/),
      ]);
  });

  it.each([
    ['nothing', {}],
    ['anything', { eventName: { wildcard: '*' } }],
    ['whatever is not one thing', { eventName: { not: 'GetObject' } }],
    ['half of all', { readOnly: true }],
  ])('may not match %s', (_, match) => {
    expect(problems({ noise: [{ ...noise, match }] })).toEqual([
      expect.stringContaining('noise[0].match: expected at least one condition that narrows'),
    ]);
  });
});

describe('counts and chat', () => {
  it('are refused where they make no sense', () => {
    const alerts = { escalateAt: [100, 10], storm: { newGroups: 0, minute: 3 } };
    const chat = { signingSecret: 'a', workspaces: [], userGroups: ['oncall'] };
    expect(
      problems({ alerts, chat, diagnosis: { freshHours: 0 }, retention: { days: 0 } }),
    ).toEqual([
      'alerts.escalateAt: expected counts of at least 2, each greater than the one before; found [100,10]',
      'alerts.storm.newGroups: expected a whole number of problems from 1 to 1000; found 0',
      'alerts.storm.minute: is no setting; did you mean "minutes"?',
      'chat.workspaces: expected at least one workspace; found []',
      'chat.userGroups[0]: expected the id of a Slack user group, such as "S0123ABCD"; found "oncall"',
      'diagnosis.freshHours: expected a whole number of hours from 1 to 720; found 0',
      'retention.days: expected a whole number of days from 1 to 3650; found 0',
    ]);
  });

  it('need messages with buttons', () => {
    const chat = { signingSecret: 'a', workspaces: ['T0123ABCD'] };
    expect(problems({ chat })).toEqual([
      'chat: expected a channel of kind "slackBot", whose messages have the buttons; found none under channels',
    ]);
    expect(problems({ chat, channels: { oncall: bot } })).toEqual([]);
  });
});

describe('what the command line reads of the settings', () => {
  it('is the same as a deployment does, and what only a deployment needs is not looked at', () => {
    const input = { regions: ['nowhere-1'], noise: [noise], rotues: [] };
    expect(() => parseRoutingSettings(JSON.stringify(input), FILE)).toThrow(
      'cannot use the settings in denywatch.config.json\n  rotues: is no setting; did you mean "routes"?',
    );
    const settings = parseRoutingSettings('{"regions":["nowhere-1"]}', FILE);
    expect(settings).toEqual(parseRoutingSettings(null, FILE));
    expect(() => parseRoutingSettings('[]', FILE)).toThrow('expected an object; found []');
    expect(() => parseRoutingSettings('{', FILE)).toThrow('expected JSON;');
  });
});
