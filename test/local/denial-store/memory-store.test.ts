import { MemoryDenialStore } from '../../../lib/local/denial-store/memory-store';
import { denialStoreContract } from '../../support/denial-store-contract';
import { findingStoreContract } from '../../support/finding-store-contract';

describe('MemoryDenialStore', () => {
  denialStoreContract((start) => {
    const clock = { now: start };
    const store = new MemoryDenialStore({ now: () => clock.now });
    return Promise.resolve({ store, clock, other: store });
  });
});

describe('MemoryDenialStore of callers and findings', () => {
  findingStoreContract((start) => {
    const clock = { now: start };
    const store = new MemoryDenialStore({ now: () => clock.now });
    return Promise.resolve({ store, clock, other: store });
  });
});
