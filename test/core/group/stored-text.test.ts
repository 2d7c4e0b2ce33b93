import fc from 'fast-check';
import {
  diagnosisFromText,
  diagnosisText,
  groupFromText,
  groupText,
  LONGEST_TEXT,
} from '../../../lib/core/group/stored-text';
import type { Denial } from '../../../lib/core/denial/denial';
import { aDiagnosis } from '../../support/denial-store-contract';
import { aGroup } from './a-group';

describe('groupText', () => {
  it('keeps every group whose texts are short', () => {
    const name = fc.string({ unit: 'binary', maxLength: LONGEST_TEXT });
    fc.assert(
      fc.property(
        fc.array(name, { maxLength: 20 }),
        fc.dictionary(name, fc.nat(), { noNullPrototype: true }),
        (named, days) => {
          const group = aGroup({ sessions: { named, more: false }, days });
          expect(groupFromText(groupText(group))).toStrictEqual(group);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('cuts longer ones, and no character in half', () => {
    const cut = (fingerprint: string): string =>
      groupFromText(groupText(aGroup({ fingerprint }))).fingerprint;
    expect(cut('a'.repeat(1_000))).toBe('a'.repeat(1_000));
    expect(cut('a'.repeat(1_001))).toBe(`${'a'.repeat(999)}…`);
    expect(cut(`${'a'.repeat(998)}😀😀`)).toBe(`${'a'.repeat(998)}…`);
    expect(cut(`${'a'.repeat(997)}😀😀`)).toBe(`${'a'.repeat(997)}😀…`);
  });
});

describe('diagnosisText', () => {
  const value = fc.oneof(
    fc.record(
      { state: fc.constant('known' as const), values: fc.array(fc.string({ unit: 'binary' })) },
      { noNullPrototype: true },
    ),
    fc.constant({ state: 'absent' as const }),
  );

  it('keeps any context and any statement', () => {
    const key = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('__proto__', 'constructor'),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(key, value)), fc.json(), (context, statement) => {
        const { denial, explained, ...rest } = aDiagnosis();
        const diagnosis = {
          ...rest,
          denial: { ...denial, context: new Map(context) },
          explained: { ...explained, why: statement },
        };
        expect(diagnosisFromText(diagnosisText(diagnosis))).toStrictEqual(diagnosis);
      }),
      { numRuns: 50 },
    );
  });

  it('cuts texts only where it is told to', () => {
    const diagnosis = aDiagnosis();
    const denial: Denial = { ...diagnosis.denial, errorMessage: 'a'.repeat(300_000) };
    const long = { ...diagnosis, denial };
    expect(diagnosisFromText(diagnosisText(long))).toStrictEqual(long);
    expect(diagnosisFromText(diagnosisText(long, 100)).denial.errorMessage).toBe(
      `${'a'.repeat(99)}…`,
    );
  });

  it('refuses a Map that it would empty', () => {
    const diagnosis = aDiagnosis();
    const explained = { ...diagnosis.explained, why: '', extra: new Map([['a', 1]]) };
    expect(() => diagnosisText({ ...diagnosis, explained })).toThrow("'extra' is a Map or a Set");
  });
});
