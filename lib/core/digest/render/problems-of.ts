import type { Digest, Problem } from '../digest';

/** Every problem that a digest shows anywhere, each once: what needs a decision first, then by its denials. */
export function problemsOf(digest: Digest): readonly Problem[] {
  const { decisions, changes, problems, oldest, mutesEnding, top } = digest;
  const decided = decisions.shown.flatMap((one) => (one.kind === 'problem' ? [one.problem] : []));
  const others = [
    ...Object.values(changes).flatMap(({ shown }) => shown),
    ...problems.shown,
    ...oldest.shown,
    ...mutesEnding.shown,
    ...Object.values(top).flatMap(({ shown }) => shown.map(({ most }) => most)),
  ];
  const byCount = others.toSorted(
    (a, b) => b.today - a.today || (a.groupId < b.groupId ? -1 : a.groupId > b.groupId ? 1 : 0),
  );
  const once = new Map([...decided, ...byCount].map((problem) => [problem.groupId, problem]));
  return [...once.values()];
}
