/**
 * What is under way, in slots that are used again. A `Set` that as much enters as leaves is made anew all the time, and each
 * old table holds on to what was in it until the next full garbage collection.
 */
export class SlotList<T extends object> {
  readonly #slots: (T | undefined)[] = [];
  readonly #free: number[] = [];

  get size(): number {
    return this.#slots.length - this.#free.length;
  }

  /** The slot, which takes it off again. */
  add(item: T): number {
    const slot = this.#free.pop() ?? this.#slots.length;
    this.#slots[slot] = item;
    return slot;
  }

  /** Once per slot. */
  remove(slot: number): void {
    this.#slots[slot] = undefined;
    this.#free.push(slot);
  }

  /** As they are now. */
  items(): readonly T[] {
    return this.#slots.filter((item) => item !== undefined);
  }
}
