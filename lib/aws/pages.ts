/** More pages than any caller's policies can fill: a service that never ends is an error. */
const MAX_PAGES = 200;

/** One page of a list and the marker of the next; no marker, no next page. */
export interface Page<Item> {
  readonly items: readonly Item[] | undefined;
  readonly next: string | undefined;
}

/**
 * Reads all pages of a list.
 *
 * @param maxPages more pages than this are an error
 * @throws Error when the service hands out markers without end
 */
export async function allPages<Item>(
  fetchPage: (marker: string | undefined) => Promise<Page<Item>>,
  maxPages = MAX_PAGES,
): Promise<readonly Item[]> {
  const all: Item[] = [];
  let marker: string | undefined;
  for (let read = 0; read < maxPages; read++) {
    const page = await fetchPage(marker);
    all.push(...(page.items ?? []));
    if (page.next === undefined || page.next === '') return all;
    marker = page.next;
  }
  throw new Error(`a list has more than ${maxPages} pages`);
}
