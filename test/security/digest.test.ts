import { digestOfStore } from '../../lib/cli/digest-of-store';
import { OFFLINE_LIMITS } from '../../lib/cli/offline';
import type { Digest } from '../../lib/core/digest/digest';
import { digestCsv } from '../../lib/core/digest/render/csv';
import { digestJson } from '../../lib/core/digest/render/json';
import { digestSlack } from '../../lib/core/digest/render/slack';
import { digestTeams } from '../../lib/core/digest/render/teams';
import { digestText } from '../../lib/core/digest/render/text';
import { UTC } from '../../lib/core/digest/zone';
import { readItems } from '../../lib/core/record/read';
import { serviceReference } from '../../lib/core/service-reference/indexed-reference';
import { watchBatch } from '../../lib/core/watch';
import { MemoryDenialStore } from '../../lib/local/denial-store/memory-store';
import { readCsv } from '../core/digest/render/read-csv';
import { deniedGetItem } from '../support/records';
import { cardProblems } from '../support/receivers/teams-card';
import { outsideCode, slackProblems } from '../support/slack-blocks';
import { ATTACKS, PLACES } from './attacks';

const NOW = Date.parse('2026-11-20T06:00:00Z');
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** The digest of one denied write that has the attack in one place. */
async function digestWith(put: (attack: string) => object, attack: string): Promise<Digest> {
  const record = { ...deniedGetItem(), readOnly: false, ...put(attack) };
  const records = [...readItems(JSON.stringify(record))].flatMap((item) =>
    item.kind === 'record' ? [item.record] : [],
  );
  const store = new MemoryDenialStore({ now: () => NOW });
  const outcomes = await watchBatch(records, {
    store,
    sources: {
      authorizationDetails: null,
      decoder: null,
      simulator: null,
      policies: null,
      whyAbsent: 'nothing was looked at',
    },
    reference: serviceReference,
    noise: () => ({ treatment: 'alert' }),
    ownRoles: new Set(),
    destination: () => ({ channels: [], owner: attack }),
    recheckLater: () => Promise.resolve(),
    now: () => NOW,
    limits: OFFLINE_LIMITS,
  });
  expect(outcomes.map(({ kind }) => kind)).toEqual(['diagnosed']);
  const rest = { hidden: new Map(), noise: [], findings: [], events: null, now: NOW };
  // A record whose time is the attack is counted on the day on which it was met.
  const day = put === PLACES['what is always there'] ? '2026-11-20' : '2026-11-19';
  return digestOfStore(day, { store, zone: UTC, ...rest });
}

describe.each(Object.entries(ATTACKS))('%s', (_, attack) => {
  it.each(Object.entries(PLACES))('in %s is text and no more, in each form', async (_name, put) => {
    const digest = await digestWith(put, attack);
    expect(digest.problems.total).toBe(1);

    const lines = digestText(digest).split('\n');
    expect(lines.filter((line) => UNSEEN.test(line))).toEqual([]);
    expect(lines[0]).toMatch(/^Look today: 1 thing needs a decision|^LOOK NOW: 1 problem of high/);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(1_000);

    const slack = digestSlack(digest);
    expect(slackProblems(slack)).toEqual([]);
    expect(outsideCode(JSON.stringify(slack))).not.toMatch(/<[!@#h]/);
    expect(cardProblems(digestTeams(digest).attachments[0].content)).toEqual([]);

    const cells = readCsv(digestCsv(digest)).flat();
    expect(cells.filter((cell) => UNSEEN.test(cell) || /^[=+\-@]/.test(cell))).toEqual([]);
    expect(JSON.parse(digestJson(digest))).toMatchObject({ kind: 'digest' });
  });
});
