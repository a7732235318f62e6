import { tmpdir } from 'node:os'
import path from 'node:path'

/** Where processes that tests start share what Node.js has compiled; one that is killed writes nothing into it. */
export const NODE_COMPILE_CACHE = path.join(tmpdir(), 'quiva-compile-cache')
