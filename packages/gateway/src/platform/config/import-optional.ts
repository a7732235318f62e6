/**
 * Loads a package that an installation may leave out (`npm install --omit=optional`); `what` needs it. If it is missing,
 * the error says so and how to get it.
 */
export async function importOptional<Module>(name: string, what: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load()
  } catch (error) {
    if (!isMissing(error, name)) throw error
    throw new Error(`${what} needs the package ${name}, which is not installed here: npm install ${name}`, {
      cause: error,
    })
  }
}

/** Whether it is this package itself that is missing, not one of those that it needs. */
function isMissing(error: unknown, name: string): boolean {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'ERR_MODULE_NOT_FOUND') return false
  return error.message.includes(`package '${name}'`)
}
