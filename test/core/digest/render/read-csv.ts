/** Reads CSV as RFC 4180 has it: quotes are doubled in quoted cells, records end with CR and LF. */
export function readCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const { cell, next } = text[at] === '"' ? quoted(text, at + 1) : bare(text, at);
    row.push(cell);
    at = next;
    if (text[at] === ',') at += 1;
    else if (text.startsWith('\r\n', at)) {
      rows.push(row);
      row = [];
      at += 2;
      continue;
    } else throw new Error(`neither a comma nor an end of the record at ${at}`);
    // A comma before the end: one more cell, an empty one.
    if (text.startsWith('\r\n', at)) row.push('');
    if (text.startsWith('\r\n', at)) {
      rows.push(row);
      row = [];
      at += 2;
    }
  }
  return rows;
}

function quoted(text: string, from: number): { readonly cell: string; readonly next: number } {
  let cell = '';
  for (let at = from; at < text.length; at += 1) {
    if (text[at] !== '"') cell += text.charAt(at);
    else if (text[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else return { cell, next: at + 1 };
  }
  throw new Error('a quoted cell does not end');
}

function bare(text: string, from: number): { readonly cell: string; readonly next: number } {
  let at = from;
  while (at < text.length && text[at] !== ',' && text[at] !== '\r') at += 1;
  const cell = text.slice(from, at);
  if (/["\n]/.test(cell)) throw new Error(`a bare cell has a quote or a line break: ${cell}`);
  return { cell, next: at };
}
