import type { Database } from '../../platform/database/database.ts'
import type { Log } from '../../platform/log.ts'
import type { Registered } from './leases.ts'

/** The registrations of all other gateways; undefined if the database does not answer. */
export async function listOtherGateways(
  { read }: Database,
  gatewayId: string,
  log: Log,
): Promise<Registered[] | undefined> {
  try {
    const rows = await read.selectFrom('gateways').select(['id', 'most_allowance_ms']).execute()
    return rows
      .filter(({ id }) => !id.startsWith(`${gatewayId}.`))
      .map(({ id, most_allowance_ms }) => ({ registration: id, mostAllowanceMs: most_allowance_ms }))
  } catch (err) {
    log.debug({ err }, 'the list of gateways could not be read')
    return undefined
  }
}
