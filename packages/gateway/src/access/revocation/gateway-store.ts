import type { Database } from '../../platform/database/database.ts'
import type { Log } from '../../platform/log.ts'

/** The registrations of all other gateways; undefined if the database does not answer. */
export async function listOtherGateways(
  { read }: Database,
  gatewayId: string,
  log: Log,
): Promise<string[] | undefined> {
  try {
    const rows = await read.selectFrom('gateways').select('id').execute()
    return rows.map(({ id }) => id).filter((id) => !id.startsWith(`${gatewayId}.`))
  } catch (err) {
    log.debug({ err }, 'the list of gateways could not be read')
    return undefined
  }
}
