import { denialsOf } from '../../lib/cli/denials';
import { readItems } from '../../lib/core/record/read';
import { serviceReference } from '../../lib/core/service-reference/indexed-reference';
import { wrongWith } from '../fuzz/whole-path';
import { deniedGetItem } from '../support/records';
import { ATTACKS, PLACES } from './attacks';

/** What an input is taken for. */
function kindsOf(text: string): readonly string[] {
  const items = [...readItems(text)];
  return items.flatMap((item) => denialsOf(item, serviceReference).map(({ kind }) => kind));
}

describe.each(Object.entries(ATTACKS))('%s', (_, attack) => {
  it.each(Object.entries(PLACES))(
    'in %s is text and no more, in each channel',
    async (_name, put) => {
      const text = JSON.stringify(deniedGetItem(put(attack)));
      expect(kindsOf(text)).toEqual(['denial']);
      expect(await wrongWith(text)).toEqual([]);
    },
  );
});

it('keys of prototypes change nothing, wherever they stand', async () => {
  const bad = '{"polluted":"yes","__proto__":{"polluted":"yes"}}';
  const text = JSON.stringify(deniedGetItem())
    .replace(
      '"userIdentity":{',
      `"__proto__":${bad},"constructor":{"prototype":${bad}},$&"__proto__":${bad},`,
    )
    .replace(
      '"requestParameters":null',
      `"requestParameters":{"__proto__":${bad},"constructor":${bad}}`,
    );

  expect(text.split('__proto__')).toHaveLength(9);
  expect(await wrongWith(text)).toEqual([]);
  expect(({} as Readonly<Record<string, unknown>>)['polluted']).toBeUndefined();
});
