import { defineConfig } from 'vitest/config'

/** For `npm run test:image`. It is not part of `npm test`, because it takes minutes and needs root. */
export default defineConfig({
  test: { include: ['e2e/deploy/built-image.ts'], testTimeout: 120_000, hookTimeout: 1_800_000 },
})
