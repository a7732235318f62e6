/** Something that the operator has to put right before the program can run: its message says what, without a stack. */
export class StartupError extends Error {
  override name = 'StartupError'
}

/** What to print when a program ends because of `error`: the message of a StartupError, all there is of anything else. */
export function explain(error: unknown): string {
  if (error instanceof StartupError) return error.message
  return error instanceof Error ? String(error.stack) : String(error)
}
