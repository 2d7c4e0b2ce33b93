import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { CommandIo } from '../../lib/cli/io';
import { run } from '../../lib/cli/program';
import { LOG_FILE, SAMPLE_FOLDER, SNAPSHOT_FILE, stories } from './sample-week';

/** The part of the explain contract that a story has an opinion about. */
interface Answer {
  readonly denial: { readonly eventId: string | null };
  readonly diagnosis: {
    readonly verdict: string;
    readonly layer: string | null;
    readonly cause: string;
    readonly nearMisses: readonly { readonly reason: string }[];
  };
}

async function explainSample(): Promise<ReadonlyMap<string | null, Answer>> {
  let printed = '';
  const io: CommandIo = {
    stdin: Readable.from([]),
    out: (text) => {
      printed += text;
      return Promise.resolve();
    },
    err: () => undefined,
    env: {},
    now: () => Date.UTC(2026, 10, 16, 8),
    sample: SAMPLE_FOLDER,
    terminal: { columns: 100, colour: false, unicode: true },
  };
  const snapshot = ['--snapshot', join(SAMPLE_FOLDER, SNAPSHOT_FILE)];
  await run(['explain', join(SAMPLE_FOLDER, LOG_FILE), ...snapshot, '--format', 'json'], io);
  const answers = printed
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
  return new Map(answers.map((answer) => [answer.denial.eventId, answer]));
}

describe('the problems of the sample week', () => {
  let answers: ReadonlyMap<string | null, Answer> = new Map();

  beforeAll(async () => {
    answers = await explainSample();
  }, 60_000);

  it('are all found, and nothing else is', () => {
    const denials = stories.flatMap((story) =>
      story.records.filter((record) => record.errorCode !== undefined),
    );
    expect(new Set(answers.keys())).toEqual(new Set(denials.map((record) => record['eventID'])));
  });

  it.each(stories.map((story) => [story.name, story] as const))(
    '%s: is told as it is',
    (_name, story) => {
      const { reason, ...intended } = story.intended;
      for (const record of story.records.filter((each) => each.errorCode !== undefined)) {
        const answer = answers.get(String(record['eventID']));
        expect(answer?.diagnosis).toMatchObject(intended);
        expect(answer?.diagnosis.nearMisses[0]?.reason).toBe(
          reason ?? answer?.diagnosis.nearMisses[0]?.reason,
        );
      }
    },
  );
});
