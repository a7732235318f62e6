import type { Connect } from '../connect.ts'
import { wrongUsage } from '../errors.ts'
import { minute, type Output, table } from '../output.ts'

type Parts = { connect: Connect; output: Output; hasApiKey: boolean }

/** getApiKeyUsage: one line for each day and network; of the key of QUIVA_API_KEY if none is named. */
export async function keyUsage(id: string | undefined, { connect, output, hasApiKey }: Parts): Promise<void> {
  if (id === undefined && !hasApiKey) throw wrongUsage('the id of the key is missing: see quiva keys list')
  const { client } = await connect.signedIn()
  const { data } = await client.GET('/accounts/api-key/usage', { params: { query: id === undefined ? {} : { id } } })
  const rows = data.days.flatMap(({ date, uses, last_used_on: last, networks }) => [
    [date, `${uses}`, minute(last), ''],
    ...networks.map((one) => ['', `${one.uses}`, minute(one.last_used_on), one.network]),
  ])
  const header = ['DAY (UTC)', 'USES', 'LAST (UTC)', 'FROM']
  output.result(data, rows.length === 0 ? '' : table([header, ...rows]))
  if (rows.length === 0) output.note('The key was not used over HTTP in the last 90 days.')
}
