import { childLogger, type Context, createWords, type Word } from "../context/mod.ts";

/** A context that also tells `note` each word that is said to it, before it passes the word on. */
export function listen(
  context: Context,
  note: (word: Word) => void,
  fields?: Readonly<Record<string, unknown>>,
): Context {
  return Object.freeze({
    ...context,
    log: fields ? childLogger(context.log, fields) : context.log,
    ...createWords((word) => {
      note(word);
      passOn(context, word);
    }),
  });
}

function passOn(context: Context, { word, after }: Word): void {
  const options = after === undefined ? {} : { after };
  if (word === "requeue") context.requeue(after ?? 0);
  else if (word === "cancelResource") context.cancelResource();
  else if (word === "keepFinalizers") context.keepFinalizers(options);
  else context.cancelReconciliation(options);
}
