import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Denial } from '../../../lib/core/denial/denial';
import { parseMessage } from '../../../lib/core/denial/message';
import { findMessages } from '../../../lib/core/denial/paste';
import { denialFromMessage, denialFromRecord, isDenial } from '../../../lib/core/denial/to-denial';
import type { Json, JsonObject } from '../../../lib/core/record/json';
import { parseRecord } from '../../../lib/core/record/parse';
import { serviceReference as reference } from '../../../lib/core/service-reference/indexed-reference';
import { recordOf, roleSession } from './record-of';

const denialOf = (fields: Record<string, Json>): Denial => {
  const result = denialFromRecord(recordOf(fields), reference);
  if (!isDenial(result)) throw new Error(`no denial: ${result.notDenial}`);
  return result;
};

describe('a record', () => {
  it('becomes a denial with what AWS says in it', () => {
    const caller = 'arn:aws:sts::111122223333:assumed-role/app/run-7';
    const denial = denialOf({
      userIdentity: roleSession('arn:aws:iam::111122223333:role/team/app', 'run-7'),
      eventSource: 'sns.amazonaws.com',
      eventName: 'Publish',
      errorMessage: `User: ${caller} is not authorized to perform: SNS:Publish on resource: arn:aws:sns:eu-west-1:444455556666:alerts because no resource-based policy allows the SNS:Publish action`,
    });
    expect(denial).toMatchObject({
      action: 'sns:Publish',
      resource: { arn: 'arn:aws:sns:eu-west-1:444455556666:alerts', accountId: '444455556666' },
      principal: { arn: 'arn:aws:iam::111122223333:role/team/app', sessionArn: caller },
      said: { action: 'SNS:Publish', effect: 'implicitDeny', policyType: 'resource' },
      setting: null,
    });
  });

  it('is none, and says why', () => {
    const success = denialFromRecord(recordOf({ errorCode: null }), reference);
    expect(isDenial(success)).toBe(false);
    expect(success).toEqual({ notDenial: expect.stringMatching(/no error code/) as string });
  });

  it('may be refused by a setting', () => {
    const denial = denialOf({
      eventSource: 'ce.amazonaws.com',
      eventName: 'GetCostForecast',
      errorMessage: 'IAM user access not activated',
    });
    expect(denial.setting?.kind).toBe('billingAccessNotActivated');
    expect(denial.action).toBe('ce:GetCostForecast');
  });
});

describe('a pasted text', () => {
  it('becomes one denial for each message', () => {
    const text =
      'An error occurred (AccessDenied) when calling the PutObject operation: User: arn:aws:iam::111122223333:user/erin is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::b/a b" because no identity-based policy allows the s3:PutObject action';
    const denials = findMessages(text).map((m) => denialFromMessage(m, reference, text));
    expect(denials).toHaveLength(1);
    expect(denials[0]).toMatchObject({
      action: 's3:PutObject',
      resource: { arn: 'arn:aws:s3:::b/a b' },
      principal: { type: 'user', arn: 'arn:aws:iam::111122223333:user/erin' },
      errorCode: 'AccessDenied',
    });
  });

  it('takes the action from the operation where the message has none', () => {
    const text = 'An error occurred (403) when calling the HeadObject operation: Forbidden';
    const message = { ...parseMessage(text), operation: 'HeadObject' };
    expect(denialFromMessage(message, reference, text).action).toBe('s3:GetObject');
  });
});

/** Published records and texts beside the project; none where they are not there. */
const shared = path.resolve(__dirname, '../../../../shared');
const fileLines = (name: string): JsonObject[] => {
  const file = path.join(shared, name);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JsonObject);
};

describe('published denials', () => {
  const denials = fileLines('corpus/denials.jsonl').flatMap(({ record }) => {
    const parsed = parseRecord(record);
    const result = parsed.ok ? denialFromRecord(parsed.record, reference) : null;
    return result !== null && isDenial(result) ? [result] : [];
  });

  it('all have an action of the reference, the one that AWS names where it names one', () => {
    const without = denials.filter(
      ({ action }) => action === null || reference.action(action) === null,
    );
    expect(
      without.map(({ eventSource, eventName }) => `${eventSource ?? ''} ${eventName ?? ''}`),
    ).toEqual([]);
    const other = denials.filter(
      ({ action, said }) =>
        said.action !== null && said.action.toLowerCase() !== action?.toLowerCase(),
    );
    expect(other).toEqual([]);
  });

  it('never have another resource than AWS names', () => {
    const named = denials.filter(({ said }) => said.resource?.startsWith('arn:') === true);
    expect(named.filter(({ said, resource }) => said.resource !== resource.arn)).toEqual([]);
  });

  it('have a resource without AWS’s word only of the action’s own service', () => {
    const derived = denials.flatMap(({ said, resource, action }) =>
      said.resource === null && resource.arn !== null && resource.arn !== '*'
        ? [[action?.split(':')[0], resource.arn.split(':')[2]] as const]
        : [],
    );
    expect(derived.filter(([ofAction, ofArn]) => ofAction !== ofArn)).toEqual([]);
  });

  it('all have a caller', () => {
    expect(denials.filter(({ principal }) => principal.arn === null)).toEqual([]);
  });
});

describe('the scenarios', () => {
  const folder = path.join(shared, 'scenarios');
  const files = existsSync(folder) ? readdirSync(folder).filter((f) => f.endsWith('.json')) : [];
  /** What the evidence has to add: the path of a role. */
  const completedByEvidence = ['principalArn', 'resource'];

  it('have the action, resource and principal that they expect', () => {
    const missed = files.flatMap((file) => {
      const scenario = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as {
        input: { record?: Json; text?: string };
        expect: Record<string, unknown>;
      };
      const [denial] = denialsOfInput(scenario.input);
      if (denial === undefined) return [`${file}: no denial`];
      const got = {
        action: denial.action,
        resource: denial.resource.arn,
        principalArn: denial.principal.arn,
        principalType: denial.principal.type,
      };
      const open = denial.resource.named !== null || !denial.principal.pathKnown;
      return Object.entries(got).flatMap(([key, value]) => {
        const wanted = [scenario.expect[key]].flat();
        if (!Object.hasOwn(scenario.expect, key) || wanted.includes(value)) return [];
        if (open && completedByEvidence.includes(key)) return [];
        return [`${file}: ${key} is ${String(value)}, expected ${wanted.join(' or ')}`];
      });
    });
    expect(missed).toEqual([]);
  });

  function denialsOfInput({ record, text }: { record?: Json; text?: string }): Denial[] {
    if (text !== undefined)
      return findMessages(text).map((m) => denialFromMessage(m, reference, text));
    const { Records: records } = record as { Records?: Json[] };
    return (records ?? [record ?? null]).flatMap((raw) => {
      const parsed = parseRecord(raw);
      const result = parsed.ok ? denialFromRecord(parsed.record, reference) : null;
      return result !== null && isDenial(result) ? [result] : [];
    });
  }
});
