import { overlap } from '../../transport/messaging/subjects.ts'

/** An import of a service as the servers see it; accounts by id, subjects with the importer's key in its place. */
export type ServiceImport = {
  importer: string
  exporter: string
  /** The subject of the exporter. */
  subject: string
  /** The subject at which the importer's clients find the service. */
  localSubject: string
}

/** After 1024 accounts, the servers give up and drop the import, too. */
const MOST_ACCOUNTS = 1000

/**
 * Finds the imports that the servers would silently drop as part of a circle. Requests cannot go round in circles here
 * (rules.ts), but nats-server checks something else (`checkServiceImportsForCycles`, read in 2.9.10): it follows the
 * exporter's own imports, wherever what they import overlaps with the *local* subject of the first one, and reports a
 * circle if it reaches an account that it has left before. It follows the imports in no fixed order and narrows the
 * subject with each step. This function finds every circle that any order could find.
 */
export function createFindsCircle(imports: readonly ServiceImport[]): (one: ServiceImport) => boolean {
  const byImporter = Map.groupBy(imports, ({ importer }) => importer)

  return function findsCircle({ importer, exporter, localSubject }) {
    const onwards = (account: string) =>
      (byImporter.get(account) ?? []).filter(({ subject }) => overlap(localSubject, subject))
    const reached = new Set([exporter])
    for (const account of reached) {
      for (const { exporter: next } of onwards(account)) {
        if (next === importer || (reached.has(next) && onwards(next).length > 0)) return true
        reached.add(next)
      }
      if (reached.size > MOST_ACCOUNTS) return true
    }
    return false
  }
}

/**
 * Whether the servers would drop `added`, or drop one of `imports` because of it: a third account would then lose a
 * service because of others.
 */
export function closesCircle(added: ServiceImport, imports: readonly ServiceImport[]): boolean {
  const findsBefore = createFindsCircle(imports)
  const finds = createFindsCircle([...imports, added])
  if (finds(added)) return true
  const exporters = new Set(imports.map(({ exporter }) => exporter))
  // Of equal imports, one is checked for all accounts from which nobody imports: no circle leads through those
  // accounts.
  const alike = new Map(
    imports
      .filter(({ localSubject }) => overlap(localSubject, added.subject))
      .map((one) => [`${one.exporter} ${one.localSubject} ${exporters.has(one.importer) ? one.importer : ''}`, one]),
  )
  return [...alike.values()].some((one) => finds(one) && !findsBefore(one))
}
