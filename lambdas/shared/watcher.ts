import { defaultCredentials, type AwsAccess } from '../../lib/aws/client-settings';
import { dynamoDbClient, DynamoDbClaims } from '../../lib/aws/denial-claims';
import { createEvidenceSources } from '../../lib/aws/evidence-sources';
import { secretsManagerClient, SecretString } from '../../lib/aws/secret-string';
import { SlackWebhookChannel } from '../../lib/aws/slack-webhook-channel';
import { snsClient, SnsChannel } from '../../lib/aws/sns-channel';
import type { CloudTrailRecord } from '../../lib/core/record/record';
import { serviceReference } from '../../lib/core/service-reference/indexed-reference';
import { watch, type AlertChannel, type WatchOutcome, type WatchPorts } from '../../lib/core/watch';
import type { DenialWatcherEnvironment } from './environment';

/** Where and when a Lambda runs. */
export interface Surroundings {
  /** The home Region. */
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

const HOUR_MS = 3_600_000;

/** The whole story of a record over AWS. Make it once: clients and caches are shared by all records. */
export function createWatcher(
  environment: DenialWatcherEnvironment,
  { region, now }: Surroundings,
): (record: CloudTrailRecord) => Promise<WatchOutcome> {
  const access: AwsAccess = { region, credentials: defaultCredentials() };
  const ports: WatchPorts = {
    ownRoles: new Set([environment.OWN_ROLE_NAME]),
    claims: new DynamoDbClaims({
      client: dynamoDbClient(access),
      tableName: environment.TABLE_NAME,
      windowMs: environment.ALERT_WINDOW_HOURS * HOUR_MS,
      now,
    }),
    sources: createEvidenceSources({
      ...access,
      accountId: environment.OWN_ACCOUNT_ID,
      readsOrganization: environment.READ_ORGANIZATION_POLICIES,
      now,
    }),
    reference: serviceReference,
    channels: channels(environment, access, now),
  };
  return (record) => watch(record, ports);
}

/** SNS always; Slack where a secret is named. */
function channels(
  environment: DenialWatcherEnvironment,
  access: AwsAccess,
  now: () => number,
): readonly AlertChannel[] {
  const sns = new SnsChannel({
    client: snsClient(access),
    topicArn: environment.ALERT_TOPIC_ARN,
  });
  const secret = environment.SLACK_WEBHOOK_SECRET;
  if (secret === undefined) return [sns];
  const url = new SecretString(secretsManagerClient(access), secret, now);
  return [sns, new SlackWebhookChannel({ url })];
}
