/**
 * Reports on configurations as people run them, each read by a person: no false error in them. Written anew with
 * UPDATE_DOCTOR=1, to be read again.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { textReport } from '../../src/doctor/text-report';
import { examineFiles } from './reading';

const folder = join(__dirname, '../fixtures/doctor');
const included = ['flask-docker-app.ini'];
const names = readdirSync(folder).filter((name) => !name.endsWith('.txt') && !included.includes(name));
const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8');

/** A small server of today. */
const host = { somaxconn: 4096, memoryBytes: 16 * 1024 ** 3, cpuCount: 4, uwsgiVersion: '2.0.30' };

test.each(names)('%s', (name) => {
  const others = Object.fromEntries(included.map((other) => [other, textOf(other)]));
  const report = textReport([examineFiles({ [name]: textOf(name), ...others }, { host })], {
    columns: 100,
    isColoured: false,
  });
  const path = join(folder, `${name}.txt`);
  if (process.env['UPDATE_DOCTOR'] !== undefined) writeFileSync(path, report);
  expect(report).toBe(readFileSync(path, 'utf8'));
});
