/** Times a request is sent at most, as the server asks for it (client-go sends 1 + 10). */
export const mostTries = 10;
/** Times a GET is sent at most when no answer comes. */
export const mostTransportTries = 4;
/** How long a GET waits before it is sent again. */
export const transportBackoff = { initial: 100, max: 2_000, jitter: 1 } as const;

/**
 * Milliseconds that a Retry-After header asks to wait: seconds or a date (RFC 9110, 10.2.3). Undefined without one.
 */
export function retryAfterOf(headers: Headers, now: number): number | undefined {
  const value = headers.get("retry-after")?.trim();
  if (!value) return undefined;
  if (/^[0-9]{1,9}$/.test(value)) return Number(value) * 1000;
  const date = dateOf(value);
  return date === undefined ? undefined : Math.max(0, date - now);
}

const months = "JanFebMarAprMayJunJulAugSepOctNovDec";
const httpDate = /^[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/;

/** Milliseconds since the epoch of a date in the one form that servers may send. */
function dateOf(text: string): number | undefined {
  const match = httpDate.exec(text);
  if (!match) return undefined;
  const [, day, name = "", year, hour, minute, second] = match;
  const month = months.indexOf(name) / 3;
  if (!Number.isInteger(month) || month < 0) return undefined;
  const days = daysBefore(Number(year), month + 1, Number(day));
  return ((days * 24 + Number(hour)) * 60 + Number(minute)) * 60_000 + Number(second) * 1000;
}

/** Days from the epoch to a day of the Gregorian calendar; years are counted from March, so that leap days end them. */
function daysBefore(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const ofYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + ofYear - 719468;
}
