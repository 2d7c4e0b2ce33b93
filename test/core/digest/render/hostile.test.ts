import fc from 'fast-check';
import type { Digest } from '../../../../lib/core/digest/digest';
import { makeDigest } from '../../../../lib/core/digest/make-digest';
import { csvLine, CSV_COLUMNS, digestCsv } from '../../../../lib/core/digest/render/csv';
import { digestJson } from '../../../../lib/core/digest/render/json';
import { findingsOcsf } from '../../../../lib/core/digest/render/ocsf';
import { digestSlack } from '../../../../lib/core/digest/render/slack';
import { digestSns } from '../../../../lib/core/digest/render/sns';
import { digestTeams } from '../../../../lib/core/digest/render/teams';
import { digestText } from '../../../../lib/core/digest/render/text';
import { cardProblems } from '../../../support/receivers/teams-card';
import { outsideCode, slackProblems } from '../../../support/slack-blocks';
import { threeWeeks } from '../../../support/three-weeks';
import { hostileText, poisoned } from '../hostile-digest';
import { readCsv } from './read-csv';

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

let attack: Digest;
beforeAll(async () => {
  attack = await makeDigest((await threeWeeks()).attack);
});

const check = (property: (digest: Digest, text: string) => void, numRuns = 40): void => {
  fc.assert(
    fc.property(hostileText, (text) => {
      property(poisoned(attack, text), text);
    }),
    { numRuns },
  );
};

test('a mail shows what is unseen, and no text begins a line of its own', () => {
  const own = digestText(attack).split('\n').length;
  check((digest) => {
    const lines = digestText(digest).split('\n');
    expect(lines.filter((line) => UNSEEN.test(line))).toEqual([]);
    expect(Math.abs(lines.length - own)).toBeLessThan(30);
    expect(lines[0]).toBe('LOOK NOW: 4 findings and 6 problems of high severity.');
    expect(lines).not.toContain('Nothing to worry about.');
  });
});

test('Slack takes the message, and nobody is mentioned', () => {
  check((digest) => {
    const message = digestSlack(digest, 'https://reports.example.com/x?a=1&b=2');
    expect(slackProblems(message)).toEqual([]);
    expect(message.blocks.length).toBeLessThanOrEqual(50);
    expect(outsideCode(JSON.stringify(message))).not.toMatch(/<[!@#]|<http:/);
  });
});

test('Teams takes the card', () => {
  check((digest) => {
    const message = digestTeams(digest, 'https://reports.example.com/x');
    expect(cardProblems(message.attachments[0].content)).toEqual([]);
    expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThanOrEqual(28_000);
  });
});

test('a table keeps its cells, and none of them is a formula', () => {
  check((digest) => {
    const rows = readCsv(digestCsv(digest));
    expect(rows.filter((row) => row.length !== CSV_COLUMNS.length)).toEqual([]);
    expect(rows.flat().filter((cell) => /^[=+\-@\t\r＝＋－＠]/u.test(cell))).toEqual([]);
    expect(rows.flat().filter((cell) => UNSEEN.test(cell))).toEqual([]);
  });
});

test('a line of CSV is read as what was written', () => {
  const plain = fc
    .string({ unit: 'grapheme-ascii', minLength: 1 })
    .filter((text) => /^[^\s=+\-@'](?:.*\S)?$/.test(text) && !/\s\s/.test(text));
  fc.assert(
    fc.property(
      fc.array(fc.oneof(plain, fc.nat(), fc.constant(null)), { minLength: 2 }),
      (cells) => {
        const read = cells.map((cell) => (cell === null ? '' : String(cell)));
        expect(readCsv(csvLine(cells))).toEqual([read]);
      },
    ),
  );
});

test('JSON gives the very texts back, and none is unseen in the file', () => {
  check((digest) => {
    const text = digestJson(digest);
    expect(text.split('\n').filter((line) => UNSEEN.test(line))).toEqual([]);
    expect(JSON.parse(text)).toMatchObject(JSON.parse(JSON.stringify(digest)) as object);
  }, 15);
});

test('OCSF is one line of JSON for each finding', () => {
  check((digest, text) => {
    const lines = findingsOcsf(digest.findings).split('\n');
    expect(lines).toHaveLength(digest.findings.length + 1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ class_uid: 2004, message: text });
  });
});

test('SNS takes the message', () => {
  check((digest) => {
    const { subject, bodies } = digestSns(digest, 'https://reports.example.com/x');
    expect(Buffer.byteLength(JSON.stringify(bodies))).toBeLessThan(262_144);
    expect(subject).toMatch(/^[ -~]{1,99}$/);
    expect(subject).toBe(
      'Denials of 2026-11-18: Look now: 4 findings and 6 problems of high severity.',
    );
  });
});

test('a mail that is too long is cut, and says so', () => {
  const text = digestText(attack, { mostBytes: 2_000 });
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(2_000);
  expect(text).toMatch(/^LOOK NOW/);
  expect(text).toMatch(/\n\.\.\. cut, \d+ more lines: see the report\n$/);
});
