import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { reporter } from '../../../lambdas/shared/outcome';
import type { Denial } from '../../../lib/core/denial/denial';
import type { Explained } from '../../../lib/core/diagnosis/diagnosis';
import type { WatchOutcome } from '../../../lib/core/watch';
import { captureOutput } from '../events';

const SENT = Date.parse('2026-11-20T14:01:00Z');

// Only what a report reads.
const denial = {
  eventId: '0b1c2d3e',
  time: '2026-11-20T14:01:00Z',
  accountId: '111122223333',
  region: 'eu-central-1',
  action: 's3:PutObject',
  principal: { arn: 'arn:aws:iam::111122223333:role/payments-worker' },
  errorMessage: 'what the caller asked for',
} as Denial;
const explained = {
  diagnosis: {
    verdict: 'implicitDeny',
    layer: 'identity',
    cause: 'missingAction',
    confidence: 'confirmed',
    gaps: ['one', 'two'],
  },
} as unknown as Explained;

/** The metrics and the line of the log that an outcome leads to. */
function report(outcome: WatchOutcome): readonly Record<string, unknown>[] {
  const output = captureOutput();
  const metrics = new Metrics({ namespace: 'test', serviceName: 'test' });
  const logger = new Logger({ serviceName: 'test', logLevel: 'INFO' });
  reporter({ logger, metrics, now: () => SENT + 45_000 })(outcome);
  metrics.publishStoredMetrics();
  return output;
}

describe('what became of a record', () => {
  it('is, for an alert, its latency, its gaps and what was found out', () => {
    const [line, metrics] = report({ kind: 'alerted', denial, explained });
    expect(line).toMatchObject({
      level: 'INFO',
      message: 'alerted',
      eventId: '0b1c2d3e',
      principal: 'arn:aws:iam::111122223333:role/payments-worker',
      verdict: 'implicitDeny',
      gaps: ['one', 'two'],
    });
    expect(metrics).toMatchObject({ Denials: 1, Alerts: 1, Gaps: 2, AlertLatency: 45_000 });
  });

  it('never is the record itself', () => {
    expect(JSON.stringify(report({ kind: 'alerted', denial, explained }))).not.toContain(
      'what the caller asked for',
    );
  });

  it('has no latency when the record has no readable time', () => {
    const [, metrics] = report({
      kind: 'alerted',
      denial: { ...denial, time: 'yesterday' },
      explained,
    });
    expect(metrics).not.toHaveProperty('AlertLatency');
    expect(metrics).toMatchObject({ Alerts: 1 });
  });

  it.each([
    [{ kind: 'repeated', denial } as const, { Denials: 1, Repeats: 1 }, 'INFO'],
    [{ kind: 'noDenial', why: 'only a dry run' } as const, { NoDenials: 1 }, 'INFO'],
    [{ kind: 'ownDenial', denial } as const, { OwnDenialsLeftOut: 1 }, 'WARN'],
  ])('is counted and logged: %j', (outcome, counted, level) => {
    const [line, metrics] = report(outcome);
    expect(line).toMatchObject({ level });
    expect(metrics).toMatchObject(counted);
    expect(metrics).not.toHaveProperty('Alerts');
  });
});
