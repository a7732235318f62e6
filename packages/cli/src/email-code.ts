import type { Client } from '@quiva/client'
import type { Ask } from './ask.ts'
import { type Output, visible } from './output.ts'

/**
 * The code that was given; without one, getEmailCode mails one and the person types it. Where nobody sits, the mail goes
 * out all the same, and the error says to come back with its code.
 */
export async function codeFromMail(
  given: string | undefined,
  purpose: 'renameAccount' | 'deleteAccount',
  client: Client,
  { ask, output }: { ask: Ask; output: Output },
): Promise<string> {
  if (given !== undefined) return given
  const { message } = await client.GET('/accounts/email-code', { params: { query: { purpose } } })
  output.note(visible(message))
  return ask.text(
    undefined,
    'Code from the mail',
    'the gateway mailed you a code: run this command again with --code <code>',
  )
}
