import type { ConformanceCase } from "../case.ts";
import { applyCases } from "./apply.ts";
import { builtInCases } from "./built_in.ts";
import { createCases } from "./create.ts";
import { customResourceCases } from "./custom_resources.ts";
import { definitionCases } from "./definitions.ts";
import { deleteCases } from "./delete.ts";
import { differingCases } from "./differing.ts";
import { moreDifferingCases } from "./differing_kinds.ts";
import { edgeCases } from "./edges.ts";
import { errorCases } from "./errors.ts";
import { garbageCases, namespaceCases } from "./garbage.ts";
import { getCases } from "./get.ts";
import { limitCases } from "./limits.ts";
import { listCases } from "./list.ts";
import { metadataCases } from "./metadata.ts";
import { patchCases } from "./patch.ts";
import { resourceVersionCases } from "./resource_version.ts";
import { eventCases } from "./events.ts";
import { leaseCases } from "./leases.ts";
import { sizeCases } from "./sizes.ts";
import { warningCases } from "./warnings.ts";
import { grantCases } from "./grants.ts";
import { reviewCases } from "./reviews.ts";
import { rightsCases } from "./rights.ts";
import { customDefinitionCases } from "./custom_definitions.ts";
import { customKindCases } from "./custom_kinds.ts";
import { ruleCases } from "./rules.ts";
import { tableCases } from "./tables.ts";
import { statusCases } from "./status.ts";
import { watchRowCases } from "./watch_rows.ts";
import { listOptionCases } from "./list_options.ts";
import { generatedNameCases } from "./names.ts";
import { collectionCases } from "./collections.ts";
import { retryAfterCases } from "./retry_after.ts";
import { moreBookmarkCases, moreWatchListCases } from "./bookmarks.ts";
import { rolloutCases, verbCases } from "./built_in_verbs.ts";
import { dryRunCases, generationCases, noOpCases, scaleCases } from "./no_op.ts";
import { selectingCases } from "./selecting.ts";
import { endingNamespaceCases, familyCases } from "./families.ts";
import { moreWarningCases, tooMuchCases } from "./too_much.ts";
import { updateCases } from "./update.ts";
import { viewCases } from "./views.ts";
import { bookmarkCases, watchCases, watchListCases } from "./watch.ts";

/** All of them. What they say is true of the real server; the one in memory has to agree. */
export const conformanceCases: readonly ConformanceCase[] = [
  createCases,
  getCases,
  updateCases,
  viewCases,
  statusCases,
  patchCases,
  applyCases,
  deleteCases,
  listCases,
  resourceVersionCases,
  watchCases,
  bookmarkCases,
  watchListCases,
  customResourceCases,
  customKindCases,
  customDefinitionCases,
  ruleCases,
  tableCases,
  garbageCases,
  namespaceCases,
  errorCases,
  metadataCases,
  edgeCases,
  builtInCases,
  definitionCases,
  limitCases,
  rightsCases,
  grantCases,
  reviewCases,
  leaseCases,
  eventCases,
  warningCases,
  sizeCases,
  differingCases,
  moreDifferingCases,
  watchRowCases,
  listOptionCases,
  generatedNameCases,
  collectionCases,
  retryAfterCases,
  moreBookmarkCases,
  moreWatchListCases,
  verbCases,
  rolloutCases,
  noOpCases,
  generationCases,
  dryRunCases,
  scaleCases,
  selectingCases,
  familyCases,
  endingNamespaceCases,
  tooMuchCases,
  moreWarningCases,
].flat();
