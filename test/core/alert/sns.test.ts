import fc from 'fast-check';
import { alertMessage } from '../../../lib/core/alert/message';
import { renderSns } from '../../../lib/core/alert/sns';
import { CASES } from './cases';
import { golden } from './golden';
import { hostileInput } from './hostile';
import { inputOf } from './build';

function bytes(message: ReturnType<typeof renderSns>): number {
  const attributes = Object.entries(message.attributes).flat().join('String');
  return Buffer.byteLength(JSON.stringify(message.bodies)) + Buffer.byteLength(attributes);
}

describe('renderSns', () => {
  it.each([...CASES])('publishes %s', (name, input) => {
    const { subject, bodies, attributes } = renderSns(alertMessage(input));
    const shown = [
      `Subject: ${subject}`,
      ...Object.entries(attributes).map(([key, value]) => `${key}: ${value}`),
      '',
      bodies.default,
    ].join('\n');
    expect(shown).toBe(golden(`${name}.email.txt`, shown));
  });

  it('gives programs the contract in JSON', () => {
    const input = CASES.get('identity-near-miss');
    expect(input).toBeDefined();
    const { bodies } = renderSns(alertMessage(input ?? inputOf()));
    const json = `${JSON.stringify(JSON.parse(bodies['sqs'] ?? ''), null, 2)}\n`;
    expect(json).toBe(golden('identity-near-miss.sns.json', json));
    expect(
      new Set(['sqs', 'lambda', 'http', 'https', 'firehose'].map((key) => bodies[key])).size,
    ).toBe(1);
    expect(JSON.parse(json)).toMatchObject({
      schemaVersion: 1,
      severity: 'medium',
      denial: { principal: { type: 'role' }, action: 's3:PutObject' },
      diagnosis: { verdict: 'implicitDeny', nearMisses: [{ reason: 'objectNeedsKeyPattern' }] },
      remedy: { kind: 'editStatement', changes: [{ do: 'replaceStatement' }] },
      cut: [],
    });
  });

  it('leaves out the bulkiest first where a message would be too large', () => {
    const statement = {
      Effect: 'Allow',
      Action: 'a:B',
      Resource: Array<string>(900).fill('arn:x'),
    };
    const policy = {
      layer: 'identity',
      arn: null,
      name: null,
      attachedTo: 'arn:aws:iam::111122223333:role/r',
    } as const;
    const cut = (count: number): unknown => {
      const changes = Array.from(
        { length: count },
        () => ({ do: 'addStatement', policy, statement }) as const,
      );
      const input = inputOf({ remedy: { kind: 'grant', changes } });
      const { bodies } = renderSns(alertMessage(input));
      return (JSON.parse(bodies['sqs'] ?? '') as { cut: unknown }).cut;
    };
    expect(cut(0)).toEqual([]);
    expect(cut(1)).toEqual(['fix']);
    expect(cut(4)).toEqual(['fix', 'diagnosis', 'remedy', 'check']);
  });

  it('gives a long e-mail an end that says what is missing', () => {
    const input = inputOf({
      diagnosis: {
        blockers: [],
        evidence: Array.from(
          { length: 4 },
          (_, index) =>
            ({ source: 'record', says: `evidence ${index} ${'日'.repeat(900)}` }) as const,
        ),
        gaps: Array.from({ length: 9 }, (_, index) => `${index}${'日'.repeat(900)}`),
      },
      why: '日'.repeat(2000),
      remedy: { says: '日'.repeat(2000), owner: '日'.repeat(900) },
    });
    const { bodies } = renderSns(alertMessage(input));
    expect(Buffer.byteLength(bodies.default)).toBeLessThanOrEqual(20_000);
    expect(bodies.default).toMatch(/\n… cut, \d+ more lines: see the CloudTrail event$/);
  });

  it('writes a subject that says who, what and where, in ASCII', () => {
    const subjectOf = (name: string): string => {
      const input = CASES.get(name);
      return renderSns(alertMessage(input ?? inputOf())).subject;
    };
    expect(subjectOf('missing-action-grant')).toBe(
      'nina (IAM user) was denied dynamodb:DescribeTable on table orders (1111-2222-3333)',
    );
    expect(subjectOf('identity-near-miss')).toBe(
      'payments-worker was denied s3:PutObject on my-bucket/uploads/2026/11/invoice-8812.pdf',
    );
  });

  it('stays within the limits of SNS, whatever a record says', () => {
    fc.assert(
      fc.property(hostileInput(), (input) => {
        const message = renderSns(alertMessage(input));
        expect(message.subject).toMatch(/^[!-~](?:[ -~]{0,97}[!-~])?$/);
        expect(bytes(message)).toBeLessThanOrEqual(262_144);
        for (const value of Object.values(message.attributes)) {
          expect(value).toMatch(/^[^\p{Cc}\p{Cs}]{1,256}$/u);
        }
        expect(message.bodies.default.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}\u202e]/u);
        expect(() => JSON.parse(message.bodies['sqs'] ?? '') as unknown).not.toThrow();
      }),
      { numRuns: 60 },
    );
  });
});
