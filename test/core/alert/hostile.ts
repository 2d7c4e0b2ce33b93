import fc from 'fast-check';
import type { AlertInput } from '../../../lib/core/alert/message';
import type { Change } from '../../../lib/core/diagnosis/diagnosis';
import type { PolicyRef } from '../../../lib/core/policy/layer';
import { LAYERS } from '../../../lib/core/policy/layer';
import { inputOf, statementOf } from './build';

/** Text that means something to one channel or another, among any other text. */
export function hostileText(): fc.Arbitrary<string> {
  const piece = fc.oneof(
    { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
    { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        '<!channel>',
        '<@U012AB3CD>',
        '<https://evil.example|click>',
        '@here',
        '&lt;',
        '&amp;',
        '`',
        '```',
        '*b*',
        '_i_',
        '~s~',
        ':aws:',
        '|',
        '\\',
        "'",
        '"',
        '${x}',
        '%{x}',
        '\u001b[31m',
        '\u009b1m',
        '\u202e',
        '\u2066',
        '\r\n',
        '\n',
        '\u2028',
        '\ud800',
        '[x](javascript:y)',
        '<script>',
        '# head',
        '- item',
        'arn:aws:iam::111122223333:role/x',
        'https://evil.example/',
        ' ',
      ),
    },
    { weight: 1, arbitrary: fc.constant('long'.repeat(1000)) },
  );
  return fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
}

/** An alert with such text in any of its fields. */
export function hostileInput(): fc.Arbitrary<AlertInput> {
  const text = hostileText();
  const maybe = fc.option(text, { nil: null });
  const ref: fc.Arbitrary<PolicyRef> = fc.record({
    layer: fc.constantFrom(...LAYERS),
    arn: maybe,
    name: maybe,
    attachedTo: maybe,
  });
  const statement = fc
    .dictionary(
      fc.oneof(fc.constantFrom('Sid', 'Effect', 'Action', 'Resource', 'Condition'), text),
      fc.oneof(
        text,
        fc.array(text, { maxLength: 3 }),
        fc.dictionary(text, fc.dictionary(text, text)),
      ),
      { maxKeys: 5 },
    )
    .map((members) => ({ ...members }));
  const change: fc.Arbitrary<Change> = fc.oneof(
    fc.record({ do: fc.constant('addStatement' as const), policy: ref, statement }),
    fc.record({
      do: fc.constant('replaceStatement' as const),
      policy: ref,
      statementIndex: fc.nat(3),
      statement,
    }),
  );
  return fc
    .record({
      text: fc.array(text, { minLength: 8, maxLength: 8 }),
      maybe: fc.array(maybe, { minLength: 16, maxLength: 16 }),
      type: fc.constantFrom(
        'role',
        'user',
        'identityCenter',
        'federatedUser',
        'webIdentity',
        'saml',
        'service',
        'unknown',
        'root',
        'anonymous',
      ),
      verdict: fc.constantFrom('explicitDeny', 'implicitDeny', 'notIam', 'allowedNow', 'unknown'),
      kind: fc.constantFrom(
        'grant',
        'editStatement',
        'guardrail',
        'fixRequest',
        'setting',
        'wait',
        'none',
      ),
      layer: fc.option(fc.constantFrom(...LAYERS), { nil: null }),
      changes: fc.array(change, { maxLength: 3 }),
      before: fc.option(statement, { nil: null }),
      ref,
      gaps: fc.array(text, { maxLength: 8 }),
      readOnly: fc.option(fc.boolean(), { nil: null }),
      count: fc.nat(100_000),
    } as const)
    .map((any) => {
      const [a = '', b = '', c = '', d = '', e = '', f = '', g = '', h = ''] = any.text;
      const at = (index: number): string | null => any.maybe[index] ?? null;
      const quoted = statementOf(any.before, { ...any.ref, sid: a, statementIndex: 0 });
      return inputOf({
        principal: {
          type: any.type,
          arn: at(0),
          sessionArn: at(1),
          sessionName: at(2),
          accountId: at(3),
          permissionSet: at(4),
          invokedBy: at(5),
          identityProvider: at(6),
          userName: at(7),
          pathKnown: false,
        },
        denial: {
          eventId: at(8),
          time: at(9),
          accountId: at(3),
          region: at(10),
          eventSource: at(11),
          eventName: at(12),
          action: at(13),
          resource: {
            arn: at(14),
            named: at(15) === null ? null : { type: b, name: c },
            accountId: at(3),
          },
          readOnly: any.readOnly,
        },
        said: { policyArn: at(14), authorizationId: at(8) },
        why: d,
        diagnosis: {
          verdict: any.verdict,
          layer: any.layer,
          blockers: [
            {
              layer: any.ref.layer,
              effect: 'explicitDeny',
              cause: 'explicitDeny',
              statements: [quoted],
            },
          ],
          nearMisses: [
            {
              statement: quoted,
              failed: 'resource',
              reason: 'nameDiffers',
              expected: a,
              actual: b,
            },
          ],
          evidence: [
            { source: 'record', says: e },
            { source: 'policies', says: f },
          ],
          gaps: any.gaps,
        },
        remedy: { kind: any.kind, changes: any.changes, owner: g, says: h },
        input: {
          accountName: at(2),
          occurrences: { count: any.count, first: at(9), last: at(9) },
          recentChanges: [{ time: a, by: b, what: c, eventName: d, eventId: at(8) }],
        },
      });
    });
}
