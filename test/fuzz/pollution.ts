/** Whether what all objects have in common is as it was when this was loaded. */

const shared = { Object, Array, String, Number, Function, Map, Set, RegExp, Promise };

const marksOf = (owner: object): string =>
  Reflect.ownKeys(owner)
    .map((key) => String(key))
    .join();

const before = Object.entries(shared).map(([name, { prototype }]) => ({
  name,
  prototype: prototype as object,
  marks: marksOf(prototype as object),
}));

export const pollutionProblems = (): string[] =>
  before
    .filter(({ prototype, marks }) => marksOf(prototype) !== marks)
    .map(({ name, prototype }) => `${name}.prototype was changed: ${marksOf(prototype)}`);
