/** A problem that the operator must solve before the program can run: its message says what to do, without a stack. */
export class StartupError extends Error {
  override name = 'StartupError'
}

/** What to print when a program ends with `error`: the message of a StartupError, the whole of any other error. */
export function explain(error: unknown): string {
  if (error instanceof StartupError) return error.message
  return explainFile(error) ?? (error instanceof Error ? String(error.stack) : String(error))
}

/** What to say for the errors of the operating system about files and folders. */
const FILE_CODES: Record<string, string> = {
  EACCES: 'permission denied',
  ENOENT: 'it cannot be made, because something above it is not there, such as the target of a symbolic link',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the quota of the disk is used up',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'something else with that name exists already',
  EISDIR: 'a folder with that name exists already',
  ELOOP: 'its symbolic links form a loop',
  EMFILE: 'too many files are open',
}

function explainFile(error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error && 'path' in error)) return undefined
  const why = FILE_CODES[String(error.code)]
  // Of a file that is only read, its reader says more.
  const isRead = error.code === 'ENOENT' && !('syscall' in error && error.syscall === 'mkdir')
  if (why === undefined || isRead) return undefined
  return `${error.path}: ${why} (${error.code}). DATA_DIR must be a folder that belongs to the user who runs the gateway, on a disk that is not read-only.`
}
