import { watchBatch } from '../../../lib/core/watch';
import type { CallerPorts } from '../../../lib/core/watch/callers';
import type { WatchPorts } from '../../../lib/core/watch/ports';
import { FINDING_THRESHOLDS } from '../../../lib/core/findings/rule';
import type { CloudTrailRecord } from '../../../lib/core/record/record';
import { MemoryDenialStore } from '../../../lib/local/denial-store/memory-store';
import { denied, deniedQueue, watchWorld } from './watch-world';

const DAY = '2026-11-25';

function tampering(eventID: string): CloudTrailRecord {
  return denied(eventID, {
    eventSource: 'cloudtrail.amazonaws.com',
    eventName: 'StopLogging',
    errorMessage:
      'User: arn:aws:sts::111122223333:assumed-role/orders-api/i-0a1b2c3d4e5f67890 is not authorized to perform: cloudtrail:StopLogging on resource: arn:aws:cloudtrail:eu-west-1:111122223333:trail/all because no identity-based policy allows the cloudtrail:StopLogging action',
  });
}

interface World {
  readonly ports: WatchPorts & { readonly callers: CallerPorts };
  readonly store: MemoryDenialStore;
  readonly looks: string[];
  readonly troubles: string[];
}

function world(more: Partial<WatchPorts> = {}): World {
  const store = new MemoryDenialStore({ now: () => Date.parse('2026-11-25T10:00:05Z') });
  const looks: string[] = [];
  const troubles: string[] = [];
  const callers: CallerPorts = {
    store: {
      observeCaller: (caller, look) => {
        looks.push(caller);
        return store.observeCaller(caller, look);
      },
      finding: (key) => store.finding(key),
      findingsOn: (day) => store.findingsOn(day),
    },
    thresholds: FINDING_THRESHOLDS,
    onTrouble: (caller, error) => troubles.push(`${caller}: ${String(error)}`),
  };
  return { ports: { ...watchWorld({ store, ...more }).ports, callers }, store, looks, troubles };
}

describe('callers of a batch', () => {
  it('are looked at once each, across their problems', async () => {
    const { ports, store, looks } = world();
    await watchBatch([denied('e1'), deniedQueue('e2'), tampering('e3'), denied('e4')], ports);
    expect(looks).toEqual(['111122223333|arn:aws:iam::111122223333:role/orders-api']);
    const findings = await store.findingsOn(DAY);
    expect(findings).toMatchObject([{ kind: 'guardrailTampering', events: [{ id: 'e3' }] }]);
  });

  it('make no finding twice, however often the batch is delivered', async () => {
    const { ports, store } = world();
    await watchBatch([tampering('e1'), tampering('e1')], ports);
    await watchBatch([tampering('e1')], ports);
    const findings = await store.findingsOn(DAY);
    expect(findings.map(({ events }) => events.map(({ id }) => id))).toEqual([['e1']]);
  });

  it('are looked at where the digest alone is told, and left out where noise hides', async () => {
    const quiet = world({ noise: () => ({ treatment: 'digestOnly', entry: 'audit' }) });
    await watchBatch([tampering('e1')], quiet.ports);
    await expect(quiet.store.findingsOn(DAY)).resolves.toHaveLength(1);
    const hidden = world({ noise: () => ({ treatment: 'hide', entry: 'audit' }) });
    await watchBatch([tampering('e1')], hidden.ports);
    expect(hidden.looks).toEqual([]);
  });

  it('of services of AWS are left out', async () => {
    const { ports, looks } = world();
    const service = { userIdentity: { type: 'AWSService', invokedBy: 'config.amazonaws.com' } };
    const [outcome] = await watchBatch([denied('e1', service)], ports);
    expect(outcome?.kind).toBe('diagnosed');
    expect(looks).toEqual([]);
  });

  it('cost no denial its count when they cannot be remembered', async () => {
    const { ports, store, troubles } = world();
    const broken: CallerPorts = {
      ...ports.callers,
      store: { ...ports.callers.store, observeCaller: () => Promise.reject(new Error('busy')) },
    };
    const outcomes = await watchBatch([denied('e1'), denied('e2')], { ...ports, callers: broken });
    expect(outcomes).toMatchObject([
      { kind: 'diagnosed', group: { count: 2 } },
      { kind: 'diagnosed', group: { count: 2 } },
    ]);
    expect(troubles).toEqual([
      '111122223333|arn:aws:iam::111122223333:role/orders-api: Error: busy',
    ]);
    await expect(store.findingsOn(DAY)).resolves.toEqual([]);
  });

  it('are not looked at for what failed: it comes again', async () => {
    const { ports, looks } = world();
    const store = { ...ports.store, record: () => Promise.reject(new Error('down')) };
    const [outcome] = await watchBatch([tampering('e1')], { ...ports, store });
    expect(outcome?.kind).toBe('failed');
    expect(looks).toEqual([]);
  });
});
