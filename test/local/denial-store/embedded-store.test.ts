import { spawnSync } from 'node:child_process';
import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  openEmbeddedStore,
  type EmbeddedDenialStore,
} from '../../../lib/local/denial-store/embedded-store';
import { aDiagnosis, denialStoreContract } from '../../support/denial-store-contract';
import { findingStoreContract, lookAt } from '../../support/finding-store-contract';
import { folds, occurrence } from '../../support/occurrences';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const FINGERPRINT = 'v1|a';

let folder: string;
let stores: EmbeddedDenialStore[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'denywatch-store-'));
  stores = [];
});

afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await rm(folder, { recursive: true });
});

async function opened(
  changes: { readonly compactFromBytes?: number; readonly now?: () => number } = {},
): Promise<EmbeddedDenialStore> {
  const store = await openEmbeddedStore({ folder, now: () => NOW, ...changes });
  stores.push(store);
  return store;
}

async function closed(store: EmbeddedDenialStore): Promise<void> {
  stores.splice(stores.indexOf(store), 1);
  await store.close();
}

const journal = (): string => join(folder, 'denials.jsonl');

describe('a store in a folder', () => {
  denialStoreContract(async (start) => {
    const clock = { now: start };
    const store = await opened({ now: () => clock.now });
    return { store, clock, other: store };
  });
});

describe('a store of callers and findings in a folder', () => {
  findingStoreContract(async (start) => {
    const clock = { now: start };
    const store = await opened({ now: () => clock.now });
    return { store, clock, other: store };
  });
});

