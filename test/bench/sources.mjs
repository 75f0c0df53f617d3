/** The program's own modules, bundled as the build bundles them: what is measured is what is shipped. */
import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { screenParts } from '../../screen-parts.mjs';

/** A file for `require`; `remove` takes it away again. @param contents what it exports, if it is not for the bench */
export async function bundleSources(root, contents) {
  const directory = mkdtempSync(join(tmpdir(), 'uwtop-bench-'));
  const file = join(directory, 'sources.cjs');
  await build({
    stdin: {
      resolveDir: root,
      contents:
        contents ??
        `
        export { Intake } from './src/alerts/intake';
        export { Recorder } from './src/recording/recorder';
        export { Tuning } from './src/ui/tuning';
        export { ordersForLive } from './src/cli/orders';
        export { decodeSnapshot } from './src/stats/decode';
        export { createFleet, observe } from './src/model/fleet';
        export { demoDocument } from './src/demo/synthetic';
        export { createSituation, defaultSettings, note, noteAll } from './src/alerts/situation';
        export { metricsOf } from './src/output/metrics';
        export { expose } from './src/serve/exposition';
        export { pack } from './src/recording/blocks';
        export { Encoder } from './src/recording/encode';
        export { openRecording } from './src/recording/open';
        export { Tape } from './src/recording/tape';
        export { unicodeGlyphs } from './src/format/glyphs';
        export { createUi } from './src/ui/state';
        export { Terminal } from './src/ui/terminal';
        export { view } from './src/ui/view';`,
    },
    outfile: file,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: 'warning',
    plugins: [screenParts(root)],
    tsconfigRaw: { compilerOptions: { target: 'ES2022', verbatimModuleSyntax: true } },
  });
  return {
    file,
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
