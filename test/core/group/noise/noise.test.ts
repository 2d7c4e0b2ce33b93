import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import type { Denial } from '../../../../lib/core/denial/denial';
import { denialFromRecord, isDenial } from '../../../../lib/core/denial/to-denial';
import { NOISE_CATALOGUE } from '../../../../lib/core/group/noise/catalogue';
import { NOISE_TREATMENTS } from '../../../../lib/core/group/noise/entry';
import type { NoiseMatch, OwnNoiseEntry } from '../../../../lib/core/group/noise/entry';
import { isNoiseField } from '../../../../lib/core/group/noise/fields';
import { matchWords, prepareMatch } from '../../../../lib/core/group/noise/match';
import { judgeNoise, noiseOf, prepareNoise } from '../../../../lib/core/group/noise/noise';
import type { JsonObject } from '../../../../lib/core/record/json';
import { parseRecord } from '../../../../lib/core/record/parse';
import { serviceReference } from '../../../../lib/core/service-reference/indexed-reference';
import { deniedGetItem } from '../../../support/records';
import { NOISE_CASES } from './cases';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const DEFAULTS = prepareNoise([]);

function denialOf(raw: JsonObject): Denial {
  const parsed = parseRecord(raw);
  if (!parsed.ok) throw new Error(`expected ${parsed.expected}; found ${parsed.found}`);
  const read = denialFromRecord(parsed.record, serviceReference);
  if (isDenial(read)) return read;
  throw new Error(`expected a denial; ${read.notDenial}`);
}

const judge = (raw: JsonObject, rules = DEFAULTS, now = NOW) =>
  judgeNoise({ raw }, denialOf(raw), rules, now);

function own(entry: Partial<OwnNoiseEntry>): OwnNoiseEntry {
  return {
    id: 'mara-reads-parcels',
    match: { 'userIdentity.userName': 'mara' },
    treatment: 'hide',
    why: 'The table moves next quarter.',
    expires: '2026-12-31',
    ...entry,
  };
}

const root = {
  type: 'Root',
  principalId: '111122223333',
  arn: 'arn:aws:iam::111122223333:root',
  accountId: '111122223333',
};

