import type { operations } from '@quiva/client'
import type { Ask } from '../ask.ts'
import type { Connect } from '../connect.ts'
import { codeFromMail } from '../email-code.ts'
import { wrongUsage } from '../errors.ts'
import { type Output, visible } from '../output.ts'
import type { Sessions } from '../sessions.ts'

type Parts = { apiUrl: string; connect: Connect; sessions: Sessions; ask: Ask; output: Output }

type Account = operations['getAccountInfo']['responses'][200]['content']['application/json']['data']

/** getAccountInfo */
export async function showAccount({ connect, output }: Pick<Parts, 'connect' | 'output'>): Promise<void> {
  const { client } = await connect.signedIn()
  const { data } = await client.GET('/accounts/info')
  output.result(data, inLines(data))
}

export type UpdateOptions = {
  country?: string
  company?: string
  address?: string
  website?: string
  phone?: string
  region?: string
  provider?: string
  cloud?: boolean
  hub?: boolean
}

/** updateAccount */
export async function updateAccount(
  options: UpdateOptions,
  { connect, output }: Pick<Parts, 'connect' | 'output'>,
): Promise<void> {
  const { company, phone, ...others } = options
  const body = {
    ...others,
    ...(company !== undefined && { company_name: company }),
    ...(phone !== undefined && { phone_number: phone }),
  }
  if (Object.keys(body).length === 0) throw wrongUsage('there is nothing to change: give at least one option')
  const { client } = await connect.signedIn()
  const { data } = await client.PATCH('/accounts', { body })
  output.result(data, inLines(data))
}

/** renameAccount; it signs everybody out, whoever runs this too. */
export async function renameAccount(newName: string, options: { code?: string }, parts: Parts): Promise<void> {
  const { apiUrl, connect, sessions, output } = parts
  const { client } = await connect.signedIn()
  const code = await codeFromMail(options.code, 'renameAccount', client, parts)
  const body = { new_name: newName, email_code: code }
  const { message } = await client.PATCH('/accounts/rename', { body })
  await sessions.remove(apiUrl)
  output.result({ new_name: newName, message }, `The account is now called ${visible(newName.trim())}.`)
  output.note('All its sessions were revoked, yours too; API keys still work. Sign in again with: quiva login')
}

export type DeleteAccountOptions = { in14Days?: true; code?: string; yes?: true }

/** deleteAccount, once the person has typed what they are about to lose. */
export async function deleteAccount(options: DeleteAccountOptions, parts: Parts): Promise<void> {
  const { apiUrl, connect, sessions, ask, output } = parts
  const { client } = await connect.signedIn()
  const { data: account } = await client.GET('/accounts/info')
  const name = account.name ?? ''
  if (!options.yes) {
    const orElse =
      '--yes is missing: without a terminal, you cannot type the name of the account to confirm its deletion'
    const typed = await ask.text(undefined, `Type the name of the account to delete it: ${visible(name)}`, orElse)
    // As the gateway compares names.
    if (typed.normalize('NFKC').trim().toLowerCase() !== name)
      throw wrongUsage('that is not the name of the account. Nothing was done')
  }
  const code = await codeFromMail(options.code, 'deleteAccount', client, parts)
  const body = { email_code: code, in_14_days: options.in14Days ?? false }
  const { data } = await client.DELETE('/accounts/account', { body })
  const isGone = !options.in14Days
  if (isGone) await sessions.remove(apiUrl)
  output.result({ account: name, ...data, signed_out: isGone }, `${visible(name)}: ${data.message}`)
  if (!isGone) output.note('Until then everything works as before. To keep the account: quiva account cancel-deletion')
  else if (data.creds_revoked === false)
    output.note('The message bus has not confirmed this yet. It will, as soon as it can be reached.')
}

/** cancelAccountDeletion */
export async function cancelDeletion({ connect, output }: Pick<Parts, 'connect' | 'output'>): Promise<void> {
  const { client } = await connect.signedIn()
  const { message } = await client.POST('/accounts/cancel-account-deletion')
  output.result({ message }, message)
}

function inLines(account: Account): string {
  const lines = [
    ['Account', `${account.display_name} (${account.id})`],
    ['Name', account.name],
    ['Root', account.root_email],
    ['Subscription', [account.subscription_status, account.subscription_plan].filter(Boolean).join(', ')],
    ['Credit', `${account.emergency_credit} per month for emergencies`],
    ['Company', account.company_name],
    ['Address', account.address],
    ['Country', account.country],
    ['Website', account.website],
    ['Phone', account.phone_number],
    ['Region', account.region],
    ['Provider', account.provider],
    ['Cloud', account.cloud ? 'on' : 'off'],
    ['Hub', account.hub ? 'on' : 'off'],
    ['Deletion', account.deletion_date?.slice(0, 16).replace('T', ' ').concat(' UTC')],
  ]
  return lines
    .flatMap(([label = '', value]) => (value === undefined ? [] : [`${label.padEnd(14)}${visible(value)}`]))
    .join('\n')
}
