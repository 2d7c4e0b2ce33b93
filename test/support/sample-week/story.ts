import type { Caller } from './callers';
import { recordOf, type Call, type SampleRecord } from './record';
import { Random } from './random';
import { msOf, type Moment } from './week';

/** One problem of the week: the denials it causes, and what a good diagnosis says of them. */
export interface Story {
  /** The problem in a few words; also the seed of its ids. */
  readonly name: string;
  readonly intended: {
    readonly verdict: 'explicitDeny' | 'implicitDeny' | 'notIam' | 'allowedNow' | 'unknown';
    readonly layer:
      'identity' | 'boundary' | 'session' | 'scp' | 'rcp' | 'resource' | 'vpcEndpoint' | null;
    readonly cause: string;
    /** Why the best near miss does not match, where there is one. */
    readonly reason?: string;
  };
  readonly records: readonly SampleRecord[];
}

/** Tells when things happen in a story. */
export interface Telling {
  readonly random: Random;
  /** The caller makes the call at each of the moments. */
  at(moments: readonly Moment[], caller: Caller, call: (index: number) => Call): void;
  /** The caller makes the call so many times, some seconds apart. */
  burst(
    from: Moment,
    count: number,
    seconds: number,
    caller: Caller,
    call: (index: number) => Call,
  ): void;
  /** A record made elsewhere. */
  add(moment: Moment, record: (ms: number) => SampleRecord): void;
}

/** Tells a story. */
export function story(
  name: string,
  intended: Story['intended'],
  tell: (telling: Telling) => void,
): Story {
  const random = new Random(name);
  const records: SampleRecord[] = [];
  const put = (ms: number, caller: Caller, call: Call): void => {
    records.push(recordOf(caller, call, ms, random));
  };
  tell({
    random,
    at: (moments, caller, call) => {
      for (const [index, moment] of moments.entries()) put(msOf(moment), caller, call(index));
    },
    burst: (from, count, seconds, caller, call) => {
      for (let index = 0; index < count; index += 1) {
        const wobble = random.below(Math.max(1, seconds)) * 500;
        put(msOf(from) + index * seconds * 1000 + wobble, caller, call(index));
      }
    },
    add: (moment, record) => {
      records.push(record(msOf(moment)));
    },
  });
  return { name, intended, records };
}
