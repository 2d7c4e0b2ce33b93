import type { Readable } from 'node:stream';

/** The outside world as a command sees it: a parameter, so that tests need no process. */
export interface CommandIo {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  /** Resolves when the text is written; a closed pipe ends the command. */
  readonly out: (text: string) => Promise<void>;
  readonly err: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => number;
  /** Folder of the bundled sample. */
  readonly sample: string;
  /** What the terminal can show; `columns` is 80 where the output is no terminal. */
  readonly terminal: {
    readonly columns: number;
    readonly colour: boolean;
    /** False where the locale is not UTF-8: ASCII only. */
    readonly unicode: boolean;
  };
}
