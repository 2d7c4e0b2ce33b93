import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { reporter } from '../../../lambdas/shared/outcome';
import type { Denial } from '../../../lib/core/denial/denial';
import type { Explained } from '../../../lib/core/diagnosis/diagnosis';
import type { WatchOutcome } from '../../../lib/core/watch/ports';
import { aGroup } from '../../core/group/a-group';
import { captureOutput } from '../events';

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

const group = aGroup();

/** The lines of the log, and the metrics, that the outcomes of a batch lead to. */
function report(...outcomes: readonly WatchOutcome[]): readonly Record<string, unknown>[] {
  const output = captureOutput();
  const metrics = new Metrics({ namespace: 'test', serviceName: 'test' });
  const logger = new Logger({ serviceName: 'test', logLevel: 'INFO' });
  reporter({ logger, metrics })(outcomes);
  metrics.publishStoredMetrics();
  return output;
}

const diagnosed: WatchOutcome = { kind: 'diagnosed', denial, group, explained };

describe('what became of a batch', () => {
  it('is, for a diagnosis, a line of what was found out and its gaps', () => {
    const [line, metrics] = report(diagnosed);
    expect(line).toMatchObject({
      level: 'INFO',
      message: 'diagnosed',
      group: group.id,
      eventId: '0b1c2d3e',
      principal: 'arn:aws:iam::111122223333:role/payments-worker',
      verdict: 'implicitDeny',
      gaps: ['one', 'two'],
    });
    expect(metrics).toMatchObject({ Denials: 1, Diagnoses: 1, Gaps: 2 });
    expect(metrics).not.toHaveProperty('Repeats');
  });

  it('never is the record itself', () => {
    expect(JSON.stringify(report(diagnosed))).not.toContain('what the caller asked for');
  });

  it('is one line for a problem, and one count for each kind', () => {
    const output = report(
      diagnosed,
      diagnosed,
      { kind: 'repeated', denial, group },
      { kind: 'hidden', denial, entry: 'scanner' },
      { kind: 'noDenial', why: 'only a dry run' },
      { kind: 'ownDenial', denial },
      { kind: 'failed', error: new Error('no table') },
    );
    expect(output.map(({ message }) => message).filter(Boolean)).toEqual([
      'diagnosed',
      'AWS denied Denywatch itself',
    ]);
    expect(output.at(-1)).toMatchObject({
      Denials: 4,
      Hidden: 1,
      Repeats: 2,
      Diagnoses: 1,
      NoDenials: 1,
      OwnDenialsLeftOut: 1,
    });
  });
});
