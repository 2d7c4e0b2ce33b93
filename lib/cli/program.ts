import { Command, CommanderError, Option } from 'commander';
import { version } from '../../package.json';
import { digestCommand, type DigestOptions } from './commands/digest';
import { explainCommand, type ExplainOptions } from './commands/explain';
import { monitorCommand, type MonitorOptions } from './commands/monitor';
import { REDRIVE_QUEUES, redriveCommand, type RedriveOptions } from './commands/redrive';
import { routeCommand, type RouteOptions } from './commands/route';
import { snapshotCommand, type SnapshotOptions } from './commands/snapshot';
import { EXIT, UsageError } from './exit-code';
import { whyHiddenCommand, type WhyHiddenOptions } from './commands/why-hidden';
import type { CommandIo } from './io';
import { OUTPUT_FORMATS } from './output';

/**
 * Runs the command line.
 *
 * @param argv the arguments after the program's name
 * @returns the exit code; what is wrong stands in one line on `io.err`
 */
export async function run(argv: readonly string[], io: CommandIo): Promise<number> {
  let exitCode: number = EXIT.explained;
  const program = createProgram(io, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    return exitCodeOf(error, io);
  }
}

function exitCodeOf(error: unknown, io: CommandIo): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.explained : EXIT.unusable;
  if (error instanceof UsageError) {
    io.err(`denywatch: ${error.message}\n`);
    return EXIT.unusable;
  }
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.err(`denywatch: unexpected failure: ${reason}\n`);
  return EXIT.failure;
}

function createProgram(io: CommandIo, done: (exitCode: number) => void): Command {
  const program = new Command('denywatch')
    .description(
      'Explains AWS access denials: which policy layer refused, why, and the smallest safe fix.',
    )
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.out(text),
      writeErr: (text) => {
        io.err(text);
      },
    });
  program
    .command('explain')
    .description('explain the denials in a CloudTrail file, an event, or a pasted error message')
    .argument('[input]', 'FILE, - for standard input, or the TEXT of an error')
    .option('--snapshot <file>', 'policies to explain with, offline')
    .option('--profile <name>', 'AWS profile for live evidence')
    .option('--region <region>', 'AWS Region for live evidence')
    .addOption(
      new Option('--context <key=value>', 'a condition key of the request (may be repeated)')
        .argParser((value: string, previous: readonly string[]) => [...previous, value])
        .default([], 'none'),
    )
    .addOption(
      new Option('--format <format>', 'how to print').choices(OUTPUT_FORMATS).default('text'),
    )
    .action(async (input: string | undefined, options: ExplainOptions) => {
      done(await explainCommand(input, options, io));
    });
  addMonitor(program, io, done);
  addDigest(program, io, done);
  program
    .command('snapshot')
    .description(
      'write the policies of the live account and its organization into a file for --snapshot',
    )
    .option('--profile <name>', 'AWS profile to read with')
    .option('--region <region>', 'AWS Region, which tells the partition')
    .option('--output <file>', 'where to write (default: standard output)')
    .action(async (options: SnapshotOptions) => {
      done(await snapshotCommand(options, io));
    });
  addRedrive(program, io, done);
  addRuleCommands(program, io, done);
  return program;
}

function addMonitor(program: Command, io: CommandIo, done: (exitCode: number) => void): void {
  program
    .command('monitor')
    .description(
      'read CloudTrail files and print each alert as it would be posted, then a summary (without a path: a bundled sample)',
    )
    .argument('[path...]', 'CloudTrail files or folders of them')
    .option('--snapshot <file>', 'policies to explain with, offline')
    .option('--profile <name>', 'AWS profile for live evidence')
    .option('--region <region>', 'AWS Region for live evidence')
    .option('--store <folder>', 'where to remember what was alerted', '.denywatch')
    .option('--no-store', 'remember nothing: alert all of it')
    .option('--config <file>', 'settings (default: denywatch.config.json, if there is one)')
    .option('--no-noise', 'alert known noise like everything else')
    .action(async (paths: readonly string[], options: Omit<MonitorOptions, 'sample'>) => {
      done(await monitorCommand(paths, { ...options, sample: io.sample }, io));
    });
}

function addDigest(program: Command, io: CommandIo, done: (exitCode: number) => void): void {
  program
    .command('digest')
    .description(
      'what happened on a day: what needs a decision, what changed, the counts (text; other forms into files, or - for standard output)',
    )
    .option('--from <path...>', 'CloudTrail files or folders of them')
    .option('--store <folder>', 'what "monitor" remembers (default: .denywatch)')
    .option('--date <day>', 'the day, as 2026-11-25 (default: the newest with a denial)')
    .option('--zone <name>', 'time zone of the day, as Europe/Berlin', 'UTC')
    .option('--html <file>', 'write the whole report as one page')
    .option('--csv <file>', 'write a table for spreadsheets')
    .option('--json <file>', 'write all of it for programs')
    .option('--ocsf <file>', 'write the findings as OCSF Detection Findings, one JSON line each')
    .option('--snapshot <file>', 'policies to explain with, offline')
    .option('--profile <name>', 'AWS profile for live evidence')
    .option('--region <region>', 'AWS Region for live evidence')
    .option('--config <file>', 'settings (default: denywatch.config.json, if there is one)')
    .option('--no-noise', 'count known noise like everything else')
    .action(async (options: DigestOptions) => {
      done(await digestCommand(options, io));
    });
}

function addRedrive(program: Command, io: CommandIo, done: (exitCode: number) => void): void {
  program
    .command('redrive')
    .description(
      'move what a deployment could not work off out of its dead-letter queues, to be tried again',
    )
    .addOption(
      new Option('--queue <queue>', 'which dead-letter queue (default: both)').choices(
        REDRIVE_QUEUES,
      ),
    )
    .option('--stack <name>', 'name of the stack', 'Denywatch')
    .option('--profile <name>', 'AWS profile of the account that Denywatch is deployed in')
    .option('--region <region>', 'home Region of the deployment')
    .action(async (options: RedriveOptions) => {
      done(await redriveCommand(options, io));
    });
}

/** Commands that show what the settings do with denials. */
function addRuleCommands(program: Command, io: CommandIo, done: (exitCode: number) => void): void {
  const format = (): Option =>
    new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text');
  program
    .command('why-hidden')
    .description('tell which noise entry hides a denial, puts it into the digest or keeps it')
    .argument('[input]', 'FILE, - for standard input, or the TEXT of an error')
    .option('--config <file>', 'settings (default: denywatch.config.json, if there is one)')
    .addOption(format())
    .action(async (input: string | undefined, options: WhyHiddenOptions) => {
      done(await whyHiddenCommand(input, options, io));
    });
  program
    .command('route')
    .description('tell which channels a denial would go to, and why')
    .argument('[input]', 'FILE, - for standard input, or the TEXT of an error')
    .option('--config <file>', 'settings (default: denywatch.config.json, if there is one)')
    .option('--snapshot <file>', 'policies, tags and organization, offline')
    .option('--profile <name>', 'AWS profile for live evidence')
    .option('--region <region>', 'AWS Region for live evidence')
    .addOption(format())
    .action(async (input: string | undefined, options: RouteOptions) => {
      done(await routeCommand(input, options, io));
    });
}
