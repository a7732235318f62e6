import { exitCodes } from './errors.ts'
import { run } from './run.ts'

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that has seen enough (head, a pager that is left) is no failure.
  if (error.code === 'EPIPE') return
  process.stderr.write(`Failure: standard output: ${error.message}\n`)
  process.exit(exitCodes.failure)
})
// Not process.exit: what is written to a pipe must get through first.
process.exitCode = await run(process.argv.slice(2), process.env, process)
