import {
  readAlertSenderEnvironment,
  readDenialWatcherEnvironment,
  type AlertSenderVariables,
  type DenialWatcherVariables,
} from '../../../lambdas/shared/environment';

const LOGGING = {
  POWERTOOLS_SERVICE_NAME: 'denial-watcher',
  POWERTOOLS_METRICS_NAMESPACE: 'Denywatch',
  POWERTOOLS_LOG_LEVEL: 'INFO',
} as const;

const watcher: DenialWatcherVariables = {
  TABLE_NAME: 'denials',
  DENIAL_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/111122223333/denials',
  RUNTIME_SETTINGS: '{}',
  READ_ORGANIZATION_POLICIES: 'false',
  OWN_ACCOUNT_ID: '111122223333',
  OWN_ROLE_NAMES: 'Denywatch-DenialWatcherRole,Denywatch-AlertSenderRole',
  ...LOGGING,
};

const sender: AlertSenderVariables = {
  TABLE_NAME: 'denials',
  DELIVERY_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/111122223333/jobs',
  RUNTIME_SETTINGS: '{}',
  ALERT_TOPIC_ARN: 'arn:aws:sns:eu-central-1:111122223333:alerts',
  ...LOGGING,
};

describe('the environment', () => {
  it('of denial-watcher comes out with its own types', () => {
    expect(readDenialWatcherEnvironment({ ...watcher, PATH: '/bin' })).toEqual({
      ...watcher,
      READ_ORGANIZATION_POLICIES: false,
      OWN_ROLE_NAMES: ['Denywatch-DenialWatcherRole', 'Denywatch-AlertSenderRole'],
    });
  });

  it('of alert-sender may be without Amazon Q', () => {
    expect(readAlertSenderEnvironment(sender)).toEqual(sender);
    const topic = 'arn:aws:sns:eu-central-1:111122223333:chat';
    expect(readAlertSenderEnvironment({ ...sender, AMAZON_Q_TOPIC_ARN: topic })).toMatchObject({
      AMAZON_Q_TOPIC_ARN: topic,
    });
  });

  it('is refused with the name of each variable that is missing or wrong, and no value', () => {
    const { TABLE_NAME, ...rest } = watcher;
    expect(TABLE_NAME).toBe('denials');
    expect(() =>
      readDenialWatcherEnvironment({
        ...rest,
        READ_ORGANIZATION_POLICIES: 'no',
        OWN_ROLE_NAMES: '',
      }),
    ).toThrow(
      /^cannot start with this environment: TABLE_NAME: expected a text; READ_ORGANIZATION_POLICIES: expected true or false; OWN_ROLE_NAMES: expected a text; it is empty$/,
    );
  });
});
