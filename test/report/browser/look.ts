import { readFile } from 'node:fs/promises';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';

/** A way to look at a page. */
export interface Look {
  readonly device: 'phone' | 'desktop';
  readonly scheme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
}

/** A phone and a desk, by day and by night. */
export const LOOKS: readonly Look[] = (['light', 'dark'] as const).flatMap((scheme) => [
  { device: 'phone', scheme, width: 390, height: 844 },
  { device: 'desktop', scheme, width: 1280, height: 900 },
]);

/** Something that was looked for, and what was wrong with it. */
export interface Seen {
  readonly name: string;
  readonly problems: readonly string[];
}

type Check = readonly [name: string, check: (page: Page) => Promise<readonly string[]>];

const CHECKS: readonly Check[] = [
  ['axe-core finds no violation', axe],
  ['nothing is wider than the page', overflow],
  ['a table sorts by click and by keyboard', sorting],
  ['a search finds by every word, and all is back without it', searching],
  ['on paper policies are open and tools are gone', paper],
];

/** Opens the page and looks at everything; with a picture's path, takes that of its beginning. */
export async function lookAt(
  browser: Browser,
  url: string,
  { scheme, width, height }: Look,
  picture: string | null,
): Promise<readonly Seen[]> {
  // axe-core is put into the page, which its policy would refuse.
  const context = await browser.newContext({
    colorScheme: scheme,
    viewport: { width, height },
    bypassCSP: false,
  });
  const page = await context.newPage();
  const told: string[] = [];
  page.on('console', (message) => told.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => told.push(`error: ${error.message}`));
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  try {
    await page.goto(url);
    if (picture !== null) await page.screenshot({ path: picture, fullPage: false });
    const seen: Seen[] = [];
    for (const [name, check] of CHECKS) seen.push({ name, problems: await check(page) });
    return [
      ...seen,
      { name: 'the console is silent', problems: told },
      {
        name: 'no request leaves the page',
        problems: requests.filter((request) => request !== url && !request.startsWith('data:')),
      },
    ];
  } finally {
    await context.close();
  }
}

/** Runs through the debugger, which the page's policy does not hold back. */
async function axe(page: Page): Promise<readonly string[]> {
  await page.evaluate(await readFile(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const results = await page.evaluate<AxeResults>(
    'axe.run(document, { resultTypes: ["violations"] })',
  );
  return results.violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}: ${nodes
        .slice(0, 3)
        .map(({ html }) => html.slice(0, 160))
        .join(' | ')}`,
  );
}

async function overflow(page: Page): Promise<readonly string[]> {
  return page.evaluate<string[]>(`(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.body.querySelectorAll('*')]
      .filter((one) => one.closest('.scroll') === null && one.getBoundingClientRect().right > width + 1)
      .slice(0, 5)
      .map((one) => one.outerHTML.slice(0, 120));
  })()`);
}

/** The texts of the column of a table whose head was clicked. */
const COLUMN = `((name) => {
  const table = [...document.querySelectorAll('table.sortable')].find((one) => one.tBodies[0].rows.length > 2);
  const heads = [...table.querySelectorAll('thead th')];
  const at = heads.findIndex((head) => head.getAttribute('aria-sort') !== null);
  return at < 0 ? null : { sort: heads[at].getAttribute('aria-sort'),
    values: [...table.tBodies[0].rows].map((row) => row.cells[at].dataset.v ?? row.cells[at].innerText.trim().toLowerCase()) };
})()`;

interface Column {
  readonly sort: string;
  readonly values: readonly string[];
}

async function sorting(page: Page): Promise<readonly string[]> {
  const problems: string[] = [];
  const table = page
    .locator('table.sortable', { has: page.locator('tbody tr:nth-child(3)') })
    .first();
  const heads = table.locator('thead th button:visible');
  const count = await heads.count();
  if (count < 2) return [`expected a table with heads to press; found ${count} heads`];
  await heads.last().click();
  problems.push(...unsorted(await page.evaluate<Column | null>(COLUMN), 'after a click'));
  await heads.last().focus();
  const before = await page.evaluate<Column | null>(COLUMN);
  await page.keyboard.press('Enter');
  const after = await page.evaluate<Column | null>(COLUMN);
  problems.push(...unsorted(after, 'after Enter'));
  if (before?.sort === after?.sort) problems.push('Enter did not turn the order');
  return problems;
}

function unsorted(column: Column | null, when: string): readonly string[] {
  if (column === null) return [`${when} no head says how its column is sorted`];
  const { sort, values } = column;
  const numbers = values.map(Number);
  const keys = numbers.some(Number.isNaN) ? values : numbers;
  const wrong = keys.findIndex((key, at) => {
    const next = keys[at + 1];
    return next !== undefined && (sort === 'ascending' ? key > next : key < next);
  });
  return wrong < 0 ? [] : [`${when} ${sort} has ${values[wrong]} before ${values[wrong + 1]}`];
}

async function searching(page: Page): Promise<readonly string[]> {
  const input = page.locator('#search input');
  if (!(await input.isVisible())) return ['there is no field to search in'];
  const count = (): Promise<number> =>
    page.evaluate<number>(
      `[...document.querySelectorAll('.find')].filter((one) => !one.hidden).length`,
    );
  const all = await count();
  const word = await page.evaluate<string>(
    `document.querySelector('.find').textContent.toLowerCase().match(/[a-z]{5,}/)[0]`,
  );
  await input.fill(word);
  const some = await count();
  const wrong = await page.evaluate<number>(
    `[...document.querySelectorAll('.find')].filter((one) => !one.hidden && !one.textContent.toLowerCase().includes(${JSON.stringify(word)})).length`,
  );
  await input.fill('no such words anywhere');
  const none = await count();
  await input.fill('');
  return [
    ...(some > 0 && some < all ? [] : [`${word}: expected some of ${all}; found ${some}`]),
    ...(wrong === 0 ? [] : [`${wrong} are shown that have no ${word}`]),
    ...(none === 0 ? [] : [`expected nothing; found ${none}`]),
    ...((await count()) === all ? [] : ['not all is back']),
  ];
}

async function paper(page: Page): Promise<readonly string[]> {
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
  const problems: string[] = [];
  if (await page.locator('#search').isVisible()) problems.push('the search is printed');
  const closed = await page.locator('.card details:not([open])').count();
  if (closed > 0) problems.push(`${closed} policies stay closed`);
  await page.evaluate(`dispatchEvent(new Event('afterprint'))`);
  await page.emulateMedia({ media: 'screen' });
  return problems;
}
