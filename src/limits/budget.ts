/** What one reading may cost: configurations can grow without end (a loop in a loop, a value made of its own doubles). */
export class Budget {
  #characters = 16 * 1024 * 1024;
  #options = 100_000;
  #files = 256;

  /** False once it is used up, for this and for everything after it. */
  spendCharacters(count: number): boolean {
    this.#characters -= count;
    return this.#characters >= 0;
  }

  spendOption(): boolean {
    this.#options -= 1;
    return this.#options >= 0;
  }

  spendFile(): boolean {
    this.#files -= 1;
    return this.#files >= 0;
  }
}
