import path from 'node:path';
import { differencesOf } from '../../support/scenario/compare';
import { scenariosIn } from '../../support/scenario/scenario';

const cases = scenariosIn(path.join(__dirname, 'cases'));

describe('denials with the policies around them', () => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    expect(await differencesOf(one)).toEqual([]);
  });

  it('each name what decides them, and none twice', () => {
    expect(cases.filter(({ source, title }) => source.length < 20 || title === '')).toEqual([]);
    expect(new Set(cases.map(({ title }) => title)).size).toBe(cases.length);
  });
});
