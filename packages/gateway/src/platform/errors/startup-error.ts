/** Something that the operator has to put right before the program can run: its message says what, without a stack. */
export class StartupError extends Error {
  override name = 'StartupError'
}

/** What to print when a program ends because of `error`: the message of a StartupError, all there is of anything else. */
export function explain(error: unknown): string {
  if (error instanceof StartupError) return error.message
  return explainFile(error) ?? (error instanceof Error ? String(error.stack) : String(error))
}

/** What the system says of files and folders that it does not let us have. */
const FILE_CODES: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the quota of the disk is used up',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'something else of that name is in the way',
  EISDIR: 'a folder of that name is in the way',
  ELOOP: 'its links go in a circle',
  EMFILE: 'too many files are open',
}

function explainFile(error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error && 'path' in error)) return undefined
  const why = FILE_CODES[String(error.code)]
  if (why === undefined) return undefined
  return `${error.path}: ${why} (${error.code}). DATA_DIR has to be a folder that the user who runs the gateway owns, on a disk that takes writes.`
}
