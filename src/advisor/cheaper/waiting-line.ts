/** First come, first served; a long line is as fast as a short one. */

export class WaitingLine {
  private requests: number[] = [];
  private head = 0;

  get length(): number {
    return this.requests.length - this.head;
  }

  push(request: number): void {
    this.requests.push(request);
  }

  /** The one that came first; there must be one. */
  shift(): number {
    const first = this.requests[this.head] ?? 0;
    this.head += 1;
    if (this.head === this.requests.length) {
      this.requests = [];
      this.head = 0;
    }
    return first;
  }

  rest(): readonly number[] {
    return this.requests.slice(this.head);
  }
}
