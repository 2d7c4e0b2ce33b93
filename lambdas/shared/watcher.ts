import { defaultCredentials, type AwsAccess } from '../../lib/aws/client-settings';
import { dynamoDbClient } from '../../lib/aws/denial-store/client';
import { DynamoDbDenialStore } from '../../lib/aws/denial-store/denial-store';
import { createEvidenceSources } from '../../lib/aws/evidence-sources';
import { MessageQueue, sqsClient } from '../../lib/aws/message-queue';
import type { EvidenceSources } from '../../lib/core/evidence/sources';
import { FINDING_THRESHOLDS } from '../../lib/core/findings/rule';
import { noiseOf, prepareNoise } from '../../lib/core/group/noise/noise';
import { routeOf } from '../../lib/core/group/routes';
import type { CloudTrailRecord } from '../../lib/core/record/record';
import { serviceReference } from '../../lib/core/service-reference/indexed-reference';
import { watchBatch } from '../../lib/core/watch';
import type { CallerPorts } from '../../lib/core/watch/callers';
import type { RecheckJob, WatchOutcome, WatchPorts } from '../../lib/core/watch/ports';
import { recheck } from '../../lib/core/watch/recheck';
import { recheckMessage } from './denial-messages';
import type { DenialWatcherEnvironment } from './environment';
import { watchLimits } from './limits';
import { readRuntimeSettings } from './runtime-settings';

/** Where and when a Lambda runs. */
export interface Surroundings {
  /** The home Region. */
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** What a watcher is made with beside its environment. */
export interface WatcherSurroundings extends Surroundings {
  /** Told when what a caller did could not be remembered: its denials are counted all the same. */
  readonly onTrouble: CallerPorts['onTrouble'];
}

/** The stories of the watcher over AWS. */
export interface Watcher {
  watch(records: readonly CloudTrailRecord[]): Promise<readonly WatchOutcome[]>;
  /** Does nothing about a group that is not kept any more. */
  recheck(job: RecheckJob): Promise<void>;
}

/** Makes a watcher. Make it once: clients and caches are shared by all records. */
export function createWatcher(
  environment: DenialWatcherEnvironment,
  { region, now, onTrouble }: WatcherSurroundings,
): Watcher {
  const access: AwsAccess = { region, credentials: defaultCredentials() };
  const settings = readRuntimeSettings(environment.RUNTIME_SETTINGS);
  const noise = prepareNoise(settings.noise);
  const queue = new MessageQueue(sqsClient(access), environment.DENIAL_QUEUE_URL);
  const sources = (): EvidenceSources =>
    createEvidenceSources({
      ...access,
      accountId: environment.OWN_ACCOUNT_ID,
      readsOrganization: environment.READ_ORGANIZATION_POLICIES,
      now,
    });
  const store = new DynamoDbDenialStore({
    client: dynamoDbClient(access),
    tableName: environment.TABLE_NAME,
    retentionDays: settings.retentionDays,
    now,
    random: Math.random,
  });
  const ports: WatchPorts = {
    ownRoles: new Set(environment.OWN_ROLE_NAMES),
    store,
    sources: sources(),
    reference: serviceReference,
    noise: (record, denial) => noiseOf(record, denial, noise, now()),
    destination: (labels, { facts }) => routeOf(labels, facts, settings),
    recheckLater: (job, afterMs) => queue.put(recheckMessage(job), afterMs),
    now,
    limits: watchLimits(settings),
  };
  const callers: CallerPorts = { store, thresholds: FINDING_THRESHOLDS, onTrouble };
  return {
    watch: (records) => watchBatch(records, { ...ports, callers }),
    // Somebody may have changed the policies a moment ago: nothing that was read before will do.
    recheck: async (job) => {
      await recheck(job, { ...ports, sources: sources() });
    },
  };
}
