import type { Connect } from '../connect.ts'
import { minute, type Output, table, visible } from '../output.ts'

/** listHolders. */
export async function listHolders({ connect, output }: { connect: Connect; output: Output }): Promise<void> {
  const { client } = await connect.signedIn()
  const { data } = await client.GET('/accounts/holders')
  const rows = data.map((one) => [
    visible(one.name),
    one.kind,
    visible(one.version),
    String(one.entries),
    minute(one.since),
    one.renewed_on === null ? 'never' : one.renewed_on.slice(11, 19),
    one.gateway,
  ])
  const header = ['NAME', 'KIND', 'VERSION', 'ENTRIES', 'SINCE (UTC)', 'RENEWED', 'GATEWAY']
  output.result(data, rows.length === 0 ? '' : table([header, ...rows]))
  if (rows.length === 0) output.note('No verifier of this account is connected.')
}
