import { AwsSolutionsChecks } from 'cdk-nag';
import type { Template } from 'aws-cdk-lib/assertions';
import { flat, homeTemplate, only, resources, stacksOf, type Json } from './synth';

const SETTINGS = {
  account: '111122223333',
  channels: { oncall: { kind: 'slackBot', tokenSecret: 'oncall/token', channel: 'C0123456789' } },
  chat: {
    signingSecret: 'oncall/signing',
    workspaces: ['T0123ABCD'],
    userGroups: ['S0123ABCD', 'S0123ABCE'],
  },
};

/** The environment of the Lambda whose logical id begins so. */
function variables(template: Template, id: string): Record<string, unknown> {
  const [found] = Object.entries(resources(template, 'AWS::Lambda::Function')).filter(([name]) =>
    name.startsWith(id),
  );
  return (found?.[1]['Properties'] as { Environment: { Variables: Record<string, unknown> } })
    .Environment.Variables;
}

describe('answers from Slack', () => {
  const template = homeTemplate(SETTINGS);

  it('are off unless they are in the settings', () => {
    const without = homeTemplate({ channels: SETTINGS.channels });
    without.resourceCountIs('AWS::Lambda::Url', 0);
    without.resourceCountIs('AWS::Lambda::Function', 2);
    expect(variables(without, 'AlertSender')).not.toHaveProperty('DENIAL_QUEUE_URL');
  });

  it('come in by one address, which is printed to be pasted', () => {
    expect(only(template, 'AWS::Lambda::Url')).toMatchObject({ AuthType: 'NONE' });
    const [id = ''] = Object.keys(resources(template, 'AWS::Lambda::Url'));
    template.hasOutput('SlackRequestUrl', {
      Value: { 'Fn::GetAtt': [id, 'FunctionUrl'] },
    });
    expect(variables(template, 'SlackActions')).toMatchObject({
      SIGNING_SECRET: 'oncall/signing',
      SLACK_WORKSPACES: 'T0123ABCD',
    });
  });

  it('are carried out by the sender, for the members of the user groups', () => {
    const { DENIAL_QUEUE_URL, SLACK_USER_GROUPS } = variables(template, 'AlertSender');
    expect(flat(DENIAL_QUEUE_URL)).toMatch(/^<QueueDenials/);
    expect(SLACK_USER_GROUPS).toBe('S0123ABCD,S0123ABCE');
    const policies = Object.entries(resources(template, 'AWS::IAM::Policy'));
    const [sender] = policies.filter(([name]) => name.startsWith('AlertSenderPermissions'));
    const { Statement } = (sender?.[1]['Properties'] as { PolicyDocument: { Statement: Json[] } })
      .PolicyDocument;
    const again = Statement.filter(({ Sid }) => Sid === 'CheckAgain');
    expect(again.map(({ Action, Resource }) => [Action, flat(Resource)])).toEqual([
      ['sqs:SendMessage', expect.stringMatching(/^<QueueDenials/)],
    ]);
  });

  it('are known as Denywatch’s own: its denials are not diagnosed, and it has alarms', () => {
    expect(flat(variables(template, 'DenialWatcher')['OWN_ROLE_NAMES'])).toMatch(
      /<DenialWatcherRole\w+>,<AlertSenderRole\w+>,<SlackActionsRole\w+>/,
    );
    for (const rule of Object.values(resources(template, 'AWS::Events::Rule')))
      expect(JSON.stringify(rule['Properties'])).toContain('SlackActionsRole');
    const alarms = Object.keys(resources(template, 'AWS::CloudWatch::Alarm'));
    expect(alarms.filter((id) => id.startsWith('OperationsSlackActions'))).toHaveLength(2);
  });

  it('leave cdk-nag without findings', () => {
    const { app } = stacksOf(SETTINGS);
    expect(new AwsSolutionsChecks(app).validateScope(app)).toMatchObject({ violations: [] });
  });
});
