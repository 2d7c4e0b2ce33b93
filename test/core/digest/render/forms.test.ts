import type { Digest } from '../../../../lib/core/digest/digest';
import { makeDigest } from '../../../../lib/core/digest/make-digest';
import { digestCsv } from '../../../../lib/core/digest/render/csv';
import { digestJson } from '../../../../lib/core/digest/render/json';
import { findingsOcsf } from '../../../../lib/core/digest/render/ocsf';
import { digestSlack } from '../../../../lib/core/digest/render/slack';
import { digestSns } from '../../../../lib/core/digest/render/sns';
import { digestTeams } from '../../../../lib/core/digest/render/teams';
import { digestText } from '../../../../lib/core/digest/render/text';
import { verdictOf } from '../../../../lib/core/digest/render/verdict';
import { cardProblems } from '../../../support/receivers/teams-card';
import { slackProblems } from '../../../support/slack-blocks';
import { threeWeeks, type KindOfDay } from '../../../support/three-weeks';
import { golden } from './golden';

const LINK =
  'https://reports.example.com/digest/2026-11-18.html?X-Amz-Signature=0a1b2c&X-Amz-Expires=43200';
const KINDS = ['quiet', 'normal', 'attack'] as const;
const digests = new Map<KindOfDay, Digest>();

beforeAll(async () => {
  const inputs = await threeWeeks();
  for (const kind of KINDS) digests.set(kind, await makeDigest(inputs[kind]));
});

function digestOf(kind: KindOfDay): Digest {
  const digest = digests.get(kind);
  if (digest === undefined) throw new Error(`no digest was made for ${kind}`);
  return digest;
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

describe.each(KINDS)('the %s day', (kind) => {
  test('is a mail', () => {
    const text = digestText(digestOf(kind), { link: LINK });
    expect(text).toBe(golden(`${kind}.txt`, text));
  });

  test('is a message in Slack', () => {
    const message = digestSlack(digestOf(kind), LINK);
    expect(slackProblems(message)).toEqual([]);
    expect(json(message)).toBe(golden(`${kind}.slack.json`, json(message)));
  });

  test('is a card in Teams', () => {
    const message = digestTeams(digestOf(kind), LINK);
    expect(cardProblems(message.attachments[0].content)).toEqual([]);
    expect(json(message)).toBe(golden(`${kind}.teams.json`, json(message)));
  });

  test('is a table', () => {
    const csv = digestCsv(digestOf(kind));
    expect(csv).toBe(golden(`${kind}.csv`, csv));
  });

  test('is JSON', () => {
    const text = digestJson(digestOf(kind));
    expect(JSON.parse(text)).toMatchObject(JSON.parse(JSON.stringify(digestOf(kind))) as object);
    expect(text).toBe(golden(`${kind}.json`, text));
  });

  test('is a message of SNS', () => {
    const { subject, bodies, attributes } = digestSns(digestOf(kind), LINK);
    expect(JSON.parse(bodies['sqs'] ?? '')).toMatchObject({ kind: 'digest', report: LINK });
    expect({ subject, sms: bodies['sms'], attributes }).toMatchSnapshot();
  });
});

test('findings are events of OCSF', () => {
  const lines = findingsOcsf(digestOf('attack').findings, '1.0.0');
  expect(lines).toBe(golden('attack.ocsf.jsonl', lines));
});

test('the first line says whether to worry', () => {
  const first = (kind: KindOfDay): unknown => digestText(digestOf(kind)).split('\n')[0];
  expect(first('quiet')).toBe('Nothing to worry about.');
  expect(first('normal')).toBe('Look today: 4 things need a decision, none of high severity.');
  expect(first('attack')).toBe('LOOK NOW: 4 findings and 6 problems of high severity.');
});

test('what has been severe for days is no alarm each morning; the root user is', () => {
  const verdictWith = (change: string, reasons: readonly string[]): unknown => {
    const attack = digestOf('attack');
    const shown = attack.decisions.shown.flatMap((decision) =>
      decision.kind === 'problem' && decision.severity === 'high'
        ? [{ ...decision, reasons, problem: { ...decision.problem, change } }]
        : [],
    );
    const decisions = { shown: shown.slice(0, 2), total: 2 } as Digest['decisions'];
    return verdictOf({ ...attack, decisions }).says;
  };
  expect(verdictWith('steady', ['privilege'])).toBe(
    'Look today: 2 things need a decision, 2 of high severity, known from before.',
  );
  expect(verdictWith('growing', ['privilege'])).toBe('Look now: 2 problems of high severity.');
  expect(verdictWith('steady', ['root'])).toBe('Look now: 2 problems of high severity.');
});

test('nothing that was refused to the stolen key is proposed or advised', () => {
  const text = digestText(digestOf('attack'));
  expect(text).toContain(
    'None is proposed for release-bot, checkout-api: there are findings about',
  );
  expect(text).not.toMatch(/Do: Allow iam:/);
});

test('a mail is as wide as it is asked to be, but for what is there to be copied', () => {
  const lines = digestText(digestOf('attack'), { width: 60 }).split('\n');
  expect(lines.filter((line) => line.length > 60 && /\s\S+\s/.test(line.trim()))).toEqual([]);
});
