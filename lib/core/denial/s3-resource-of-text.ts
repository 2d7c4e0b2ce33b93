import type { ActionReference } from '../service-reference/service-reference';

/**
 * The bucket or object that a pasted S3 error is about, where its text names exactly one: S3 says no more than
 * `Access Denied`, but the command line repeats what failed (`upload failed: ./f to s3://bucket/key`), and the
 * command is often pasted too. Null when the text names several, or a prefix where an object is meant.
 *
 * Follows: AWS CLI Command Reference, s3 and s3api.
 */
export function s3ArnOfText(
  text: string,
  action: ActionReference,
  partition: string,
): string | null {
  const window = text.slice(0, MAX_TEXT_LENGTH);
  const places = placesIn(window);
  const buckets = new Set(places.map(({ bucket }) => bucket));
  const [bucket, ...others] = buckets;
  if (bucket === undefined || others.length > 0) return null;
  if (!action.resourceTypes.includes('object')) return `arn:${partition}:s3:::${bucket}`;
  const [key, ...more] = new Set(places.map((place) => place.key));
  if (key === undefined || more.length > 0 || key === '' || key.endsWith('/')) return null;
  return `arn:${partition}:s3:::${bucket}/${key}`;
}

const MAX_TEXT_LENGTH = 20_000;

interface S3Place {
  readonly bucket: string;
  /** Empty for the bucket itself. */
  readonly key: string;
}

/** What a line says to have failed counts before what the command named, which may be a whole folder. */
function placesIn(text: string): readonly S3Place[] {
  const lines = text.split('\n');
  const failed = lines.filter((line) => /\b(?:upload|download|delete|move) failed: /.test(line));
  if (failed.length > 0) return failed.flatMap(urlsIn);
  const urls = lines.flatMap(urlsIn);
  const isFolder = /\s--recursive\b|\baws s3 sync\b/.test(text);
  const named = isFolder ? urls.map(({ bucket }) => ({ bucket, key: '' })) : urls;
  return [...named, ...optionsIn(text)];
}

function urlsIn(line: string): readonly S3Place[] {
  return [...line.matchAll(/s3:\/\/([a-z0-9][a-z0-9.-]{2,62})(?:\/([^\s'"`<>|]{0,1024}))?/g)].map(
    ([, bucket = '', key = '']) => ({ bucket, key }),
  );
}

/** `--bucket my-bucket --key uploads/f` of `aws s3api`. */
function optionsIn(text: string): readonly S3Place[] {
  const buckets = [...text.matchAll(/\s--bucket[ =]([a-z0-9][a-z0-9.-]{2,62})(?=\s|$)/g)];
  const keys = [...text.matchAll(/\s--key[ =]([^\s'"`<>|-][^\s'"`<>|]{0,1023})(?=\s|$)/g)];
  const [key] = keys.length === 1 ? keys.map(([, name = '']) => name) : [''];
  return buckets.map(([, bucket = '']) => ({ bucket, key: key ?? '' }));
}
