/** A large array that many objects share. */
export interface Slab {
  /** The array. */
  bytes: Uint8Array;
  /** End of what was ever used. */
  top: number;
  /** Bytes that live objects hold, slack included. */
  live: number;
  /** About to be emptied: nothing is placed here. */
  retired: boolean;
}

/** A place for bytes; one that is given back must not be used again. */
export interface Place {
  /** Where. */
  slab: Slab;
  /** First byte. */
  offset: number;
  /** Bytes in use. */
  length: number;
  /** Bytes it could hold. */
  room: number;
}

/** Memory for objects' bytes. */
export interface Slabs {
  /** Makes `place` a place for `length` bytes; what it was before is forgotten. */
  readonly find: (place: Place, length: number) => void;
  /** Makes the place fit for `length` bytes: the same one where they fit, else another. What was there is lost. */
  readonly resize: (place: Place, length: number) => void;
  /** Gives a place back. */
  readonly release: (place: Place) => void;
  /** Moves objects together when much memory is unused. `places` gives those in use; `moved` is told of each that moves. */
  readonly compact: <P extends Place>(
    places: () => Iterable<P>,
    moved: (place: P, distance: number) => void,
  ) => void;
  /** Bytes of memory held. */
  readonly held: () => number;
}

/** Size of a slab. An object that is larger than a quarter has one of its own. */
export const SLAB = 4 << 20;

/** Makes an empty memory. */
export function createSlabs(): Slabs {
  let slabs: Slab[] = [];
  let current: Slab | undefined;
  let free = new Map<number, Place[]>();
  let held = 0;
  let live = 0;

  function create(size: number): Slab {
    const slab = { bytes: new Uint8Array(size), top: 0, live: 0, retired: false };
    slabs.push(slab);
    held += size;
    return slab;
  }

  function drop(slab: Slab): void {
    held -= slab.bytes.length;
    slabs = slabs.filter((other) => other !== slab);
  }

  function find(place: Place, length: number): void {
    // Up to a cache line of slack, for counters and versions that grow.
    const room = (length + 127) & ~63;
    const spots = free.get(room);
    for (let spot = spots?.pop(); spot; spot = spots?.pop()) {
      if (spot.slab.retired) continue;
      place.slab = spot.slab;
      place.offset = spot.offset;
      place.room = room;
      place.length = length;
      occupy(place);
      return;
    }
    if (room > SLAB / 4) place.slab = create(room);
    else {
      if (!current || current.top + room > SLAB) current = create(SLAB);
      place.slab = current;
    }
    place.offset = place.slab.top;
    place.slab.top += room;
    place.room = room;
    place.length = length;
    occupy(place);
  }

  function occupy({ slab, room }: Place): void {
    slab.live += room;
    live += room;
  }

  function release({ slab, offset, room, length }: Place): void {
    slab.live -= room;
    live -= room;
    if (slab.retired) return;
    if (room > SLAB / 4) return drop(slab);
    let spots = free.get(room);
    if (!spots) free.set(room, spots = []);
    spots.push({ slab, offset, room, length });
  }

  return {
    find,
    resize(place, length) {
      if (length <= place.room && length >= place.room >> 1) {
        place.length = length;
        return;
      }
      release(place);
      find(place, length);
    },
    release,
    compact(places, moved) {
      if (held - live < 2 * SLAB || held < 2 * live) return;
      const poor = slabs.filter((slab) => slab.live < slab.bytes.length / 2 && slab !== current);
      if (poor.length === 0) return;
      // A few at a time, so that one call stays short.
      for (const slab of poor.slice(0, 4)) slab.retired = true;
      const kept = new Map<number, Place[]>();
      for (const [room, spots] of free) {
        const usable = spots.filter((spot) => !spot.slab.retired);
        if (usable.length > 0) kept.set(room, usable);
      }
      free = kept;
      for (const place of places()) {
        const { slab, offset, length } = place;
        if (!slab.retired) continue;
        slab.live -= place.room;
        live -= place.room;
        find(place, length);
        place.slab.bytes.set(slab.bytes.subarray(offset, offset + length), place.offset);
        moved(place, place.offset - offset);
      }
      for (const slab of slabs) if (slab.retired) drop(slab);
    },
    held: () => held,
  };
}
