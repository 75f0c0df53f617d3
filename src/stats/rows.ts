/**
 * Lists of which a document holds thousands of items, checked without a copy of each. zod builds every object anew, which
 * for workers and cores costs more than parsing them; here an item that plainly fits is taken as it is, keys unknown to
 * the schema included, and zod judges only the others. What plainly fits is read off the zod schema: there is one truth.
 */
import * as z from 'zod/mini';
import { isCount } from './count';

type Accepts = (value: unknown) => boolean;

/** How the lists made here answer, so that lists inside of lists stay cheap as well. */
const answers = new WeakMap<object, Accepts>();

/** A list of objects of one schema. */
export const rowsOf = <Schema extends z.ZodMiniObject>(schema: Schema) => {
  const accepts = acceptsObject(schema);
  const rows = listOf<z.infer<Schema>>((items, issues) => {
    items.forEach((item, index) => {
      if (accepts(item)) return;
      const read = schema.safeParse(item);
      if (read.success) items[index] = read.data;
      else
        issues.push(
          ...read.error.issues.map((issue) => ({ ...issue, path: [index, ...issue.path] }) as Issue),
        );
    });
  });
  answers.set(rows, (value) => Array.isArray(value) && value.every(accepts));
  return rows;
};

/** A list whose items are read, and checked, where they are used. */
export const unreadList = () => {
  const list = listOf(() => undefined);
  answers.set(list, Array.isArray);
  return list;
};

type Issue = z.core.ParsePayload['issues'][number];

const listOf = <Item>(checkItems: (items: unknown[], issues: Issue[]) => void) =>
  z.custom<readonly Item[]>().check(({ value, issues }) => {
    if (Array.isArray(value)) checkItems(value, issues);
    else issues.push({ code: 'invalid_type', expected: 'array', input: value });
  });

const acceptsObject = ({ def }: z.ZodMiniObject): Accepts => {
  const keys = Object.keys(def.shape);
  const isNumber = (key: string) => def.shape[key]?._zod.def.type === 'number';
  const isOptionalNumber = (key: string) => innerOf(def.shape[key])?._zod.def.type === 'number';
  const counts = keys.filter(isNumber);
  const optionalCounts = keys.filter(isOptionalNumber);
  const others = keys.filter((key) => !isNumber(key) && !isOptionalNumber(key));
  const otherAnswers = others.map((key) => acceptsMember(def.shape[key]));
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const row = value as Readonly<Record<string, unknown>>;
    for (const key of counts) if (!isCount(row[key])) return false;
    for (const key of optionalCounts) {
      const value = row[key];
      if (value !== undefined && !isCount(value)) return false;
    }
    for (const [index, key] of others.entries()) if (!otherAnswers[index]?.(row[key])) return false;
    return !Object.hasOwn(row, '__proto__');
  };
};

type Member = z.core.$ZodType;

const acceptsMember = (schema: Member | undefined): Accepts => {
  const inner = innerOf(schema);
  if (inner !== undefined) {
    const accepts = acceptsMember(inner);
    return (value) => value === undefined || accepts(value);
  }
  if (schema === undefined) return () => false;
  const answer = answers.get(schema);
  if (answer !== undefined) return answer;
  if (schema instanceof z.ZodMiniObject) return acceptsObject(schema);
  if (schema instanceof z.ZodMiniString) return (value) => typeof value === 'string';
  // What may change a value on its way (a default, a transformation) is left to zod, with the whole row.
  return () => false;
};

const innerOf = (schema: Member | undefined): Member | undefined =>
  schema instanceof z.ZodMiniOptional ? schema.def.innerType : undefined;
