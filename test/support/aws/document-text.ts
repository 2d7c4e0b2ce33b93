import type { SnapshotDocument } from '../../../lib/local/snapshot/schema';

/** A place as the policy simulator reports it, from one. */
interface Position {
  readonly Line: number;
  readonly Column: number;
}

/** The text of a policy as IAM stores it, with where its statements stand. */
export interface DocumentText {
  readonly text: string;
  /** By index of the statement. The start is just after the bracket or comma before it. */
  readonly spans: readonly { readonly StartPosition: Position; readonly EndPosition: Position }[];
}

/** Writes a document with each statement on lines of its own. */
export function documentText(document: SnapshotDocument): DocumentText {
  const whole =
    typeof document === 'string'
      ? (JSON.parse(decodeURIComponent(document)) as Readonly<Record<string, unknown>>)
      : document;
  const { Statement, ...rest } = whole;
  const isList = Array.isArray(Statement);
  const statements: readonly unknown[] = isList ? Statement : [Statement];
  const head = Object.entries(rest).map(
    ([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`,
  );
  let text = `{\n${head.join('')}  "Statement":${isList ? ' [' : ''}`;
  const spans = statements.map((statement, index) => {
    if (index > 0) text += ',';
    const StartPosition = positionAtEnd(text);
    text += isList ? '\n    ' : ' ';
    text += JSON.stringify(statement, null, 2).replaceAll('\n', '\n    ');
    return { StartPosition, EndPosition: positionAtEnd(text) };
  });
  return { text: `${text}${isList ? '\n  ]' : ''}\n}`, spans };
}

function positionAtEnd(text: string): Position {
  const lineStart = text.lastIndexOf('\n') + 1;
  return { Line: text.split('\n').length, Column: text.length - lineStart + 1 };
}