describe('openEmbeddedStore', () => {
  it.each([undefined, 1])(
    'remembers callers and findings (compacted from %p bytes)',
    async (bytes) => {
      const settings = bytes === undefined ? {} : { compactFromBytes: bytes };
      const first = await opened(settings);
      const told = { action: 'cloudtrail:StopLogging', resource: 'arn:aws:cloudtrail:::trail/t' };
      const found = await first.observeCaller('c', lookAt({ id: 'e1', after: 0, ...told }));
      await closed(first);
      const second = await opened(settings);
      await expect(second.findingsOn('2026-11-01')).resolves.toStrictEqual(found);
      await expect(
        second.observeCaller('c', lookAt({ id: 'e1', after: 0, ...told })),
      ).resolves.toStrictEqual([]);
    },
  );

  it('remembers everything when it is opened again', async () => {
    const first = await opened();
    const shared = { sharedId: 's' };
    const { id } = await first.record(FINGERPRINT, [occurrence('1', shared)], folds(FINGERPRINT));
    const group = await first.saveDiagnosis(id, aDiagnosis(), (was) => ({ ...was, revision: 1 }));
    await first.updateDelivery(id, 'slack', (was) => ({ ...was, form: 'own' }));
    await first.updateStorm('slack', (was) => ({
      ...was,
      recent: [{ groupId: id, at: '2026-11-25T12:00:00Z', folded: false }],
    }));
    await first.countHidden('scanner', [occurrence('h', { sharedId: 'hs' })]);
    await first.once('key', 60_000);
    await closed(first);

    const store = await opened();
    await expect(store.group(id)).resolves.toStrictEqual(group);
    await expect(store.diagnosis(id)).resolves.toStrictEqual(aDiagnosis());
    const again = [occurrence('1'), occurrence('2', shared)];
    await expect(store.record(FINGERPRINT, again, folds())).resolves.toStrictEqual(group);
    await expect(store.updateDelivery(id, 'slack', (was) => was)).resolves.toMatchObject({
      form: 'own',
    });
    await expect(store.updateStorm('slack', (was) => was)).resolves.toMatchObject({
      recent: [{ groupId: id }],
    });
    await store.countHidden('scanner', [occurrence('h'), occurrence('h2', { sharedId: 'hs' })]);
    expect([...(await store.hidden('2026-11-25'))]).toStrictEqual([['scanner', 1]]);
    await expect(store.once('key', 60_000)).resolves.toBe(false);
  });

  it('stays small, and loses nothing by it', async () => {
    const first = await opened({ compactFromBytes: 20_000 });
    const calls = Array.from({ length: 400 }, (_, n) =>
      first.record(FINGERPRINT, [occurrence(`${n}`)], folds(FINGERPRINT)),
    );
    await Promise.all(calls.slice(0, 200));
    for (let n = 400; n < 500; n++) {
      await first.record(FINGERPRINT, [occurrence(`${n}`)], folds(FINGERPRINT));
    }
    const [group] = await Promise.all(calls);
    await first.saveDiagnosis(group?.id ?? '', aDiagnosis(), (was) => was);
    const { size } = await stat(journal());
    expect(size).toBeLessThan(100_000);
    expect(await readdir(folder)).not.toContain('denials.jsonl.new');
    await closed(first);

    const store = await opened({ compactFromBytes: 1 });
    const all = Array.from({ length: 500 }, (_, n) => occurrence(`${n}`));
    await expect(store.record(FINGERPRINT, all, folds())).resolves.toMatchObject({ count: 500 });
    // This one compacts first.
    const more = [...all, occurrence('more')];
    await expect(store.record(FINGERPRINT, more, folds())).resolves.toMatchObject({ count: 501 });
    await closed(store);
    const last = await opened();
    await expect(last.record(FINGERPRINT, more, folds())).resolves.toMatchObject({ count: 501 });
    await expect(last.diagnosis(group?.id ?? '')).resolves.toStrictEqual(aDiagnosis());
  });

  it('is whole wherever a killed process stopped writing', async () => {
    const first = await opened();
    const ids = ['1', '2', '3'].map((id) => occurrence(id));
    for (const one of ids) await first.record(FINGERPRINT, [one], folds(FINGERPRINT));
    await closed(first);
    const whole = await readFile(journal(), 'utf8');

    const ends = Array.from(whole.matchAll(/\n/g), ({ index }) => [index, index + 1]).flat();
    const between = Array.from({ length: 20 }, (_, n) => Math.floor((whole.length * n) / 20));
    for (const cut of [...ends, ...between]) {
      await writeFile(journal(), whole.slice(0, cut));
      const store = await opened();
      const { id } = await store.record(FINGERPRINT, ids, folds(FINGERPRINT));
      await closed(store);
      const again = await opened();
      await expect(again.group(id)).resolves.toMatchObject({ count: 3 });
      await closed(again);
    }
  });

  it('begins anew in a folder where a process was killed at the first line', async () => {
    await writeFile(journal(), '{"denywa');
    const store = await opened();
    const group = await store.record(FINGERPRINT, [occurrence('1')], folds(FINGERPRINT));
    expect(group.count).toBe(1);
    expect((await readFile(journal(), 'utf8')).split('\n')[0]).toBe(
      '{"denywatch":"denials","version":1}',
    );
  });

  it('says where a file is damaged, and leaves it as it is', async () => {
    await closed(await opened());
    await appendFile(journal(), '{"half\n[]\n');
    const before = await readFile(journal(), 'utf8');
    await expect(opened()).rejects.toThrow(/denials\.jsonl, line 2: expected a list of changes/);
    await expect(readFile(journal(), 'utf8')).resolves.toBe(before);
    await writeFile(journal(), 'a diary\n');
    await expect(opened()).rejects.toThrow(
      /line 1: expected .*found a diary: choose another folder/,
    );
  });

  it('lets one process at a time in', async () => {
    const store = await opened();
    await expect(opened()).rejects.toThrow(
      `is in use by process ${process.pid}: stop that one first`,
    );
    await closed(store);
    const [one, two] = await Promise.allSettled([opened(), opened()]);
    expect([one.status, two.status].sort()).toStrictEqual(['fulfilled', 'rejected']);
  });

  it('takes a folder over from a process that died, and not from one that lives', async () => {
    const dead = spawnSync(process.execPath, ['-e', '0']).pid;
    const lock = join(folder, 'lock');
    for (const left of [
      `{"pid":${dead},"started":null}`,
      '',
      `{"pid":${process.pid},"started":"1"}`,
    ]) {
      await writeFile(lock, left);
      await closed(await opened());
    }
    await writeFile(lock, `{"pid":${process.ppid},"started":null}`);
    await expect(opened()).rejects.toThrow(`is in use by process ${process.ppid}`);
  });

  it('knows a process from another one that has its number later', async () => {
    await writeFile(join(folder, 'lock'), `{"pid":${process.ppid},"started":"1"}`);
    const start = await readFile(`/proc/${process.ppid}/stat`, 'utf8').catch(() => null);
    const taken = await opened().then(
      () => true,
      () => false,
    );
    // Only Linux says when a process started; elsewhere the careful answer is that it lives.
    expect(taken).toBe(start !== null);
  });

  it('takes no more changes once the disk refused one', async () => {
    const store = await opened({ compactFromBytes: 1 });
    await writeFile(join(folder, 'denials.jsonl.new'), 'in the way');
    await expect(store.record(FINGERPRINT, [occurrence('1')], folds(FINGERPRINT))).rejects.toThrow(
      'EEXIST',
    );
    await expect(store.record(FINGERPRINT, [occurrence('2')], folds(FINGERPRINT))).rejects.toThrow(
      'EEXIST',
    );
    await expect(store.group('any')).rejects.toThrow('EEXIST');
    stores = [];
    await expect(store.close()).rejects.toThrow('EEXIST');
    const again = await opened();
    await expect(
      again.record(FINGERPRINT, [occurrence('1')], folds(FINGERPRINT)),
    ).resolves.toMatchObject({ count: 1 });
  });

  it('refuses what comes after it was closed', async () => {
    const store = await opened();
    await closed(store);
    await expect(store.once('key', 1_000)).rejects.toThrow('the store is closed');
  });
});