describe('the catalogue', () => {
  it('has a record that it matches and a neighbour for each entry', () => {
    expect(NOISE_CASES.map(({ id }) => id)).toEqual(NOISE_CATALOGUE.entries.map(({ id }) => id));
  });

  it.each(NOISE_CASES)('$id matches its record and not its neighbour', ({ id, hit, neighbour }) => {
    const [entry] = NOISE_CATALOGUE.entries.filter((one) => one.id === id);
    const only = prepareNoise([], entry === undefined ? [] : [entry]);
    expect(judge(hit, only).entry?.id).toBe(id);
    expect(judge(neighbour, only)).toMatchObject({ treatment: 'alert', entry: null });
  });

  it('decides by the first entry that matches, so that each record meets its own', () => {
    expect(NOISE_CASES.map(({ hit }) => judge(hit).entry?.id)).toEqual(
      NOISE_CATALOGUE.entries.map(({ id }) => id),
    );
  });

  it('names declared fields, a reason and a source in every entry, and no id twice', () => {
    const { entries } = NOISE_CATALOGUE;
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
    for (const entry of entries) {
      expect(entry.id).toMatch(/^[a-z0-9-]{1,64}$/);
      expect(NOISE_TREATMENTS).toContain(entry.treatment);
      expect(Object.keys(entry.match).filter((field) => !isNoiseField(field))).toEqual([]);
      expect(entry.why.length).toBeGreaterThan(20);
      expect(entry.source).toMatch(/^(?:https:\/\/|[\w.-]+\/[\w.-]+#\d+$)/);
    }
  });

  it('hides nothing by what a caller can choose', () => {
    const chosen = [
      'userAgent',
      'userIdentity.userName',
      'userIdentity.sessionContext.sessionIssuer.userName',
    ];
    const hidden = NOISE_CATALOGUE.entries
      .filter(({ treatment }) => treatment === 'hide')
      .filter(({ match }) => Object.keys(match).every((field) => chosen.includes(field)));
    expect(hidden).toEqual([]);
  });

  it('does with published denials what the list it was made from says', () => {
    const shared = path.resolve(__dirname, '../../../../../shared');
    const list = path.join(shared, 'reference/noise.json');
    const corpus = path.join(shared, 'corpus/denials.jsonl');
    const [rules, lines] =
      existsSync(list) && existsSync(corpus)
        ? [readFileSync(list, 'utf8'), readFileSync(corpus, 'utf8').trim().split('\n')]
        : ['[]', []];
    const expected = (JSON.parse(rules) as { id: string; match: NoiseMatch }[]).map((rule) => ({
      id: rule.id,
      matches: prepareMatch(rule.match),
    }));
    for (const line of lines) {
      const { record } = JSON.parse(line) as { record: JsonObject };
      const id = expected.find(({ matches }) => matches(record))?.id ?? null;
      expect(judge(record).entry?.id ?? null).toBe(id);
    }
    expect(lines.length === 0 || expected.length === NOISE_CATALOGUE.entries.length).toBe(true);
  });
});

describe('what is never hidden by the catalogue', () => {
  const invokedBy = { invokedBy: 's3.amazonaws.com' };

  it('a denied write: it is in the digest', () => {
    const { hit } = NOISE_CASES.find(({ id }) => id === 's3-self-put-object') ?? { hit: {} };
    expect(judge(hit)).toMatchObject({ treatment: 'digestOnly', softened: 'write' });
    expect(noiseOf({ raw: hit }, denialOf(hit), DEFAULTS, NOW)).toEqual({
      treatment: 'digestOnly',
    });
  });

  it('the root user, whatever it asks for', () => {
    for (const { hit } of NOISE_CASES) {
      const raw = { ...hit, userIdentity: { ...root, ...invokedBy }, sourceIPAddress: '192.0.2.1' };
      expect(judge(raw).treatment).toBe('alert');
    }
    const health = deniedGetItem({
      userIdentity: root,
      eventSource: 'health.amazonaws.com',
      eventName: 'DescribeEventAggregates',
      errorMessage: 'Access Denied',
    });
    expect(judge(health)).toMatchObject({
      treatment: 'alert',
      softened: 'root',
      entry: { id: 'health-event-aggregates' },
    });
  });

  it('what a VPC endpoint policy refused', () => {
    const raw = deniedGetItem({
      userIdentity: { type: 'AWSService', invokedBy: 'sns.amazonaws.com' },
      errorCode: 'VpceAccessDenied',
      eventType: 'AwsVpceEvent',
    });
    expect(judge(raw)).toMatchObject({ treatment: 'alert', softened: 'vpcEndpoint' });
  });

  it('a denial that no entry knows', () => {
    expect(judge(deniedGetItem())).toEqual({
      treatment: 'alert',
      entry: null,
      origin: null,
      softened: null,
      expired: [],
    });
  });
});

describe("a deployment's own entries", () => {
  it('hide what they match, writes included, and are counted by their id', () => {
    const raw = deniedGetItem({ readOnly: false });
    expect(noiseOf({ raw }, denialOf(raw), prepareNoise([own({})]), NOW)).toEqual({
      treatment: 'hide',
      entry: 'mara-reads-parcels',
    });
  });

  it('end with their last day, and are named then', () => {
    const rules = prepareNoise([own({ expires: '2026-11-20' })]);
    const lastMoment = Date.parse('2026-11-20T23:59:59.999Z');
    expect(judge(deniedGetItem(), rules, lastMoment).treatment).toBe('hide');
    const after = judge(deniedGetItem(), rules, lastMoment + 1);
    expect(after.treatment).toBe('alert');
    expect(after.expired.map(({ id }) => id)).toEqual(['mara-reads-parcels']);
  });

  it('never match when their last day is no date', () => {
    expect(judge(deniedGetItem(), prepareNoise([own({ expires: 'soon' })])).treatment).toBe(
      'alert',
    );
  });

  it('keep before they hide, in whatever order, and before the catalogue', () => {
    const keep = own({ id: 'keep-mara', treatment: 'keep' });
    const rules = prepareNoise([own({}), keep]);
    expect(judge(deniedGetItem(), rules)).toMatchObject({
      treatment: 'alert',
      entry: { id: 'keep-mara' },
      origin: 'settings',
    });
    const health = deniedGetItem({
      eventSource: 'health.amazonaws.com',
      eventName: 'DescribeEventAggregates',
    });
    expect(judge(health).treatment).toBe('hide');
    expect(judge(health, prepareNoise([keep])).treatment).toBe('alert');
  });
});

describe('conditions', () => {
  const matches = (match: NoiseMatch, raw: unknown): boolean => prepareMatch(match)(raw);

  it.each<[string, NoiseMatch, JsonObject, boolean]>([
    ['equal text', { eventName: 'GetItem' }, { eventName: 'GetItem' }, true],
    ['another case', { eventName: 'getitem' }, { eventName: 'GetItem' }, false],
    ['a longer text', { eventName: 'GetItem' }, { eventName: 'GetItems' }, false],
    ['a boolean', { readOnly: true }, { readOnly: true }, true],
    ['a boolean written as text', { readOnly: true }, { readOnly: 'true' }, false],
    ['the beginning', { eventName: { prefix: 'Get' } }, { eventName: 'GetItem' }, true],
    ['the beginning elsewhere', { eventName: { prefix: 'Item' } }, { eventName: 'GetItem' }, false],
    ['the end', { eventName: { suffix: 'Item' } }, { eventName: 'GetItem' }, true],
    ['the end elsewhere', { eventName: { suffix: 'Get' } }, { eventName: 'GetItem' }, false],
    ['a wildcard', { eventName: { wildcard: 'G*I?em' } }, { eventName: 'GetItem' }, true],
    ['a wildcard of a part', { eventName: { wildcard: 'G*I' } }, { eventName: 'GetItem' }, false],
    ['all of several', { eventName: 'A', readOnly: true }, { eventName: 'A' }, false],
    ['not another', { eventName: { not: 'PutItem' } }, { eventName: 'GetItem' }, true],
    ['not this', { eventName: { not: { prefix: 'Get' } } }, { eventName: 'GetItem' }, false],
    ['a missing field and not', { eventName: { not: 'PutItem' } }, {}, false],
    ['null and not', { eventName: { not: 'PutItem' } }, { eventName: null }, false],
    ['a list and not', { eventName: { not: 'PutItem' } }, { eventName: ['GetItem'] }, false],
    [
      'a nested field',
      { 'requestParameters.a.b': 'c' },
      { requestParameters: { a: { b: 'c' } } },
      true,
    ],
    ['a field of a text', { 'requestParameters.length': '3' }, { requestParameters: 'abc' }, false],
    [
      'what no record wrote',
      { 'requestParameters.constructor.name': 'Object' },
      { requestParameters: {} },
      false,
    ],
  ])('%s', (_, match, raw, expected) => {
    expect(matches(match, raw)).toBe(expected);
  });

  it('say in words what they ask for', () => {
    expect(
      matchWords({
        eventName: { prefix: 'Head' },
        userAgent: { not: { suffix: 'x' } },
        readOnly: true,
        awsRegion: { wildcard: 'eu-*' },
      }),
    ).toBe(
      'eventName begins with Head, userAgent is there and not: ends with x, readOnly is true, awsRegion is like eu-*',
    );
  });

  it('are met by no record without the field, whatever they are', () => {
    const test = fc.oneof(
      fc.string(),
      fc.boolean(),
      fc.record({ prefix: fc.string() }),
      fc.record({ suffix: fc.string() }),
      fc.record({ wildcard: fc.string() }),
    );
    const condition = fc.oneof(test, fc.record({ not: test }));
    fc.assert(
      fc.property(condition, fc.dictionary(fc.string(), fc.jsonValue()), (asked, raw) => {
        const without = Object.fromEntries(
          Object.entries(raw).filter(([key]) => key !== 'eventName'),
        );
        return !matches({ eventName: asked }, without);
      }),
    );
  });
});

describe('fields that an entry may name', () => {
  it.each([
    ['eventSource', true],
    ['userIdentity.sessionContext.sessionIssuer.arn', true],
    ['requestParameters.bucketName', true],
    ['additionalEventData.a.b', true],
    ['requestParameters', false],
    ['requestParameters.', false],
    ['requestParameters.a.b.c.d.e.f', false],
    ['userIdentity.typ', false],
    ['eventsource', false],
    ['__proto__', false],
  ])('%s: %s', (field, expected) => {
    expect(isNoiseField(field)).toBe(expected);
  });
});
