import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

/** An event of a bus, as a pattern sees it. */
export type BusEvent = Readonly<Record<string, unknown>>;

/**
 * Asks AWS's own matcher which patterns match each event.
 *
 * Follows: EventBridge User Guide, "Event patterns"; the matcher is the one that AWS publishes.
 *
 * @param classPath with event-ruler
 * @param folder for what is written
 * @returns for each event the names of the patterns that match
 * @throws Error with what Java wrote
 */
export async function askEventRuler(
  classPath: string,
  folder: string,
  patterns: Readonly<Record<string, object>>,
  events: readonly BusEvent[],
): Promise<readonly (readonly string[])[]> {
  const file = path.join(folder, 'patterns.json');
  writeFileSync(file, JSON.stringify(patterns));
  const source = path.join(__dirname, 'event-ruler/Judge.java');
  const java = spawn('java', ['-cp', classPath, source, file], { cwd: folder });
  let out = '';
  let err = '';
  java.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
  java.stderr.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
  const ended = once(java, 'close');
  java.stdin.end(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  const [code] = (await ended) as [number | null];
  const lines = out.split('\n').slice(0, -1);
  if (code !== 0 || lines.length !== events.length) {
    throw new Error(
      `event-ruler ended with ${String(code)} and ${lines.length} answers to ${events.length} events:\n${err.slice(-2000)}`,
    );
  }
  return lines.map((line) => line.split(',').filter((name) => name !== ''));
}
