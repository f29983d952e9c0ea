import type { Answer, Call, Core } from "./call.ts";
import { tooLargeVersion } from "./status.ts";

// How long a read waits until the watch cache knows what was asked for (apiserver: blockTimeout of watch_cache.go).
const patience = 3_000;

/**
 * Answers a read when the view has come to `version`. One that does not come there in time is refused, unless `late`
 * says otherwise.
 */
export function whenReached(
  core: Core,
  call: Call,
  version: number,
  answer: () => Answer,
  late?: () => Answer,
): Answer {
  const reached = core.view.reach(version, patience, call.signal);
  if (reached === true) return answer();
  const settled = Promise.resolve(reached).then((there) => {
    if (there) return answer();
    if (late) return late();
    throw tooLargeVersion(version, core.view.version);
  });
  return { code: 0, later: settled };
}
