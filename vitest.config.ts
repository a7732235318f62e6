import { configDefaults, defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Measures times or provokes a server into hanging: needs a machine that does nothing else, so when the others are done,
 * and as many at a time as there are cores at least.
 */
const QUIET = [
  'packages/gateway/src/features/authentication/{timing,flood}.test.ts',
  'packages/gateway/src/platform/crypto/passwords.test.ts',
  'packages/gateway/src/features/{mfa/alike,users/list}.test.ts',
  'packages/gateway/src/transport/messaging/{bus-cluster,end-to-end,many-accounts}.test.ts',
]

/** More than CI's two cores, because many files wait: for servers, processes and disks. With four, starts took too long. */
const WORKERS = 3

/** What takes longest begins first, so that it does not end last; the others by their size, or by their last time here. */
const LONGEST_FIRST = [
  'features/mesh/mesh-cluster',
  'console/test/every-screen',
  'e2e/packages/packages',
  'e2e/tutorials/tutorials',
  'simulation/simulation',
  'console/test/keys',
  'console/test/admin',
  'console/test/connect',
  'console/test/session',
  'e2e/shutdown',
  'e2e/durability',
  'e2e/revoked-everywhere',
  'features/authentication/storms',
  'e2e/bad-input',
  'e2e/start',
  'e2e/revoked-meanwhile',
  'features/verifiers/verifiers',
  'verifier/src/with-gateway',
  'cli/src/password-commands',
  'cli/src/session-commands',
  'features/authentication/many-sessions',
  'features/api-keys/retire/retire-silent',
  'e2e/webhooks',
  'features/webhooks/deliver',
  'cli/src/prompts',
  'transport/messaging/server-away',
  'transport/messaging/many-accounts',
]

/** Also tried on nats-server 2.9, where there is one: what the gateway tells servers and reads from them. Quick ones. */
const ON_NATS_2_9 = [
  'packages/gateway/src/transport/messaging/{account-user,bus,key-life,operator-claims,revocation,role-templates}.test.ts',
  'packages/gateway/src/transport/messaging/{deleted-account,server-away,server-config,shares-accepted}.test.ts',
  'packages/gateway/src/features/{api-keys/limits-on-bus,mesh/server-version,sharing/sharing-bus}.test.ts',
]

/** The place in the list; what is not in it comes after it. */
function turnOf({ moduleId }: TestSpecification): number {
  const place = LONGEST_FIRST.findIndex((name) => moduleId.endsWith(`${name}.test.ts`))
  return place < 0 ? LONGEST_FIRST.length : place
}

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // A worker serves one project, so the files of each stay together.
    const projects = Map.groupBy(await super.sort(files), ({ project }) => project.name)
    return [...projects.values()].flatMap((ones) => ones.toSorted((one, other) => turnOf(one) - turnOf(other)))
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
          exclude: [...configDefaults.exclude, ...QUIET],
          maxWorkers: WORKERS,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'nats-2.9',
          include: ON_NATS_2_9,
          env: { NATS_RELEASE: '2.9' },
          maxWorkers: WORKERS,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'quiet', include: QUIET, maxWorkers: 2, sequence: { groupOrder: 1 } },
      },
    ],
  },
})
