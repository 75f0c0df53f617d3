/**
 * Of blessed and blessed-contrib the bundler takes what the screens use, and only that: start-up time is what an operator
 * feels. A plugin of esbuild.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export function screenParts(root) {
  const namespace = 'screen-parts';
  const modules = join(root, 'node_modules');
  return {
    name: namespace,
    setup({ onLoad, onResolve }) {
      const parts = { path: join(root, 'src', 'ui', 'blessed-parts.cjs') };
      onResolve({ filter: /^blessed$/ }, () => parts);
      // unicode.js asks for the whole of blessed to look up the width of a tab, which no text of ours contains.
      onResolve({ filter: /^\.\.\/$/ }, ({ importer }) =>
        importer.startsWith(join(modules, 'blessed')) ? parts : undefined,
      );
      onLoad({ filter: /blessed[\\/]usr[\\/][\w-]+$/ }, ({ path }) => ({
        contents: readFileSync(path),
        loader: 'binary',
      }));
      onResolve({ filter: /^(lodash|gl-matrix)$/ }, ({ path }) => ({ path, namespace }));
      onLoad({ filter: /^lodash$/, namespace }, () => ({
        // The line chart asks lodash for one function, with numbers only.
        contents: 'exports.max = (values) => Math.max(...values);',
      }));
      onLoad({ filter: /^gl-matrix$/, namespace }, () => ({
        resolveDir: root,
        contents: `export * as mat2d from 'gl-matrix/src/gl-matrix/mat2d.js';
          export * as vec2 from 'gl-matrix/src/gl-matrix/vec2.js';`,
      }));
      onLoad({ filter: /drawille-blessed-contrib[\\/]index\.js$/ }, ({ path }) => ({
        // Outside node_modules Node warns of this constructor on the user's terminal.
        contents: readFileSync(path, 'utf8').replace('new Buffer(', 'Buffer.alloc('),
      }));
    },
  };
}
