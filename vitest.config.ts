import { configDefaults, defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Measures times or provokes a server into hanging: each has the machine to itself, when the others are done. */
const ALONE = [
  'packages/gateway/src/features/authentication/{timing,flood}.test.ts',
  'packages/gateway/src/platform/crypto/passwords.test.ts',
  'packages/gateway/src/features/{mfa/alike,users/list}.test.ts',
  'packages/gateway/src/transport/messaging/{bus-cluster,end-to-end,many-accounts}.test.ts',
]

/** Mostly waits, for minutes: begins first, so that it does not end last. */
const LONG = /mesh-cluster\.test\.ts$/

/** Also tried on nats-server 2.9, where there is one: what the gateway tells servers and reads from them. Quick ones. */
const ON_NATS_2_9 = [
  'packages/gateway/src/transport/messaging/{account-user,bus,key-life,operator-claims,revocation,role-templates}.test.ts',
  'packages/gateway/src/transport/messaging/{deleted-account,server-away,server-config,shares-accepted}.test.ts',
  'packages/gateway/src/features/{api-keys/limits-on-bus,mesh/server-version,sharing/sharing-bus}.test.ts',
]

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((one, other) => Number(LONG.test(other.moduleId)) - Number(LONG.test(one.moduleId)))
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongFirst },
    globalSetup: ['packages/gateway/test/database/postgres.ts'],
    reporters: ['default', './packages/gateway/test/run/closing-line.ts'],
    // Hangs, not slowness: a machine may take three times as long as another.
    // Many programs share CI's machine. What passes at the second try only is named at the end (closing-line.ts).
    retry: process.env.CI ? 1 : 0,
    testTimeout: 60_000,
    hookTimeout: 90_000,
    // How long is waited for something that comes; 1 s by default, which a busy machine takes now and then.
    expect: { poll: { timeout: 15_000 } },
    // Files of a worker share the modules that are loaded: loading them anew for each costs as much as the tests.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: ['packages/*/{src,test,simulation}/**/*.test.ts', 'e2e/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...ALONE],
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'nats-2.9',
          include: ON_NATS_2_9,
          env: { NATS_RELEASE: '2.9' },
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: ALONE, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
})
