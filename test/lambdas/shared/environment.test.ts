import {
  readDenialWatcherEnvironment,
  type DenialWatcherVariables,
} from '../../../lambdas/shared/environment';

const variables: DenialWatcherVariables = {
  TABLE_NAME: 'denials',
  ALERT_TOPIC_ARN: 'arn:aws:sns:eu-central-1:111122223333:alerts',
  ALERT_WINDOW_HOURS: '24',
  READ_ORGANIZATION_POLICIES: 'false',
  OWN_ACCOUNT_ID: '111122223333',
  OWN_ROLE_NAME: 'Denywatch-DenialWatcherRole',
  POWERTOOLS_SERVICE_NAME: 'denial-watcher',
  POWERTOOLS_METRICS_NAMESPACE: 'Denywatch',
  POWERTOOLS_LOG_LEVEL: 'INFO',
};

describe('the environment of denial-watcher', () => {
  it('comes out with its own types', () => {
    expect(
      readDenialWatcherEnvironment({ ...variables, SLACK_WEBHOOK_SECRET: 'slack', PATH: '/bin' }),
    ).toEqual({
      ...variables,
      ALERT_WINDOW_HOURS: 24,
      READ_ORGANIZATION_POLICIES: false,
      SLACK_WEBHOOK_SECRET: 'slack',
    });
  });

  it('may be without Slack', () => {
    expect(readDenialWatcherEnvironment(variables)).not.toHaveProperty('SLACK_WEBHOOK_SECRET');
  });

  it('is refused with the name of each variable that is missing or wrong, and no value', () => {
    const { TABLE_NAME, ...rest } = variables;
    expect(TABLE_NAME).toBe('denials');
    expect(() =>
      readDenialWatcherEnvironment({
        ...rest,
        ALERT_WINDOW_HOURS: 'a day',
        READ_ORGANIZATION_POLICIES: 'no',
      }),
    ).toThrow(
      /^cannot start with this environment: TABLE_NAME: expected a text; ALERT_WINDOW_HOURS: expected a whole number; READ_ORGANIZATION_POLICIES: expected true or false$/,
    );
  });
});
