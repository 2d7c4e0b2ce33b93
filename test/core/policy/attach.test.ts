import fc from 'fast-check';
import { allowCoverage } from '../../../lib/core/policy/coverage';
import { explainStatements } from '../../../lib/core/policy/explain';
import { and } from '../../../lib/core/policy/tri';
import type { PolicyRef } from '../../../lib/core/policy/layer';
import { attachPolicy, preparePolicy, type PreparedPolicy } from '../../../lib/core/policy/prepare';
import { knownRequest, statement } from './arbitraries';
import { request } from './build';

const ARN = 'arn:aws:iam::111122223333:policy/shared';
const place = (name: string): PolicyRef => ({
  layer: 'identity',
  arn: ARN,
  name: 'shared',
  attachedTo: `arn:aws:iam::111122223333:role/${name}`,
});
const documents = fc
  .array(statement, { minLength: 1, maxLength: 4 })
  .map((Statement) => ({ Version: '2012-10-17', Statement }));

function prepare(ref: PolicyRef, document: unknown): PreparedPolicy {
  const result = preparePolicy(ref, document);
  if (!result.ok) throw new Error(result.error);
  return result.policy;
}

test('a policy attached elsewhere says what one prepared for that place says', () => {
  fc.assert(
    fc.property(documents, knownRequest, (document, given) => {
      const afresh = prepare(place('b'), document);
      const attached = attachPolicy(prepare(place('a'), document), place('b'));

      expect(explainStatements(attached, request(given))).toEqual(
        explainStatements(afresh, request(given)),
      );
      expect(attached.index.find('s3:getobject').map(({ ref }) => ref)).toEqual(
        afresh.index.find('s3:getobject').map(({ ref }) => ref),
      );
      expect(attached.ref).toEqual(place('b'));
    }),
  );
});

test('attaching a policy elsewhere leaves the first place as it was', () => {
  const first = prepare(place('a'), { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } });

  const second = attachPolicy(first, place('b'));

  expect(first.statements[0]?.ref.attachedTo).toBe('arn:aws:iam::111122223333:role/a');
  expect(second.statements[0]?.ref.attachedTo).toBe('arn:aws:iam::111122223333:role/b');
});

test('what is odd in the document is said of the new place', () => {
  const document = {
    Comment: 'mine',
    Statement: { Effect: 'Allow', Action: '*', Resource: '*', Principal: '*' },
  };

  const attached = attachPolicy(prepare(place('a'), document), place('b'));

  expect(attached.issues).toEqual(prepare(place('b'), document).issues);
  expect(attached.issues.join()).toContain('role/b');
});

test('how far the Allow statements come is what their explanations say', () => {
  fc.assert(
    fc.property(documents, knownRequest, (document, given) => {
      const policy = prepare(place('a'), document);
      const explained = explainStatements(policy, request(given))
        .filter(({ effect, action }) => effect === 'Allow' && action.matched !== 'no')
        .map(({ resource, principal, conditions }) => ({
          resource: resource?.matched ?? 'yes',
          principal: principal?.matched ?? 'yes',
          conditions: conditions.map(({ result }) => result).reduce(and, 'yes'),
        }));

      expect(allowCoverage([policy], request(given), null)).toEqual(explained);
    }),
  );
});
