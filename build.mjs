/**
 * Builds dist/: main.js, which loads program.js. Runs on a fresh clone with nothing installed: it installs the locked packages
 * first when they are missing or older than the lock file. `--if-stale` does nothing when dist/ is newer than all that it is
 * made of.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { screenParts } from './screen-parts.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const at = (...parts) => join(root, ...parts);
const modified = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

const forNode = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minifySyntax: true,
  minifyWhitespace: true,
  charset: 'ascii',
  legalComments: 'none',
  logLevel: 'warning',
  // A script that was compiled before has no loader of modules of its own.
  supported: { 'dynamic-import': false },
  // "strict" of tsconfig.json would put "use strict" before the whole bundle; blessed was written without.
  tsconfigRaw: { compilerOptions: { target: 'ES2022', verbatimModuleSyntax: true } },
};

if (modified(at('node_modules', '.package-lock.json')) < modified(at('package-lock.json'))) install();
if (!(process.argv.includes('--if-stale') && isFresh())) await bundle();

function install() {
  console.error('uwtop: installing the locked packages (npm ci) …');
  const { status } = spawnSync(
    'npm',
    ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
    },
  );
  if (status !== 0) {
    console.error('uwtop: npm ci failed; see the lines above');
    process.exit(1);
  }
}

function isFresh() {
  const inputs = [at('package-lock.json'), at('package.json'), at('build.mjs'), at('screen-parts.mjs')];
  for (const entry of readdirSync(at('src'), { recursive: true })) inputs.push(at('src', entry));
  return Math.max(...inputs.map(modified)) < modified(at('dist', 'main.js'));
}

async function bundle() {
  const { build } = await import('esbuild');
  const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  const { metafile } = await build({
    ...forNode,
    metafile: true,
    entryPoints: [at('src', 'program.ts')],
    outfile: at('dist', 'program.js'),
    define: { uwtopVersion: JSON.stringify(version) },
    loader: { '.yaml': 'text' },
    plugins: [screenParts(root)],
  });
  const program = readFileSync(at('dist', 'program.js'));
  if (program.some((byte) => byte > 0x7f))
    throw new Error('dist/program.js is not ASCII: it is read as such');
  await build({
    ...forNode,
    entryPoints: [at('src', 'main.ts')],
    outfile: at('dist', 'main.js'),
    banner: { js: '#!/usr/bin/env node' },
    define: {
      uwtopProgramId: JSON.stringify(createHash('sha256').update(program).digest('hex').slice(0, 16)),
    },
  });
  chmodSync(at('dist', 'main.js'), 0o755);
  writeFileSync(at('dist', 'THIRD-PARTY-LICENSES.txt'), licencesOf(Object.keys(metafile.inputs)));
  writeManual();
  printForPrometheus();
}

/** The man page and the completions, as the program itself prints them. */
function writeManual() {
  const pages = { 'uwtop.1': ['man'], 'uwtop.bash': ['completion', 'bash'] };
  const completions = { _uwtop: ['completion', 'zsh'], 'uwtop.fish': ['completion', 'fish'] };
  printInto('dist', { ...pages, ...completions });
}

/** What the program prints lies in the package as files too, for who has a package and no shell. */
function printForPrometheus() {
  mkdirSync(at('dist', 'prometheus'), { recursive: true });
  printInto('dist/prometheus', {
    'rules.yaml': ['serve', '--print-rules'],
    'dashboard.json': ['serve', '--print-dashboard'],
  });
}

/** Each file gets what the built program prints when it is started with these words. */
function printInto(folder, files) {
  for (const [name, words] of Object.entries(files)) {
    const { status, stdout } = spawnSync(process.execPath, [at('dist', 'main.js'), ...words]);
    if (status !== 0) throw new Error(`uwtop ${words.join(' ')} failed`);
    writeFileSync(at(folder, name), stdout);
  }
}

/** What is copied into the bundle is published with its licence beside it. */
function licencesOf(inputs) {
  const packages = inputs.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
  const texts = [...new Set(packages)].sort().map((name) => {
    const folder = at('node_modules', name);
    const { version, license, licenses } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const text =
      file === undefined
        ? `Licence: ${license ?? licenses?.[0]?.type}`
        : readFileSync(join(folder, file), 'utf8');
    return `${name} ${version}\n\n${text.trim()}\n`;
  });
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}
