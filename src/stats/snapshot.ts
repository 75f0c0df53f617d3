/** Tells a parsed document's kind by its root key and holds it against that kind's schema. */
import { fail, succeed, type Result } from '../result';
import { emperorDocumentSchema, routerDocumentSchema, workerDocumentSchema, type Snapshot } from './schema';
import { displayText } from '../format/text';

/** A failure is a sentence for a person: what was seen instead of a stats document. */
export const toSnapshot = (root: unknown): Result<Snapshot, string> => {
  if (typeof root !== 'object' || root === null) return fail(`the document is ${nameOf(root)}`);
  if (Array.isArray(root)) return fail('the document is a list');
  if (Object.hasOwn(root, 'workers')) {
    const read = workerDocumentSchema.safeParse(root);
    return read.success
      ? succeed({ kind: 'worker', document: read.data })
      : fail(complaint(read.error.issues));
  }
  if (Object.hasOwn(root, 'vassals')) {
    const read = emperorDocumentSchema.safeParse(root);
    return read.success
      ? succeed({ kind: 'emperor', document: read.data })
      : fail(complaint(read.error.issues));
  }
  if (routerKeys.some((key) => Object.hasOwn(root, key))) {
    const read = routerDocumentSchema.safeParse(root);
    return read.success
      ? succeed({ kind: 'router', document: read.data })
      : fail(complaint(read.error.issues));
  }
  return fail(`no workers, vassals or router in it; its keys: ${keysOf(root)}`);
};

const routerKeys = ['http', 'fastrouter', 'rawrouter', 'sslrouter'];

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly code?: string | undefined;
  readonly expected?: unknown;
}

const complaint = ([issue]: readonly Issue[]): string => {
  if (issue === undefined) return 'not a stats document';
  const isTooFar = issue.code === 'too_big' || issue.code === 'too_small';
  const expected = isTooFar
    ? 'of 64 bits'
    : typeof issue.expected === 'string'
      ? issue.expected
      : 'something else';
  return `${displayText(pathOf(issue.path), 80)} should be ${expected}`;
};

/** As in `workers[3].pid`. */
const pathOf = (path: readonly PropertyKey[]): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');

const keysOf = (root: object): string => {
  const keys = Object.keys(root);
  if (keys.length === 0) return 'none';
  const shown = keys
    .slice(0, 8)
    .map((key) => displayText(key, 24))
    .join(', ');
  return keys.length > 8 ? `${shown} and ${keys.length - 8} more` : shown;
};

const nameOf = (root: unknown): string => (root === null ? 'null' : `a ${typeof root}`);
