import { Match, Template } from 'aws-cdk-lib/assertions';
import { flat, only, stacksOf, type Json } from './synth';

describe('forwarders', () => {
  it.each([
    ['us-east-1', {}, []],
    ['eu-central-1', {}, ['Denywatch-us-east-1']],
    ['cn-northwest-1', {}, ['Denywatch-cn-north-1']],
    ['us-gov-east-1', {}, ['Denywatch-us-gov-west-1']],
    [
      'eu-central-1',
      { stackName: 'Denials', regions: ['eu-west-1', 'eu-central-1'] },
      ['Denials-eu-west-1', 'Denials-us-east-1'],
    ],
  ])('of home %s with %j are %j', (home, settings, names) => {
    const { forwarders } = stacksOf(settings, home);
    expect(forwarders.map((stack) => stack.stackName)).toEqual(names);
    for (const stack of forwarders) expect(stack.stackName.endsWith(stack.region)).toBe(true);
  });

  it('are deployed after the home stack, so that nothing is sent before somebody listens', () => {
    const { home, forwarders } = stacksOf({});
    expect(forwarders.map((stack) => stack.dependencies)).toEqual([[home]]);
  });
});

describe('a forwarder', () => {
  const { forwarders } = stacksOf({ alarmsTo: ['platform@example.com'] }, 'us-gov-east-1');
  const template = Template.fromStack(forwarders[0] ?? never());

  it('sends to the default bus of the home Region, with a role that may do nothing else', () => {
    const rule = only(template, 'AWS::Events::Rule');
    const [target] = rule['Targets'] as Json[];
    const bus = 'arn:aws-us-gov:events:us-gov-east-1:<AWS::AccountId>:event-bus/default';
    expect(rule['State']).toBe('ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
    expect(flat(target?.['Arn'])).toBe(bus);
    const { Statement } = only(template, 'AWS::IAM::Policy')['PolicyDocument'] as {
      Statement: Json[];
    };
    expect(Statement.map(({ Action, Resource }) => [Action, flat(Resource)])).toEqual([
      ['events:PutEvents', bus],
    ]);
  });

  it('keeps what it cannot send, and alarms in its own Region', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      Targets: [Match.objectLike({ DeadLetterConfig: Match.anyValue() })],
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Threshold: 0,
      AlarmActions: [{ Ref: Match.stringLikeRegexp('OperationsTopic') }],
    });
    template.hasResourceProperties('AWS::SNS::Subscription', { Endpoint: 'platform@example.com' });
  });
});

function never(): never {
  throw new Error('expected a forwarder');
}
