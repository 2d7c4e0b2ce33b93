import { writeSync } from 'node:fs';
import { openEmbeddedStore } from '../../../../lib/local/denial-store/embedded-store';
import { folds, occurrence } from '../../../support/occurrences';

/**
 * A process to be killed: records the occurrences `from` to `to` of a folder's store and prints the
 * number of each one when it is acknowledged.
 */
async function main([folder = '', from = '', to = '']: readonly string[]): Promise<void> {
  const store = await openEmbeddedStore({
    folder,
    now: () => Date.parse('2026-11-25T12:00:00Z'),
    compactFromBytes: 30_000,
  });
  const record = async (n: number): Promise<void> => {
    await store.record(`v1|${n % 3}`, [occurrence(`${n}`)], folds(`v1|${n % 3}`));
    writeSync(1, `${n}\n`);
  };
  for (let n = Number(from); n < Number(to); n += 7) {
    const some = Array.from({ length: 7 }, (_, more) => n + more).filter((one) => one < Number(to));
    await Promise.all(some.map(record));
  }
  await store.close();
}

void main(process.argv.slice(2));
