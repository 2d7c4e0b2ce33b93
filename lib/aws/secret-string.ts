import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientSettings, type AwsAccess } from './client-settings';
import { gapOf } from './lookup';
import { SharedLookups } from './shared-lookups';

/** A Secrets Manager client with the settings that all clients of Denywatch have. */
export function secretsManagerClient(access: AwsAccess): SecretsManagerClient {
  return new SecretsManagerClient(clientSettings(access));
}

/** A rotated secret is noticed after this time, or at once when the old one is refused. */
const KEEP_MS = 10 * 60_000;

/**
 * One secret of Secrets Manager, read when it is first needed and kept for some minutes. Its value
 * is in no error and no log.
 */
export class SecretString {
  private readonly client: SecretsManagerClient;
  private readonly secretId: string;
  private readonly cache: SharedLookups<string>;
  private forgottenAt = 0;
  private readonly now: () => number;

  /** @param secretId name or ARN */
  constructor(client: SecretsManagerClient, secretId: string, now: () => number) {
    this.client = client;
    this.secretId = secretId;
    this.now = now;
    this.cache = new SharedLookups({ maxSize: 1, keepMs: () => KEEP_MS, now });
  }

  /**
   * The value: the plain text of the secret or, where the secret is JSON, its only text value or that of `url`.
   *
   * @throws Error saying what kept it from being read
   */
  get(): Promise<string> {
    return this.cache.get(this.secretId, () => this.read(), this.forgottenAt);
  }

  /** The value was refused: it is read again when it is next needed. */
  forget(): void {
    this.forgottenAt = this.now() + 1;
  }

  private async read(): Promise<string> {
    const value = textIn(await this.fetch());
    if (value === null)
      throw new Error(
        `secret ${this.secretId} must hold the plain text, or JSON with a text "url"; it holds neither`,
      );
    return value;
  }

  private async fetch(): Promise<string> {
    try {
      const command = new GetSecretValueCommand({ SecretId: this.secretId });
      return (await this.client.send(command)).SecretString ?? '';
    } catch (error) {
      const permission = 'secretsmanager:GetSecretValue';
      throw new Error(gapOf(error, { what: `secret ${this.secretId}`, permission }), {
        cause: error,
      });
    }
  }
}

function textIn(secret: string): string | null {
  const text = secret.trim();
  if (!text.startsWith('{')) return text === '' ? null : text;
  const fields = fieldsOf(text);
  const texts = fields.filter(([, value]) => typeof value === 'string');
  const named =
    texts.find(([name]) => name === 'url') ?? (texts.length === 1 ? texts[0] : undefined);
  return typeof named?.[1] === 'string' ? named[1].trim() : null;
}

function fieldsOf(text: string): readonly (readonly [string, unknown])[] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? Object.entries(value) : [];
  } catch {
    return [];
  }
}
