import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { Digest } from '../../lib/core/digest/digest';
import { makeDigest } from '../../lib/core/digest/make-digest';
import { digestHtml } from '../../lib/report/digest-html';
import { hostileText, poisoned } from '../core/digest/hostile-digest';
import { threeWeeks, type KindOfDay } from '../support/three-weeks';

let days: Readonly<Record<KindOfDay, Digest>>;
beforeAll(async () => {
  const { quiet, normal, attack } = await threeWeeks();
  days = {
    quiet: await makeDigest(quiet),
    normal: await makeDigest(normal),
    attack: await makeDigest(attack),
  };
});

/** What stands between `<name>` and `</name>`, each time. */
function insides(page: string, name: string): readonly string[] {
  return page
    .split(`<${name}>`)
    .slice(1)
    .map((rest) => rest.slice(0, rest.indexOf(`</${name}>`)));
}

/** Tags and the names of their attributes, in order: what a page is made of, without its texts. */
function skeleton(page: string): readonly string[] {
  const [head = '', body = ''] = page.split('<body>');
  expect(head).toContain('<!doctype html>');
  return [
    ...(body.split('<script>')[0] ?? '').matchAll(/<(\/?[a-zA-Z][\w-]*)((?:"[^"]*"|[^">])*)>/g),
  ].map(
    ([, tag, attributes = '']) =>
      `${tag} ${[...attributes.matchAll(/([\w:-]+)=/g)].map(([, name]) => name).join(' ')}`,
  );
}

/** Text as a reader sees it. */
function textOf(page: string): string {
  return page
    .replace(/^[\s\S]*<body>/, '')
    .replace(/<script>[\s\S]*$/, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ');
}

describe('the report', () => {
  it.each(['quiet', 'normal', 'attack'] as const)(
    'says of a %s day what the mail says first',
    (kind) => {
      expect(textOf(digestHtml(days[kind]))).toContain(days[kind].line);
    },
  );

  it.each([
    ['quiet', 'Nothing to worry about.'],
    ['normal', 'Look today: 4 things need a decision, none of high severity.'],
    ['attack', 'Look now: 4 findings and 6 problems of high severity.'],
  ] as const)('says first whether to worry: the %s day', (kind, says) => {
    const text = textOf(digestHtml(days[kind]));
    expect(text.indexOf(says)).toBeGreaterThan(0);
    expect(text.indexOf(says)).toBeLessThan(text.indexOf(days[kind].line));
  });

  it('tells each finding with why it fired and what to do', () => {
    const text = textOf(digestHtml(days.attack));
    const { shown } = days.attack.decisions;
    const findings = shown.flatMap((decision) =>
      decision.kind === 'finding' ? [decision.finding] : [],
    );
    expect(findings.length).toBeGreaterThan(2);
    for (const { why, steps } of findings) {
      expect(text).toContain(why.replace(/\s+/g, ' '));
      for (const step of steps) expect(text).toContain(step.replace(/\s+/g, ' '));
    }
  });

  it('shows each problem of the top list with its count, and a chart with its numbers', () => {
    const page = digestHtml(days.normal);
    const text = textOf(page);
    for (const { headline } of days.normal.problems.shown.slice(0, 10))
      expect(text).toContain(headline.replace(/\s+/g, ' '));
    expect(page.match(/<svg /g)?.length).toBeGreaterThanOrEqual(3);
    expect(page).toMatch(/<svg [^>]*(?:role="img"|aria-)/);
  });
});

describe('its Content-Security-Policy', () => {
  it('lets the one script and the one style of the page count, and nothing else', () => {
    const page = digestHtml(days.attack);
    const [style, ...styles] = insides(page, 'style');
    const [script, ...scripts] = insides(page, 'script');
    expect([...styles, ...scripts]).toEqual([]);
    const hash = (text = ''): string =>
      `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    expect(page).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'" />`,
    );
  });

  it('has nothing to forbid: no styles and handlers in attributes, nothing that is loaded', () => {
    for (const digest of Object.values(days)) {
      const page = digestHtml(digest);
      expect(
        page.match(/<(?:link|img|iframe|object|embed|base|video|audio|source)\b/gi),
      ).toBeNull();
      expect(page.match(/<[a-z][^>]*\s(?:style|on[a-z]+|src|srcset|xlink:href)=/gi)).toBeNull();
      expect(page.match(/<script\b/g)).toHaveLength(1);
    }
  });
});

describe('hostile texts', () => {
  it('are text: they add no tag, no attribute, no link and no line', () => {
    const plain = skeleton(digestHtml(poisoned(days.attack, 'plain')));
    fc.assert(
      fc.property(hostileText, (text) => {
        const page = digestHtml(poisoned(days.attack, text.length === 0 ? 'x' : text));
        const found = skeleton(page);
        // A text may be cut or be empty, which leaves parts out; what is there is known from the plain page.
        const known = new Set(plain);
        expect(found.filter((tag) => !known.has(tag))).toEqual([]);
        expect(page.match(/<script\b/g)).toHaveLength(1);
        expect(page).not.toMatch(/(?:href|src)="(?!#)/);
        expect(page.split('<body>')[1]?.split('<script>')[0]).not.toMatch(
          /[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|[^\P{Cc}\n]/u,
        );
      }),
      { numRuns: 15 },
    );
  });

  it('of 200 KB do not make it large', () => {
    const page = digestHtml(poisoned(days.attack, 'A'.repeat(200_000)));
    expect(page.length).toBeLessThan(4_000_000);
  });
});
