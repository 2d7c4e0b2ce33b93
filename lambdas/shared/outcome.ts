import type { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit, type Metrics } from '@aws-lambda-powertools/metrics';
import type { Denial } from '../../lib/core/denial/denial';
import type { Explained } from '../../lib/core/diagnosis/diagnosis';
import type { WatchOutcome } from '../../lib/core/watch';

/** What {@link reporter} needs. */
export interface ReporterProps {
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Tells CloudWatch what became of a record: as metrics, and as one line of the log. */
export function reporter(props: ReporterProps): (outcome: WatchOutcome) => void {
  const { logger, metrics } = props;
  const count = (name: string, value = 1): void => {
    metrics.addMetric(name, MetricUnit.Count, value);
  };
  return (outcome) => {
    switch (outcome.kind) {
      case 'noDenial':
        count('NoDenials');
        logger.info('no denial', { why: outcome.why });
        return;
      case 'ownDenial':
        count('OwnDenialsLeftOut');
        logger.warn('AWS denied Denywatch itself', summary(outcome.denial));
        return;
      case 'repeated':
        count('Denials');
        count('Repeats');
        logger.info('repeated', summary(outcome.denial));
        return;
      case 'alerted':
        count('Denials');
        count('Alerts');
        count('Gaps', outcome.explained.diagnosis.gaps.length);
        addLatency(outcome.denial, props);
        logger.info('alerted', { ...summary(outcome.denial), ...verdict(outcome.explained) });
    }
  };
}

/** From the time of the event to now; a record without a readable time has none. */
function addLatency({ time }: Denial, { metrics, now }: ReporterProps): void {
  const at = time === null ? Number.NaN : Date.parse(time);
  if (Number.isNaN(at)) return;
  metrics.addMetric('AlertLatency', MetricUnit.Milliseconds, Math.max(0, now() - at));
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
