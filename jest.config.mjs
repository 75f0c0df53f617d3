const transform = {
  '^.+\\.ts$': [
    '@swc/jest',
    {
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
      module: { type: 'commonjs' },
      sourceMaps: 'inline',
    },
  ],
  '^.+\\.yaml$': '<rootDir>/test/support/text-module.cjs',
};
const rooms = [
  'cli',
  'columns',
  'format',
  'stats',
  'model',
  'targets',
  'transport',
  'poller',
  'output',
  'ui',
  'demo',
  'host',
  'limits',
  'alerts',
  'config',
  'notify',
  'check',
  'manual',
  'serve',
  'recording',
  'start',
  'advisor',
  'doctor',
  'fuzz',
];
const project = (displayName, folders) => ({
  displayName,
  testMatch: folders.map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`),
  transform,
  setupFiles: ['<rootDir>/test/support/seed.ts'],
});

export default {
  projects: [project('unit', rooms), project('integration', ['integration']), project('e2e', ['e2e'])],
};
