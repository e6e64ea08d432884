/** ESM-only packages that Jest's CommonJS runtime must see compiled. */
const esmOnly = [
  'jose',
  'mingo',
  '@seriousme',
  // file-type, and what it stands on
  'file-type',
  'strtok3',
  'token-types',
  'uint8array-extras',
  '@tokenizer',
  '@borewit',
]

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/tests/**/*.test.ts', '<rootDir>/tests/**/*.test.tsx'],
  transform: {
    '^.+\\.[mc]?[jt]sx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic' } },
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  globalSetup: '<rootDir>/tests/setup/start-store.ts',
  globalTeardown: '<rootDir>/tests/setup/stop-store.ts',
  // With one worker less than cores, as is Jest's way, two cores would work like one, and one process fill up.
  maxWorkers: '100%',
  workerIdleMemoryLimit: '1GB',
  testSequencer: '<rootDir>/tests/setup/longest-first.js',
  testTimeout: 30_000,
}
