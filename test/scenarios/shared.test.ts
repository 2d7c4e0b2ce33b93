import path from 'node:path';
import { differencesOf } from '../support/scenario/compare';
import { scenariosIn } from '../support/scenario/scenario';

const folder = path.resolve(__dirname, '../../../shared/scenarios');

describe('the scenarios beside the project, where there are any', () => {
  it('are all explained as they expect', async () => {
    const failed: string[] = [];
    for (const scenario of scenariosIn(folder)) {
      const differences = await differencesOf(scenario);
      failed.push(...differences.map((difference) => `${scenario.name}: ${difference}`));
    }
    expect(failed).toEqual([]);
  }, 60_000);
});
