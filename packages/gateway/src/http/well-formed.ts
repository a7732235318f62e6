import { invalid } from '../errors/refusal.ts'

/**
 * Refuses text that no database stores as it is: NUL (PostgreSQL fails on it) and lone surrogates (both engines would
 * store something else). One place, for whatever a client sends; `path` is where the value stands.
 */
export function refuseIllFormed(value: unknown, path: string): void {
  if (typeof value === 'string') {
    if (value.includes('\0') || !value.isWellFormed()) throw invalid(path, 'must be well-formed Unicode without NUL')
    return
  }
  if (Array.isArray(value)) {
    value.forEach((item, index) => void refuseIllFormed(item, `${path}/${index}`))
    return
  }
  if (value === null || typeof value !== 'object') return
  for (const [name, member] of Object.entries(value)) {
    refuseIllFormed(name, path)
    refuseIllFormed(member, `${path}/${name}`)
  }
}
