import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { CommandIo } from '../../lib/cli/io';

/** What a command printed. */
export interface Printed {
  readonly io: CommandIo;
  readonly out: () => string;
  readonly err: () => string;
}

/** An outside world that keeps what is printed and has no credentials. */
export function commandIo(stdin = ''): Printed {
  let out = '';
  let err = '';
  return {
    io: {
      stdin: Readable.from([Buffer.from(stdin, 'utf8')]),
      out: (text) => {
        out += text;
        return Promise.resolve();
      },
      err: (text) => {
        err += text;
      },
      env: {},
      now: () => Date.parse('2026-11-20T12:00:00Z'),
      sample: join(__dirname, '..', '..', 'samples', 'one-week'),
      terminal: { columns: 80, colour: false, unicode: true },
    },
    out: () => out,
    err: () => err,
  };
}
