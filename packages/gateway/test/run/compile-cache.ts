import { tmpdir } from 'node:os'
import path from 'node:path'

/** The compile cache that the processes started by tests share; a process that is killed writes nothing into it. */
export const NODE_COMPILE_CACHE = path.join(tmpdir(), 'quiva-compile-cache')
