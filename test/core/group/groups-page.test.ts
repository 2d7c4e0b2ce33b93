import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resourcePattern } from '../../../lib/core/group/resource-pattern';

const page = readFileSync(join(__dirname, '../../../docs/groups.md'), 'utf8');
const examples = [...page.matchAll(/^\| `(arn:[^`]+)` +\| `(arn:[^`]+)` +\|$/gm)];

describe('docs/groups.md', () => {
  it('has examples', () => {
    expect(examples.length).toBeGreaterThan(5);
  });

  it.each(examples.map(([, resource = '', pattern = '']) => [resource, pattern]))(
    'shows what becomes of %s',
    (resource, pattern) => {
      expect(resourcePattern(resource)).toBe(pattern);
    },
  );
});
