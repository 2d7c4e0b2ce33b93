import type { Group } from '../../core/group/group';
import { groupFromText } from '../../core/group/stored-text';

/** An item as a stream of the table hands it over. */
export type StreamImage = Readonly<Record<string, { readonly S?: string | undefined }>>;

/** The group in an image of its item; null when there is no image: the group was not there, or is gone. */
export function groupOfImage(image: StreamImage | undefined): Group | null {
  const text = image?.['group']?.S;
  return text === undefined ? null : groupFromText(text);
}
