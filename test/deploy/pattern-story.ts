import type { AwsByRegion, Deployed, Run } from './deployment';
import { FORWARDED } from './deployment';
import { askEventRuler } from './event-ruler';
import { classifiedRecords, deployedPatterns, edgeCases, knownGaps } from './pattern-check';
import { expectEqual, type Report } from './report';

/** Asks AWS's own matcher of the deployed patterns. */
export async function tryPatterns(
  { report, folder }: Run,
  { home, byRegion, functions }: Deployed,
  ruler: string,
): Promise<void> {
  report.heading('Event patterns, as deployed, by the matcher of AWS');
  const patterns = await deployedPatterns(home.events);
  const records = classifiedRecords();
  const edges = edgeCases(functions.map(({ roleArn }) => roleArn));
  const gaps = knownGaps();
  const all = [...records, ...edges, ...gaps];
  const answers = await report.step(`event-ruler judges ${all.length} events`, () =>
    askEventRuler(
      ruler,
      folder,
      patterns,
      all.map(({ event }) => event),
    ),
  );
  const wrong = all.flatMap(({ name, targets }, index) =>
    JSON.stringify(answers[index]) === JSON.stringify(targets)
      ? []
      : [`${name}: expected [${targets.join()}]; found [${answers[index]?.join() ?? ''}]`],
  );
  const none = (names: ReadonlySet<string>): void => {
    const mine = wrong.filter((text) => [...names].some((name) => text.startsWith(`${name}: `)));
    if (mine.length > 0) throw new Error(mine.join('\n'));
  };
  const named = (list: readonly { readonly name: string }[]): ReadonlySet<string> =>
    new Set(list.map(({ name }) => name));
  report.check(`all ${records.length} records are judged as by the classification`, () => {
    none(named(records));
  });
  for (const edge of edges)
    report.check(edge.name, () => {
      none(named([edge]));
    });
  for (const gap of gaps)
    report.check(`not seen, as documented: ${gap.name}`, () => {
      none(named([gap]));
    });
  for (const region of FORWARDED) {
    await tryForwarder(report, folder, ruler, region, byRegion);
  }
}

async function tryForwarder(
  report: Report,
  folder: string,
  ruler: string,
  region: string,
  byRegion: AwsByRegion,
): Promise<void> {
  const aws = byRegion.get(region);
  if (aws === undefined) return;
  const patterns = await deployedPatterns(aws.events);
  const records = classifiedRecords();
  const answers = await askEventRuler(
    ruler,
    folder,
    patterns,
    records.map(({ event }) => event),
  );
  report.check(`the forwarder of ${region} takes its own denials, and no others`, () => {
    const taken = records.filter((_, index) => answers[index]?.length !== 0);
    const should = records.filter(
      ({ event, targets }) => targets.length > 0 && event['region'] === region,
    );
    expectEqual(
      taken.map(({ name }) => name),
      should.map(({ name }) => name),
      'events taken',
    );
  });
}
