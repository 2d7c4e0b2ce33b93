import type { SendPorts } from '../../lib/core/send/job';
import type { WatchPorts } from '../../lib/core/watch/ports';
import type { RuntimeSettings } from './runtime-settings';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** A counter that people see is brought up to date once a minute. */
const REFRESH_MS = MINUTE_MS;

/** Longer than the watcher may take for a batch, with its timeout of two minutes. */
const DIAGNOSING_LEASE_MS = 150_000;

/** The limits of the watcher's story, from the settings. */
export function watchLimits(settings: RuntimeSettings): WatchPorts['limits'] {
  return {
    escalateAt: settings.escalateAt,
    quietMs: settings.quietHours * HOUR_MS,
    refreshMs: REFRESH_MS,
    freshMs: settings.freshHours * HOUR_MS,
    leaseMs: DIAGNOSING_LEASE_MS,
  };
}

/** When a storm begins, from the settings. */
export function stormLimits({ storm }: RuntimeSettings): SendPorts['storm'] {
  const windowMs = storm.minutes * MINUTE_MS;
  return {
    all: { newGroups: storm.newGroups, windowMs },
    perCaller: { newGroups: storm.perCaller, windowMs },
  };
}
