import type { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit, type Metrics } from '@aws-lambda-powertools/metrics';
import type { Denial } from '../../lib/core/denial/denial';
import type { Explained } from '../../lib/core/diagnosis/diagnosis';
import type { WatchOutcome } from '../../lib/core/watch/ports';

/** What {@link reporter} needs. */
export interface ReporterProps {
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Tells CloudWatch what became of the records of a batch: as metrics, and a line of the log for what is new. */
export function reporter({
  logger,
  metrics,
}: ReporterProps): (outcomes: readonly WatchOutcome[]) => void {
  const count = (name: string, value: number): void => {
    if (value > 0) metrics.addMetric(name, MetricUnit.Count, value);
  };
  return (outcomes) => {
    const kinds = { noDenial: 0, ownDenial: 0, hidden: 0, repeated: 0, diagnosed: 0, failed: 0 };
    const told = new Set<string>();
    for (const outcome of outcomes) {
      kinds[outcome.kind]++;
      if (outcome.kind === 'ownDenial')
        logger.warn('AWS denied Denywatch itself', summary(outcome.denial));
      if (outcome.kind !== 'diagnosed' || told.has(outcome.group.id)) continue;
      told.add(outcome.group.id);
      count('Gaps', outcome.explained.diagnosis.gaps.length);
      logger.info('diagnosed', {
        group: outcome.group.id,
        ...summary(outcome.denial),
        ...verdict(outcome.explained),
      });
    }
    count('NoDenials', kinds.noDenial);
    count('OwnDenialsLeftOut', kinds.ownDenial);
    count('Hidden', kinds.hidden);
    count('Denials', kinds.hidden + kinds.repeated + kinds.diagnosed);
    count('Repeats', kinds.repeated + kinds.diagnosed - told.size);
    count('Diagnoses', told.size);
  };
}

/** Enough to find the record in CloudTrail; nothing of what was in the request. */
function summary({
  eventId,
  accountId,
  region,
  action,
  principal,
}: Denial): Record<string, string | null> {
  return { eventId, accountId, region, action, principal: principal.arn };
}

function verdict({
  diagnosis: { verdict, layer, cause, confidence, gaps },
}: Explained): Record<string, string | readonly string[] | null> {
  return { verdict, layer, cause, confidence, gaps };
}
