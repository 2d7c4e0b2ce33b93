import { claimDiagnosing, needsDiagnosis } from '../../../lib/core/group/diagnosing';
import { aGroup } from './a-group';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const HOUR = 3_600_000;
const claim = { by: 'e9', now: NOW, freshMs: 24 * HOUR, leaseMs: 120_000 };

describe('a diagnosis is needed', () => {
  it.each([
    ['when there is none', { diagnosedAt: null }, true],
    ['when it is a day old', { diagnosedAt: '2026-11-24T12:00:00.000Z' }, true],
    ['when the problem came back since', { reopenedIn: 2, revision: 1 }, true],
    ['not when it is fresh', { diagnosedAt: '2026-11-24T12:00:00.001Z' }, false],
    ['not when it is of the last return', { reopenedIn: 2, revision: 2 }, false],
  ])('%s', (_, changes, expected) => {
    expect(needsDiagnosis(aGroup(changes), NOW, claim.freshMs)).toBe(expected);
  });
});

describe('the right to work it out', () => {
  const undiagnosed = aGroup({ diagnosedAt: null });

  it('is taken by the first, for as long as it takes', () => {
    expect(claimDiagnosing(undiagnosed, claim).diagnosing).toEqual({
      by: 'e9',
      until: '2026-11-25T12:02:00.000Z',
    });
  });

  it('is nobody else’s until it has run out', () => {
    const held = aGroup({
      diagnosedAt: null,
      diagnosing: { by: 'e1', until: '2026-11-25T12:00:01.000Z' },
    });
    expect(claimDiagnosing(held, claim)).toBe(held);
    expect(claimDiagnosing(held, { ...claim, now: NOW + 1_000 }).diagnosing?.by).toBe('e9');
  });

  it('is not taken for nothing', () => {
    const fresh = aGroup();
    expect(claimDiagnosing(fresh, claim)).toBe(fresh);
  });
});
