import { invalid } from '../../platform/errors/refusal.ts'

/**
 * Levels of nesting; the contract's deepest body has five. A body of 1 MiB could have half a million, and overflow the
 * stack.
 */
const DEEPEST = 64

/**
 * Refuses text that no database stores as it is: NUL (PostgreSQL fails on it) and lone surrogates (both engines would
 * store something else). Everything that a client sends is checked here; `path` says where in the input the value is.
 */
export function refuseIllFormed(value: unknown, path: string, depth = 0): void {
  if (typeof value === 'string') {
    if (value.includes('\0') || !value.isWellFormed()) throw invalid(path, 'must be well-formed Unicode without NUL')
    return
  }
  if (value === null || typeof value !== 'object') return
  if (depth === DEEPEST) throw invalid(`/${path.split('/', 2)[1]}`, `must not nest deeper than ${DEEPEST} levels`)
  if (Array.isArray(value)) {
    value.forEach((item, index) => void refuseIllFormed(item, `${path}/${index}`, depth + 1))
    return
  }
  for (const [name, member] of Object.entries(value)) {
    refuseIllFormed(name, path)
    refuseIllFormed(member, `${path}/${name}`, depth + 1)
  }
}
