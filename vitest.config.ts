import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['packages/*/{src,test}/**/*.test.ts', 'e2e/**/*.test.ts'],
    globalSetup: ['packages/gateway/test/postgres.ts'],
    reporters: ['default', './packages/gateway/test/closing-line.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    maxWorkers: 3,
    // Files of a worker share the modules that are loaded: loading them anew for each costs as much as the tests.
    isolate: false,
  },
})
