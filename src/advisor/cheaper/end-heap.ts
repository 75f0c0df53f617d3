/** The requests in flight by when they end: the next one is at hand at once, of however many. */

export class EndHeap {
  private readonly endMs: number[] = [];
  private readonly worker: number[] = [];
  private readonly serviceMs: number[] = [];

  get size(): number {
    return this.endMs.length;
  }

  /** Infinity when none is in flight. */
  get nextMs(): number {
    return this.endMs[0] ?? Infinity;
  }

  push(endMs: number, worker: number, serviceMs: number): void {
    let hole = this.endMs.length;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (this.at(parent) <= endMs) break;
      this.move(parent, hole);
      hole = parent;
    }
    this.put(hole, endMs, worker, serviceMs);
  }

  /** The one that ends next; there must be one. */
  pop(): { readonly worker: number; readonly serviceMs: number } {
    const first = { worker: this.worker[0] ?? 0, serviceMs: this.serviceMs[0] ?? 0 };
    const endMs = this.endMs.pop() ?? 0;
    const worker = this.worker.pop() ?? 0;
    const serviceMs = this.serviceMs.pop() ?? 0;
    if (this.size > 0) this.put(this.sink(endMs), endMs, worker, serviceMs);
    return first;
  }

  /** Where something that ends then belongs when it comes from the top. */
  private sink(endMs: number): number {
    let hole = 0;
    for (;;) {
      const left = 2 * hole + 1;
      const child = this.at(left + 1) < this.at(left) ? left + 1 : left;
      if (this.at(child) >= endMs) return hole;
      this.move(child, hole);
      hole = child;
    }
  }

  private at(position: number): number {
    return this.endMs[position] ?? Infinity;
  }

  private move(from: number, to: number): void {
    this.put(to, this.at(from), this.worker[from] ?? 0, this.serviceMs[from] ?? 0);
  }

  private put(position: number, endMs: number, worker: number, serviceMs: number): void {
    this.endMs[position] = endMs;
    this.worker[position] = worker;
    this.serviceMs[position] = serviceMs;
  }
}
