import tseslint from 'typescript-eslint';
import prettier from 'eslint-config-prettier';

const pureRooms = [
  'src/stats/**',
  'src/model/**',
  'src/limits/**',
  'src/output/**',
  'src/columns/**',
  'src/format/**',
  'src/alerts/**',
  'src/config/**',
  'src/check/**',
  'src/manual/**',
  'src/advisor/**',
  'src/doctor/**',
];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      // Where all names are types the import would stay, and load what nobody asked for.
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-console': 'error',
    },
  },
  {
    // The house rule of pure rooms: time, randomness, files, sockets and the environment are handed in.
    files: pureRooms,
    ignores: ['src/config/load.ts'],
    rules: {
      'no-restricted-globals': ['error', 'process', 'performance', 'setTimeout', 'setInterval', 'fetch'],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now' },
        { object: 'Math', property: 'random' },
      ],
      // node:buffer only turns bytes into text.
      'no-restricted-imports': [
        'error',
        { patterns: ['node:*', '!node:buffer', 'blessed', 'blessed-contrib*'] },
      ],
    },
  },
  {
    // ui and output show the same model to different readers and never lean on each other.
    files: ['src/ui/**'],
    rules: {
      'no-restricted-imports': ['error', { patterns: ['**/output/*', 'node:net', 'node:http', 'node:fs'] }],
    },
  },
  prettier,
);
