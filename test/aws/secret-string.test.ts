import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient, type AwsClientStub } from 'aws-sdk-client-mock';
import { SecretString } from '../../lib/aws/secret-string';
import { accessDenied } from './support/iam-account';

interface World {
  readonly secret: SecretString;
  readonly mock: AwsClientStub<SecretsManagerClient>;
  readonly clock: { now: number };
}

function world(SecretString_: string): World {
  const clock = { now: 1_000 };
  const mock = mockClient(SecretsManagerClient);
  mock.on(GetSecretValueCommand).resolves({ SecretString: SecretString_ });
  const client = new SecretsManagerClient({ region: 'eu-central-1' });
  return { clock, mock, secret: new SecretString(client, 'slack-webhook', () => clock.now) };
}

describe('SecretString', () => {
  it.each([
    ['https://example.com/x\n', 'https://example.com/x'],
    ['{"url":"https://example.com/x","note":"y"}', 'https://example.com/x'],
    ['{"SLACK_WEBHOOK":" https://example.com/x ","n":1}', 'https://example.com/x'],
  ])('takes the value out of %j', async (stored, value) => {
    await expect(world(stored).secret.get()).resolves.toBe(value);
  });

  it.each(['', '{"a":"SECRET","b":"SECRET"}', '{"a":1}', '{SECRET'])(
    'says what is expected of %j without showing it',
    async (stored) => {
      const error: unknown = await world(stored)
        .secret.get()
        .catch((thrown: unknown) => thrown);
      expect(String(error)).toBe(
        'Error: secret slack-webhook must hold the plain text, or JSON with a text "url"; it holds neither',
      );
    },
  );

  it('is read once for all who need it, until it is old or was refused', async () => {
    const { secret, mock, clock } = world('https://example.com/x');
    await Promise.all([secret.get(), secret.get()]);
    expect(mock.calls()).toHaveLength(1);
    secret.forget();
    clock.now += 5;
    await secret.get();
    await secret.get();
    expect(mock.calls()).toHaveLength(2);
    clock.now += 10 * 60_000;
    await secret.get();
    expect(mock.calls()).toHaveLength(3);
  });

  it('fails with the permission that it takes', async () => {
    const { secret, mock } = world('x');
    mock.on(GetSecretValueCommand).rejects(accessDenied());
    await expect(secret.get()).rejects.toThrow(
      'secret slack-webhook could not be looked at: it takes the permission secretsmanager:GetSecretValue',
    );
    mock.on(GetSecretValueCommand).resolves({ SecretString: 'x' });
    await expect(secret.get()).resolves.toBe('x');
  });
});
